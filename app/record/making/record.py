"""A copy of the record as one value: page, PDF and XML are made from it, and from nothing else."""

from datetime import date, datetime

import msgspec

from app.record.clinical.facts import Code, Fact, Kind


class Address(msgspec.Struct, frozen=True):
    street: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = "US"


class Person(msgspec.Struct, frozen=True):
    """Whom the record is about, as the chart says it. Empty is not known; a declined answer has the code "ASKU"."""

    number: int
    first_name: str
    last_name: str
    middle_name: str = ""
    preferred_name: str = ""
    born_on: date | None = None
    gender: str = ""
    """Administrative: F, M, UN or empty."""
    address: Address | None = None
    phone: str = ""
    """E.164."""
    email: str = ""
    language: str = ""
    """BCP 47."""
    marital_status: str = ""
    """HL7 v3 MaritalStatus."""
    races: tuple[Code, ...] = ()
    """CDC Race and Ethnicity, OMB categories first; declined: one code ASKU."""
    ethnicity: Code | None = None
    guardian_name: str = ""
    guardian_phone: str = ""


class Clinician(msgspec.Struct, frozen=True):
    first_name: str
    last_name: str
    credentials: str = ""
    npi: str = ""


class Practice(msgspec.Struct, frozen=True):
    name: str
    phone: str = ""
    address: Address | None = None
    npi: str = ""
    zone: str = "America/New_York"


class Entry(msgspec.Struct, frozen=True):
    """A fact of the record with where it comes from."""

    id: str
    """A UUID."""
    kind: Kind
    fact: Fact
    source: str
    """The system it came from, as the practice calls it; "" for what was sent in this portal."""
    part_2: bool = False


class Amendment(msgspec.Struct, frozen=True):
    """A change that was asked for, linked to the record with its answer (45 CFR 164.526)."""

    asked_on: date
    words: str
    accepted: bool | None
    """None: not answered yet."""
    answer: str = ""
    disagreement: str = ""
    about: str = ""
    """The id of the entry; "": of none."""


class Record(msgspec.Struct, frozen=True):
    id: str
    """A UUID: of the copy."""
    made_at: datetime
    from_on: date | None
    until_on: date | None
    person: Person
    practice: Practice
    clinicians: tuple[Clinician, ...]
    entries: tuple[Entry, ...]
    """By kind in the order of Kind, newest first within each; undated last."""
    amendments: tuple[Amendment, ...] = ()
    part_2: bool = False
    """Whether the notice of 42 CFR 2.32 goes with it."""
    left_out: bool = False
    """Whether something was left out that staff withheld: said without a word of what."""
