"""Which questions are asked: enableWhen, by the answers given so far."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.definition.extensions import Json, value_in
from app.forms.questionnaire.definition.names import TOP, Place
from app.forms.questionnaire.form import Condition, Item, Value

Hides = Callable[[Item, Place], bool]


def nothing_hides(item: Item, place: Place) -> bool:
    return False


MOST_SWEEPS = 12
"""Conditions go by one another, in circles even: so often all are told anew. What still changes then is asked."""


class Asked:
    """Tells of every item whether it is asked."""

    def __init__(self, answers: Answers, *, hides: Hides = nothing_hides) -> None:
        self._answers = answers
        self._hides = hides
        self._places: dict[int, list[Place]] = {}
        self._all: list[tuple[str, Item, Place, str]] = []
        self._note(answers.form.items, TOP, outer="")
        self._off: set[str] = set()

    def _note(self, items: Iterable[Item], place: Place, *, outer: str) -> None:
        for item in items:
            name = place.name_of(item)
            self._places.setdefault(item.number, []).append(place)
            self._all.append((name, item, place, outer))
            for number in range(1, self._answers.count(item, place) + 1 if item.items else 1):
                self._note(item.items, place.below(item, number), outer=name)

    def off(self) -> frozenset[str]:
        """Give the names of all that is not asked.

        Every other sweep goes backwards, so that long chains end soon, whichever way they lead.
        """
        changing: set[str] = set()
        for sweep in range(MOST_SWEEPS):
            changing = self._sweep(self._all if sweep % 2 == 0 else self._all[::-1])
            if not changing:
                break
        return frozenset(self._off - changing)

    def _sweep(self, order: list[tuple[str, Item, Place, str]]) -> set[str]:
        changed = set()
        for name, item, place, outer in order:
            is_off = outer in self._off or not self._is_asked(item, place)
            if is_off != (name in self._off):
                changed.add(name)
                (self._off.add if is_off else self._off.discard)(name)
        return changed

    def _is_asked(self, item: Item, place: Place) -> bool:
        if self._hides(item, place):
            return False
        if not item.rules.conditions:
            return True
        met = (self._is_met(condition, item, place) for condition in item.rules.conditions)
        return any(met) if item.rules.any_suffices else all(met)

    def _is_met(self, condition: Condition, item: Item, place: Place) -> bool:
        question = self._answers.form.all_items[condition.question]
        return is_met(condition, list(self._answers_nearest(question, item, place)))

    def _answers_nearest(self, question: Item, item: Item, place: Place) -> Iterator[Value]:
        """Give the answers to a question in the rows that it shares with the item."""
        grounds = [ground.number for ground in item.outer if ground.is_numbered]
        if question.number in grounds:
            depth = grounds.index(question.number)
            yield from self._of_entry(question, place.rows[: depth + 1])
            return
        shared = 0
        for ours, theirs in zip(
            grounds, (one.number for one in question.outer if one.is_numbered), strict=False
        ):
            if ours != theirs:
                break
            shared += 1
        for other in self._places.get(question.number, ()):
            if other.rows[:shared] == place.rows[:shared] and other.name_of(question) not in self._off:
                yield from self._answers.given(question, other)

    def _of_entry(self, question: Item, rows: tuple[int, ...]) -> Iterator[Value]:
        """Give the one answer, of those to a question, that the item stands below."""
        for other in self._places.get(question.number, ()):
            if other.rows == rows[:-1]:
                yield from self._answers.values.get(other.entry_of(question, rows[-1]), ())


def is_met(condition: Condition, given: list[Value]) -> bool:
    """Whether answers meet a condition. Source: FHIR R4, questionnaire-enable-operator, corrected by R5.

    "!=" is met by no answer at all; ">" and the like want one answer that satisfies.
    """
    found = value_in(condition.expected)
    if found is None:
        return True
    if condition.operator == "exists":
        return bool(given) is (found[1] is True)
    if condition.operator in ("=", "!="):
        is_there = any(_equals(value, found) for value in given)
        return is_there is (condition.operator == "=")
    return any(_compares(value, found, condition.operator) for value in given)


def _equals(value: Value, expected: tuple[str, Any]) -> bool:
    found = value_in(value)
    if found is None:
        return False
    given, wanted = found[1], expected[1]
    if isinstance(given, dict) and isinstance(wanted, dict):
        return _same_thing(given, wanted)
    if isinstance(given, dict):
        return wanted in (given.get("code"), given.get("display"))
    if isinstance(wanted, dict):
        return given in (wanted.get("code"), wanted.get("display"))
    if isinstance(given, bool) or isinstance(wanted, bool):
        return given is wanted
    return _in_order(_comparable(*found), _comparable(*expected)) == 0


def _same_thing(given: Json, wanted: Json) -> bool:
    if "value" in wanted or "value" in given:
        return _same_unit(given, wanted) and _in_order(given.get("value"), wanted.get("value")) == 0
    if wanted.get("code") or given.get("code"):
        systems = given.get("system"), wanted.get("system")
        return given.get("code") == wanted.get("code") and (systems[0] == systems[1] or not all(systems))
    keys = ("reference", "display")
    return any(wanted.get(key) is not None and given.get(key) == wanted[key] for key in keys)


def _same_unit(given: Json, wanted: Json) -> bool:
    ours = {given.get("code"), given.get("unit")} - {None}
    theirs = {wanted.get("code"), wanted.get("unit")} - {None}
    return not ours or not theirs or bool(ours & theirs)


ORDERS: dict[str, Callable[[int], bool]] = {
    ">": lambda order: order > 0,
    "<": lambda order: order < 0,
    ">=": lambda order: order >= 0,
    "<=": lambda order: order <= 0,
}


def _compares(value: Value, expected: tuple[str, Any], operator: str) -> bool:
    found = value_in(value)
    if found is None:
        return False
    given, wanted = _comparable(*found), _comparable(*expected)
    if isinstance(given, dict) and isinstance(wanted, dict):
        if not _same_unit(given, wanted):
            return False
        given, wanted = given.get("value"), wanted.get("value")
    order = _in_order(given, wanted)
    return order is not None and ORDERS[operator](order)


@dataclass(frozen=True, slots=True)
class _Day:
    """A day or moment as it is written, from the year to the minute."""

    written: str


def _comparable(key: str, value: Any) -> Any:
    is_day = key in ("valueDate", "valueDateTime") and isinstance(value, str)
    return _Day(value[:16]) if is_day else value


def _in_order(one: Any, other: Any) -> int | None:
    """Give -1, 0 or 1; None where two things cannot be compared. Days compare by what both of them tell."""
    if isinstance(one, _Day) and isinstance(other, _Day):
        shared = min(len(one.written), len(other.written))
        one, other = one.written[:shared], other.written[:shared]
    if isinstance(one, str) and isinstance(other, str):
        return _sign(one > other, one < other)
    if isinstance(one, bool) or isinstance(other, bool):
        return None
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        first, second = Decimal(str(one)), Decimal(str(other))
        return _sign(first > second, first < second)
    return None


def _sign(is_more: bool, is_less: bool) -> int:  # noqa: FBT001 - both are the question
    return 1 if is_more else -1 if is_less else 0
