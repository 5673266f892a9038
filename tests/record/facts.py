"""A record with one of everything, built in code: every kind of fact, every precision, and what is missing or odd."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from app.record.clinical.facts import (
    Allergy,
    Amount,
    CareTeamMember,
    Code,
    Coded,
    Coverage,
    Encounter,
    Fact,
    Goal,
    Immunization,
    Kind,
    Measured,
    Medication,
    Note,
    Observation,
    Part,
    Plan,
    Precision,
    Problem,
    Procedure,
    Reaction,
    When,
)
from app.record.making.record import Address, Amendment, Clinician, Entry, Person, Practice, Record

LOINC, SNOMED, RXNORM = (
    "http://loinc.org",
    "http://snomed.info/sct",
    "http://www.nlm.nih.gov/research/umls/rxnorm",
)
ICD_10 = "http://hl7.org/fhir/sid/icd-10-cm"
SPACE = UUID("0a4f4f1c-9d0a-4d7e-8a2b-51b4f6f3c001")
MADE_AT = datetime(2026, 11, 23, 15, 15, tzinfo=UTC)


def on(year: int, month: int = 0, day: int = 0) -> When:
    if not month:
        return When(datetime(year, 1, 1), Precision.YEAR)  # noqa: DTZ001  # such a time has no zone
    return When(datetime(year, month, day or 1), Precision.DAY if day else Precision.MONTH)  # noqa: DTZ001  # likewise


def at(year: int, month: int, day: int, hour: int = 15) -> When:
    return When(datetime(year, month, day, hour, tzinfo=UTC), Precision.INSTANT)


def coded(text: str, system: str = "", code: str = "", *more: Code) -> Coded:
    first = (Code(system, code, text),) if code else ()
    return Coded(text=text, codes=(*first, *more))


def quantity(value: str, unit: str, code: str | None = None, comparator: str = "") -> Measured:
    return Measured(amount=Amount(value, unit, unit if code is None else code, comparator))


PHQ_9 = coded("PHQ-9", LOINC, "44249-1")
WHOLE_PRESSURE = Observation(
    what=coded("Blood pressure", LOINC, "85354-9"),
    status="final",
    found=Measured(),
    parts=(
        Part(coded("Systolic blood pressure", LOINC, "8480-6"), quantity("118", "mm[Hg]")),
        Part(coded("Diastolic blood pressure", LOINC, "8462-4"), quantity("76", "mm[Hg]")),
    ),
    taken=at(2026, 10, 5),
)
FACTS: tuple[tuple[Kind, Fact], ...] = (
    (
        Kind.ALLERGY,
        Allergy(
            what=coded("Penicillin V", RXNORM, "7984"),
            status="active",
            category="medication",
            criticality="high",
            reactions=(Reaction(coded("Hives", SNOMED, "126485001"), "moderate"), Reaction(coded("Dizzy"))),
            onset=on(2009),
            recorded=on(2020, 3, 4),
        ),
    ),
    (Kind.ALLERGY, Allergy(what=coded("Peanut"), status="resolved", category="food", is_intolerance=True)),
    (
        Kind.MEDICATION,
        Medication(
            what=coded("sertraline 50 MG Oral Tablet", RXNORM, "312941"),
            status="active",
            started=on(2024, 2, 1),
            directions="1 tablet by mouth once daily",
            route=coded(
                "Oral",
                SNOMED,
                "26643006",
                Code("http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl", "C38288", "ORAL"),
            ),
            dose=Amount("1"),
            every=Amount("1", "d", "d"),
            reason="Depression",
            prescriber="Dr. Priya Shah",
        ),
    ),
    (
        Kind.MEDICATION,
        Medication(
            what=coded("hydroxyzine 25 MG Oral Capsule", RXNORM, "995218"),
            status="stopped",
            started=on(2023, 5),
            dose=Amount("25", "mg", "mg"),
            as_needed=True,
        ),
    ),
    (Kind.MEDICATION, Medication(what=coded("St. John’s wort"), status="unknown")),
    (
        Kind.PROBLEM,
        Problem(
            what=coded(
                "Moderate depression", SNOMED, "15639000", Code(ICD_10, "F32.1", "Major depressive disorder")
            ),
            status="active",
            onset=on(2024, 1, 8),
            recorded=at(2024, 1, 9),
            note="Better in summer.",
        ),
    ),
    (Kind.PROBLEM, Problem(what=coded("Panic disorder", ICD_10, "F41.0"), status="resolved", onset=on(2019))),
    (Kind.PROBLEM, Problem(what=coded("Trouble sleeping"), status="remission", abated=on(2025, 6))),
    (
        Kind.PROCEDURE,
        Procedure(
            what=coded("Psychotherapy, 45 minutes", "http://www.ama-assn.org/go/cpt", "90834"),
            status="completed",
            began=at(2026, 10, 5),
            by="Robin Clinician",
        ),
    ),
    (Kind.PROCEDURE, Procedure(what=coded("Light therapy"), status="not-done")),
    (
        Kind.RESULT,
        Observation(
            what=coded("PHQ-9 total score", LOINC, "44261-6"),
            status="final",
            found=quantity("11", "{score}"),
            taken=on(2026, 11, 2),
            panel=PHQ_9,
            note="Asked on paper.",
        ),
    ),
    (
        Kind.RESULT,
        Observation(
            what=coded("Lithium", LOINC, "14334-7"),
            status="preliminary",
            found=quantity("0.3", "mmol/L", comparator="<"),
            taken=at(2026, 9, 1, 2),
            flag="L",
            usual="0.6 to 1.2 mmol/L",
        ),
    ),
    (Kind.RESULT, Observation(what=coded("Drug screen"), status="final", found=Measured(text="Negative"))),
    (Kind.RESULT, Observation(what=coded("Old test"), status="final", found=quantity("5", "strips", ""))),
    (Kind.RESULT, Observation(what=coded("Lost"), status="cancelled", found=Measured(absent="not-asked"))),
    (
        Kind.SOCIAL,
        Observation(
            what=coded("Tobacco smoking status", LOINC, "72166-2"),
            status="final",
            found=Measured(coded=coded("Never smoked tobacco", SNOMED, "266919005")),
            taken=on(2026, 11, 2),
        ),
    ),
    (
        Kind.SOCIAL,
        Observation(
            what=coded("Where you live", LOINC, "71802-3"),
            status="final",
            found=Measured(coded=coded("I have housing", LOINC, "LA30189-7")),
            taken=at(2026, 1, 3),
        ),
    ),
    (Kind.VITAL, WHOLE_PRESSURE),
    (
        Kind.VITAL,
        Observation(
            what=coded("Body weight", LOINC, "29463-7"),
            status="final",
            found=quantity("70.5", "kg"),
            taken=at(2026, 10, 5),
        ),
    ),
    (
        Kind.IMMUNIZATION,
        Immunization(
            what=coded("Influenza", "http://hl7.org/fhir/sid/cvx", "158"),
            status="completed",
            given=on(2026, 10, 1),
            lot="A-17",
        ),
    ),
    (
        Kind.IMMUNIZATION,
        Immunization(what=coded("COVID-19"), status="not-done", refused_because="Did not want it"),
    ),
    (
        Kind.ENCOUNTER,
        Encounter(
            what=coded("Therapy by video", SNOMED, "185317003"),
            status="finished",
            manner=Code("http://terminology.hl7.org/CodeSystem/v3-ActCode", "VR", "virtual"),
            began=at(2026, 10, 5, 15),
            ended=at(2026, 10, 5, 16),
            by="Robin Clinician",
            where="Blue Ridge Office",
            reason="Depression",
        ),
    ),
    (
        Kind.PLAN,
        Plan(
            what=coded("Plan for depression", SNOMED, "734163000"),
            status="active",
            began=on(2026, 1, 5),
            activities=(coded("Walk each day"), coded("Sleep diary", SNOMED, "183051005")),
        ),
    ),
    (Kind.PLAN, Plan(what=coded("An old plan"), status="completed", began=on(2019), ended=on(2020))),
    (
        Kind.GOAL,
        Goal(what=coded("Go out with friends"), status="active", began=on(2026, 1, 5), due=on(2027, 1)),
    ),
    (Kind.GOAL, Goal(what=coded("Sleep seven hours"), status="completed")),
    (
        Kind.CARE_TEAM,
        CareTeamMember(
            name="Robin Clinician, LCSW",
            role=coded("Social worker", SNOMED, "106328005"),
            status="active",
            began=on(2024),
            phone="+18285550100",
        ),
    ),
    (Kind.CARE_TEAM, CareTeamMember(name="Dr. Priya Shah", role=Coded(), status="inactive")),
    (
        Kind.COVERAGE,
        Coverage(
            payer="Example Health",
            status="active",
            plan="Silver",
            kind=coded("Managed care", "http://terminology.hl7.org/CodeSystem/v3-ActCode", "MCPOL"),
            began=on(2024, 1, 1),
        ),
    ),
    (
        Kind.COVERAGE,
        Coverage(
            payer="Example Aid", status="cancelled", kind=coded("Medicaid", "https://nahdo.org/sopt", "2")
        ),
    ),
    (
        Kind.NOTE,
        Note(
            what=coded("Progress note", LOINC, "11506-3"),
            status="current",
            written=at(2026, 10, 5),
            by="Robin Clinician",
            text="Came on time.\nSlept better & <well>.",
        ),
    ),
    (Kind.NOTE, Note(what=coded("Letter"), status="current")),
)
PERSON = Person(
    number=1001,
    first_name="Dana",
    middle_name="Lee",
    last_name="Example",
    preferred_name="Dee",
    born_on=date(1990, 4, 12),
    gender="F",
    address=Address("12 Example Lane\nApt 2", "Asheville", "NC", "28801"),
    phone="+18285550142",
    email="dana@example.org",
    language="es",
    marital_status="S",
    races=(
        Code("urn:oid:2.16.840.1.113883.6.238", "2106-3", "White"),
        Code("urn:oid:2.16.840.1.113883.6.238", "2118-8", "Middle Eastern or North African"),
    ),
    ethnicity=Code("urn:oid:2.16.840.1.113883.6.238", "2186-5", "Not Hispanic or Latino"),
    guardian_name="Kim Example",
    guardian_phone="+18285550143",
)
PRACTICE = Practice(
    name="Blue Ridge Behavioral Health",
    phone="+18285550100",
    address=Address("1 Clinic Way", "Asheville", "NC", "28801"),
    npi="1234567893",
)


def entry_id(number: int) -> str:
    return str(uuid5(SPACE, str(number)))


def entries_of(facts: Iterable[tuple[Kind, Fact]]) -> tuple[Entry, ...]:
    return tuple(
        Entry(id=entry_id(number), kind=kind, fact=fact, source="EHR")
        for number, (kind, fact) in enumerate(facts)
    )


FULL = Record(
    id=str(uuid5(SPACE, "full")),
    made_at=MADE_AT,
    from_on=None,
    until_on=None,
    person=PERSON,
    practice=PRACTICE,
    clinicians=(Clinician("Robin", "Clinician", "LCSW", "1245319599"), Clinician("Sam", "Other")),
    entries=entries_of(FACTS),
    amendments=(
        Amendment(date(2026, 8, 1), "It began in 2023.", False, "We have no papers.", "I do.", entry_id(5)),
        Amendment(date(2026, 9, 1), "Add that I moved.", None),
        Amendment(date(2026, 7, 1), "I am left-handed.", True),
    ),
    part_2=True,
    left_out=True,
)
"""One of everything."""
EMPTY = Record(
    id=str(uuid5(SPACE, "empty")),
    made_at=MADE_AT,
    from_on=date(2026, 1, 1),
    until_on=date(2026, 6, 30),
    person=Person(number=1003, first_name="Charlie", last_name="Castro"),
    practice=Practice(name="Sunrise Counseling"),
    clinicians=(),
    entries=(),
)
"""Nothing but a name."""
