"""What is chosen from a list of values: one of them, or several."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from pydantic import BeforeValidator

from app.web.forms import GroupReader, nothing
from app.web.language import Phrase, _l, gettext
from app.web.value_list import ValueList

NOT_ON_THE_LIST = _l("Please choose from the list.")


def one_from(values: ValueList, *, missing: Phrase | None = None) -> BeforeValidator:
    """Read the code of one value; nothing chosen: refused with `missing`, or "" without it."""

    def read(raw: Any) -> str:
        if not raw:
            return nothing(missing, "")
        if raw not in values.codes:
            raise ValueError(NOT_ON_THE_LIST)
        return str(raw)

    return BeforeValidator(read)


def row_chosen() -> BeforeValidator:
    """Read the id of the row that was chosen; nothing chosen is None."""
    return BeforeValidator(_row)


def row_along() -> BeforeValidator:
    """Read the id of a row that travels along in an address or form; what is none is left out: None."""
    return BeforeValidator(maybe_row)


def maybe_row(raw: Any) -> UUID | None:
    """Give the id that was typed, or None for what is none."""
    try:
        return _row(raw)
    except ValueError:
        return None


def _row(raw: Any) -> UUID | None:
    if not raw:
        return None
    try:
        return UUID(raw)
    except ValueError:
        raise ValueError(NOT_ON_THE_LIST) from None


def several_from(values: ValueList, *, alone: Iterable[str] = ()) -> GroupReader:
    """Read the codes of all check boxes ticked, in the list's order; a code of `alone` goes with no other."""
    apart = frozenset(alone)

    def read(raw: Any) -> tuple[str, ...]:
        chosen = {code for code in raw if code}
        if not chosen <= set(values.codes):
            raise ValueError(NOT_ON_THE_LIST)
        if len(chosen) > 1 and chosen & apart:
            label = values.label(next(code for code in values.codes if code in chosen & apart))
            raise ValueError(goes_alone(label))
        return tuple(code for code in values.codes if code in chosen)

    return GroupReader(read)


def goes_alone(label: str) -> str:
    """Say of an answer that no other goes with it."""
    return gettext("“%(answer)s” cannot go with other answers.") % {"answer": label}
