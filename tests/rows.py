"""The rows of the test database: undone or put back after a test, and looked at."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from app import config, db
from app.practice.settings import load_settings

TABLES = """
select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
and relname <> 'migration' order by relname
"""

TOGETHER = "select string_agg(digest, ',') from ({}) digests"
DIGEST = "select md5(string_agg(md5(t::text), '' order by t::text)) as digest from {} t"
LOGS = ("audit_event", "audit_unsealed", "activity_entry")

_remembered: dict[str, bytes] = {}


@asynccontextmanager
async def rolled_back() -> AsyncIterator[None]:
    """Undo whatever rows a block changes; `db.transaction()` inside joins the transaction that is rolled back."""
    try:
        async with db.engine().transaction() as transaction:
            yield
            await transaction.rollback()  # type: ignore[no-untyped-call]  # Piccolo leaves it untyped
    finally:
        await load_settings()


@asynccontextmanager
async def undone() -> AsyncIterator[None]:
    """Undo what a block changes inside `rolled_back`: one case of the many that a test walks through."""
    current = db.engine().current_transaction.get()
    assert current is not None
    case = current.connection.transaction()
    await case.start()
    try:
        yield
    finally:
        await case.rollback()


@asynccontextmanager
async def restored() -> AsyncIterator[None]:
    """Put every row back after a block whose changes are committed."""
    try:
        yield
    finally:
        await _put_back()
        await load_settings()


async def remember() -> None:
    """Keep all rows as they are now, for `restored`."""
    async with db.apart() as connection:
        for record in await connection.fetch(TABLES):
            _remembered[record["relname"]] = await copied(connection, record["relname"])


def tables() -> list[str]:
    """Give the names of all tables."""
    return list(_remembered)


async def _put_back() -> None:
    async with db.apart() as connection, connection.transaction():
        await connection.execute("set constraints all deferred")
        await connection.execute("set local session_replication_role = replica")  # no trigger of ours fires
        await connection.execute(f"truncate {', '.join(_remembered)} cascade")
        for table, content in _remembered.items():
            await connection.copy_to_table(table, source=io.BytesIO(content), format="binary")


async def end_connections() -> None:
    """End every connection, so that the pool can close though a fault kept one: closing waits for all of them."""
    connection = await asyncpg.connect(config.current().database_url)
    try:
        await connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    finally:
        await connection.close()


async def copied(connection: Any, table: str, *, as_format: str = "binary") -> bytes:
    """Give a whole table as PostgreSQL itself copies it out."""
    content = io.BytesIO()
    await connection.copy_from_table(table, output=content, format=as_format)
    return content.getvalue()


async def value(statement: str, *values: Any) -> Any:
    """Give the one value a statement selects, inside the transaction of the test."""
    row = await db.row(statement, *values)
    return None if row is None else next(iter(row.values()))


async def digest() -> str:
    """Give a digest of all rows but those of the two logs: the same as long as nothing changed."""
    parts = (DIGEST.format(table) for table in _remembered if table not in LOGS)
    found: str = await value(TOGETHER.format(" union all ".join(parts)))
    return found


async def change(statement: str, *values: Any) -> None:
    """Change rows by hand: what a staff member, a clock or an attacker would have done."""
    current = db.engine().current_transaction.get()
    if current is not None:
        await current.connection.execute(statement, *values)
        return
    async with db.apart() as connection:
        await connection.execute(statement, *values)
