"""Whom a record is about, from what the chart holds; the Social Security number is never looked at."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from app.changes.fields import address_of
from app.clients import details
from app.clients.lists.origin import DECLINED, DETAILS, HISPANIC, ORIGINS, UNKNOWN, codes_of_1997
from app.clients.postal import PostalAddress
from app.information.details import detail_name
from app.information.tables import ClientInformation
from app.record.clinical.facts import Code
from app.record.making.record import Address, Person

CDC = "urn:oid:2.16.840.1.113883.6.238"
"""CDC Race and Ethnicity."""
NULL_FLAVOR = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor"
GENDERS = {"248152002": "F", "248153007": "M"}
"""Of US Core Sex to HL7 v3 AdministrativeGender."""
NAMES = {"2186-5": "Not Hispanic or Latino", DECLINED: "Asked but not answered", UNKNOWN: "Unknown"}


def person_of(client_id: UUID, row: Mapping[str, Any]) -> Person:
    """Make the person of a row of client and client_information, with `guardian` as a JSON list."""
    told = _opened(ClientInformation.details, client_id, row["details"])
    said: dict[str, str] = json.loads(told) if told else {}
    home = _opened(ClientInformation.home_phone, client_id, row["home_phone"])
    where = _opened(ClientInformation.address, client_id, row["address"])
    guardian: dict[str, str] = next(iter(json.loads(row["guardian"] or "[]")), {})
    races, ethnicity = origin_of(said)
    return Person(
        number=row["number"],
        first_name=row["first_name"],
        last_name=row["last_name"],
        middle_name=row["middle_name"] or "",
        preferred_name=row["preferred_name"],
        born_on=details.birth_date(client_id, row["birth_date"]),
        gender=GENDERS.get(said.get("sex", ""), ""),
        address=_address(address_of(where)) if where else None,
        phone=details.phone(client_id, row["phone"]) or home,
        email=row["email"],
        language=said.get("language", "") or row["language"] or "",
        marital_status=said.get("marital_status", ""),
        races=races,
        ethnicity=ethnicity,
        guardian_name=guardian.get("name", ""),
        guardian_phone=guardian.get("phone", ""),
    )


def _opened(column: Any, client_id: UUID, stored: bytes | None) -> str:
    return "" if stored is None else str(column.open(stored, row=client_id))


def _address(given: PostalAddress) -> Address:
    """Keep the lines of the street apart by a line break."""
    return Address(
        street="\n".join(line for line in (given.line1, given.line2) if line),
        city=given.city,
        state=given.state,
        postal_code=given.postal_code,
        country=given.country,
    )


def origin_of(said: Mapping[str, str]) -> tuple[tuple[Code, ...], Code | None]:
    """Derive race, OMB categories first, and ethnicity; nothing where the question was left empty."""
    boxes = said.get("origin", "").split()
    if not boxes:
        return (), None
    found = codes_of_1997(boxes)
    further = [
        code
        for box, values in DETAILS.items()
        if box != HISPANIC and box in boxes
        for code in said.get(detail_name(box), "").split()
        if code in values.codes and code[:1].isdigit()
    ]
    if found.race in (DECLINED, UNKNOWN):
        return (_code(found.race),), _code(found.ethnicity)
    return tuple(_codes((found.race, *found.more_races, *further))), _code(found.ethnicity)


def _codes(codes: Iterable[str]) -> Iterable[Code]:
    return (_code(code) for code in dict.fromkeys(codes))


def _code(code: str) -> Code:
    system = NULL_FLAVOR if code in (DECLINED, UNKNOWN) else CDC
    return Code(system=system, code=code, display=NAMES.get(code) or _english(code))


def _english(code: str) -> str:
    for values in (ORIGINS, *DETAILS.values()):
        if code in values.english:
            return values.english[code]
    return code
