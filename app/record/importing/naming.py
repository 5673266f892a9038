"""The first walk through a file: what its resources are called, which observations make a panel, and whose they are."""

import hashlib
import re
from collections.abc import Collection
from typing import Any

from app.record.clinical.facts import Coded
from app.record.clinical.storing import canonical
from app.record.importing.directory import NO_LABELS, addresses_of, keys_of
from app.record.importing.labels import labels_of
from app.record.importing.pieces import (
    Reading,
    Tree,
    coded_at,
    first_of,
    text_of,
    texts_of,
    tree_of,
    trees_of,
)

ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
BY_CODE = frozenset(
    {"Condition", "Procedure", "Observation", "AllergyIntolerance", "Medication", "Substance"}
)
BY_NAME = frozenset({"Organization", "Location", "HealthcareService"})
PEOPLE = frozenset({"Practitioner", "RelatedPerson", "Patient"})
ROLE = "PractitionerRole"
MEMBERS = {"DiagnosticReport": "result", "Observation": "hasMember"}
"""The field that names the observations which a resource brings together."""
NAMING = BY_CODE | BY_NAME | PEOPLE | MEMBERS.keys() | {ROLE}
ADDRESS = "urn:uuid:"


def id_in(resource: Tree) -> str:
    """Give the id a resource has; "" for none that FHIR allows."""
    found = resource.get("id")
    return found if isinstance(found, str) and ID.fullmatch(found) else ""


def id_of(resource: dict[str, Any], full_url: str) -> str:
    """Give the id under which a resource is kept: its own, the one of its address, or one made from what it says."""
    known = id_in(resource)
    if known:
        return known
    of_address = full_url.removeprefix(ADDRESS)
    if full_url.startswith(ADDRESS) and ID.fullmatch(of_address):
        return of_address
    return hashlib.sha256(canonical(resource)).hexdigest()


def enter(
    reading: Reading, resource: dict[str, Any], full_url: str, *, never_shared: Collection[str]
) -> None:
    """Put a resource into the directory, under all its addresses; what is never taken gives no name.

    Marks of the whole bundle hold for each of its resources, and need not stand here.
    """
    kind, directory = resource["resourceType"], reading.directory
    if kind not in NAMING:
        return
    addresses = addresses_of(kind, id_in(resource), full_url)
    if kind in BY_CODE | MEMBERS.keys():
        key = f"{kind}/{id_of(resource, full_url)}"
        addresses = addresses or (key,)
        directory.ids.update(dict.fromkeys(addresses, key))
    labels = labels_of(reading, resource, of_bundle={}, never_shared=never_shared)
    if labels != NO_LABELS:
        directory.labels.update((key, labels) for address in addresses for key in keys_of(address))
    if kind == "Patient":
        patient = id_in(resource) or full_url.removeprefix(ADDRESS)
        directory.patients.update(dict.fromkeys(addresses, patient))
    if not labels.never:
        _enter_names(reading, resource, addresses)
    _enter_members(reading, resource, addresses, named=not labels.never)


def _enter_names(reading: Reading, resource: Tree, addresses: tuple[str, ...]) -> None:
    kind: str = resource["resourceType"]
    directory = reading.directory
    name = name_of(reading, resource)
    if name:
        directory.names.update(dict.fromkeys(addresses, name))
    if kind in PEOPLE | BY_NAME | {ROLE}:
        directory.kinds.update(dict.fromkeys(addresses, kind))
    if kind == "Medication":
        directory.medications.update(dict.fromkeys(addresses, coded_at(reading, resource, "code")))
    practitioner = tree_of(reading, resource, "practitioner") if kind == ROLE else {}
    if reference := text_of(reading, practitioner, "reference", most=300):
        directory.roles.update(dict.fromkeys(addresses, reference))
    phone = _phone_of(reading, resource) if kind in PEOPLE | BY_NAME else ""
    if phone:
        directory.phones.update(dict.fromkeys(addresses, phone))


def enter_contained(reading: Reading, resource: Tree) -> None:
    """Make known what a resource holds in itself, until the next."""
    directory = reading.directory
    directory.contained, directory.contained_medications = {}, {}
    for inner in trees_of(reading, resource, "contained"):
        if not isinstance(inner.get("resourceType"), str):
            raise reading.wrong("contained")
        address = f"#{inner.get('id', '')}"
        directory.contained[address] = name_of(reading, inner)
        if inner["resourceType"] == "Medication":
            directory.contained_medications[address] = coded_at(reading, inner, "code")


def name_of(reading: Reading, resource: Tree) -> str:
    """Give what a resource is called; "" for what has no name."""
    kind = resource["resourceType"]
    if kind in PEOPLE:
        return person_name(reading, first_of(reading, resource, "name"))
    if kind in BY_NAME:
        return text_of(reading, resource, "name")
    if kind in BY_CODE:
        return coded_at(reading, resource, "code").words
    return text_of(reading, tree_of(reading, resource, "practitioner"), "display") if kind == ROLE else ""


def person_name(reading: Reading, name: Tree) -> str:
    given = texts_of(reading, name, "given")
    family, suffix = text_of(reading, name, "family"), texts_of(reading, name, "suffix")
    whole = " ".join(part for part in (*given, family) if part)
    if suffix and whole:
        whole = f"{whole}, {' '.join(suffix)}"
    return whole or text_of(reading, name, "text")


def _phone_of(reading: Reading, resource: Tree) -> str:
    ways = trees_of(reading, resource, "telecom")
    phones = (text_of(reading, way, "value", most=60) for way in ways if way.get("system") == "phone")
    return next(phones, "")


def _enter_members(reading: Reading, resource: Tree, addresses: tuple[str, ...], *, named: bool) -> None:
    """Note which observations a report, or an observation over others, brings together."""
    members = MEMBERS.get(resource["resourceType"])
    if members is None or members not in resource:
        return
    panel: Coded = coded_at(reading, resource, "code")
    for reference in trees_of(reading, resource, members):
        address = text_of(reading, reference, "reference", most=300)
        if address and not named:
            reading.directory.of_unnamed.update(keys_of(address))
        elif panel.words and address:
            reading.directory.panels.update(dict.fromkeys(keys_of(address), (panel, addresses[0])))
