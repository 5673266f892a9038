"""The audit log as tests write it, tamper with it and walk it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from app import db
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.seals import BEFORE_ALL, Head
from app.activity.service import _event, authenticate, record
from app.activity.tables import AuditEvent
from app.activity.verification import Finding, Walk, verify
from tests import rows

BY = Actor.system("test")


async def write(count: int = 1) -> list[UUID]:
    """Write rows of the audit log as use cases do; give their ids, in the order of the chain."""
    for number in range(count):
        async with db.transaction():
            await record(
                by=BY, kind=Kind.ALERT_READ, object_kind="test", object_id=db.new_id(), detail=[number]
            )
    found = await db.rows("select id from audit_event where object_kind = 'test' order by at, id")
    return [row["id"] for row in found]


async def found(*, known: Head = BEFORE_ALL) -> list[Finding]:
    return [finding async for finding in verify(Walk(), known=known)]


async def seal_of(event: UUID) -> range:
    seq = await rows.value("select seq from audit_seal where event = $1", event)
    return range(seq, seq + 1)


@asynccontextmanager
async def tampering() -> AsyncIterator[Any]:
    """Give a connection for which no trigger fires: somebody with every right in the database."""
    async with db.apart() as connection, connection.transaction():
        await connection.execute("set local session_replication_role = replica")
        yield connection


async def insert(connection: Any, *, at: datetime | None = None, genuine: bool = True) -> UUID:
    """Insert a row of the log by hand."""
    event = _event(by=BY, kind=Kind.ALERT_READ, object_kind="test", object_id=None, client_id=None)
    event.at = at or event.at
    event.mac = authenticate(event) if genuine else b"not ours"
    statement, values = AuditEvent.insert(event).querystrings[0].compile_string()
    await connection.execute(statement, *values)
    return event.id
