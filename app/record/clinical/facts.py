"""What a clinical record holds, as values: each fact as the EHR said it, with its codes and its dates as exact as they were.

Meanings follow US Core (FHIR R4); `at` and `until` of every fact are what a range of dates chooses by.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

import msgspec


class Precision(StrEnum):
    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    INSTANT = "instant"


class When(msgspec.Struct, frozen=True):
    """A moment as exact as it is known: of a year, month or day `at` is the first moment of it, and has no zone."""

    at: datetime
    """With a zone where the precision is an instant; else without."""
    precision: Precision

    @property
    def day(self) -> date:
        return self.at.date()


class Code(msgspec.Struct, frozen=True):
    """One code of a code system, named by its FHIR address."""

    system: str
    code: str
    display: str = ""


class Coded(msgspec.Struct, frozen=True):
    """What is meant, in the words of whoever wrote it and by codes, the preferred one first. Either may be missing."""

    text: str = ""
    codes: tuple[Code, ...] = ()

    @property
    def words(self) -> str:
        """What people read: the text, else what the first code that has a name is called, else the code itself."""
        named = (code.display for code in self.codes if code.display)
        return self.text or next(named, "") or next((code.code for code in self.codes), "")


class Amount(msgspec.Struct, frozen=True):
    """A measured value. `value` is the decimal number as it was written; `unit` is what people read, `code` its UCUM code."""

    value: str
    unit: str = ""
    code: str = ""
    comparator: str = ""
    """Of < <= > >=; "": the value itself."""


class Measured(msgspec.Struct, frozen=True):
    """What an observation, or one part of it, found: one of a number, a code or words; all empty: `absent` says why."""

    amount: Amount | None = None
    coded: Coded | None = None
    text: str = ""
    absent: str = ""
    """The code of a data-absent-reason, such as "asked-declined"."""


class Kind(StrEnum):
    """The kinds of facts, in the order a record shows them."""

    ALLERGY = "allergy"
    MEDICATION = "medication"
    PROBLEM = "problem"
    PROCEDURE = "procedure"
    RESULT = "result"
    SOCIAL = "social"
    VITAL = "vital"
    IMMUNIZATION = "immunization"
    ENCOUNTER = "encounter"
    PLAN = "plan"
    GOAL = "goal"
    CARE_TEAM = "care_team"
    COVERAGE = "coverage"
    NOTE = "note"


class Problem(msgspec.Struct, frozen=True, tag="problem"):
    """A condition. Status: active, recurrence, relapse, inactive, remission or resolved."""

    what: Coded
    status: str
    onset: When | None = None
    abated: When | None = None
    recorded: When | None = None
    category: str = ""
    """problem-list-item, encounter-diagnosis or health-concern."""
    note: str = ""


class Medication(msgspec.Struct, frozen=True, tag="medication"):
    """A prescription. Status: active, on-hold, stopped, completed, cancelled, draft or unknown."""

    what: Coded
    status: str
    started: When | None = None
    ended: When | None = None
    directions: str = ""
    route: Coded | None = None
    dose: Amount | None = None
    every: Amount | None = None
    """How much time lies between two doses; unit is a UCUM time unit."""
    as_needed: bool = False
    reason: str = ""
    prescriber: str = ""
    reason_of: tuple[str, ...] = ()
    """"Type/id" of the resources of the same source that the words of the reason came from."""


class Reaction(msgspec.Struct, frozen=True):
    what: Coded
    severity: str = ""
    """mild, moderate or severe."""


class Allergy(msgspec.Struct, frozen=True, tag="allergy"):
    """An allergy or intolerance; `none_known` says that there is none (of what `what` names)."""

    what: Coded
    status: str
    """active, inactive or resolved."""
    none_known: bool = False
    is_intolerance: bool = False
    category: str = ""
    """food, medication, environment or biologic."""
    criticality: str = ""
    reactions: tuple[Reaction, ...] = ()
    onset: When | None = None
    recorded: When | None = None


class Part(msgspec.Struct, frozen=True):
    """One value of an observation that has several, such as a blood pressure, or one answer of a survey."""

    what: Coded
    found: Measured


class Observation(msgspec.Struct, frozen=True, tag="observation"):
    """A laboratory result, a survey score, a vital sign or a fact of the social history. Status as FHIR has it."""

    what: Coded
    status: str
    found: Measured
    parts: tuple[Part, ...] = ()
    taken: When | None = None
    flag: str = ""
    """Interpretation: H, L, N, A, HH, LL, AA ... of v3 ObservationInterpretation."""
    usual: str = ""
    """The reference range in words."""
    panel: Coded | None = None
    """The report or panel it belongs to."""
    note: str = ""
    panel_of: str = ""
    """"Type/id" of the resource that the words of the panel came from."""


class Immunization(msgspec.Struct, frozen=True, tag="immunization"):
    what: Coded
    status: str
    """completed or not-done."""
    given: When | None = None
    lot: str = ""
    refused_because: str = ""


class Procedure(msgspec.Struct, frozen=True, tag="procedure"):
    what: Coded
    status: str
    began: When | None = None
    ended: When | None = None
    by: str = ""


class Encounter(msgspec.Struct, frozen=True, tag="encounter"):
    what: Coded
    status: str
    manner: Code | None = None
    """The class, of v3 ActCode: AMB, VR, IMP, EMER ..."""
    began: When | None = None
    ended: When | None = None
    by: str = ""
    where: str = ""
    reason: str = ""
    reason_of: tuple[str, ...] = ()
    """As of a medication."""


class Plan(msgspec.Struct, frozen=True, tag="plan"):
    """A plan of care, or one thing that is planned."""

    what: Coded
    status: str
    began: When | None = None
    ended: When | None = None
    activities: tuple[Coded, ...] = ()


class Goal(msgspec.Struct, frozen=True, tag="goal"):
    what: Coded
    status: str
    began: When | None = None
    due: When | None = None


class CareTeamMember(msgspec.Struct, frozen=True, tag="care_team"):
    name: str
    role: Coded
    status: str
    began: When | None = None
    ended: When | None = None
    phone: str = ""


class Coverage(msgspec.Struct, frozen=True, tag="coverage"):
    """What the EHR holds of an insurance. Member ids are never in it."""

    payer: str
    status: str
    plan: str = ""
    kind: Coded | None = None
    began: When | None = None
    ended: When | None = None


class Note(msgspec.Struct, frozen=True, tag="note"):
    """That a document exists: a clinical note by its kind; `text` where it came along as plain words."""

    what: Coded
    status: str
    written: When | None = None
    by: str = ""
    text: str = ""


Fact: TypeAlias = (
    Problem
    | Medication
    | Allergy
    | Observation
    | Immunization
    | Procedure
    | Encounter
    | Plan
    | Goal
    | CareTeamMember
    | Coverage
    | Note
)
