"""How a form of a chart stands, and what may be done with it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.activity.refusals import StateForbids
from app.staff.rules import PermissionRule
from app.web.language import _l

TAKEN_BACK = _l("Your practice took this form back. What you have filled in is kept, but it cannot be sent.")
TAKEN_BACK_SENT = _l("Your practice took this form back. What you sent is kept, but it cannot be changed.")
SENT_ALREADY = _l("This form is sent already. Thank you.")
NOT_SENT = _l("This form is not sent yet.")
IS_TAKEN_BACK = _l("This form was taken back already.")
NO_REASON = _l("The client has answered this form. Say why you take it back.")
HAS_BEGUN = _l(
    "The client has begun to fill in this form, and their answers are their own. Ask them to send it, or take it back first."
)
IS_SET_ASIDE = _l("These answers are marked as entered in error already.")
NO_SAFETY_PERSONS = _l(
    "This form can show that somebody is in danger. Before it is assigned, the practice names who is told:"
    " the client's clinician or a first person, and a second person."
)
READING = (
    PermissionRule.FORMS,
    PermissionRule.ASSIGNED_FORM_ALERTS,
    PermissionRule.ALL_FORM_ALERTS,
)
"""View of one of them lets a staff member read the answers in the charts that are open to them."""

FORM_COMPLETED = "form_completed"
"""The outbox kind of what staff are to be told of; its payload names the response."""


class ResponseStatus(StrEnum):
    """The statuses of a QuestionnaireResponse that we use. Source: FHIR R4, questionnaire-answers-status."""

    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    AMENDED = "amended"
    ENTERED_IN_ERROR = "entered-in-error"


class Source(StrEnum):
    """How the answers came to us."""

    PORTAL = "portal"
    PAPER = "paper"
    PHONE = "phone"
    INTERVIEW = "interview"


class Every(StrEnum):
    """The unit of a recurrence."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


class Role(StrEnum):
    """Whom a safety alert goes to: the first at once, the second when nobody has acknowledged it in time."""

    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides what may be done with an assignment."""

    completed_at: datetime | None
    taken_back_at: datetime | None
    due_on: date | None


def check_can_fill(form: Facts) -> None:
    """Raise StateForbids where answers can be neither saved nor sent."""
    _check_not_taken_back(form)
    if form.completed_at is not None:
        raise StateForbids(SENT_ALREADY)


def _check_not_taken_back(form: Facts) -> None:
    if form.taken_back_at is not None:
        raise StateForbids(TAKEN_BACK if form.completed_at is None else TAKEN_BACK_SENT)


def can_fill(form: Facts) -> bool:
    return form.taken_back_at is None and form.completed_at is None


def check_can_correct(form: Facts) -> None:
    """Raise StateForbids where there is nothing sent that could be corrected."""
    _check_not_taken_back(form)
    if form.completed_at is None:
        raise StateForbids(NOT_SENT)


def can_correct(form: Facts) -> bool:
    return form.taken_back_at is None and form.completed_at is not None


def is_overdue(form: Facts, *, today: date) -> bool:
    return form.due_on is not None and form.due_on < today and can_fill(form)
