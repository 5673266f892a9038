"""Taking answers that are chosen."""

from collections.abc import Mapping, Sequence

from app.forms.questionnaire.definition.names import OTHER
from app.forms.questionnaire.form import Item, Kind, Option, Value, key_of
from app.forms.questionnaire.keeping.reading import NOT_ON_THE_LIST, cleaned, too_long
from app.forms.questionnaire.keeping.sentences import Unreadable
from app.forms.questionnaire.keeping.taken import Taken
from app.forms.questionnaire.showing.wording import option_of, typed_of

Fields = Mapping[str, Sequence[str]]
YES_NO = {"true": True, "false": False}


def take_choice(taken: Taken, item: Item, name: str, fields: Fields) -> None:
    """Take the options chosen, and what was typed beside them."""
    if name not in fields and name + OTHER not in fields:
        return
    if item.kind is Kind.BOOLEAN:
        _take_yes_no(taken, name, fields.get(name, ()))
        return
    posted = (
        [one for one in fields[name] if one.strip()] if name in fields else _tokens_held(taken, item, name)
    )
    chosen, strange = _chosen(item, posted)
    other = fields[name + OTHER][-1].strip() if fields.get(name + OTHER) else ""
    other = other or (" ".join(strange) if item.kind is Kind.OPEN_CHOICE else "")
    if strange and item.kind is not Kind.OPEN_CHOICE:
        taken.leave_unread(name, tuple(strange))
        return
    _keep(taken, item, name, chosen=chosen, other=other)


def _take_yes_no(taken: Taken, name: str, posted: Sequence[str]) -> None:
    answers = [YES_NO[one] for one in posted if one in YES_NO]
    taken.keep(name, ({"valueBoolean": answers[-1]},) if answers else ())


def _tokens_held(taken: Taken, item: Item, name: str) -> list[str]:
    held = (option_of(value, item.options) for value in taken.values.get(name, ()))
    return [option.token for option in held if option is not None]


def _chosen(item: Item, posted: Sequence[str]) -> tuple[list[Option], list[str]]:
    """Find the options that were posted, by token, or by their words where they are typed."""
    by_token = {option.token: option for option in item.options}
    by_words: dict[str, Option] = {}
    if item.control == "autocomplete" or is_long(item):
        for option in item.options:
            for language in ("es", "en"):
                by_words[option.wording.said_in(language).casefold()] = option
    chosen, strange = [], []
    for one in posted:
        found = by_words.get(one.strip().casefold()) or by_token.get(one)
        chosen.append(found) if found is not None else strange.append(one)
    return chosen, strange


MOST_LISTED = 200


def is_long(item: Item) -> bool:
    """Whether there are too many options for a list: one types and is offered those that match."""
    return len(item.options) > MOST_LISTED


def _keep(taken: Taken, item: Item, name: str, *, chosen: list[Option], other: str) -> None:
    before = taken.values.get(name, ())
    before_other = other_of(item, before) or " ".join(taken.typings.get(name + OTHER, ()))
    if not item.repeats:
        chosen = chosen[-1:]
        if chosen and other:  # a later choice puts away what was typed, and the other way round
            if other == before_other:
                other = ""
            else:
                chosen = []
    alone = [option for option in chosen if option.alone]
    if alone and (len(chosen) > 1 or other):
        chosen, other = _settle_alone(item, chosen, alone, before, other)
    kept = tuple(_as_held(option.value, before) for option in chosen)
    taken.keep(name, kept)
    taken.typings.pop(name + OTHER, None)
    if other:
        try:
            taken.keep(name, (*kept, _other_value(item, other, before)))
        except Unreadable:
            taken.leave_unread(name + OTHER, (other,))


def _settle_alone(
    item: Item, chosen: list[Option], alone: list[Option], before: Sequence[Value], other: str
) -> tuple[list[Option], str]:
    """Decide between an option that stands alone and others: what was chosen last holds."""
    held = [option for value in before if (option := option_of(value, item.options)) is not None]
    newly = [option for option in alone if option not in held]
    if newly:
        return newly[-1:], ""
    return [option for option in chosen if not option.alone], other


def _as_held(value: Value, before: Sequence[Value]) -> Value:
    return next((held for held in before if key_of(held) == key_of(value)), value)


def _other_value(item: Item, other: str, before: Sequence[Value]) -> Value:
    held = next((value for value in before if option_of(value, item.options) is None), None)
    if held is not None and typed_of(held) == other:
        return held
    return {"valueString": _other_words(item, other)}


def _other_words(item: Item, other: str) -> str:
    words = cleaned(other)
    longest = item.bounds.longest
    if longest is not None and len(words) > longest:
        raise too_long(longest)
    return words


def other_sentence(item: Item, other: str) -> str:
    """Say what is wrong with what was typed beside the options."""
    try:
        _other_words(item, other)
    except Unreadable as problem:
        return str(problem)
    return str(NOT_ON_THE_LIST)


def other_of(item: Item, values: Sequence[Value]) -> str:
    """Give what was typed beside the options."""
    return "; ".join(typed_of(value) for value in values if option_of(value, item.options) is None)
