"""The functions that expressions may use, each within bounds: those of `fhirpathpy`, and ours in the places of some.

Its sum() fails on what paths give, and it has no weight() and no ordinal(). Patterns run with a time limit, trace()
keeps its mouth shut, and nothing grows or goes on without end.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache, wraps
from typing import Any

from app.forms.questionnaire.definition.extensions import ORDINALS, value_of

MOST_NODES, MOST_PAIRS, MOST_LETTERS = 30_000, 2_000_000, 200_000
HIGHEST = 10**30
MOST_SECONDS = 0.25
"""Of computing, for all expressions of a form together."""
PATTERN_SECONDS = 0.05

Nodes = list[Any]


class Failed(Exception):
    """An expression has no value: it is not FHIRPath, asks for what is not there, or for too much."""


@dataclass(slots=True)
class Budget:
    """The time that the expressions of a form may still take."""

    seconds: float = MOST_SECONDS
    _ends: float | None = field(default=None)

    def check(self) -> None:
        now = time.thread_time()
        if self._ends is None:
            self._ends = now + self.seconds
        if now > self._ends:
            raise Failed("time")


def plain(found: Any) -> Any:
    """Give what an expression found as JSON has it, numbers exact."""
    from fhirpathpy.engine.nodes import FP_Quantity, FP_TimeBase
    from fhirpathpy.engine.util import get_data

    data = get_data(found)
    if isinstance(data, FP_Quantity):
        return {"value": data.value, "unit": str(data.unit).strip("'")}
    return str(data) if isinstance(data, FP_TimeBase) else data


@lru_cache(maxsize=1)
def bounded_functions() -> dict[str, Any]:
    """Give every function and operator of the library, with ours in their places, each within bounds."""
    from fhirpathpy.engine.invocations import invocation_registry

    table = {**invocation_registry, **_own()}
    return {name: {**entry, "fn": _bounded(name, entry["fn"])} for name, entry in table.items()}


def _own() -> dict[str, Any]:
    return {
        "sum": {"fn": _sum},
        "weight": {"fn": _weights},
        "ordinal": {"fn": _weights},
        "repeat": {"fn": _repeat, "arity": {1: ["Expr"]}},
        "trace": {"fn": _trace, "arity": {0: [], 1: ["String"], 2: ["String", "Expr"]}},
        "matches": {"fn": _matches, "arity": {1: ["String"]}, "nullable_input": True},
        "replaceMatches": {
            "fn": _replace_matches,
            "arity": {2: ["String", "String"]},
            "nullable_input": True,
        },
    }


IN_PAIRS = (
    "exclude",
    "intersect",
    "subsetOf",
    "supersetOf",
    "containsOp",
    "inOp",
    "=",
    "~",
    "!=",
    "!~",
    "isDistinct",
)


def _bounded(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def bounded(ctx: Any, *given: Any) -> Any:
        ctx["budget"].check()
        sizes = [len(one) for one in given if isinstance(one, (list, str))]
        if any(size > MOST_LETTERS for size in sizes):
            raise Failed("size")
        if name in IN_PAIRS and len(sizes) == 2 and sizes[0] * sizes[1] > MOST_PAIRS:
            raise Failed("size")
        if name in GROWING:
            GROWING[name](*given)
        found = function(ctx, *given)
        _check_size(found)
        return found

    return bounded


def _check_size(found: Any) -> None:
    if isinstance(found, list) and len(found) > MOST_NODES:
        raise Failed("size")
    for one in found[:50] if isinstance(found, list) else [found]:
        if isinstance(one, str) and len(one) > MOST_LETTERS:
            raise Failed("size")
        if isinstance(one, (int, Decimal)) and not -HIGHEST <= one <= HIGHEST:
            raise Failed("size")


def _check_replace(data: Any, old: Any = "", new: Any = "") -> None:
    letters = sum(len(_words(one)) for one in data) if isinstance(data, list) else len(_words(data))
    if (letters + 1) * max(1, len(_words(new))) > MOST_LETTERS:
        raise Failed("size")


def _check_join(data: Any, separator: Any = "") -> None:
    if (
        isinstance(data, list)
        and sum(len(_words(one)) + len(_words(separator)) for one in data) > MOST_LETTERS
    ):
        raise Failed("size")


def _check_power(data: Any, exponent: Any = 0) -> None:
    power = plain(exponent)
    if isinstance(power, bool) or not isinstance(power, (int, Decimal)) or not -100 <= power <= 100:
        raise Failed("size")


GROWING: dict[str, Callable[..., None]] = {
    "replace": _check_replace,
    "replaceMatches": lambda data, pattern="", new="": _check_replace(data, pattern, new),
    "join": _check_join,
    "power": _check_power,
}


def _words(value: Any) -> str:
    data = plain(value)
    return data if isinstance(data, str) else ""


def _number(value: Any) -> int | Decimal:
    data = plain(value)
    if isinstance(data, bool) or not isinstance(data, (int, Decimal)):
        raise Failed("type")
    return data


def _sum(_: Any, data: Nodes) -> Nodes:
    return [sum((_number(one) for one in data), start=0)] if data else []


def _weights(_: Any, data: Nodes) -> Nodes:
    """Give what the answers count: what each has kept of the option that was chosen."""
    found = (_weight(plain(one)) for one in data)
    return [weight for weight in found if weight is not None]


def _weight(answer: Any) -> int | Decimal | None:
    if not isinstance(answer, dict):
        return None
    inner = answer.get("valueCoding")
    weight = value_of(inner if isinstance(inner, dict) else answer, *ORDINALS)
    if isinstance(weight, bool) or not isinstance(weight, (int, float)):
        return None
    return weight if isinstance(weight, int) else Decimal(str(weight))


def _repeat(_: Any, data: Nodes, expression: Callable[[Any], Nodes]) -> Nodes:
    """Go on from what is found until there is no more; two rows that say the same are two."""
    found: Nodes = []
    seen: set[Any] = set()
    waiting = list(data)
    while waiting and len(found) <= MOST_NODES:
        for one in expression(waiting.pop(0)):
            key = _identity(one)
            if key not in seen:
                seen.add(key)
                found.append(one)
                waiting.append(one)
    return found


def _identity(one: Any) -> Any:
    inner = getattr(one, "data", one)
    return id(inner) if isinstance(inner, (dict, list)) else (type(inner).__name__, str(inner))


def _trace(_: Any, data: Nodes, *__: Any) -> Nodes:
    return data


def _matches(_: Any, data: Nodes, pattern: str) -> Any:
    import regex

    try:
        return regex.search(pattern, _words(data[0]), regex.DOTALL, timeout=PATTERN_SECONDS) is not None
    except (regex.error, TimeoutError):
        raise Failed("pattern") from None


def _replace_matches(_: Any, data: Nodes, pattern: str, new: str) -> Any:
    import regex

    put = regex.sub(r"\$(\d{1,2})", r"\\\1", new)
    try:
        return str(regex.sub(pattern, put, _words(data[0]), timeout=PATTERN_SECONDS))
    except (regex.error, TimeoutError, IndexError):
        raise Failed("pattern") from None
