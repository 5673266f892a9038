"""Sendings: what speaks to another machine is claimed, done outside any transaction, marked; and done again after a death."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from app import db
from app.notices import outbox
from app.notices.outbox import Impossible, Sending
from tests import rows

pytestmark = pytest.mark.usefixtures("restored")

LEFT = "select done_at is null from outbox_message where id = $1"
HELD_SECONDS = "select extract(epoch from due_at - now())::int from outbox_message where id = $1"


class Machine:
    """Another machine, which notes what it is sent and may answer with a fault, or never."""

    def __init__(self, *faults: BaseException) -> None:
        self.faults = list(faults)
        self.given: list[UUID] = []
        self.in_transaction: list[bool] = []
        self.effects: dict[str, outbox.Effect] = {"test": Sending(self.take)}

    async def take(self, message_id: UUID, _payload: dict[str, Any]) -> None:
        self.given.append(message_id)
        self.in_transaction.append(db.engine().current_transaction.get() is not None)
        await asyncio.sleep(0)
        if self.faults:
            raise self.faults.pop(0)


async def add(kind: str = "test") -> UUID:
    async with db.transaction():
        return await outbox.add(kind=kind, payload={"text": "canary"})


async def test_a_sending_is_done_outside_any_transaction_and_once() -> None:
    machine, row = Machine(), await add()
    assert await outbox.deliver_all(effects=machine.effects) == 1
    assert await outbox.deliver_all(effects=machine.effects) == 0
    assert not await outbox.deliver(row, effects=machine.effects)
    assert (machine.given, machine.in_transaction) == ([row], [False])
    assert await rows.value(LEFT, row) is False


async def test_two_workers_at_once_send_a_row_once() -> None:
    machine, row = Machine(), await add()

    async def deliver() -> bool:
        return await outbox.deliver(row, effects=machine.effects)

    results = await asyncio.gather(*(asyncio.create_task(deliver()) for _ in range(5)))
    assert (sum(results), machine.given) == (1, [row])


async def test_a_worker_that_died_while_sending_is_followed_by_one_that_sends_the_same_again() -> None:
    machine, row = Machine(asyncio.CancelledError()), await add()
    with pytest.raises(asyncio.CancelledError):
        await outbox.deliver(row, effects=machine.effects)
    assert await outbox.deliver_all(effects=machine.effects) == 0  # nobody knows yet that the first one died
    assert await rows.value(HELD_SECONDS, row) > 100
    await rows.change("update outbox_message set due_at = now()")
    assert await outbox.deliver_all(effects=machine.effects) == 1
    assert machine.given == [row, row]


async def test_a_machine_that_is_not_there_puts_its_row_off() -> None:
    machine, row = Machine(ValueError("canary")), await add()
    assert not await outbox.deliver(row, effects=machine.effects)
    assert await rows.value(LEFT, row) is True
    assert 8 < await rows.value(HELD_SECONDS, row) < 11
    assert await rows.value("select fault from outbox_message where id = $1", row) == "ValueError"
    await rows.change("update outbox_message set due_at = now()")
    assert await outbox.deliver_all(effects=machine.effects) == 1
    assert await rows.value("select fault from outbox_message where id = $1", row) == ""


async def test_what_is_impossible_is_not_tried_again() -> None:
    machine, row = Machine(Impossible("canary")), await add()
    assert await outbox.deliver(row, effects=machine.effects)
    assert await rows.value(LEFT, row) is False
    assert await rows.value("select fault from outbox_message where id = $1", row) == "Impossible"


async def test_what_is_done_here_does_not_wait_for_another_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "MOST_AT_ONCE", 2)
    machine, alerted = Machine(), list[int]()
    for _ in range(3):
        await add()
    await add("alert")

    async def alert(_message_id: UUID, _payload: dict[str, Any]) -> None:
        alerted.append(len(machine.given))

    assert await outbox.deliver_all(effects=machine.effects | {"alert": alert}) == 3
    assert (alerted, len(machine.given)) == ([0], 2)


async def test_one_sweep_at_a_time_sends_and_the_others_go_on_with_the_rest() -> None:
    machine = Machine()
    sent_by_another: list[int] = []

    async def look(message_id: UUID, payload: dict[str, Any]) -> None:
        await machine.take(message_id, payload)
        await add()
        sent_by_another.append(await outbox.deliver_all(effects=machine.effects))

    await add()
    assert await outbox.deliver_all(effects={"test": Sending(look)}) == 1
    assert sent_by_another == [0]


async def test_a_sweep_ends_before_its_job_would_be_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "SENDING_SECONDS", -1)
    machine = Machine()
    await add()
    assert await outbox.deliver_all(effects=machine.effects) == 0
    monkeypatch.undo()
    assert await outbox.deliver_all(effects=machine.effects) == 1
