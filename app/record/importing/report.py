"""What taking in a file comes to, as a value: shown before it is done, and kept with the import."""

from datetime import date
from enum import StrEnum

import msgspec

from app.record.importing.repairs import Ignored, Repair


class Difference(StrEnum):
    """How the patient of a file differs from the chart."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    OTHER_PATIENT = "other_patient"
    """The chart was filled from another patient of the same source before."""


class PatientSeen(msgspec.Struct, frozen=True):
    """Whom a file is about, as it says itself."""

    id: str
    first_name: str
    last_name: str
    born_on: date | None = None
    phone: str = ""
    email: str = ""
    language: str = ""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class Line(msgspec.Struct, frozen=True):
    """What becomes of the resources of one type."""

    resource_type: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0


class Repaired(msgspec.Struct, frozen=True):
    repair: Repair
    times: int
    examples: tuple[str, ...] = ()


class LeftOut(msgspec.Struct, frozen=True):
    resource_type: str
    why: Ignored
    times: int


class VisitFate(StrEnum):
    """What becomes of an appointment in a file."""

    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    UNCHANGED = "unchanged"
    NOT_BOOKED = "not_booked"
    NOT_THEIRS = "not_theirs"
    NO_CLINICIAN = "no_clinician"
    NO_LOCATION = "no_location"
    NO_MOMENT = "no_moment"
    DISCHARGED = "discharged"
    CANCELLED_HERE = "cancelled_here"

    @property
    def is_taken(self) -> bool:
        return self in (VisitFate.BOOKED, VisitFate.MOVED, VisitFate.CANCELLED, VisitFate.UNCHANGED)


class VisitLine(msgspec.Struct, frozen=True):
    fate: VisitFate
    times: int
    examples: tuple[str, ...] = ()


class Report(msgspec.Struct, frozen=True):
    patient: PatientSeen
    resources: int
    lines: tuple[Line, ...] = ()
    repaired: tuple[Repaired, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    visits: tuple[VisitLine, ...] = ()
    differs: tuple[Difference, ...] = ()

    @property
    def changes(self) -> int:
        """How many resources are new, or other than before."""
        return sum(line.added + line.changed for line in self.lines)
