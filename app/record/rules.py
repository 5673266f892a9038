"""What stands where with requests about the record, copies of it, and what was sent or is kept from somebody."""

from datetime import date, timedelta
from enum import StrEnum


class RequestKind(StrEnum):
    RECORD = "record"
    AMENDMENT = "amendment"
    """45 CFR 164.526: something in the record is to be changed."""
    RESTRICTION = "restriction"
    """45 CFR 164.522: something is not to be used, or not to be told to somebody."""


class RequestState(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    """Of a record: released; else agreed to."""
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        return self is RequestState.WAITING


class ImportState(StrEnum):
    RECEIVED = "received"
    EXAMINING = "examining"
    EXAMINED = "examined"
    """Somebody must say whether it is to be taken in."""
    TAKING_IN = "taking_in"
    DONE = "done"
    REFUSED = "refused"
    SET_ASIDE = "set_aside"

    @property
    def is_working(self) -> bool:
        return self in (ImportState.RECEIVED, ImportState.EXAMINING, ImportState.TAKING_IN)


class ExportState(StrEnum):
    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"
    GONE = "gone"
    """Its time is over, and its bytes are removed."""


class Release(StrEnum):
    """When a client gets the record they ask for (setting)."""

    AT_ONCE = "at_once"
    BY_STAFF = "by_staff"


COPY_DAYS = 30
"""How long a copy of the record is kept to be looked at; another can be had at any time."""
EXPORT_DAYS = 7
"""How long an export can be downloaded."""


def due_on(asked_on: date, *, days: int) -> date:
    """Give the day by which a request must be answered (45 CFR 164.524(b)(2): 30 days; 164.526(b)(2): 60)."""
    return asked_on + timedelta(days=days)
