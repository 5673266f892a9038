"""The forms by which staff give forms to clients and take them back."""

from datetime import date
from typing import Annotated
from uuid import UUID

from app.web.forms import Form, identifier, text, ticked
from app.web.language import _l
from app.web.readers.dates import day

NOTHING_CHOSEN = _l("Choose a form.")
LONGEST_REASON = 500
LONGEST_FIND = 100


class AssignForm(Form):
    questionnaire: Annotated[UUID, identifier(missing=NOTHING_CHOSEN)]
    find: Annotated[str, text(most=LONGEST_FIND)]


class TakeBackForm(Form):
    reason: Annotated[str, text(most=LONGEST_REASON, lines=True)]


class AskForm(Form):
    required: Annotated[bool, ticked()]
    due_on: Annotated[date | None, day()]
