"""A file walked through twice: first for whose it is and what things are called, then resource by resource.

Other work goes on between the resources: a large file takes seconds.
"""

import asyncio
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from typing import Any

from app.record.importing.bundle import Bundle
from app.record.importing.directory import Directory
from app.record.importing.naming import enter, id_in, person_name
from app.record.importing.pieces import Reading, Tree, first_code, first_of, text_of, texts_of, trees_of, when
from app.record.importing.readers import Outcome, ResourceReader
from app.record.importing.refusing import NO_PATIENT, NO_RESOURCES, SEVERAL_PATIENTS, Refused
from app.record.importing.report import PatientSeen
from app.record.importing.tidying import tidied

PAUSE = 100
"""Resources after which others have their turn."""
NAMES = ("official", "usual", "")


@dataclass(slots=True)
class Opened:
    """A file after the first walk: it is a bundle of one patient."""

    bundle: Bundle
    reading: Reading
    patient: PatientSeen
    resources: int
    never_shared: Collection[str]
    """The names in small letters of the document types that the practice never shares."""


async def open_file(content: bytes, *, never_shared: Collection[str]) -> Opened:
    """Walk through a file once; raises Refused for what is no bundle of one patient."""
    bundle, reading = Bundle(content), Reading(Directory())
    patients: list[tuple[dict[str, Any], str]] = []
    count = 0
    for untidy, address in bundle.resources():
        resource, _ = tidied(untidy)
        count += 1
        kind = resource["resourceType"]
        reading.here = f"{kind} {id_in(resource)}".strip()[:110]
        enter(reading, resource, address, never_shared=never_shared)
        if kind == "Patient":
            patients.append((resource, address))
        if count % PAUSE == 0:
            await asyncio.sleep(0)
    if len({reading.directory.patients.get(address) or id_in(each) for each, address in patients}) > 1:
        raise Refused(SEVERAL_PATIENTS)
    if not patients:
        raise Refused(NO_PATIENT)
    if count == len(patients):
        raise Refused(NO_RESOURCES)
    patient = seen(reading, patients[0][0])
    return Opened(bundle, Reading(reading.directory), patient, count, never_shared)


async def outcomes(opened: Opened) -> AsyncIterator[tuple[str, Outcome]]:
    """Walk through a file again; give the type of each resource, and what becomes of it. Raises Refused."""
    reader = ResourceReader(
        opened.reading,
        patient_id=opened.patient.id,
        of_bundle=opened.bundle.meta,
        never_shared=opened.never_shared,
    )
    for count, (resource, address) in enumerate(opened.bundle.resources(), 1):
        yield resource["resourceType"], reader.read(resource, address)
        if count % PAUSE == 0:
            await asyncio.sleep(0)


def seen(reading: Reading, patient: Tree) -> PatientSeen:
    """Give whom a Patient is, as far as it says so."""
    name = _name_of(reading, patient)
    given = texts_of(reading, name, "given")
    first, last = " ".join(given[:1]), text_of(reading, name, "family", most=100)
    if not (first or last):
        first = person_name(reading, name)
    born = when(reading, patient, "birthDate")
    known = next(iter(reading.directory.patients.values()), "")
    if not known:
        raise Refused(NO_PATIENT)
    spoken = trees_of(reading, patient, "communication")
    return PatientSeen(
        id=known,
        first_name=first[:100],
        last_name=last,
        born_on=born.day if born else None,
        phone=_reached_by(reading, patient, "phone"),
        email=_reached_by(reading, patient, "email"),
        language=first_code(reading, spoken[0], "language") if spoken else "",
    )


def _name_of(reading: Reading, patient: Tree) -> Tree:
    names = trees_of(reading, patient, "name")
    by_use = {each.get("use", ""): each for each in reversed(names)}
    return next((by_use[use] for use in NAMES if use in by_use), first_of(reading, patient, "name"))


def _reached_by(reading: Reading, patient: Tree, system: str) -> str:
    ways = trees_of(reading, patient, "telecom")
    return next((text_of(reading, way, "value", most=254) for way in ways if way.get("system") == system), "")
