"""The one way to the database: the engine, its pool, and transactions that change rows.

After the outermost commit the worker is rung, so that what was written to the outbox is done at once;
a bell that cannot ring costs nothing, the worker's clock finds the row a few seconds later.
"""

import asyncio
import socket
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, TypeAlias

import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

from app import config

Bell: TypeAlias = Callable[[], Awaitable[None]]

Record: TypeAlias = Mapping[str, Any]
"""A row of a hand-written statement, by column."""
Observer = Callable[[Any], Any]

CLOSING_SECONDS = 1.0

observers: list[Observer] = []
"""What is told of every statement (tests count them). Added before the pool opens."""


def is_away(fault: BaseException | None) -> bool:
    """Whether the database could not be reached, also where a failed rollback hides the first error."""
    while fault is not None:
        if isinstance(fault, UNREACHABLE) or _says_closed(fault):
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def _says_closed(fault: BaseException) -> bool:
    """Whether asyncpg, by an error it also uses for other things, says that a connection is gone."""
    return isinstance(fault, asyncpg.InterfaceError) and any(
        word in str(fault) for word in ("closed", "released")
    )


IN_FORCE = "({row}.starts_on <= {day} and ({row}.ends_on is null or {row}.ends_on >= {day}))"
"""In SQL: whether a row that begins and may end, as grants and assignments do, holds on a day."""

_bell: Bell | None = None
_rung: ContextVar[list[bool] | None] = ContextVar("rung", default=None)
_ringing: set[asyncio.Future[None]] = set()

UNREACHABLE = (
    ConnectionError,
    TimeoutError,
    FileNotFoundError,  # of its socket
    socket.gaierror,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.DiskFullError,
    asyncpg.InternalClientError,  # a connection that broke while a pool handed it out, or in the middle of an answer
)
"""What a request meets while the database is away; answered with 503, nothing saved."""


@lru_cache(maxsize=1)
def engine() -> PostgresEngine:
    """Give the engine of the configured database; `piccolo_conf.py` hands it to Piccolo."""
    url = config.current().database_url
    if url is None:
        raise config.Unfit(["DATABASE_URL is not set, and no embedded database was started beside us."])
    return PostgresEngine(config={"dsn": url}, extensions=())


@asynccontextmanager
async def open_pool(*, size: int = 10) -> AsyncIterator[None]:
    """Keep a pool of at most `size` connections open for the length of a process."""
    await engine().start_connection_pool(min_size=1, max_size=size, init=_observe, reset=_keep_as_is)
    try:
        yield
    finally:
        await _close_pool()


async def _close_pool() -> None:
    """Close the pool; cut off what does not end within a second, such as the connection of a dead server."""
    pool = _pool()
    engine().pool = None
    try:
        await asyncio.wait_for(pool.close(), CLOSING_SECONDS)
    except UNREACHABLE:  # too slow, or a server that went away first
        pool.terminate()


async def _observe(connection: Any) -> None:
    for observer in observers:
        connection.add_query_logger(observer)


async def _keep_as_is(_connection: Any) -> None:
    """Skip asyncpg's RESET ALL: no statement of ours changes a connection's settings."""


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """Change rows: all of them, or none.

    A transaction inside another joins it; an error must therefore leave both.
    Start no task inside: it would inherit the connection.
    """
    if engine().current_transaction.get() is not None:
        yield
        return
    rung: list[bool] = []
    token = _rung.set(rung)
    try:
        async with _outermost():
            yield
    finally:
        _rung.reset(token)
    if rung:
        ring()


@asynccontextmanager
async def _outermost(*, undoing: bool = False) -> AsyncIterator[None]:
    # Not Piccolo's own: when a commit or rollback itself fails, that one keeps the connection and the task.
    async with _pool().acquire() as connection:
        current = PostgresTransaction(engine())
        current.connection = connection
        token = engine().current_transaction.set(current)
        try:
            async with _rolled_back(connection) if undoing else connection.transaction():
                yield
        finally:
            engine().current_transaction.reset(token)


@asynccontextmanager
async def _rolled_back(connection: Any) -> AsyncIterator[None]:
    begun = connection.transaction()
    await begun.start()
    try:
        yield
    finally:
        await begun.rollback()


@asynccontextmanager
async def undone() -> AsyncIterator[None]:
    """Do what is inside as in a transaction, and undo all of it at the end; nobody is rung.

    Only what is written apart stays. An error inside ends it as well.
    """
    current = engine().current_transaction.get()
    if current is None:
        async with _outermost(undoing=True):
            yield
        return
    savepoint = current.connection.transaction()
    await savepoint.start()
    token = _rung.set(None)
    try:
        yield
    finally:
        _rung.reset(token)
        await savepoint.rollback()


@asynccontextmanager
async def apart() -> AsyncIterator[Any]:
    """Give a connection outside any transaction under way: what is written on it stays if that one fails."""
    async with _pool().acquire() as connection:
        yield connection


def ring_after_commit() -> None:
    """Have the worker rung once the transaction under way is committed."""
    rung = _rung.get()
    if rung is not None:
        rung.append(True)


def set_bell(bell: Bell | None) -> None:
    """Say how the worker is rung; None where there is no worker to ring."""
    global _bell
    _bell = bell


def ring() -> None:
    """Ring the worker now, without waiting for it."""
    if _bell is None:
        return
    task = asyncio.ensure_future(_bell())
    _ringing.add(task)
    task.add_done_callback(_ringing.discard)


async def rows(statement: str, *values: Any) -> Sequence[Record]:
    """Read with one hand-written statement, inside the transaction under way if there is one."""
    found: Sequence[Record]
    current = engine().current_transaction.get()
    if current is not None:
        found = await current.connection.fetch(statement, *values)
    else:
        async with _pool().acquire() as connection:
            found = await connection.fetch(statement, *values)
    return found


async def rows_anew(statement: str, *values: Any) -> Sequence[Record]:
    """Read like `rows` by a plan made for these very values, where the best way to find rows depends on them.

    A statement that is asked often gets one plan for all values, which may be the wrong one for most.
    """
    async with transaction():
        await rows("set local plan_cache_mode = force_custom_plan")
        return await rows(statement, *values)


async def row(statement: str, *values: Any) -> Record | None:
    """Read the first row of a hand-written statement."""
    found = await rows(statement, *values)
    return found[0] if found else None


def new_id() -> uuid.UUID:
    """Make the id of a new row; the row's encrypted columns are bound to it before it is written."""
    return uuid.uuid4()


def _pool() -> Any:
    pool = engine().pool
    if pool is None:
        raise RuntimeError("The database pool is not open: wrap the process in db.open_pool().")
    return pool
