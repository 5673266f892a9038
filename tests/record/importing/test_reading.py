"""What is read from each kind of resource, what is put right, and that it is named."""

import base64
from datetime import UTC, datetime
from typing import Any

import msgspec

from app.record.clinical.dates import days_of
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
    Kind,
    Measured,
    Medication,
    Note,
    Observation,
    Part,
    Plan,
    Precision,
    Problem,
    Reaction,
    When,
)
from app.record.importing.repairs import Repair
from app.record.importing.walking import open_file, outcomes
from tests.record.importing.bundles import (
    LOINC,
    SNOMED,
    bundle,
    concept,
    condition,
    observation,
    patient,
    resource,
)

PRACTITIONER = {
    "resourceType": "Practitioner",
    "id": "p1",
    "name": [{"family": "Smith", "given": ["Ann", "B"], "suffix": ["MD"]}],
    "telecom": [{"system": "phone", "value": "312-555-0100"}],
}
PERFORMER = {"reference": "Practitioner/p1"}


async def read(*resources: dict[str, Any]) -> tuple[list[tuple[Kind, Fact]], set[Repair]]:
    """Give the facts of the last resource, and what was put right in all."""
    opened = await open_file(bundle(patient(), *resources), never_shared=())
    facts: list[tuple[Kind, Fact]] = []
    async for _, outcome in outcomes(opened):
        facts = list(outcome.read.facts) if outcome.read else []
    return facts, set(opened.reading.repairs)


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> When:
    return When(datetime(year, month, day, hour, minute, tzinfo=UTC), Precision.INSTANT)


def on(year: int, month: int = 1, day: int = 1, *, precision: Precision = Precision.DAY) -> When:
    return When(datetime(year, month, day), precision)  # noqa: DTZ001  # a day has no zone


async def test_a_condition_is_a_problem_with_its_codes_dates_and_notes() -> None:
    facts, repairs = await read(
        condition(
            code=concept("Depression", "370143000"),
            onsetDateTime="2019",
            abatementDateTime="2021-04",
            recordedDate="2019-05-06T10:30:00Z",
            clinicalStatus={"coding": [{"code": "remission"}]},
            note=[{"text": "After\u0000 the move."}],
        )
    )
    problem = Problem(
        what=Coded("Depression", (Code(SNOMED, "370143000", "Depression"),)),
        status="remission",
        onset=on(2019, precision=Precision.YEAR),
        abated=on(2021, 4, precision=Precision.MONTH),
        recorded=at(2019, 5, 6, 10, 30),
        category="problem-list-item",
        note="After the move.",
    )
    assert facts == [(Kind.PROBLEM, problem)]
    assert repairs == set()
    assert msgspec.json.decode(msgspec.json.encode(problem), type=Fact) == problem


async def test_a_prescription_says_how_it_is_taken_in_words_where_it_has_none() -> None:
    dosage = {
        "timing": {"repeat": {"frequency": 3, "period": 1, "periodUnit": "d"}},
        "doseAndRate": [{"doseQuantity": {"value": 1}}],
        "asNeededBoolean": True,
        "additionalInstruction": [concept("With food")],
        "route": concept("Oral"),
    }
    medicine = {"resourceType": "Medication", "id": "med", "code": concept("Sertraline 50 MG", "312940")}
    request = resource(
        "MedicationRequest",
        "m1",
        status="active",
        intent="order",
        medicationReference={"reference": "#med"},
        contained=[medicine],
        authoredOn="2024-01-02",
        requester=PERFORMER,
        reasonReference=[{"reference": "Condition/c1"}],
        dosageInstruction=[dosage],
    )
    facts, repairs = await read(PRACTITIONER, condition("c1", "Depression"), request)
    ((kind, fact),) = facts
    assert kind is Kind.MEDICATION
    assert isinstance(fact, Medication)
    assert fact.what.codes == (Code(SNOMED, "312940", "Sertraline 50 MG"),)
    assert fact.directions == "1; every 8 hours; as needed; With food"
    assert (fact.every, fact.dose, fact.as_needed) == (Amount("8", "hour", "h"), Amount("1"), True)
    assert (fact.prescriber, fact.reason) == ("Ann B Smith, MD", "Depression")
    assert fact.reason_of == ("Condition/c1",)
    assert repairs == {Repair.DIRECTIONS_WORDED}


