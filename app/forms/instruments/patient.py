"""What the chart knows of a client as a FHIR Patient: forms begin with it, by their initial expressions."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from app.changes.fields import address_of
from app.changes.parts import Texts
from app.clients.lists.places import HOME
from app.forms.instruments.codes import SYSTEMS, coding_of
from app.forms.instruments.held import Held, held_of, is_held
from app.forms.questionnaire.logic import expressions
from app.insurance.rules import SELF
from app.web.templates import phone

Json = dict[str, Any]

OF_PATIENT = re.compile(rf"%({'|'.join(expressions.OF_PATIENT)})\b")
DETAIL = "urn:client-portal:detail:"
"""What the addresses of extensions begin with that hold what a Patient has no place for."""
ROLES = {"emergency_contact": "C", "legal_guardian": "GUARD", "responsible_party": "GUARANTOR"}
"""The roles of contacts: of HL7 v2 table 0131, and of HL7 v3 RoleClass and RoleCode."""
ROLE_SYSTEM = "http://terminology.hl7.org/CodeSystem/v2-0131"
COVERAGE_CLASS = "http://terminology.hl7.org/CodeSystem/coverage-class"
NAMED = ("interpreter", "marital_status", "employment", "sex", "gender_identity", "language")


@lru_cache(maxsize=64)
def needs_patient(definition: str, *, begun: bool) -> bool:
    """Whether a form asks for the Patient: to begin with, or once it is begun, for more than that."""
    if not OF_PATIENT.search(definition):
        return False
    return not begun or any(map(OF_PATIENT.search, _expressions(json.loads(definition))))


def _expressions(node: Any) -> Iterator[str]:
    """Give the expressions of a form that go on being asked after it was begun."""
    if isinstance(node, dict):
        if str(node.get("url", "")).endswith("initialExpression"):
            return
        if isinstance(node.get("expression"), str):
            yield node["expression"]
    for below in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _expressions(below)


async def patient_of(client_id: UUID) -> Json:
    """Give the client as a Patient, without what the practice does not show to clients, and never with the SSN."""
    return patient_from(client_id, await held_of(client_id))


def patient_from(client_id: UUID, held: Mapping[str, Held]) -> Json:
    """Make the Patient of what the chart holds; what is not known has no element."""
    basic, identity, details = (
        held[name].texts if name in held else {} for name in ("basic", "identity", "details")
    )
    made = {
        "resourceType": "Patient",
        "id": str(client_id),
        "contained": list(_contained(held)),
        "extension": list(_extensions(basic, details, held)),
        "name": list(_names(basic)),
        "telecom": list(_telecom(basic)),
        "birthDate": identity.get("born_on"),
        "address": list(_addresses(basic)),
        "contact": [_contact(held[part].texts, code) for part, code in ROLES.items() if is_held(held, part)],
    }
    return {name: value for name, value in made.items() if value}


def _names(basic: Texts) -> Iterator[Json]:
    given = [basic[name] for name in ("first_name", "middle_name") if basic.get(name)]
    if given or basic.get("last_name"):
        yield {"use": "official", "family": basic.get("last_name", ""), "given": given}
    if basic.get("preferred_name"):
        yield {"use": "usual", "text": basic["preferred_name"]}


def _telecom(basic: Texts) -> Iterator[Json]:
    if basic.get("email"):
        yield {"system": "email", "value": basic["email"]}
    for name, use in (("phone", "mobile"), ("home_phone", "home"), ("work_phone", "work")):
        if basic.get(name):
            yield {"system": "phone", "use": use, "value": phone(basic[name])}


def _addresses(basic: Texts) -> Iterator[Json]:
    """Give the address; one abroad is not asked for by the registration, and stays as it is."""
    if not basic.get("address"):
        return
    address = address_of(basic["address"])
    if address.country == HOME:
        lines = [line for line in (address.line1, address.line2) if line]
        yield {"line": lines, "city": address.city, "state": address.state, "postalCode": address.postal_code}


def _extensions(basic: Texts, details: Texts, held: Mapping[str, Held]) -> Iterator[Json]:
    for address in _addresses(basic):
        yield _said("state", address["state"])
    if basic.get("pronouns"):
        yield _said("pronouns", basic["pronouns"])
    for name in NAMED:
        if details.get(name):
            yield _said(name, details[name])
    for code in details.get("origin", "").split():
        yield _said("origin", code)
    if is_held(held, "policy"):
        yield from _extensions_of_policy(held["policy"].texts)


def _extensions_of_policy(policy: Texts) -> Iterator[Json]:
    if policy.get("subscriber_born_on"):
        yield {"url": f"{DETAIL}subscriber_born_on", "valueDate": policy["subscriber_born_on"]}
    if policy.get("phone"):
        yield {"url": f"{DETAIL}policy_phone", "valueString": phone(policy["phone"])}


def _said(name: str, code: str) -> Json:
    return {"url": f"{DETAIL}{name}", "valueCoding": coding_of(name, code)}


def _contact(texts: Texts, code: str) -> Json:
    relationships = [{"coding": [{"system": ROLE_SYSTEM, "code": code}]}]
    if texts.get("relationship"):
        coding = {"system": SYSTEMS["relationship"], "code": texts["relationship"]}
        relationships.append({"coding": [coding]})
    return {"relationship": relationships, "name": {"text": texts.get("name", "")}, "telecom": _phones(texts)}


def _phones(texts: Texts) -> list[Json]:
    return [{"system": "phone", "value": phone(texts["phone"])}] if texts.get("phone") else []


def _contained(held: Mapping[str, Held]) -> Iterator[Json]:
    if is_held(held, "physician"):
        yield _physician(held["physician"].texts)
    if is_held(held, "policy"):
        yield _coverage(held["policy"].texts)


def _physician(texts: Texts) -> Json:
    made: Json = {
        "resourceType": "Practitioner",
        "id": "physician",
        "name": [{"text": texts.get("name", "")}],
        "telecom": _phones(texts),
    }
    if texts.get("organization"):
        made["qualification"] = [{"issuer": {"display": texts["organization"]}}]
    return made


def _coverage(texts: Texts) -> Json:
    classes = (("plan", "plan"), ("group", "group_number"))
    made: Json = {
        "resourceType": "Coverage",
        "id": "insurance",
        "status": "active",
        "payor": [{"display": texts.get("payer", "")}],
        "subscriberId": texts.get("member_id", ""),
        "class": [
            {"type": {"coding": [{"system": COVERAGE_CLASS, "code": code}]}, "value": texts[name]}
            for code, name in classes
            if texts.get(name)
        ],
    }
    if texts.get("relationship"):
        coding = {"system": SYSTEMS["subscriber"], "code": texts["relationship"]}
        made["relationship"] = {"coding": [coding]}
        if texts["relationship"] != SELF:
            made["subscriber"] = {"display": texts.get("subscriber_name", "")}
    return made
