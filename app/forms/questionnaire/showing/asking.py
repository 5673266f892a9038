"""What the inputs of a question hold and take."""

from collections.abc import Hashable, Sequence, Set
from uuid import UUID

from markupsafe import Markup, escape

from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.definition.names import OTHER, Place
from app.forms.questionnaire.form import Item, Kind, Option, Value, key_of
from app.forms.questionnaire.keeping.reading import LONGEST_LINE, LONGEST_TEXT
from app.forms.questionnaire.showing.wording import file_of, typed_of, words_of
from app.forms.questionnaire.shown import Choice, Limits
from app.forms.questionnaire.taking import unit_token
from app.web.language import current_language, gettext

YES_NO = (("true", True), ("false", False))


def entry_value(answers: Answers, item: Item, name: str) -> tuple[str, str, UUID | None]:
    """Give what stands in an input, the token of its unit, and the file that it holds."""
    values = answers.values.get(name, ())
    typed = answers.typings.get(name)
    if typed:
        return typed[0], typed[1] if len(typed) > 1 else "", None
    if not values:
        return "", "", None
    value = values[0]
    if item.is_choice:
        return words_of(value, options=item.options), "", None
    if item.kind is Kind.BOOLEAN:
        return "true" if value.get("valueBoolean") is True else "false", "", None
    return typed_of(value), unit_token(item, value), file_of(value)


def choices_of(item: Item, given: Sequence[Value]) -> tuple[Choice, ...]:
    if item.kind is Kind.BOOLEAN:
        return tuple(_yes_or_no(token, answer, given) for token, answer in YES_NO)
    chosen = {key_of(value) for value in given}
    return tuple(_choice(option, chosen) for option in item.options)


def _yes_or_no(token: str, answer: bool, given: Sequence[Value]) -> Choice:  # noqa: FBT001 - the answer itself
    chosen = any(value.get("valueBoolean") is answer for value in given)
    words = gettext("Yes") if answer else gettext("No")
    return Choice(token=token, label=_escaped(words), words=words, chosen=chosen)


def _choice(option: Option, chosen: Set[Hashable]) -> Choice:
    language = current_language()
    label, words = option.wording.marked_up(language), option.wording.said_in(language)
    if option.prefix:
        label, words = _escaped(f"{option.prefix} ") + label, f"{option.prefix} {words}"
    return Choice(
        token=option.token,
        label=label,
        words=words,
        chosen=option.key in chosen,
        alone=option.alone,
    )


def units_of(item: Item, given: Sequence[Value]) -> tuple[Choice, ...]:
    chosen = unit_token(item, given[0]) if given else ""
    return tuple(
        Choice(
            token=unit.token,
            label=unit.wording.marked_up("en"),
            words=unit.wording.words,
            chosen=unit.token == chosen or len(item.units) == 1,
        )
        for unit in item.units
        if item.kind is Kind.QUANTITY
    )


def hint_of(item: Item) -> str:
    """Give what helps to answer: the form's own hint, the unit, and that answers are typed which we do not know."""
    hints = [item.aids.hint]
    if item.aids.unit and item.kind is not Kind.QUANTITY:
        hints.append(gettext("In %(unit)s.") % {"unit": item.aids.unit})
    if item.kind in (Kind.CHOICE, Kind.OPEN_CHOICE) and not item.is_choice:
        hints.append(gettext("We do not have the list of answers. Please type your answer."))
    return " ".join(hint for hint in hints if hint)


def limits_of(item: Item) -> Limits:
    bounds = item.bounds
    longest = bounds.longest
    if longest is None and item.kind in (Kind.STRING, Kind.TEXT):
        longest = LONGEST_TEXT if item.kind is Kind.TEXT else LONGEST_LINE
    return Limits(
        least=_bound(bounds.least),
        most=_bound(bounds.most),
        step=bounds.step,
        longest=longest,
        media_types=bounds.media_types,
        largest_bytes=bounds.largest_bytes,
    )


def _bound(bound: Value | None) -> str:
    return typed_of(bound) if bound is not None else ""


def words_given(item: Item, given: Sequence[Value]) -> tuple[str, ...]:
    """Say the answers in words, with the unit where the question is asked in one."""
    unit = f" {item.aids.unit}" if item.aids.unit and item.kind is not Kind.QUANTITY else ""
    return tuple(f"{words_of(value, options=item.options)}{unit}" for value in given)


def unread_in(answers: Answers, item: Item, place: Place) -> tuple[str, ...]:
    """Give what was typed into the inputs of a question and could not be read."""
    names = (*answers.entries(item, place), place.name_of(item) + OTHER)
    typed = (answers.typings.get(name, ()) for name in names)
    return tuple(_as_typed(item, each) for each in typed if any(each))


def _as_typed(item: Item, typed: Sequence[str]) -> str:
    """Say it as it stood there: of a day the month first, as its inputs stand."""
    words = typed[0]
    if item.kind in (Kind.DATE, Kind.MOMENT):
        day, _, clock = words.partition("T") if item.kind is Kind.MOMENT else (words, "", "")
        year, _, rest = day.partition("-")
        month, _, day = rest.partition("-")
        words = " ".join(
            part for part in ("/".join(part for part in (month, day, year) if part), clock) if part
        )
    units = (unit.wording.words for unit in item.units if unit.token in typed[1:])
    return " ".join(part for part in (words, *units) if part)


def _escaped(words: str) -> Markup:
    return escape(words)
