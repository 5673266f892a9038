"""What may be done with a document, and how it stands."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.activity.refusals import StateForbids, Unfit
from app.web.language import _l

GONE_AFTER = timedelta(days=30)
"""How long the place of a document that was taken back says so."""

NEVER_SHARED = _l("Psychotherapy notes can never be shared through the portal (45 CFR 164.501, 164.524).")
NOT_CLEAN = _l("This file is not ready. Please wait until it has been checked.")
TAKEN_BACK = _l("Your practice took this document back.")
DONE_ALREADY = _l("This is done already. Thank you.")
NOTHING_ASKED = _l("There is nothing to do for this document.")
IS_COMPLETED = _l("The client has completed this document. It stays as it was completed.")
NOT_SHARED = _l("This document is not in the portal folder.")
FROM_CLIENT = _l("This document came from the client, who sees it already.")
IS_SHARED = _l("This document is in the portal folder already.")
HELD_BACK = _l("This file was held back, so it cannot be shared.")
HAS_CHANGED = _l("Somebody has changed this document in the meantime. Please look at it again.")
ASKED_UNSEEN = _l(
    "The client does not see a document that is not shared. Share it, or choose that nothing is asked."
)
PAST_DAY = _l("This day is over. Please choose today or a later day.")


class Ask(StrEnum):
    """What a client is asked to do with a document."""

    NOTHING = "nothing"
    ACKNOWLEDGE = "acknowledge"
    SIGN = "sign"
    FILL = "fill"


class Standing(StrEnum):
    """In which list of the client's a document stands."""

    TO_DO = "to_do"
    COMPLETED = "completed"
    FROM_PRACTICE = "from_practice"
    SENT = "sent"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides how a document stands and what may be done with it."""

    from_client: bool
    never_shared: bool
    clean: bool
    ask: Ask
    shared_at: datetime | None
    completed_at: datetime | None
    withdrawn_at: datetime | None


def standing_of(document: Facts, now: datetime) -> Standing | None:
    """Give the list a document stands in; None: the client sees nothing of it."""
    if document.from_client:
        return Standing.SENT
    if document.withdrawn_at is not None:
        return Standing.TAKEN_BACK if now - document.withdrawn_at < GONE_AFTER else None
    if document.shared_at is None or not document.clean:
        return None
    if document.completed_at is not None:
        return Standing.COMPLETED
    return Standing.FROM_PRACTICE if document.ask is Ask.NOTHING else Standing.TO_DO


def may_open(document: Facts) -> bool:
    """Whether the client may open the file itself."""
    if not document.clean:
        return False
    return document.from_client or (document.shared_at is not None and document.withdrawn_at is None)


def is_shared(document: Facts) -> bool:
    """Whether a document of the practice's lies in the portal folder now."""
    return not document.from_client and document.shared_at is not None and document.withdrawn_at is None


def check_can_share(document: Facts, *, held: bool) -> None:
    """Raise StateForbids where a document cannot be put into the portal folder; `held`: its file was held back."""
    if document.never_shared:
        raise StateForbids(NEVER_SHARED)
    if document.from_client:
        raise StateForbids(FROM_CLIENT)
    if is_shared(document):
        raise StateForbids(IS_SHARED)
    if held:
        raise StateForbids(HELD_BACK)


def can_share(document: Facts, *, held: bool) -> bool:
    return not (document.never_shared or document.from_client or is_shared(document) or held)


def check_asked_of_shared(ask: Ask, *, shared: bool) -> None:
    """Raise Unfit where something is asked of a client who is not to see the document."""
    if ask is not Ask.NOTHING and not shared:
        raise Unfit("ask", ASKED_UNSEEN)


def check_can_ask(document: Facts) -> None:
    """Raise StateForbids where a client can be asked to do nothing more with a document."""
    if not is_shared(document):
        raise StateForbids(NOT_SHARED)
    if document.completed_at is not None:
        raise StateForbids(IS_COMPLETED)


def can_ask(document: Facts) -> bool:
    return is_shared(document) and document.completed_at is None


def check_can_withdraw(document: Facts) -> None:
    if not is_shared(document):
        raise StateForbids(NOT_SHARED)


def check_due_on(due_on: date | None, *, today: date, before: date | None = None) -> None:
    """Raise Unfit for a day that is over, unless it is the one that stood there before."""
    if due_on is not None and due_on < today and due_on != before:
        raise Unfit("due_on", PAST_DAY)


def check_can_complete(document: Facts, ask: Ask) -> None:
    if document.withdrawn_at is not None or document.shared_at is None:
        raise StateForbids(TAKEN_BACK)
    if document.completed_at is not None:
        raise StateForbids(DONE_ALREADY)
    if document.ask is not ask:
        raise StateForbids(NOTHING_ASKED)
    if not document.clean:
        raise StateForbids(NOT_CLEAN)


def is_overdue(document: Facts, *, due_on: date | None, today: date) -> bool:
    return due_on is not None and due_on < today and document.completed_at is None
