"""Passwords are hashed lightly in tests, but for the test of what a hash costs in earnest."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from argon2 import PasswordHasher

from app.accounts import passwords

IN_EARNEST = passwords._hasher
LIGHTLY = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@contextmanager
def hashing(how: PasswordHasher) -> Iterator[None]:
    """Let passwords be hashed so while the block runs; any hash is read by what it says of itself."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(passwords, "_hasher", how)
        yield
