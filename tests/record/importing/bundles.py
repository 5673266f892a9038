"""Bundles as EHRs send them, made by hand: of Max, unless said otherwise."""

import json
from typing import Any
from uuid import UUID

from app import db
from app.activity.actor import Actor
from app.record.importing.now import Wanted, take_in_now
from app.record.importing.report import Report
from tests import people

Resource = dict[str, Any]
SOURCE = "Green Valley EHR"
PATIENT = "max-17"
SNOMED, LOINC = "http://snomed.info/sct", "http://loinc.org"
BY = Actor.system("test")
ABOUT = {"AllergyIntolerance": "patient", "Immunization": "patient", "Coverage": "beneficiary"}


def patient(**changed: Any) -> Resource:
    usual = {
        "resourceType": "Patient",
        "id": PATIENT,
        "name": [{"family": "Grant", "given": ["Maximilian"]}],
        "birthDate": "2015-02-09",
    }
    return usual | changed


def resource(kind: str, name: str, **fields: Any) -> Resource:
    """Give a resource about the patient."""
    about = ABOUT.get(kind, "subject")
    return {"resourceType": kind, "id": name, about: {"reference": f"Patient/{PATIENT}"}, **fields}


def concept(words: str, code: str = "", system: str = SNOMED) -> Resource:
    coding = {"coding": [{"system": system, "code": code, "display": words}]} if code else {}
    return {"text": words, **coding}


def condition(name: str = "c1", words: str = "ADHD", **fields: Any) -> Resource:
    usual: Resource = {
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "code": concept(words),
        "category": [{"coding": [{"code": "problem-list-item"}]}],
    }
    return resource("Condition", name, **usual | fields)


def observation(name: str = "o1", words: str = "Pulse", **fields: Any) -> Resource:
    usual: Resource = {
        "status": "final",
        "code": concept(words, "8867-4", LOINC),
        "category": [{"coding": [{"code": "vital-signs"}]}],
        "effectiveDateTime": "2024-05-06",
    }
    return resource("Observation", name, **usual | fields)


def labelled(labelled_resource: Resource, *codes: str, system: str = "") -> Resource:
    security = [{"code": code, "system": system} if system else {"code": code} for code in codes]
    return labelled_resource | {"meta": {"security": security}}


def bundle(*resources: Resource, kind: str = "collection", **beside: Any) -> bytes:
    entries = [{"resource": each} for each in resources]
    return json.dumps({"resourceType": "Bundle", "type": kind, **beside, "entry": entries}).encode()


async def take(*resources: Resource, client: str = "max", **wanted: Any) -> Report:
    """Take in a bundle of these resources, for the chart of a client."""
    number = await db.row("select number from client where id = $1", people.client_id(client))
    assert number is not None
    settled = Wanted(**{"source": SOURCE, "number": number["number"], **wanted})
    _, report = await take_in_now(bundle(patient(), *resources), settled, by=BY)
    return report


async def entries(client: str = "max") -> list[db.Record]:
    client_id: UUID = people.client_id(client)
    return list(
        await db.rows("select * from clinical_entry where client = $1 order by taken_at, id", client_id)
    )
