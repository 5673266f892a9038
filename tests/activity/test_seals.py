"""The audit log can only be added to, and the sealer chains what is added, whoever writes meanwhile."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import asyncpg
import pytest
import structlog

from app import config, db
from app.activity import seals
from app.activity.seals import Head, head_of_chain, log_head, seal_all
from app.activity.verification import Walk, verify
from app.notices.clock.rules import Times
from app.worker import FAST, RECURRING
from tests import rows
from tests.activity.audit_log import found, insert, write

pytestmark = pytest.mark.usefixtures("restored")

WRITERS, EACH = 16, 25


async def test_what_is_written_is_sealed_and_nothing_is_found() -> None:
    await write(3)
    sealed = await seal_all()
    assert sealed >= 3
    assert await seal_all() == 0
    walk = Walk()
    assert [finding async for finding in verify(walk)] == []
    assert walk.rows == await rows.value("select count(*) from audit_event")
    assert walk.head == await head_of_chain()


async def test_more_rows_than_one_transaction_takes_are_sealed_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(seals, "MOST_AT_ONCE", 2)
    await write(5)
    await seal_all()
    assert await rows.value("select count(*) from audit_unsealed") == 0
    assert await found() == []


STATEMENTS = (
    "update {} set {} = {}",
    "delete from {}",
    "truncate {}",
)


@pytest.mark.parametrize(("table", "column"), [("audit_event", "kind"), ("audit_seal", "prev")])
@pytest.mark.parametrize("statement", STATEMENTS)
async def test_rows_and_seals_cannot_be_changed_or_taken_away(
    statement: str, table: str, column: str
) -> None:
    await write()
    await seal_all()
    before = await rows.value(f"select md5(string_agg(t::text, '')) from {table} t")
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="only ever added to"):
        await rows.change(statement.format(table, column, column))
    assert await rows.value(f"select md5(string_agg(t::text, '')) from {table} t") == before


async def test_sixteen_writers_at_once_wait_for_nobody_and_every_row_is_sealed() -> None:
    """Each holds a transaction open in which the sealer cannot see its rows; they commit in another order."""
    writing, stop = asyncio.Barrier(WRITERS), asyncio.Event()
    sealing = asyncio.create_task(keep_sealing(stop))
    await asyncio.gather(*(keep_writing(number, writing) for number in range(WRITERS)))
    stop.set()
    await sealing
    await seal_all()
    assert await rows.value("select count(*) from audit_seal") == await rows.value(
        "select count(*) from audit_event"
    )
    assert await rows.value("select count(*) from audit_event where object_kind = 'test'") == WRITERS * EACH
    assert await rows.value("select count(*) from audit_unsealed") == 0
    assert await found() == []


async def keep_sealing(stop: asyncio.Event) -> None:
    while not stop.is_set():
        await asyncio.gather(seal_all(), seal_all())


async def keep_writing(number: int, writing: asyncio.Barrier) -> None:
    """Write row after row on a connection of its own: all insert, then each commits when it is its turn."""
    connection = await asyncpg.connect(config.current().database_url)
    try:
        for turn in range(EACH):
            transaction = connection.transaction()
            await transaction.start()
            await insert(connection)
            await writing.wait()
            for _ in range((number * 7 + turn) % WRITERS):
                await asyncio.sleep(0)
            await transaction.commit()
    finally:
        await connection.close()


async def test_a_row_committed_after_a_later_one_was_sealed_is_sealed_too() -> None:
    late = await asyncpg.connect(config.current().database_url)
    try:
        async with late.transaction():
            await insert(late, at=datetime.now(UTC) - timedelta(seconds=1))
            await write(2)
            await seal_all()
        assert await rows.value("select count(*) from audit_unsealed") == 1
        await seal_all()
    finally:
        await late.close()
    assert await found() == []


async def test_a_second_sealer_leaves_the_work_to_the_first() -> None:
    await write(2)
    async with db.apart() as first, first.transaction():
        await first.execute("select pg_advisory_xact_lock($1)", seals.ONE_AT_A_TIME)
        assert await seal_all() == 0
    assert await seal_all() >= 2


async def test_the_head_is_logged_as_it_is_printed_and_read() -> None:
    await write()
    await seal_all()
    written, before = StringIO(), structlog.get_config()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(written))
    await log_head()
    structlog.configure(**before)
    logged = json.loads(written.getvalue())
    assert (logged["event"], Head.read(logged["head"])) == ("audit head", await head_of_chain())


def test_the_clock_seals_each_second_and_logs_the_head_each_hour() -> None:
    assert {job.name: job.second for job in FAST}["seals"] == set(range(60))
    assert {work.name: work.times for work in RECURRING}["audit head"] == Times(minutes=(0,))
