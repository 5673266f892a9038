"""The message that a client's asking becomes, and how the asking stands, in the client's language."""

from app.appointments.asking.forms import DAYS, HOWS, PARTS, Wishes, labels
from app.appointments.rules import Asking, AskingState
from app.web.language import Phrase, _l, gettext

TITLES: dict[Asking, Phrase] = {
    Asking.BOOK: _l("A new appointment"),
    Asking.CANCEL: _l("Cancel the appointment on %(when)s"),
    Asking.MOVE: _l("Move the appointment on %(when)s"),
}
OPENINGS: dict[Asking, Phrase] = {
    Asking.BOOK: _l("I would like an appointment."),
    Asking.CANCEL: _l("I would like to cancel my appointment on %(when)s."),
    Asking.MOVE: _l("I would like to move my appointment on %(when)s to another time."),
}
WITHDRAWALS: dict[Asking, Phrase] = {
    Asking.BOOK: _l("I do not need a new appointment any more."),
    Asking.CANCEL: _l("Please do not cancel my appointment on %(when)s. I take that back."),
    Asking.MOVE: _l("Please leave my appointment on %(when)s as it is. I take that back."),
}
TAGS: dict[AskingState, Phrase] = {
    AskingState.WAITING: _l("Waiting for an answer"),
    AskingState.DONE: _l("Done"),
    AskingState.DECLINED: _l("Not possible"),
    AskingState.WITHDRAWN: _l("Taken back"),
}
LOOKS: dict[AskingState, str] = {
    AskingState.WAITING: "",
    AskingState.DONE: "ok",
    AskingState.DECLINED: "warn",
    AskingState.WITHDRAWN: "",
}
STANDINGS: dict[AskingState, Phrase] = {
    AskingState.WAITING: _l("Your practice has it and will answer."),
    AskingState.DONE: _l("Your practice did this on %(date)s."),
    AskingState.DECLINED: _l("Your practice could not do this. It answered on %(date)s."),
    AskingState.WITHDRAWN: _l("You took this back on %(date)s."),
}


def subject_of(asking: Asking, *, when: str) -> str:
    return str(TITLES[asking]) % {"when": when}


def body_of(asking: Asking, wishes: Wishes, *, when: str) -> str:
    """Write the message: what is asked, what was chosen, a line each, and the client's own words."""
    chosen = (
        (gettext("How: %(choice)s"), labels(HOWS, (wishes.how,) if wishes.how else ())),
        (gettext("Days that suit me: %(choice)s"), labels(DAYS, wishes.days)),
        (gettext("Times that suit me: %(choice)s"), labels(PARTS, wishes.parts)),
    )
    lines = "\n".join(words % {"choice": choice} for words, choice in chosen if choice)
    opening = str(OPENINGS[asking]) % {"when": when}
    return "\n\n".join(part for part in (opening, lines, wishes.words) if part)


def withdrawal_of(asking: Asking, *, when: str) -> str:
    return str(WITHDRAWALS[asking]) % {"when": when}
