"""Entries of the sections Plan of Treatment, Goals, Care Teams and Payers."""

from app.record.ccd.elements import (
    ACT_CODE,
    LOINC,
    SNOMED,
    Element,
    code,
    coded,
    el,
    moment,
    named_id,
    own_id,
    sdtc,
    span,
    template,
    text,
    versioned,
)
from app.record.ccd.narrative import Place
from app.record.ccd.parties import address, telephone
from app.record.clinical.dates import GOES_ON
from app.record.clinical.facts import CareTeamMember, Coded, Coverage, Goal, Plan, When
from app.record.making.record import Entry, Record

SOPT = "https://nahdo.org/sopt"
CARE_TEAM_VERSION = "2019-07-01"


def plan(entry: Entry, fact: Plan, place: Place, zone: str) -> list[Element]:
    """Make what is still planned: the plan itself, and each thing in it. A plan that is over stands in words alone."""
    if fact.status not in GOES_ON:
        return []
    planned = [fact.what, *fact.activities]
    return [_planned(entry, each, number, place, fact, zone) for number, each in enumerate(planned)]


def _planned(entry: Entry, what: Coded, number: int, place: Place, fact: Plan, zone: str) -> Element:
    return el(
        "act",
        *template("2.16.840.1.113883.10.20.22.4.39", "2014-06-09"),
        own_id(entry.id, f"activity {number}" if number else ""),
        coded("code", what, to="" if number else place.name, systems=(SNOMED, LOINC)),
        text(place.row),
        el("statusCode", code="active"),
        span(fact.began, fact.ended, zone),
        classCode="ACT",
        moodCode="INT",
    )


def goal(entry: Entry, fact: Goal, place: Place, zone: str) -> list[Element]:
    """Make a goal that still stands; one that is over stands in words alone."""
    if fact.status not in GOES_ON:
        return []
    return [
        el(
            "observation",
            *template("2.16.840.1.113883.10.20.22.4.121"),
            own_id(entry.id),
            coded("code", fact.what, to=place.name, systems=(LOINC, SNOMED)),
            text(place.row),
            el("statusCode", code="active"),
            span(fact.began, fact.due, zone),
            classCode="OBS",
            moodCode="GOL",
        )
    ]


def care_team(record: Record, members: list[tuple[Entry, CareTeamMember, Place]], zone: str) -> list[Element]:
    """Make one team of all who are in it, each with their own time in it."""
    if not members:
        return []
    first = next((fact.began for _, fact, _ in reversed(members) if fact.began), None)
    return [
        el(
            "organizer",
            *versioned("2.16.840.1.113883.10.20.22.4.500", CARE_TEAM_VERSION),
            named_id(record.id, "care team"),
            code("code", LOINC, "86744-0", "Care team"),
            el("statusCode", code="active"),
            span(first, None, zone),
            [el("component", _member(entry, fact, place, zone)) for entry, fact, place in members],
            classCode="CLUSTER",
            moodCode="EVN",
        )
    ]


def _member(entry: Entry, fact: CareTeamMember, place: Place, zone: str) -> Element:
    is_over = fact.status not in GOES_ON
    role = coded(sdtc("functionCode"), fact.role, systems=(SNOMED,)) if fact.role.words else None
    return el(
        "act",
        *versioned("2.16.840.1.113883.10.20.22.4.500.1", CARE_TEAM_VERSION),
        own_id(entry.id),
        code("code", LOINC, "85847-2", "Patient Care team information"),
        text(place.row),
        el("statusCode", code="completed" if is_over else "active"),
        span(fact.began, fact.ended, zone, is_over=is_over),
        el(
            "performer",
            role,
            el(
                "assignedEntity",
                own_id(entry.id, "member"),
                address(None, use="WP"),
                telephone(fact.phone, use="WP"),
                el("assignedPerson", el("name", fact.name)),
            ),
            typeCode="PRF",
        ),
        classCode="PCPR",
        moodCode="EVN",
    )


def coverage(entry: Entry, fact: Coverage, place: Place, zone: str) -> list[Element]:
    """Make an insurance without what identifies somebody to it: member ids are never in a copy."""
    return [
        el(
            "act",
            *template("2.16.840.1.113883.10.20.22.4.60", "2015-08-01"),
            own_id(entry.id),
            code("code", LOINC, "48768-6", "Payment sources"),
            text(place.row),
            el("statusCode", code="completed"),
            el("entryRelationship", _policy(entry, fact, zone), typeCode="COMP"),
            classCode="ACT",
            moodCode="EVN",
        )
    ]


def _policy(entry: Entry, fact: Coverage, zone: str) -> Element:
    return el(
        "act",
        *template("2.16.840.1.113883.10.20.22.4.61", "2015-08-01"),
        own_id(entry.id, "policy"),
        _kind(fact.kind or Coded()),
        el("statusCode", code="completed"),
        _payer(fact),
        _covered(fact.began, fact.ended, zone),
        el("entryRelationship", _named(entry, fact), typeCode="REFR"),
        classCode="ACT",
        moodCode="EVN",
    )


def _kind(kind: Coded) -> Element:
    """Make the kind of an insurance, of which a translation is asked for: the Source of Payment Typology, if it has one."""
    main = tuple(each for each in kind.codes if each.system != SOPT)
    other = [code("translation", SOPT, each.code, each.display) for each in kind.codes if each.system == SOPT]
    return coded(
        "code", Coded(kind.text, main), other or el("translation", nullFlavor="UNK"), systems=(ACT_CODE,)
    )


def _payer(fact: Coverage) -> Element:
    return el(
        "performer",
        *template("2.16.840.1.113883.10.20.22.4.87"),
        el(
            "assignedEntity",
            el("id", nullFlavor="UNK"),
            code("code", "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "PAYOR", "Payor"),
            address(None, use="WP"),
            el("telecom", nullFlavor="UNK"),
            el("representedOrganization", el("name", fact.payer) if fact.payer else None),
        ),
        typeCode="PRF",
    )


def _covered(began: When | None, ended: When | None, zone: str) -> Element:
    return el(
        "participant",
        *template("2.16.840.1.113883.10.20.22.4.89"),
        el("time", moment("low", began, zone), moment("high", ended, zone)),
        el(
            "participantRole",
            el("id", nullFlavor="MSK"),
            el("code", nullFlavor="UNK"),
            el("addr", nullFlavor="UNK"),
            classCode="PAT",
        ),
        typeCode="COV",
    )


def _named(entry: Entry, fact: Coverage) -> Element:
    """Describe the plan, which a policy must refer to."""
    return el(
        "act",
        own_id(entry.id, "plan"),
        el("code", nullFlavor="UNK"),
        el("text", fact.plan or fact.payer or "Not known"),
        classCode="ACT",
        moodCode="DEF",
    )
