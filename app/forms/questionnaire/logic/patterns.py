"""The patterns of forms: forms come from anywhere, so that a pattern may take for ever."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from time import perf_counter
from typing import Any

TIME_LIMIT = 0.05
"""Of one pattern, in seconds."""
PATIENCE = 0.2
"""Of all patterns of one form together."""
LONGEST = 1_000

_left: ContextVar[list[float] | None] = ContextVar("seconds left for patterns", default=None)


@contextmanager
def patience() -> Iterator[None]:
    """Let all patterns within share one time; what is over by then fits."""
    token = _left.set([PATIENCE])
    try:
        yield
    finally:
        _left.reset(token)


def matches(pattern: str, words: str) -> bool:
    """Whether the whole of `words` fits; True for patterns that are broken or run out of time: they block nobody."""
    compiled, left = _compiled(pattern), _left.get()
    if compiled is None or (left is not None and left[0] <= 0):
        return True
    began = perf_counter()
    try:
        return compiled.fullmatch(words, timeout=TIME_LIMIT) is not None
    except TimeoutError:
        if left is not None:
            left[0] -= perf_counter() - began
        return True


def is_readable(pattern: str) -> bool:
    return _compiled(pattern) is not None


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> Any:
    import regex

    if len(pattern) > LONGEST:
        return None
    try:
        return regex.compile(pattern)
    except (regex.error, RecursionError, OverflowError, ValueError, MemoryError):
        return None
