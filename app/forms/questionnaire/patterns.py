"""The patterns of forms: forms come from anywhere, so that a pattern may take for ever."""

from functools import lru_cache
from typing import Any

TIME_LIMIT = 0.05
LONGEST = 1_000
MOST_SLOW = 8
"""So many patterns may run out of time; after that none that has not been proved is run."""

_slow: set[str] = set()
_proved: set[str] = set()


def matches(pattern: str, words: str) -> bool:
    """Whether the whole of `words` fits; True for patterns that are broken or run out of time: they block nobody."""
    compiled = _compiled(pattern)
    if compiled is None or pattern in _slow or (len(_slow) >= MOST_SLOW and pattern not in _proved):
        return True
    try:
        fits = compiled.fullmatch(words, timeout=TIME_LIMIT) is not None
    except TimeoutError:
        _slow.add(pattern)
        _proved.discard(pattern)
        return True
    if len(_proved) < 10_000:
        _proved.add(pattern)
    return fits


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
