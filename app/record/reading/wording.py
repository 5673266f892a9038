"""How copies and requests read to the client: what they are of, how they stand, and how that looks."""

from collections.abc import Mapping
from datetime import date

from app.record.rules import RequestKind, RequestState
from app.web.language import Phrase, _l, gettext
from app.web.templates import day_short

WHOLE = _l("The whole record")
KINDS: Mapping[RequestKind, Phrase] = {
    RequestKind.RECORD: _l("A copy of the record"),
    RequestKind.AMENDMENT: _l("Change something in the record"),
    RequestKind.RESTRICTION: _l("Keep something from others"),
}
WAITING, TAKEN_BACK, ENDED = _l("Waiting"), _l("Taken back"), _l("Ended")
TAGS: Mapping[tuple[RequestKind, RequestState], tuple[Phrase, str]] = {
    (RequestKind.RECORD, RequestState.ACCEPTED): (_l("Ready"), "ok"),
    (RequestKind.RECORD, RequestState.DECLINED): (_l("Not given out"), "warn"),
    (RequestKind.AMENDMENT, RequestState.ACCEPTED): (_l("Agreed to"), "ok"),
    (RequestKind.AMENDMENT, RequestState.DECLINED): (_l("Not agreed to"), "warn"),
    (RequestKind.RESTRICTION, RequestState.ACCEPTED): (_l("Agreed to"), "ok"),
    (RequestKind.RESTRICTION, RequestState.DECLINED): (_l("Not agreed to"), "warn"),
    **{(kind, RequestState.WAITING): (WAITING, "") for kind in RequestKind},
    **{(kind, RequestState.WITHDRAWN): (TAKEN_BACK, "") for kind in RequestKind},
}


def span_words(from_on: date | None, until_on: date | None) -> str:
    """Say which days of the record something is of."""
    days = {
        "from": day_short(from_on) if from_on else "",
        "until": day_short(until_on) if until_on else "",
    }
    if from_on and until_on:
        return gettext("From %(from)s to %(until)s") % days
    if from_on:
        return gettext("Since %(from)s") % days
    return gettext("Until %(until)s") % days if until_on else str(WHOLE)


def tag_of(kind: RequestKind, state: RequestState, *, ended: bool = False) -> tuple[str, str]:
    """Say how a request stands, and how that looks."""
    words, look = (ENDED, "") if ended else TAGS[kind, state]
    return str(words), look