async def test_an_allergy_has_its_reactions_and_none_known_is_told_from_its_code() -> None:
    facts, _ = await read(
        resource(
            "AllergyIntolerance",
            "a1",
            clinicalStatus={"coding": [{"code": "active"}]},
            type="intolerance",
            category=["medication"],
            criticality="high",
            code=concept("Penicillin"),
            reaction=[{"manifestation": [concept("Hives")], "severity": "moderate"}],
        )
    )
    ((_, penicillin),) = facts
    assert isinstance(penicillin, Allergy)
    assert penicillin.reactions == (Reaction(Coded("Hives"), "moderate"),)
    assert (penicillin.is_intolerance, penicillin.none_known, penicillin.category) == (
        True,
        False,
        "medication",
    )
    facts, repairs = await read(
        resource("AllergyIntolerance", "a2", code=concept("No known allergy", "716186003"))
    )
    ((_, none),) = facts
    assert isinstance(none, Allergy)
    assert (none.none_known, none.status) == (True, "active")
    assert repairs == {Repair.STATUS_MISSING}


async def test_observations_are_sorted_by_category_with_their_parts_flags_ranges_and_panel() -> None:
    systolic = {
        "code": concept("Systolic", "8480-6", LOINC),
        "valueQuantity": {"value": 120.5, "unit": "mm[Hg]"},
    }
    nothing = {"code": concept("Diastolic", "8462-4", LOINC)}
    pressure = observation(words="Blood pressure", component=[systolic, nothing])
    facts, _ = await read(pressure)
    ((kind, fact),) = facts
    assert isinstance(fact, Observation)
    assert kind is Kind.VITAL
    assert [part.found for part in fact.parts] == [
        Measured(amount=Amount("120.5", "mm[Hg]")),
        Measured(absent="unknown"),
    ]
    assert isinstance(fact.parts[0], Part)
    report = {
        "resourceType": "DiagnosticReport",
        "id": "r1",
        "code": concept("PHQ-9", "44249-1", LOINC),
        "subject": {"reference": "Patient/max-17"},
        "result": [{"reference": "Observation/o1"}],
    }
    score = observation(
        category=[{"coding": [{"code": "survey"}]}],
        valueQuantity={"value": 7, "code": "{score}", "comparator": "<"},
        interpretation=[concept("High", "H")],
        referenceRange=[{"low": {"value": 0}, "high": {"value": 4, "unit": "points"}}],
    )
    facts, repairs = await read(report, score)
    ((kind, fact),) = facts
    assert isinstance(fact, Observation)
    assert (kind, fact.flag, fact.usual) == (Kind.RESULT, "H", "0–4 points")
    assert fact.found == Measured(amount=Amount("7", "{score}", "{score}", "<"))
    assert fact.panel is not None
    assert (fact.panel.words, fact.panel_of) == ("PHQ-9", "DiagnosticReport/r1")
    assert repairs == set()


VALUES: tuple[tuple[dict[str, Any], Measured], ...] = (
    ({"valueString": "strong"}, Measured(text="strong")),
    ({"valueBoolean": True}, Measured(text="Yes")),
    ({"valueInteger": 12}, Measured(text="12")),
    ({"valueCodeableConcept": concept("Never smoked")}, Measured(coded=Coded("Never smoked"))),
    ({"valueRange": {"low": {"value": 1}, "high": {"value": 2, "unit": "h"}}}, Measured(text="1–2 h")),
    ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 8}}}, Measured(text="1:8")),
    ({"valuePeriod": {"start": "2024-01-01", "end": "2024-01-05"}}, Measured(text="2024-01-01 – 2024-01-05")),
    ({"dataAbsentReason": concept("Declined", "asked-declined")}, Measured(absent="asked-declined")),
)


async def test_every_kind_of_value_is_read() -> None:
    for fields, found in VALUES:
        ((_, fact),) = (await read(observation(**fields)))[0]
        assert isinstance(fact, Observation)
        assert fact.found == found


async def test_care_is_read_with_the_names_of_those_who_give_it() -> None:
    span = {"start": "2024-01-01", "end": "2024-02-01"}
    place = {"resourceType": "Location", "id": "l1", "name": "Main office"}
    visit = resource(
        "Encounter",
        "e1",
        status="finished",
        type=[concept("Psychotherapy")],
        period=span,
        participant=[{"individual": PERFORMER}],
        location=[{"location": {"reference": "Location/l1"}}],
        reasonCode=[{"text": "Medication_Review_Due"}],
        **{"class": {"code": "VR", "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode"}},
    )
    facts, repairs = await read(PRACTITIONER, place, visit)
    ((_, encounter),) = facts
    assert isinstance(encounter, Encounter)
    assert (encounter.by, encounter.where, encounter.reason) == (
        "Ann B Smith, MD",
        "Main office",
        "Medication Review Due",
    )
    assert repairs == {Repair.UNDERSCORES}
    team = resource(
        "CareTeam",
        "t1",
        status="active",
        period=span,
        participant=[
            {"member": {"reference": "Patient/max-17"}},
            {"member": PERFORMER, "role": [concept("Psychiatrist")]},
        ],
    )
    facts, _ = await read(PRACTITIONER, team)
    member = CareTeamMember(
        "Ann B Smith, MD", Coded("Psychiatrist"), "active", on(2024, 1), on(2024, 2), "312-555-0100"
    )
    assert facts == [(Kind.CARE_TEAM, member)]


