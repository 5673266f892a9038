"""How requests about the record read to staff."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.record.desk.rules import Due, Shown, Verdict
from app.record.rules import RequestKind, RequestState
from app.web.language import Phrase, _l

KINDS: Mapping[RequestKind, Phrase] = {
    RequestKind.RECORD: _l("Copy of the record"),
    RequestKind.AMENDMENT: _l("Change of the record"),
    RequestKind.RESTRICTION: _l("Keep something from others"),
}
ASKS: Mapping[RequestKind, Phrase] = {
    RequestKind.RECORD: _l("What is asked"),
    RequestKind.AMENDMENT: _l("What should be changed"),
    RequestKind.RESTRICTION: _l("What should be kept from others"),
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


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """How the form of an answer reads: what each answer is, and what the law says of it."""

    accept: Phrase
    accept_hint: Phrase
    decline: Phrase
    decline_hint: Phrase


ANSWERS: Mapping[RequestKind, AnswerWords] = {
    RequestKind.RECORD: AnswerWords(
        _l("Release the copy"),
        _l("It is made as the record stands now, without what is withheld. Whoever asked is told."),
        _l("Do not release it"),
        _l(
            "Only for one of the few reasons of 45 CFR 164.524(a), such as a licensed professional's judgment that"
            " somebody's life or safety would be endangered."
        ),
    ),
    RequestKind.AMENDMENT: AnswerWords(
        _l("Agree to the change"),
        _l(
            "The request and your answer stand with the record from now on. Change the EHR itself as well, and tell"
            " those who rely on it (45 CFR 164.526(c))."
        ),
        _l("Decline it"),
        _l(
            "When the record is accurate and complete, or did not come from you (45 CFR 164.526(a)(2)). The client"
            " reads how to disagree; that then stands with the record."
        ),
    ),
    RequestKind.RESTRICTION: AnswerWords(
        _l("Agree to it"),
        _l("It is in force at once, and stands first in the chart's tab Record until it is ended."),
        _l("Decline it"),
        _l(
            "You may, but for one case: a health plan is not told of what somebody paid for in full themselves (45 CFR"
            " 164.522(a)(1)(vi))."
        ),
    ),
}
SAID: Mapping[tuple[RequestKind, Verdict], Phrase] = {
    (RequestKind.RECORD, Verdict.ACCEPT): _l("The copy is released."),
    (RequestKind.RECORD, Verdict.DECLINE): _l("The copy is not released."),
    (RequestKind.AMENDMENT, Verdict.ACCEPT): _l("The change is agreed to."),
    (RequestKind.AMENDMENT, Verdict.DECLINE): _l("The change is declined."),
    (RequestKind.RESTRICTION, Verdict.ACCEPT): _l("The restriction is in force."),
    (RequestKind.RESTRICTION, Verdict.DECLINE): _l("The restriction is declined."),
}
"""What staff read once they have answered."""
RESTRICTION_ENDED = _l("The restriction is ended.")
SHOWN: Mapping[Shown, Phrase] = {
    Shown.WAITING: _l("Waiting"),
    Shown.IN_FORCE: _l("Restrictions in force"),
    Shown.ANSWERED: _l("Answered"),
}
