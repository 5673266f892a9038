"""What a form begins with: the values it names, and what it takes from what is known of the person."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.form import Form, Item, Value
from app.forms.questionnaire.names import TOP, Place
from app.forms.questionnaire.settling import settled


def begun(form: Form, patient: Mapping[str, Any] | None) -> Answers:
    values: dict[str, tuple[Value, ...]] = {}
    rows: dict[str, int] = {}
    _begin(form.items, TOP, values, rows)
    answers = Answers(form, values=values, rows=rows, patient=patient)
    if any(item.rules.begins_with for item in form.all_items):
        from app.forms.questionnaire.calculating import with_initial

        answers = with_initial(answers)
    return settled(answers)


def fresh_values(item: Item, place: Place) -> dict[str, tuple[Value, ...]]:
    """Give what a new row of an item, or a new answer, begins with."""
    values: dict[str, tuple[Value, ...]] = {}
    _begin(item.items, place, values, {})
    return values


def _begin(
    items: Sequence[Item], place: Place, values: dict[str, tuple[Value, ...]], rows: dict[str, int]
) -> None:
    for item in items:
        count = max(1, min(len(item.initial) if item.is_question else 0, item.most_rows))
        if item.bounds.fewest and item.is_numbered:
            count = min(max(count, item.bounds.fewest), item.most_rows)
        if item.is_numbered and count > 1:
            rows[place.name_of(item)] = count
        _put(item, place, values)
        for number in range(1, (count if item.is_numbered else 1) + 1):
            _begin(item.items, place.below(item, number), values, rows)


def _put(item: Item, place: Place, values: dict[str, tuple[Value, ...]]) -> None:
    if not item.is_question or not item.initial:
        return
    if item.is_numbered:
        for number, value in enumerate(item.initial[: item.most_rows], start=1):
            values[place.entry_of(item, number)] = (value,)
    else:
        values[place.name_of(item)] = item.initial if item.repeats else item.initial[:1]
