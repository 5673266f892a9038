"""Answering requests about the record as forms in Piccolo Admin, which ask for the client's number."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated, Any

from pydantic import BaseModel, Field

from app import db
from app.accounts.charts import chart_for_staff, numbered
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids
from app.record.desk.answering import RULE, answer
from app.record.desk.forms import LONGEST_ANSWER
from app.record.desk.rules import Verdict
from app.record.rules import RequestKind
from app.staff.rules import Action
from app.web.admin import LONG_TEXT, AdminForm, FormsOf
from app.web.forms import text
from app.web.language import Phrase, _l, gettext

LARGEST_NUMBER = 2**31 - 1
NONE_WAITS = _l("The client has no such request that waits. Look at the tab Record requests of the chart.")
SEVERAL_WAIT = _l(
    "The client has several of these. Please answer them in the chart, on its tab Record requests."
)
WAITING = "select id from record_request where client = $1 and kind = $2 and state = 'waiting' limit 2"

Words = Annotated[str, text(most=LONGEST_ANSWER, lines=True)]


class Answered(BaseModel):
    client_number: int = Field(ge=1, le=LARGEST_NUMBER)
    agreed: bool = True
    words: Annotated[Words, LONG_TEXT] = ""


async def act(*, staff: CurrentStaff, form: Answered, kind: RequestKind) -> str:
    """Answer the one request of this kind that waits; give what the admin says then."""
    client_id = await numbered(staff=staff, number=form.client_number)
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.MODIFY)
    found = await db.rows(WAITING, client_id, kind)
    if len(found) != 1:
        raise StateForbids(SEVERAL_WAIT if found else NONE_WAITS)
    verdict = Verdict.ACCEPT if form.agreed else Verdict.DECLINE
    which: dict[str, Any] = {"staff": staff, "client_id": client_id, "request_id": found[0]["id"]}
    await answer(**which, verdict=verdict, words=form.words)
    return gettext("The request is answered. The client is told that something waits.")


_form = FormsOf(_l("Record"), RULE)


def _answering(name: Phrase, description: Phrase, kind: RequestKind, agreed: Phrase) -> AdminForm:
    labels = {
        "client_number": _l("Client number"),
        "agreed": agreed,
        "words": _l("What the client reads; needed where you do not agree"),
    }
    doing: Callable[..., Awaitable[str]] = partial(act, kind=kind)
    return _form(name, description, Action.MODIFY, Answered, labels, doing)


FORMS = (
    _answering(
        _l("Release a record"),
        _l(
            "The copy that the client asked for is made as the record stands now. Unticked: it is not released."
        ),
        RequestKind.RECORD,
        _l("Release it"),
    ),
    _answering(
        _l("Answer an amendment request"),
        _l("The client asked that something in the record be changed. Change it where the record is kept."),
        RequestKind.AMENDMENT,
        _l("Agree"),
    ),
    _answering(
        _l("Answer a restriction request"),
        _l(
            "The client asked that something not be used, or not be told to somebody. It holds until it is ended."
        ),
        RequestKind.RESTRICTION,
        _l("Agree"),
    ),
)
