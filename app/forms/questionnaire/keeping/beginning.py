"""What a form begins with: the values it names, and what it takes from what is known of the person."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.definition.names import TOP, Place
from app.forms.questionnaire.form import Form, Item, Value
from app.forms.questionnaire.keeping.settling import settled

MOST_BLANK_ROWS = 10
"""So many of the rows that a form asks for are there from the beginning."""
ROOM = 500
"""Questions that a form with its rows begins with, at most."""


def begun(form: Form, patient: Mapping[str, Any] | None) -> Answers:
    beginning = _Beginning()
    beginning.put(form.items, TOP)
    answers = Answers(form, values=beginning.values, rows=beginning.rows, patient=patient)
    if any(item.rules.begins_with for item in form.all_items):
        from app.forms.questionnaire.logic.calculating import with_initial

        answers = with_initial(answers)
    return settled(answers)


def fresh_values(item: Item, place: Place) -> dict[str, tuple[Value, ...]]:
    """Give what a new row of an item, or a new answer, begins with."""
    beginning = _Beginning(room=0)
    beginning.put(item.items, place)
    return beginning.values


class _Beginning:
    """The values and rows that a form begins with."""

    def __init__(self, *, room: int = ROOM) -> None:
        self.values: dict[str, tuple[Value, ...]] = {}
        self.rows: dict[str, int] = {}
        self._room = room

    def put(self, items: Sequence[Item], place: Place) -> None:
        for item in items:
            count = self._count(item)
            if count > 1:
                self.rows[place.name_of(item)] = count
            self._put_values(item, place, count)
            for number in range(1, count + 1):
                self.put(item.items, place.below(item, number))

    def _count(self, item: Item) -> int:
        if not item.is_numbered:
            return 1
        asked = min(item.bounds.fewest or 1, MOST_BLANK_ROWS)
        count = max(1, min(max(asked, len(item.initial)), item.most_rows, self._room))
        self._room -= count - 1
        return count

    def _put_values(self, item: Item, place: Place, count: int) -> None:
        if not item.initial or not item.is_question:
            return
        if item.is_numbered:
            for number, value in enumerate(item.initial[:count], start=1):
                self.values[place.entry_of(item, number)] = (value,)
        else:
            self.values[place.name_of(item)] = item.initial if item.repeats else item.initial[:1]
