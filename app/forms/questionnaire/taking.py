"""Taking what a page posted into the answers. What was not on the page is kept; nothing that was typed is lost."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from uuid import UUID

from app.forms.questionnaire.answers import Answers, has_room, occurrences
from app.forms.questionnaire.definition.names import DAY, PARTS, TIME, TOP, UNIT, Place
from app.forms.questionnaire.form import Form, Item, Kind, Value
from app.forms.questionnaire.keeping.beginning import fresh_values
from app.forms.questionnaire.keeping.choosing import take_choice
from app.forms.questionnaire.keeping.reading import Typed, read
from app.forms.questionnaire.keeping.sentences import Unreadable
from app.forms.questionnaire.keeping.settling import settled
from app.forms.questionnaire.keeping.taken import Taken
from app.forms.questionnaire.logic.patterns import patience
from app.forms.questionnaire.showing.wording import FILE, typed_of
from app.web.language import Language, speaking

Fields = Mapping[str, Sequence[str]]
BORDER = re.compile("[/~]")


def take(form: Form, answers: Answers, fields: Fields, *, language: str, zone: tzinfo = UTC) -> Answers:
    """Give the answers with what a page posted; moments are in `zone`."""
    taken = Taken.of(answers)
    with speaking(Language(language)), patience():
        _take_items(taken, form.items, TOP, _Posted(fields, _entries_posted(fields), zone))
    return settled(taken.answers())


@dataclass(frozen=True, slots=True)
class _Posted:
    """What a page posted; `entries` are the beginnings of the names of all that is not blank."""

    fields: Fields
    entries: frozenset[str]
    zone: tzinfo


def _entries_posted(fields: Fields) -> frozenset[str]:
    found = set()
    for name, typed in fields.items():
        if any(one.strip() for one in typed):
            found.add(name)
            found.update(name[: mark.start()] for mark in BORDER.finditer(name))
    return frozenset(found)


def _take_items(taken: Taken, items: Sequence[Item], place: Place, posted: _Posted) -> None:
    for item in items:
        if item.is_numbered:
            _grow(taken, item, place, posted)
        if item.is_question and not _is_untouchable(item):
            _take_question(taken, item, place, posted)
        if item.items:
            for number in range(1, taken.count(item, place) + 1):
                _take_items(taken, item.items, place.below(item, number), posted)


def _is_untouchable(item: Item) -> bool:
    return item.read_only or item.hidden or bool(item.rules.calculated) or item.kind is Kind.ATTACHMENT


def _grow(taken: Taken, item: Item, place: Place, posted: _Posted) -> None:
    """Make room for rows that the page had and the answers, saved elsewhere since, have no more."""
    count = taken.count(item, place)
    while count < item.most_rows and place.entry_of(item, count + 1) in posted.entries:
        count += 1
    taken.rows[place.name_of(item)] = count


def _take_question(taken: Taken, item: Item, place: Place, posted: _Posted) -> None:
    if item.is_choice or item.kind is Kind.BOOLEAN:
        take_choice(taken, item, place.name_of(item), posted.fields)
        return
    for number in range(1, taken.count(item, place) + 1):
        name = place.entry_of(item, number)
        typed = typed_in(item, name, posted.fields)
        if typed is not None:
            _take_entry(taken, item, name, typed, posted.zone)


def _take_entry(taken: Taken, item: Item, name: str, typed: Typed, zone: tzinfo) -> None:
    held = taken.values.get(name, ())
    if held and typed == entry_typed(item, held[0]):
        taken.keep(name, held)
    elif not typed:
        taken.keep(name, ())
    else:
        try:
            taken.keep(name, (read(item, typed, zone=zone),))
        except Unreadable:
            taken.leave_unread(name, (typed.text, typed.unit) if typed.unit else (typed.text,))


def entry_typed(item: Item, value: Value) -> Typed:
    """Give an answer as it stands in its input."""
    return Typed(text=typed_of(value), unit=unit_token(item, value))


def unit_token(item: Item, value: Value) -> str:
    quantity = value.get("valueQuantity")
    if not isinstance(quantity, dict):
        return ""
    names = {quantity.get("code"), quantity.get("unit")} - {None}
    for unit in item.units:
        coding = unit.value["valueCoding"]
        if {coding.get("code"), coding.get("display")} & names:
            return unit.token
    return ""


def typed_in(item: Item, name: str, fields: Fields) -> Typed | None:
    """Find what was posted for one entry; None: it was not on the page."""
    if item.kind in (Kind.DATE, Kind.MOMENT):
        return _typed_day(item, name, fields)
    text = _last(fields, name)
    if item.kind is not Kind.QUANTITY:
        return Typed(text) if text is not None else None
    unit = _last(fields, name + UNIT)
    if text is None and unit is None:
        return None
    if len(item.units) == 1:
        unit = item.units[0].token if (text or "").strip() else ""
    return Typed(text or "", unit or "")


def _typed_day(item: Item, name: str, fields: Fields) -> Typed | None:
    whole = _last(fields, name)
    if whole is not None:
        return Typed(whole.strip()[:2_000])
    day = next((found for start in (name, name + DAY) if (found := _day(start, fields)) is not None), None)
    if item.kind is Kind.DATE:
        return Typed(day) if day is not None else None
    clock = _last(fields, name + TIME)
    if day is None and clock is None:
        return None
    return Typed(f"{day or ''}T{clock.strip()}" if clock and clock.strip() else day or "")


def _day(start: str, fields: Fields) -> str | None:
    """Put a day together from its one input, or from its three; "" where all are blank."""
    whole = _last(fields, start) if start.endswith(DAY) else None
    if whole is not None:
        return whole.strip()[:2_000]
    month, day, year = (_last(fields, start + part) for part in PARTS)
    if month is None and day is None and year is None:
        return None
    parts = [(part or "").strip().replace("-", "/")[:500] for part in (year, month, day)]
    if not any(parts):
        return ""
    return "-".join(part.zfill(2) if part.isdigit() and place else part for place, part in enumerate(parts))


def _last(fields: Fields, name: str) -> str | None:
    posted = fields.get(name)
    return posted[-1] if posted else None


def with_row(form: Form, answers: Answers, name: str) -> Answers:
    """Add a row, or an input for another answer, to what repeats under this name."""
    for item, place in occurrences(answers, form.items):
        if place.name_of(item) == name and item.is_numbered:
            count = answers.count(item, place)
            if count >= item.most_rows or not has_room(answers):
                return answers
            taken = Taken.of(answers)
            taken.rows[name] = count + 1
            taken.values.update(fresh_values(item, place.below(item, count + 1)))
            return settled(taken.answers())
    return answers


def without_row(form: Form, answers: Answers, name: str) -> Answers:
    """Take out the row, or the answer, of this name; those after it move up."""
    for item, place in occurrences(answers, form.items):
        if item.is_numbered and name in (entries := answers.entries(item, place)):
            taken = Taken.of(answers)
            taken.remove(name)
            for gone, later in zip(
                entries[entries.index(name) :], entries[entries.index(name) + 1 :], strict=False
            ):
                taken.rename(later, gone)
            taken.rows[place.name_of(item)] = max(1, len(entries) - 1)
            return settled(taken.answers())
    return answers


def with_file(
    form: Form, answers: Answers, name: str, *, file_id: UUID, title: str, media_type: str, size: int
) -> Answers:
    """Put a file into the answers under the name of its input."""
    attachment = {"contentType": media_type, "url": f"{FILE}{file_id}", "size": size, "title": title}
    return _with_attachment(form, answers, name, ({"valueAttachment": attachment},))


def without_file(form: Form, answers: Answers, name: str) -> Answers:
    return _with_attachment(form, answers, name, ())


def _with_attachment(form: Form, answers: Answers, name: str, values: tuple[Value, ...]) -> Answers:
    for item, place in occurrences(answers, form.items):
        if item.kind is Kind.ATTACHMENT and name in answers.entries(item, place):
            taken = Taken.of(answers)
            taken.keep(name, values)
            return settled(taken.answers())
    return answers
