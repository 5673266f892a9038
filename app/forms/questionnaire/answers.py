"""The answers to a form: what was answered, what was typed and could not be read, and which questions are asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from app.forms.questionnaire.definition.names import TOP, Place
from app.forms.questionnaire.form import Form, Item, Value

if TYPE_CHECKING:
    from app.forms.questionnaire.logic.expressions import Telling

Values = Mapping[str, tuple[Value, ...]]
Typings = Mapping[str, tuple[str, ...]]
MOST_ENTRIES = 4_000
"""Inputs of a form with all of its rows; beyond it nothing grows."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An expression that could not be told; for the log, without a word of the form or of an answer."""

    url: str
    number: int
    """Of the item; -1 is the form itself."""
    kind: str


@dataclass(frozen=True, eq=False)
class Answers:
    """All that is known of a form in somebody's hands. A change gives new answers."""

    form: Form
    values: Values = field(default_factory=dict)
    """By the name of the input."""
    rows: Mapping[str, int] = field(default_factory=dict)
    """How many there are, by the name of what repeats; one where nothing is said."""
    typings: Typings = field(default_factory=dict)
    """What could not be read, by the name of the input."""
    patient: Mapping[str, Any] | None = None
    off: frozenset[str] = frozenset()
    """The names of what is not asked, since other answers say so."""
    failures: tuple[Failure, ...] = ()

    @classmethod
    def nothing(cls, form: Form) -> "Answers":
        from app.forms.questionnaire.keeping.settling import settled

        return settled(cls(form))

    @classmethod
    def begun(cls, form: Form, patient: Mapping[str, Any] | None = None) -> "Answers":
        """Give what a form begins with; `patient` is a FHIR Patient, which its expressions may take from."""
        from app.forms.questionnaire.keeping.beginning import begun

        return begun(form, patient)

    @classmethod
    def of(
        cls, form: Form, response: Mapping[str, Any], unread: Mapping[str, Sequence[str]] | None = None
    ) -> "Answers":
        """Read a stored QuestionnaireResponse, and beside it what could not be read."""
        from app.forms.questionnaire.keeping.responses import read_response

        return read_response(form, response, unread or {})

    def response(
        self, *, status: str, authored: datetime, subject: str = "", author: str = "", settled: bool = False
    ) -> dict[str, Any]:
        """Give a FHIR R4 QuestionnaireResponse; `settled` leaves out what is not asked, and what is empty."""
        from app.forms.questionnaire.keeping.responses import response_of

        return response_of(
            self, status=status, authored=authored, subject=subject, author=author, settled=settled
        )

    @property
    def unread(self) -> dict[str, list[str]]:
        """Give what could not be read, and the empty fields that somebody added, to be stored beside the response."""
        kept = {name: list(typed) for name, typed in self.typings.items()}
        for name in self._blank_entries():
            kept.setdefault(name, [""])
        return kept

    def _blank_entries(self) -> Iterator[str]:
        for item, place in occurrences(self, self.form.items):
            if item.is_question and item.is_numbered:
                count = self.count(item, place)
                names = [place.entry_of(item, number) for number in range(1, count + 1)]
                yield from (name for name in names if count > 1 and not self.values.get(name))

    def count(self, item: Item, place: Place) -> int:
        """Give how many rows, or answers, of an item there are to be filled in."""
        if not item.is_numbered:
            return 1
        return max(1, min(self.rows.get(place.name_of(item), 1), item.most_rows))

    def entries(self, item: Item, place: Place) -> list[str]:
        return [place.entry_of(item, number) for number in range(1, self.count(item, place) + 1)]

    def given(self, item: Item, place: Place) -> tuple[Value, ...]:
        """Give all answers to a question, whether it is asked or not."""
        return tuple(value for name in self.entries(item, place) for value in self.values.get(name, ()))

    @cached_property
    def telling(self) -> "Telling":
        """Give what evaluates expressions over these answers."""
        from app.forms.questionnaire.logic.expressions import Telling
        from app.forms.questionnaire.logic.functions import Budget

        return Telling(self, Budget())

    def is_off(self, item: Item, place: Place) -> bool:
        return place.name_of(item) in self.off

    def changed(self, **what: Any) -> "Answers":
        return replace(self, **what)


def occurrences(answers: Answers, items: Sequence[Item], place: Place = TOP) -> Iterator[tuple[Item, Place]]:
    """Give every item with its place, once for each row it stands in."""
    for item in items:
        yield item, place
        if item.items:
            for number in range(1, answers.count(item, place) + 1):
                yield from occurrences(answers, item.items, place.below(item, number))


def has_room(answers: Answers) -> bool:
    """Whether there may be more rows: a form with all of them has an end."""
    return sum(1 for _ in islice(occurrences(answers, answers.form.items), MOST_ENTRIES)) < MOST_ENTRIES
