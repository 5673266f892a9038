"""The US Realm Header of a Continuity of Care Document: who it is about, who made it, who keeps it."""

from datetime import date

from app.record.ccd.elements import (
    Element,
    code,
    el,
    is_code,
    named_id,
    root_of,
    sdtc,
    template,
    written_day,
    written_moment,
)
from app.record.ccd.parties import address, clinician_name, mail, npi, organization, telephone
from app.record.ccd.systems import SYSTEMS
from app.record.clinical.dates import began
from app.record.clinical.facts import Code
from app.record.making.record import Clinician, Person, Record
from app.record.making.words import day_there, zone_of

HL7 = "http://terminology.hl7.org/CodeSystem/v3-"
GENDERS = {"F": "Female", "M": "Male", "UN": "Undifferentiated"}
TITLE = "Continuity of Care Document"
MARITAL = {
    "A": "Annulled",
    "D": "Divorced",
    "I": "Interlocutory",
    "L": "Legally Separated",
    "M": "Married",
    "P": "Polygamous",
    "S": "Never Married",
    "T": "Domestic partner",
    "U": "unmarried",
    "W": "Widowed",
}
"""By HL7 v3 MaritalStatus, in its own words."""


def header(record: Record) -> list[Element]:
    """Give all that stands before the sections, in the order the schema wants."""
    now = written_moment(record.made_at, record.practice.zone)
    return [
        el("realmCode", code="US"),
        el("typeId", root="2.16.840.1.113883.1.3", extension="POCD_HD000040"),
        *template("2.16.840.1.113883.10.20.22.1.1", "2015-08-01"),
        *template("2.16.840.1.113883.10.20.22.1.2", "2015-08-01"),
        el("id", root=record.id),
        code("code", "http://loinc.org", "34133-9", "Summarization of Episode Note"),
        el("title", TITLE),
        el("effectiveTime", value=now),
        code("confidentialityCode", f"{HL7}Confidentiality", "R", "restricted"),
        el("languageCode", code="en-US"),
        el("setId", root=root_of(record.id, "set")),
        el("versionNumber", value="1"),
        _target(record),
        _author(record, now),
        el(
            "custodian",
            el(
                "assignedCustodian",
                organization("representedCustodianOrganization", record.practice, record.id),
            ),
        ),
        _care(record),
    ]


def _target(record: Record) -> Element:
    person = record.person
    return el(
        "recordTarget",
        el(
            "patientRole",
            el("id", root=root_of("charts", record.practice.name), extension=str(person.number)),
            address(person.address, use="HP"),
            telephone(person.phone, use="MC"),
            mail(person.email),
            _patient(person),
            organization("providerOrganization", record.practice, record.id),
        ),
    )


def _patient(person: Person) -> Element:
    return el(
        "patient",
        _names(person),
        _gender(person),
        _birth(person.born_on),
        _marital(person.marital_status),
        _races(person.races),
        _origin("ethnicGroupCode", person.ethnicity),
        _guardian(person),
        _language(person.language),
    )


def _names(person: Person) -> list[Element]:
    """Give the legal name, and beside it the one somebody is called by."""
    middle = el("given", person.middle_name) if person.middle_name else None
    legal = el("name", _part("given", person.first_name), middle, _part("family", person.last_name), use="L")
    if not person.preferred_name:
        return [legal]
    called = el("given", person.preferred_name, qualifier="CL")
    return [legal, el("name", called, _part("family", person.last_name), use="P")]


def _part(tag: str, words: str) -> Element:
    return el(tag, words) if words.strip() else el(tag, nullFlavor="UNK")


def _gender(person: Person) -> Element:
    if person.gender not in GENDERS:
        return el("administrativeGenderCode", nullFlavor="UNK")
    return code(
        "administrativeGenderCode", f"{HL7}AdministrativeGender", person.gender, GENDERS[person.gender]
    )


def _birth(born_on: date | None) -> Element:
    if born_on is None:
        return el("birthTime", nullFlavor="UNK")
    return el("birthTime", value=written_day(born_on))


def _marital(status: str) -> Element | None:
    if status not in MARITAL:
        return None
    return code("maritalStatusCode", f"{HL7}MaritalStatus", status, MARITAL[status])


def _races(races: tuple[Code, ...]) -> list[Element]:
    """Give exactly one race, and those beyond it as the extension has them."""
    first = _origin("raceCode", races[0] if races else None)
    return [first, *(_origin(sdtc("raceCode"), each) for each in races[1:])]


def _origin(tag: str, found: Code | None) -> Element:
    if found is None or found.system not in SYSTEMS or not is_code(found.code):
        return el(tag, nullFlavor="ASKU" if found and found.code == "ASKU" else "UNK")
    return code(tag, found.system, found.code, found.display)


def _guardian(person: Person) -> Element | None:
    if not person.guardian_name:
        return None
    phone = telephone(person.guardian_phone, use="HP") if person.guardian_phone else None
    return el("guardian", phone, el("guardianPerson", el("name", person.guardian_name)))


def _language(tag: str) -> Element | None:
    if not is_code(tag):
        return None
    return el("languageCommunication", el("languageCode", code=tag), el("preferenceInd", value="true"))


def _author(record: Record, now: str) -> Element:
    practice = record.practice
    return el(
        "author",
        el("time", value=now),
        el(
            "assignedAuthor",
            named_id(record.id, "portal"),
            address(practice.address, use="WP"),
            telephone(practice.phone, use="WP"),
            el(
                "assignedAuthoringDevice",
                el("manufacturerModelName", "Client Portal"),
                el("softwareName", "Client Portal"),
            ),
            organization("representedOrganization", practice, record.id),
        ),
    )


def _care(record: Record) -> Element:
    low, high = days_of_care(record)
    return el(
        "documentationOf",
        el(
            "serviceEvent",
            el("effectiveTime", el("low", value=written_day(low)), el("high", value=written_day(high))),
            [_performer(record, each, number) for number, each in enumerate(record.clinicians)],
            classCode="PCPR",
        ),
    )


def days_of_care(record: Record) -> tuple[date, date]:
    """Give the days the document covers: the range that was asked for, else from the first fact on."""
    made = record.made_at.astimezone(zone_of(record.practice.zone)).date()
    found = (began(entry.fact) for entry in record.entries)
    known = [day_there(when, record.practice.zone) for when in found if when is not None]
    high = min(record.until_on or made, made)
    low = record.from_on or min([*known, high])
    return min(low, high), high


def _performer(record: Record, each: Clinician, number: int) -> Element:
    return el(
        "performer",
        el(
            "assignedEntity",
            npi(each.npi, record.id, f"clinician {number}"),
            address(record.practice.address, use="WP"),
            telephone(record.practice.phone, use="WP"),
            el("assignedPerson", clinician_name(each)),
        ),
        typeCode="PRF",
    )
