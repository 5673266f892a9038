"""Hashing passwords: argon2id (19 MiB, 2 passes), two at a time, never on the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.accounts.rules import normal_password

Result = TypeVar("Result")

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="password")


async def hash_password(password: str) -> str:
    """Hash a password that a rule has accepted."""
    return await off_the_loop(_hasher.hash, _bytes(password))


async def is_password(password: str, stored: str | None) -> bool:
    """Whether `password` is the one behind the hash; takes the same time when there is no hash."""
    genuine = await off_the_loop(_verify, stored or _decoy(), _bytes(password))
    return genuine and bool(stored)


def _bytes(password: str) -> bytes:
    return normal_password(password).encode("utf-8", "surrogatepass")


def _verify(stored: str, password: bytes) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _decoy() -> str:
    return _hasher.hash(b"a password nobody has")


async def off_the_loop(work: Callable[..., Result], *values: Any) -> Result:
    """Do what costs milliseconds in one of the two threads for passwords."""
    return await asyncio.get_running_loop().run_in_executor(_threads, work, *values)
