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

TOGETHER = "select string_agg(digest, ',' order by name) from ({}) digests"
DIGEST = "select '{0}' as name, md5(string_agg(md5(t::text), '' order by t::text)) as digest from {0} t"
LOGS = ("audit_event", "audit_unsealed", "activity_entry")

Mark = tuple[int, int | None]
MARK = "select '{0}' as name, count(*) as rows, sum(xmin::text::bigint) as writers from {0}"

_remembered: dict[str, bytes] = {}
_marks: dict[str, Mark] = {}
"""Of each table as it is remembered: another number of rows, or rows written by others, are a change."""


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
        _marks.update(await _marks_now(connection))


def tables() -> list[str]:
    """Give the names of all tables."""
    return list(_remembered)


async def _put_back() -> None:
    """Put back the rows of every table that changed, once whoever still changes one has ended."""
    async with db.apart() as connection, connection.transaction():
        await connection.execute("set constraints all deferred")
        await connection.execute("set local session_replication_role = replica")  # no trigger of ours fires
        await connection.execute(f"lock table {', '.join(_remembered)}")
        for table, mark in (await _marks_now(connection)).items():
            if mark != _marks[table]:
                await connection.execute(f"delete from {table}")
                content = io.BytesIO(_remembered[table])
                await connection.copy_to_table(table, source=content, format="binary")
        _marks.update(await _marks_now(connection))


async def _marks_now(connection: Any) -> dict[str, Mark]:
    found = await connection.fetch(" union all ".join(MARK.format(table) for table in _remembered))
    return {record["name"]: (record["rows"], record["writers"]) for record in found}


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
