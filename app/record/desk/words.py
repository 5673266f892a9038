"""How requests about the record read to staff."""

from collections.abc import Mapping

from app.record.desk.rules import Due
from app.record.rules import RequestKind, RequestState
from app.web.language import Phrase, _l

KINDS: Mapping[RequestKind, Phrase] = {
    RequestKind.RECORD: _l("Copy of the record"),
    RequestKind.AMENDMENT: _l("Change of the record"),
    RequestKind.RESTRICTION: _l("Keep something from others"),
}
WAITS = _l("Waits for an answer")
WITHDRAWN = _l("Taken back by the client")
ENDED = _l("Ended")
STATES: Mapping[tuple[RequestKind, RequestState], tuple[Phrase, str]] = {
    (RequestKind.RECORD, RequestState.ACCEPTED): (_l("Released"), "ok"),
    (RequestKind.RECORD, RequestState.DECLINED): (_l("Not released"), ""),
    (RequestKind.AMENDMENT, RequestState.ACCEPTED): (_l("Agreed to"), "ok"),
    (RequestKind.AMENDMENT, RequestState.DECLINED): (_l("Declined"), ""),
    (RequestKind.RESTRICTION, RequestState.ACCEPTED): (_l("In force"), "ok"),
    (RequestKind.RESTRICTION, RequestState.DECLINED): (_l("Declined"), ""),
    **{(kind, RequestState.WAITING): (WAITS, "warn") for kind in RequestKind},
    **{(kind, RequestState.WITHDRAWN): (WITHDRAWN, "") for kind in RequestKind},
}
DUES: Mapping[Due, tuple[Phrase, str]] = {
    Due.LATE: (_l("Overdue since %(day)s"), "bad"),
    Due.SOON: (_l("Due %(day)s"), "warn"),
    Due.LATER: (_l("Due %(day)s"), ""),
}


def stands(kind: RequestKind, state: RequestState, *, ended: bool) -> tuple[str, str]:
    """Say how a request stands, and how that looks."""
    words, look = (ENDED, "") if ended else STATES[kind, state]
    return str(words), look
