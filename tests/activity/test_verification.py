"""A walk over the audit log names every row that was changed, taken away or never sealed; nothing else."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app import db
from app.activity.seals import head_of_chain, seal_all
from app.activity.tables import AuditEvent
from app.activity.verification import Fault, Finding
from tests.activity.audit_log import found, insert, seal_of, tampering, write

pytestmark = pytest.mark.usefixtures("restored")


CHANGES = {
    "at": datetime(2026, 1, 1, tzinfo=UTC), "kind": "alert_unread", "actor_kind": "staff", "account": UUID(int=1), "staff": UUID(int=1),
    "job": "another", "client": UUID(int=1), "object_kind": "other", "object_id": UUID(int=1), "detail": b"x", "request_id": "r1",
    "network": "192.0.2.0/24", "mac": b"x",
}  # fmt: skip


def test_every_column_of_the_log_is_changed_once() -> None:
    assert {column._meta.name for column in AuditEvent._meta.columns} == {"id", *CHANGES}


@pytest.mark.parametrize("column", CHANGES)
async def test_a_changed_row_is_named(column: str) -> None:
    events = await write(3)
    await seal_all()
    async with tampering() as database:
        await database.execute(
            f"update audit_event set {column} = $1 where id = $2", CHANGES[column], events[1]
        )
    assert await found() == [Finding(Fault.CHANGED, event=events[1], seals=await seal_of(events[1]))]


async def test_a_changed_row_that_waits_for_its_seal_is_named() -> None:
    (event,) = await write()
    async with tampering() as database:
        await database.execute("update audit_event set network = '192.0.2.0/24' where id = $1", event)
    assert Finding(Fault.CHANGED, event=event) in await found()


async def test_a_forged_row_is_named_though_it_was_sealed() -> None:
    async with db.apart() as database:
        event = await insert(database, genuine=False)
    await seal_all()
    assert await found() == [Finding(Fault.CHANGED, event=event, seals=await seal_of(event))]


async def test_a_deleted_row_is_named() -> None:
    events = await write(3)
    await seal_all()
    itself = await seal_of(events[1])
    async with tampering() as database:
        await database.execute("delete from audit_event where id = $1", events[1])
    assert await found() == [Finding(Fault.MISSING, event=events[1], seals=itself)]


async def test_a_row_deleted_before_it_was_sealed_is_named() -> None:
    (event,) = await write()
    async with tampering() as database:
        await database.execute("delete from audit_event where id = $1", event)
    await seal_all()
    assert await found() == [Finding(Fault.MISSING, event=event)]


async def test_a_row_deleted_with_its_seal_leaves_a_gap_that_is_named() -> None:
    events = await write(4)
    await seal_all()
    gap = range((await seal_of(events[1]))[0], (await seal_of(events[2]))[-1] + 1)
    async with tampering() as database:
        await database.execute("delete from audit_event where id = any($1)", events[1:3])
        await database.execute("delete from audit_seal where event = any($1)", events[1:3])
    assert await found() == [Finding(Fault.MISSING, seals=gap)]


async def test_closing_the_gap_is_named_as_well() -> None:
    events = await write(3)
    await seal_all()
    last = await seal_of(events[2])
    async with tampering() as database:
        await database.execute("delete from audit_event where id = $1", events[1])
        await database.execute("delete from audit_seal where event = $1", events[1])
        await database.execute("update audit_seal set seq = seq - 1 where event = $1", events[2])
    assert await found() == [Finding(Fault.CHANGED, seals=range(last[0] - 1, last[0]))]


async def test_two_seals_that_changed_places_are_named() -> None:
    events = await write(2)
    await seal_all()
    first, second = await seal_of(events[0]), await seal_of(events[1])
    async with tampering() as database:
        await database.execute("update audit_seal set event = $1 where seq = $2", db.new_id(), first[0])
        await database.execute("update audit_seal set event = $1 where seq = $2", events[0], second[0])
        await database.execute("update audit_seal set event = $1 where seq = $2", events[1], first[0])
    assert await found() == [Finding(Fault.CHANGED, seals=first), Finding(Fault.CHANGED, seals=second)]


async def test_a_row_that_waits_too_long_for_its_seal_is_named() -> None:
    await seal_all()
    async with db.apart() as database:
        await insert(database, at=datetime.now(UTC) - timedelta(seconds=30))
        late = await insert(database, at=datetime.now(UTC) - timedelta(seconds=90))
    assert await found() == [Finding(Fault.UNSEALED, event=late)]
    await seal_all()
    assert await found() == []


async def test_an_end_that_was_cut_off_shows_against_a_head_kept_elsewhere() -> None:
    events = await write(3)
    await seal_all()
    known = await head_of_chain()
    assert await found(known=known) == []
    async with tampering() as database:
        await database.execute("delete from audit_event where id = $1", events[2])
        await database.execute("delete from audit_seal where event = $1", events[2])
    assert await found() == []
    assert await found(known=known) == [Finding(Fault.MISSING, seals=range(known.seq, known.seq + 1))]


async def test_an_end_that_was_written_anew_shows_against_a_head_kept_elsewhere() -> None:
    events = await write(2)
    await seal_all()
    known = await head_of_chain()
    async with tampering() as database:
        await database.execute("delete from audit_event where id = $1", events[1])
        await database.execute("delete from audit_seal where event = $1", events[1])
    await write()
    await seal_all()
    assert await found(known=known) == [Finding(Fault.CHANGED, seals=range(known.seq, known.seq + 1))]


async def test_a_genuine_seal_of_an_end_that_was_cut_off_does_not_fit_into_the_new_one() -> None:
    _, second, third = await write(3)
    await seal_all()
    old = await db.row("select seq, event, prev, mac from audit_seal where event = $1", third)
    assert old is not None
    async with tampering() as database:
        await database.execute("delete from audit_event where id = $1", second)
        await database.execute("delete from audit_seal where event = any($1)", [second, third])
    await write()
    await seal_all()
    async with tampering() as database:
        await database.execute(
            "insert into audit_seal (seq, event, prev, mac) values ($1, $2, $3, $4)", *old.values()
        )
    assert await found() == [Finding(Fault.CHANGED, seals=await seal_of(third))]


@pytest.mark.parametrize(
    ("finding", "sentence"),
    [
        (Finding(Fault.CHANGED, seals=range(7, 8)), "changed  seal 7"),
        (Finding(Fault.MISSING, seals=range(7, 10)), "missing  seals 7 to 9"),
        (Finding(Fault.UNSEALED, event=UUID(int=1)), f"unsealed audit row {UUID(int=1)}"),
        (
            Finding(Fault.MISSING, event=UUID(int=1), seals=range(7, 8)),
            f"missing  audit row {UUID(int=1)}, seal 7",
        ),
    ],
)
def test_a_finding_is_one_line(finding: Finding, sentence: str) -> None:
    assert str(finding) == sentence
