"""The outbox: what follows from a change is done exactly once, however often and by whomever it is tried."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from app import db
from app.notices import outbox
from app.practice.tables import SystemSetting
from tests import rows

pytestmark = pytest.mark.usefixtures("restored")

DUE = "update outbox_message set due_at = now()"


class Effects(dict[str, outbox.Effect]):
    """One effect, which notes what it is given and may fail."""

    def __init__(self, *faults: Exception) -> None:
        super().__init__(test=self.do)
        self.faults = list(faults)
        self.given: list[dict[str, Any]] = []

    async def do(self, _message_id: UUID, payload: dict[str, Any]) -> None:
        self.given.append(payload)
        await SystemSetting.insert(
            SystemSetting(
                id=db.new_id(),
                name=f"test-{payload['n']}",
                value="",
                changed_at=await rows.value("select now()"),
            )
        )
        if self.faults:
            raise self.faults.pop(0)


async def add(n: int = 1) -> UUID:
    async with db.transaction():
        return await outbox.add(kind="test", payload={"n": n, "text": "canary"})


async def done() -> int:
    count: int = await SystemSetting.count().where(SystemSetting.name.like("test-%"))
    return count


async def test_a_row_is_done_once_and_then_no_more() -> None:
    effects, row = Effects(), await add()
    assert await outbox.deliver(row, effects=effects)
    assert not await outbox.deliver(row, effects=effects)
    assert await outbox.deliver_all(effects=effects) == 0
    assert effects.given == [{"n": 1, "text": "canary"}]


async def test_two_workers_at_once_do_a_row_once() -> None:
    effects, row = Effects(), await add()

    async def deliver() -> bool:
        return await outbox.deliver(row, effects=effects)

    results = await asyncio.gather(*(asyncio.create_task(deliver()) for _ in range(5)))
    assert sum(results) == 1
    assert len(effects.given) == 1


async def test_a_fault_undoes_all_of_it_and_puts_the_row_off() -> None:
    effects, row = Effects(ValueError("canary")), await add()
    assert not await outbox.deliver(row, effects=effects)
    assert await done() == 0
    assert await outbox.waiting() == []
    kept = await rows.value("select row_to_json(o)::jsonb - 'payload' from outbox_message o")
    assert '"attempts": 1' in kept
    assert '"fault": "ValueError"' in kept
    assert "canary" not in kept


async def test_what_failed_is_done_later() -> None:
    effects, row = Effects(ValueError(), ValueError()), await add()
    for expected in (0, 0, 1, 0):
        await rows.change(DUE)
        assert await outbox.deliver_all(effects=effects) == expected
    assert await done() == 1
    assert await rows.value("select attempts from outbox_message where id = $1", row) == 2


async def test_each_wait_is_longer_up_to_an_hour() -> None:
    effects, row = Effects(*[ValueError() for _ in range(16)]), await add()
    waits: list[timedelta] = []
    for _ in range(14):
        await rows.change(DUE)
        await outbox.deliver(row, effects=effects)
        waits.append(await rows.value("select due_at - now() from outbox_message"))
    assert timedelta(seconds=8) < waits[0] < timedelta(seconds=11)
    assert waits == sorted(waits) or waits[-1] > timedelta(minutes=59)
    assert timedelta(minutes=59) < waits[-1] <= timedelta(hours=1)


async def test_a_row_that_fails_does_not_hold_up_the_others() -> None:
    for n in range(4):
        await add(n)
    assert await outbox.deliver_all(effects=Effects(ValueError())) == 3
    assert await done() == 3


async def test_a_kind_nobody_does_yet_waits() -> None:
    await add()
    assert await outbox.deliver_all(effects={}) == 0
    assert await rows.value("select fault from outbox_message") == "KeyError"
    await rows.change(DUE)
    assert await outbox.deliver_all(effects=Effects()) == 1


async def test_a_database_that_was_away_is_no_try() -> None:
    row = await add()
    assert not await outbox.deliver(row, effects=Effects(asyncpg.CannotConnectNowError()))
    assert await rows.value("select attempts from outbox_message") == 0
    assert await outbox.waiting() == [row]


async def test_a_row_written_in_a_change_that_failed_is_not_there() -> None:
    async def write_and_fail() -> None:
        async with db.transaction():
            await outbox.add(kind="test", payload={"n": 1})
            raise ValueError("undone")

    with pytest.raises(ValueError, match="undone"):
        await write_and_fail()
    assert await outbox.waiting() == []


async def test_rows_are_done_in_their_order() -> None:
    effects = Effects()
    for n in range(5):
        await add(n)
    await outbox.deliver_all(effects=effects)
    assert [payload["n"] for payload in effects.given] == list(range(5))


async def test_what_is_to_be_done_cannot_be_read_in_the_database() -> None:
    row = await add()
    stored = await rows.value("select payload from outbox_message")
    assert b"canary" not in stored
    await rows.change("update outbox_message set id = $1", db.new_id())
    assert not await outbox.deliver(row, effects=Effects())
    assert await outbox.deliver_all(effects=Effects()) == 0  # a payload moved to another row does not open
    assert await rows.value("select fault from outbox_message") == "Unreadable"
