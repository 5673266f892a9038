"""Changing rows: all of them or none, the bell after the last of them, and a database that goes away meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import replace

import asyncpg
import pytest
from litestar import get

from app import db, main
from app.notices import outbox
from app.panels import PANELS
from app.practice.tables import SystemSetting
from app.web.frame import Portal
from app.web.security import Audience
from tests import rows
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("restored")

POOL = 10
LOST = (*db.UNREACHABLE, asyncpg.InterfaceError)


class Wrong(Exception):
    """What a use case meets after it wrote."""


async def write(name: str) -> None:
    await rows.change(
        "insert into system_setting (id, name, value, changed_at) values ($1, $2, '', now())",
        db.new_id(),
        name,
    )


async def written() -> list[str]:
    found = await SystemSetting.select(SystemSetting.name).where(SystemSetting.name.like("test-%"))
    return sorted(row["name"] for row in found)


async def fail_after(work: Callable[[], Awaitable[None]]) -> None:
    """Do some work in a change that then fails."""

    async def failing() -> None:
        async with db.transaction():
            await work()
            raise Wrong

    with pytest.raises(Wrong):
        await failing()


async def test_an_error_undoes_all_that_was_written_before_it() -> None:
    await fail_after(lambda: write("test-one"))
    assert await written() == []


async def test_a_transaction_inside_another_is_undone_with_it() -> None:
    async def inner() -> None:
        async with db.transaction():
            await write("test-inner")

    await fail_after(inner)
    assert await written() == []


async def test_what_is_only_tried_is_undone_with_all_changes_inside_and_nobody_is_rung(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(db, "ring", lambda: rung.append("rung"))
    for inside_another in (False, True):
        async with db.transaction() if inside_another else nullcontext():
            async with db.undone():
                async with db.transaction():
                    await write("test-one")
                    db.ring_after_commit()
                assert await written() == ["test-one"]
            assert await written() == []
    assert rung == []

    async def failing() -> None:
        async with db.undone():
            await write("test-one")
            raise Wrong

    with pytest.raises(Wrong):
        await failing()
    assert await written() == []
    async with db.transaction():
        await write("test-two")
    assert await written() == ["test-two"]


async def test_what_is_written_apart_stays() -> None:
    async def apart() -> None:
        async with db.apart() as connection:
            await connection.execute(
                "insert into system_setting (id, name, value, changed_at) values ($1, 'test-apart', '', now())",
                db.new_id(),
            )

    await fail_after(apart)
    assert await written() == ["test-apart"]


@asynccontextmanager
async def bell() -> AsyncIterator[list[int]]:
    """Hang up a bell that notes how many rows of the outbox it finds when it is rung."""
    heard: list[int] = []

    async def ring() -> None:
        heard.append(await rows.value("select count(*) from outbox_message"))

    before = db._bell
    db.set_bell(ring)
    try:
        yield heard
    finally:
        db.set_bell(before)


async def test_the_worker_is_rung_once_the_outermost_change_is_committed() -> None:
    async with bell() as heard:
        async with db.transaction():
            async with db.transaction():
                await outbox.add(kind="one", payload={})
                await outbox.add(kind="two", payload={})
            await asyncio.sleep(0)
            assert heard == []
        await asyncio.gather(*db._ringing)
    assert heard == [2]


async def test_the_worker_is_not_rung_for_what_was_undone_or_wrote_nothing() -> None:
    async def add() -> None:
        await outbox.add(kind="one", payload={})

    async with bell() as heard:
        await fail_after(add)
        async with db.transaction():
            pass
        await asyncio.gather(*db._ringing)
    assert heard == []


async def test_a_connection_lost_in_the_middle_of_a_change_is_answered_as_a_database_away() -> None:
    @get("/loses", opt={"audience": Audience.ANYONE})
    async def loses() -> str:
        async with db.transaction():
            await write("test-lost")
            await rows.change("select pg_terminate_backend(pg_backend_pid())")
        return ""

    broken = Portal(main.build((replace(PANELS[0], handlers=(loses,), staff_handlers=()),)))
    answer = await asyncio.create_task(Browser(portal=broken).send("GET", "/loses"))
    assert await written() == []
    assert (answer.status_code, answer.headers.get("retry-after")) == (503, "30")


async def lose() -> None:
    async with db.transaction():
        await rows.change("select pg_terminate_backend(pg_backend_pid())")


async def test_the_task_that_lost_a_connection_can_go_on() -> None:
    async def lose_and_go_on() -> None:
        with pytest.raises(LOST):
            await lose()
        await write("test-next")

    await asyncio.create_task(lose_and_go_on())
    assert await written() == ["test-next"]


async def test_lost_connections_do_not_use_up_the_pool() -> None:
    for _ in range(POOL + 2):
        with pytest.raises(LOST):
            await asyncio.create_task(lose())
    async with asyncio.timeout(5), db.apart() as connection:
        assert await connection.fetchval("select 1") == 1


async def fail_late() -> None:
    """Make a change that the database only refuses as it is committed."""
    async with db.transaction():
        await rows.change("create temporary table parent (id int primary key) on commit drop")
        await rows.change(
            "create temporary table child (id int references parent deferrable initially deferred)"
            " on commit drop"
        )
        await rows.change("insert into child values (1)")


async def test_a_change_that_fails_as_it_is_committed_does_not_use_up_the_pool() -> None:
    try:
        for _ in range(POOL + 2):
            async with asyncio.timeout(2):
                with pytest.raises(asyncpg.ForeignKeyViolationError):
                    await asyncio.create_task(fail_late())
    except BaseException:
        await rows.end_connections()
        raise
