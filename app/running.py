"""Commands that need the configuration settled, the embedded servers running and the database open."""

import asyncio
import os
import warnings
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from typing import Any, TypeVar

from app import config, embedded

Answer = TypeVar("Answer")


@contextmanager
def settled(*, database_only: bool = False) -> Iterator[config.Config]:
    """Settle the configuration, with the embedded servers running for the length of the command."""
    with embedded.beside(read(), database_only=database_only) as settled_now:
        config.settle(settled_now)
        yield settled_now


def read() -> config.Config:
    return config.read(config.completed(os.environ))


def run(work: Callable[[], Coroutine[Any, Any, Answer]]) -> Answer:
    """Run `work` with the database pool open."""
    from app import db

    warnings.filterwarnings("ignore", module=r"piccolo\.engine")  # says what our own sentence says

    async def with_pool() -> Answer:
        async with AsyncExitStack() as stack:
            try:
                await stack.enter_async_context(db.open_pool())
            except db.UNREACHABLE as problem:
                raise embedded.Failed(
                    f"The database does not answer ({problem}): check DATABASE_URL."
                ) from None
            return await work()

    return asyncio.run(with_pool())
