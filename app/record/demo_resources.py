"""Resources of FHIR R4 as the demo's EHR writes them, made of a few words each; days are counted back from today."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from app.accounts.sessions import today

Resource = dict[str, Any]
SNOMED, LOINC = "http://snomed.info/sct", "http://loinc.org"
RXNORM, CVX = "http://www.nlm.nih.gov/research/umls/rxnorm", "http://hl7.org/fhir/sid/cvx"
ICD_10 = "http://hl7.org/fhir/sid/icd-10-cm"
UCUM = "http://unitsofmeasure.org"
HL7 = "http://terminology.hl7.org/CodeSystem"
ABOUT = {"AllergyIntolerance": "patient", "Immunization": "patient", "Coverage": "beneficiary"}
PATIENT = "Patient/demo"
Coding = tuple[str, str, str]
"""System, code, and what it is called."""


def day(days_ago: int) -> str:
    ago: date = today() - timedelta(days=days_ago)
    return ago.isoformat()


def at(days_ago: int, clock: str = "15:00") -> str:
    return f"{day(days_ago)}T{clock}:00Z"


def concept(words: str, *codings: Coding) -> Resource:
    codes = [{"system": system, "code": code, "display": display} for system, code, display in codings]
    return {"text": words} | ({"coding": codes} if codes else {})


def of(system: str, code: str, display: str) -> Resource:
    """Give a concept of one code, in its own words."""
    return concept(display, (system, code, display))


def status(name: str, code: str) -> Resource:
    return {"coding": [{"system": f"{HL7}/{name}", "code": code}]}


def resource(kind: str, key: str, *, labels: Sequence[str] = (), **fields: Any) -> Resource:
    marked = {"meta": {"security": [{"system": f"{HL7}/v3-ActCode", "code": each} for each in labels]}}
    about = {ABOUT.get(kind, "subject"): {"reference": PATIENT}}
    return {
        "resourceType": kind,
        "id": f"{kind.lower()}-{key}",
        **about,
        **(marked if labels else {}),
        **fields,
    }


def condition(
    key: str, words: str, *codings: Coding, since: int, until: int | None = None, labels: Sequence[str] = ()
) -> Resource:
    ended = {"abatementDateTime": day(until)} if until is not None else {}
    return resource(
        "Condition",
        key,
        labels=labels,
        clinicalStatus=status("condition-clinical", "active" if until is None else "resolved"),
        verificationStatus=status("condition-ver-status", "confirmed"),
        category=[status("condition-category", "problem-list-item")],
        code=concept(words, *codings),
        onsetDateTime=day(since),
        recordedDate=day(since),
        **ended,
    )


def medication(
    key: str,
    what: Resource,
    directions: str,
    *,
    since: int,
    until: int | None = None,
    by: str,
    reason: str,
    labels: Sequence[str] = (),
) -> Resource:
    bounds = {"start": day(since)} | ({"end": day(until)} if until is not None else {})
    timing = {"repeat": {"boundsPeriod": bounds, "frequency": 1, "period": 1, "periodUnit": "d"}}
    dose = {"value": 1, "unit": "tablet", "system": UCUM, "code": "{tbl}"}
    dosage = {
        "text": directions,
        "timing": timing,
        "route": of(SNOMED, "26643006", "Oral route"),
        "doseAndRate": [{"doseQuantity": dose}],
    }
    return resource(
        "MedicationRequest",
        key,
        labels=labels,
        status="active" if until is None else "stopped",
        intent="order",
        medicationCodeableConcept=what,
        authoredOn=day(since),
        requester={"reference": f"Practitioner/{by}"},
        reasonCode=[{"text": reason}],
        dosageInstruction=[dosage],
    )


def quantity(value: float, unit: str, code: str = "") -> Resource:
    return {"value": value, "unit": unit, "system": UCUM, "code": code or unit}


def observation(key: str, category: str, what: Resource, days_ago: int, **found: Any) -> Resource:
    return resource(
        "Observation",
        key,
        status="final",
        category=[status("observation-category", category)],
        code=what,
        effectiveDateTime=at(days_ago),
        **found,
    )


def score(key: str, instrument: Resource, total: Resource, days_ago: int, points: int) -> list[Resource]:
    """Give the total of a questionnaire, with the report that names the instrument."""
    found = observation(key, "survey", total, days_ago, valueQuantity=quantity(points, "points", "{score}"))
    report = resource(
        "DiagnosticReport",
        key,
        status="final",
        code=instrument,
        effectiveDateTime=at(days_ago),
        result=[{"reference": f"Observation/{found['id']}"}],
    )
    return [report, found]


def pressure(key: str, days_ago: int, systolic: int, diastolic: int) -> Resource:
    parts = [
        {
            "code": of(LOINC, "8480-6", "Systolic blood pressure"),
            "valueQuantity": quantity(systolic, "mm[Hg]"),
        },
        {
            "code": of(LOINC, "8462-4", "Diastolic blood pressure"),
            "valueQuantity": quantity(diastolic, "mm[Hg]"),
        },
    ]
    what = of(LOINC, "85354-9", "Blood pressure panel with all children optional")
    return observation(key, "vital-signs", what, days_ago, component=parts)


def visit(
    key: str, days_ago: int, *, by: str, what: Resource, video: bool = False, reason: str = ""
) -> Resource:
    manner = ("VR", "virtual") if video else ("AMB", "ambulatory")
    kept = resource(
        "Encounter",
        key,
        status="finished",
        type=[what],
        period={"start": at(days_ago, "15:00"), "end": at(days_ago, "15:50")},
        participant=[{"individual": {"reference": f"Practitioner/{by}"}}],
        location=[{"location": {"reference": "Location/main"}}],
    )
    why = {"reasonCode": [{"text": reason}]} if reason else {}
    return {**kept, **why, "class": {"system": f"{HL7}/v3-ActCode", "code": manner[0], "display": manner[1]}}


def practitioner(key: str, given: str, family: str, suffix: str, phone: str = "") -> Resource:
    reached = [{"system": "phone", "value": phone}] if phone else []
    name = {"family": family, "given": [given], "suffix": [suffix]}
    return {"resourceType": "Practitioner", "id": key, "name": [name], "telecom": reached}
