"""What may be done with requests about the record and with its entries, and how soon a request is due."""

from datetime import date, timedelta
from enum import StrEnum

from app.activity.refusals import StateForbids, Unfit
from app.record.rules import RequestKind, RequestState
from app.web.language import _l

REMIND = timedelta(days=5)
"""So long before a request is due staff are reminded of it."""
ANSWERED = _l("This does not wait for an answer any more. Please look at it again.")
NOT_IN_FORCE = _l("This restriction is not in force, so there is nothing to end.")
NO_VERDICT = _l("Choose what the answer is.")
NO_REASON = _l("Write why, in a sentence or two. The client reads it.")
NO_GROUND = _l("Write why it is withheld. Only staff read it.")


class Verdict(StrEnum):
    ACCEPT = "accept"
    """Of a copy: it is released."""
    DECLINE = "decline"

    @property
    def state(self) -> RequestState:
        return RequestState.ACCEPTED if self is Verdict.ACCEPT else RequestState.DECLINED


class Due(StrEnum):
    """How soon an open request must be answered."""

    LATE = "late"
    SOON = "soon"
    LATER = "later"


class Shown(StrEnum):
    """Which requests of the practice are looked at."""

    WAITING = "waiting"
    IN_FORCE = "in_force"
    """Restrictions that were agreed to and hold."""
    ANSWERED = "answered"


def due(due_on: date, *, today: date) -> Due:
    """Say how soon a request is due: late is the day after the last one."""
    if today > due_on:
        return Due.LATE
    return Due.SOON if today >= due_on - REMIND else Due.LATER


def check_reason(verdict: Verdict, words: str) -> None:
    """Raise Unfit for declining without a word: 45 CFR 164.524(d)(2) and 164.526(d)(1) ask for the basis of a denial."""
    if verdict is Verdict.DECLINE and not words:
        raise Unfit("words", NO_REASON)


def check_can_answer(state: RequestState) -> None:
    """Raise StateForbids unless the request waits."""
    if not state.is_open:
        raise StateForbids(ANSWERED)


def can_end(kind: RequestKind, state: RequestState, *, ended: bool) -> bool:
    """Whether it is a restriction that was agreed to and holds (45 CFR 164.522(a)(2): either side may end it)."""
    return kind is RequestKind.RESTRICTION and state is RequestState.ACCEPTED and not ended


def check_ground(*, withheld: bool, reason: str) -> None:
    """Raise Unfit for withholding without a ground (45 CFR 164.524(a)(2) and (3) name the few there are)."""
    if withheld and not reason:
        raise Unfit("reason", NO_GROUND)