async def test_plans_goals_coverages_and_notes_are_read_and_member_ids_are_not() -> None:
    plan = resource(
        "CarePlan",
        "p1",
        status="active",
        intent="plan",
        category=[concept("", "assess-plan"), concept("Therapy plan")],
        activity=[{"detail": {"description": "Weekly sessions"}}],
    )
    assert (await read(plan))[0] == [
        (Kind.PLAN, Plan(Coded("Therapy plan"), "active", activities=(Coded("Weekly sessions"),)))
    ]
    odd = "{'addresses': ['hypertension_dx'], 'text': 'Walk every day'}"
    goal = resource("Goal", "g1", lifecycleStatus="active", description={"text": odd}, startDate="2025-04-08")
    facts, repairs = await read(goal)
    assert facts == [(Kind.GOAL, Goal(Coded("Walk every day"), "active", on(2025, 4, 8)))]
    assert repairs == {Repair.TEXT_UNWRAPPED}
    odder = r"{'a': '\d', 'text': " + "[" * 900 + "}"
    facts, repairs = await read(resource("Goal", "g2", lifecycleStatus="active", description={"text": odder}))
    assert (facts, repairs) == ([(Kind.GOAL, Goal(Coded(odder), "active"))], set())
    coverage = resource(
        "Coverage",
        "k1",
        status="active",
        subscriberId="W123",
        payor=[{"display": "Aetna"}],
        **{"class": [{"type": {"coding": [{"code": "plan"}]}, "value": "70003", "name": "Bronze"}]},
    )
    assert (await read(coverage))[0] == [(Kind.COVERAGE, Coverage("Aetna", "active", "Bronze"))]
    data = base64.b64encode(b"Slept better.\r\n").decode()
    note = resource(
        "DocumentReference",
        "d1",
        status="current",
        type=concept("Progress note"),
        date="2024-03-01T10:00:00Z",
        author=[PERFORMER],
        content=[{"attachment": {"contentType": "text/plain; charset=utf-8", "data": data}}],
    )
    facts, _ = await read(PRACTITIONER, note)
    assert facts == [
        (
            Kind.NOTE,
            Note(Coded("Progress note"), "final", at(2024, 3, 1, 10), "Ann B Smith, MD", "Slept better."),
        )
    ]


ODD: tuple[tuple[dict[str, Any], Repair], ...] = (
    (condition(onsetDateTime="2020-02-30"), Repair.DATE_DROPPED),
    (condition(onsetDateTime="2020-02-03T10:00:00"), Repair.TIME_DROPPED),
    (condition(clinicalStatus={}), Repair.STATUS_MISSING),
    (condition(words="x" * 3000), Repair.SHORTENED),
    (observation(), Repair.VALUE_MISSING),
    (observation(valueString="x", category=[]), Repair.CATEGORY_MISSING),
    (observation(valueQuantity={"value": "7.2"}), Repair.NUMBER_AS_TEXT),
    (observation(valueString="x", effectiveDateTime=None, issued="2024-01-01T00:00:00Z"), Repair.ISSUED_AS_TAKEN),
    (resource("Procedure", "p", status="completed", code=concept("X"), performer=[{"actor": {"reference": "Practitioner/none"}}]), Repair.UNKNOWN_REFERENCE),
    (condition() | {"id": "not an id!"}, Repair.ID_FROM_CONTENT),
    (resource("DocumentReference", "d", type=concept("Note"), content=[{"attachment": {}}]), Repair.ATTACHMENT_DROPPED),
)  # fmt: skip


async def test_what_is_odd_is_read_all_the_same_and_named() -> None:
    for odd, repair in ODD:
        facts, repairs = await read(odd)
        assert repairs == {repair}, odd
        assert len(facts) == 1, odd


def test_what_is_over_and_does_not_say_when_belongs_to_its_first_day() -> None:
    day = on(2020, 5, 6)
    assert days_of(Problem(Coded("X"), "active", onset=day)) == (day.day, None)
    assert days_of(Problem(Coded("X"), "resolved", onset=day)) == (day.day, day.day)
    assert days_of(Problem(Coded("X"), "resolved", abated=day)) == (None, day.day)
