"""The forms by which staff give forms to clients and take them back."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator

from app.forms.assigning.rules import LONGEST_EVERY, NO_NAME
from app.forms.assigning.several import Whom
from app.forms.rules import Every
from app.web.forms import Form, GroupReader, identifier, one_of, text, ticked
from app.web.language import _l
from app.web.readers.dates import day

NOTHING_CHOSEN = _l("Choose a form.")
NO_NUMBER = _l("Type a whole number from 1 to 365.")
NO_DAY = _l("Choose the first day.")
LONGEST_REASON, LONGEST_NAME = 500, 100
LONGEST_FIND = 100


class AssignForm(Form):
    questionnaire: Annotated[UUID, identifier(missing=NOTHING_CHOSEN)]
    find: Annotated[str, text(most=LONGEST_FIND)]


class TakeBackForm(Form):
    reason: Annotated[str, text(most=LONGEST_REASON, lines=True)]


class AskForm(Form):
    required: Annotated[bool, ticked()]
    due_on: Annotated[date | None, day()]


def _number(raw: Any) -> int | None:
    words = str(raw or "").strip()
    if not words:
        return None
    if not (words.isascii() and words.isdigit() and len(words) <= 3 and 1 <= int(words) <= LONGEST_EVERY):
        raise ValueError(NO_NUMBER)
    return int(words)


def _needed(raw: Any) -> int:
    found = _number(raw)
    if found is None:
        raise ValueError(NO_NUMBER)
    return found


def _ids(raw: Any) -> tuple[UUID, ...]:
    """Read the ids of what is ticked; what is none is left out."""
    found = []
    for each in raw:
        try:
            found.append(UUID(each))
        except ValueError:
            continue
    return tuple(found)


def _maybe_id(raw: Any) -> UUID | None:
    return next(iter(_ids([str(raw or "")])), None)


class PacketOf(Form):
    """A packet that is given to a client."""

    packet: Annotated[UUID, identifier(missing=_l("Choose a packet."))]
    due_on: Annotated[date | None, day()]


class RepeatForm(Form):
    series_form: Annotated[UUID, identifier(missing=NOTHING_CHOSEN)]
    every: Annotated[int, BeforeValidator(_needed)]
    unit: Annotated[str, one_of(*(unit.value for unit in (Every.WEEKS, Every.DAYS, Every.MONTHS)))]
    first_on: Annotated[date, day(missing=NO_DAY)]
    until_on: Annotated[date | None, day()]
    due_days: Annotated[int | None, BeforeValidator(_number)]
    required: Annotated[bool, ticked()]


class PacketForm(Form):
    name: Annotated[str, text(most=LONGEST_NAME, missing=NO_NAME)]
    form: Annotated[tuple[UUID, ...], GroupReader(_ids)]
    optional: Annotated[tuple[UUID, ...], GroupReader(_ids)]


class WhomForm(Form):
    whom: Annotated[str, one_of(*Whom)]
    clinician: Annotated[UUID | None, BeforeValidator(_maybe_id)]


class SeveralForm(WhomForm):
    required: Annotated[bool, ticked()]
    due_on: Annotated[date | None, day()]
