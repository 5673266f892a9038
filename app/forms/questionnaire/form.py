"""A form as it is filled in: its items read once from the definition, with all that says how they are asked."""

import json
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from app.forms.questionnaire.definition.extensions import Json, value_in
from app.forms.questionnaire.definition.rich_text import NO_WORDS, Wording

MOST_ROWS = 50
"""Of a group or an answer that repeats, whatever the form says."""


class Kind(StrEnum):
    """The types of items. Source: FHIR R4, item-type."""

    GROUP = "group"
    DISPLAY = "display"
    BOOLEAN = "boolean"
    DECIMAL = "decimal"
    INTEGER = "integer"
    DATE = "date"
    MOMENT = "dateTime"
    TIME = "time"
    STRING = "string"
    TEXT = "text"
    URL = "url"
    CHOICE = "choice"
    OPEN_CHOICE = "open-choice"
    ATTACHMENT = "attachment"
    REFERENCE = "reference"
    QUANTITY = "quantity"


CHOICES = (Kind.CHOICE, Kind.OPEN_CHOICE)
NO_QUESTIONS = (Kind.GROUP, Kind.DISPLAY)

Value = Json
"""An answer as FHIR has it, such as {"valueInteger": 3}; what is below it stands elsewhere."""


def key_of(value: Value) -> Hashable:
    """Give what two answers have in common that are the same: system and code, or their words where there is no code."""
    found = value_in(value)
    if found is None:
        return None
    key, inner = found
    if not isinstance(inner, dict):
        return key, str(inner)
    parts = ("system", "code", "value") if inner.get("code") else ("display", "reference", "value", "url")
    return key, *(str(inner.get(part, "")) for part in parts)


@dataclass(frozen=True, slots=True)
class Option:
    """An answer that can be chosen; `value` is what is kept of it, its ordinal value included."""

    token: str
    value: Value
    wording: Wording
    prefix: str = ""
    chosen_first: bool = False
    alone: bool = False
    key: Hashable = field(init=False)
    """Of all answers that are this one."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", key_of(self.value))


@dataclass(frozen=True, slots=True)
class Bounds:
    """What answers are held to; `least` and `most` as FHIR has them, None or "" for no bound."""

    least: Value | None = None
    most: Value | None = None
    longest: int | None = None
    shortest: int | None = None
    places: int | None = None
    pattern: str = ""
    pattern_says: str = ""
    definition: str = ""
    """What the item is an answer to; a field of ours is read by its own rules."""
    fewest: int | None = None
    """Answers or rows that are asked for at least."""
    highest_count: int | None = None
    media_types: tuple[str, ...] = ()
    largest_bytes: int | None = None
    step: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of enableWhen: it goes by the answers of the item numbered `question`."""

    question: int
    operator: str
    expected: Value


@dataclass(frozen=True, slots=True)
class Constraint:
    """A rule over several answers, with the sentence that tells what is wrong."""

    expression: str
    words: Wording
    is_error: bool = True


@dataclass(frozen=True, slots=True)
class Rules:
    """What of an item goes by other answers."""

    conditions: tuple[Condition, ...] = ()
    any_suffices: bool = False
    shown_when: str = ""
    calculated: str = ""
    begins_with: str = ""
    variables: tuple[tuple[str, str], ...] = ()
    constraints: tuple[Constraint, ...] = ()


@dataclass(frozen=True, slots=True)
class Aids:
    """What stands beside a question to help with it."""

    help: Wording = NO_WORDS
    legal: Wording = NO_WORDS
    unit: str = ""
    hint: str = ""
    link: str = ""
    image: str = ""
    other_label: str = ""
    short: Wording = NO_WORDS
    """What the question is called where there is little room."""


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A group, a question or a text of a form."""

    number: int
    """Its place in the form, counted from the first as they are read."""
    link_id: str
    step: str
    """The link id as a part of a name that is fit for an input, whatever signs it holds."""
    kind: Kind
    wording: Wording
    prefix: str
    control: str
    required: bool
    repeats: bool
    read_only: bool
    hidden: bool
    across: bool
    options: tuple[Option, ...]
    units: tuple[Option, ...]
    initial: tuple[Value, ...]
    bounds: Bounds
    rules: Rules
    aids: Aids
    items: tuple["Item", ...]
    outer: tuple["Ground", ...]
    """What it stands in, the outermost first."""

    @property
    def is_question(self) -> bool:
        return self.kind not in NO_QUESTIONS

    @property
    def is_choice(self) -> bool:
        """Whether its answers are chosen; a list of answers that we do not know is typed instead."""
        return bool(self.options)

    @property
    def is_numbered(self) -> bool:
        """Whether its rows, or answers, have a number each in the names of inputs."""
        return self.repeats and not self.is_choice

    @property
    def most_rows(self) -> int:
        most = self.bounds.highest_count
        return MOST_ROWS if most is None else max(1, min(most, MOST_ROWS))


@dataclass(frozen=True, slots=True)
class Ground:
    """An item that others stand in."""

    number: int
    is_numbered: bool


@dataclass(frozen=True, eq=False)
class Form:
    """A form, and what of it is looked up often."""

    url: str
    version: str
    title: Wording
    intro: Wording
    purpose: Wording
    """What it is for, and what to see to before it is used: words for the practice, which no client is shown."""
    copyright: str
    language: str
    signed: bool
    codes: tuple[tuple[str, str], ...]
    """What the form is as a whole, by system and code: ("http://loinc.org", "44249-1")."""
    items: tuple[Item, ...]
    rules: Rules
    definition: Mapping[str, Any]
    notes: tuple[str, ...] = ()
    """What of the form we pass over, as sentences."""

    @cached_property
    def all_items(self) -> tuple[Item, ...]:
        """Every item in the order they are read; each stands at its number."""
        return tuple(_walked(self.items))

    @cached_property
    def questions(self) -> tuple[Item, ...]:
        return tuple(item for item in self.all_items if item.is_question)

    @cached_property
    def link_ids(self) -> Mapping[str, Item]:
        return {item.link_id: item for item in self.all_items}

    @cached_property
    def signals(self) -> frozenset[int]:
        """Give the numbers of the questions that others go by."""
        from app.forms.questionnaire.logic.expressions import questions_named

        asked = {condition.question for item in self.all_items for condition in item.rules.conditions}
        return frozenset(asked) | questions_named(self)

    @cached_property
    def has_expressions(self) -> bool:
        return any(
            rules.shown_when or rules.calculated
            for rules in (self.rules, *(item.rules for item in self.all_items))
        )


def _walked(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _walked(item.items)


@lru_cache(maxsize=64)
def form_of(definition: str) -> Form:
    """Give the form that a definition is, as `examine` passed it."""
    from app.forms.questionnaire.definition.building import built

    return built(json.loads(definition))
