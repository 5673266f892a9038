"""A resource as it comes, read into what is kept of it: the facts, its own JSON, and what was noted on the way."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from app.record.clinical.storing import Read, canonical
from app.record.importing import care_readers, clinical_readers
from app.record.importing.clinical_readers import Facts, NotTaken, Reader
from app.record.importing.directory import Labels, addresses_of
from app.record.importing.labels import labels_of
from app.record.importing.naming import enter_contained, id_in, id_of
from app.record.importing.observing import observation
from app.record.importing.pieces import Reading, Tree, first_code, text_of, tree_of, trees_of
from app.record.importing.repairs import Ignored, Repair
from app.record.importing.tidying import tidied

READERS: dict[str, tuple[str, Reader]] = {
    "Condition": ("subject", clinical_readers.condition),
    "MedicationRequest": ("subject", clinical_readers.medication_request),
    "AllergyIntolerance": ("patient", clinical_readers.allergy),
    "Observation": ("subject", observation),
    "Immunization": ("patient", clinical_readers.immunization),
    "Procedure": ("subject", clinical_readers.procedure),
    "Encounter": ("subject", care_readers.encounter),
    "CarePlan": ("subject", care_readers.care_plan),
    "Goal": ("subject", care_readers.goal),
    "CareTeam": ("subject", care_readers.care_team),
    "Coverage": ("beneficiary", care_readers.coverage),
    "DocumentReference": ("subject", care_readers.document),
}
"""By the type: the field that says whose it is, and what reads it."""
REPORT = "DiagnosticReport"
APPOINTMENT = "Appointment"
FOR_NAMES = frozenset(
    {"Patient", "Practitioner", "PractitionerRole", "Organization", "Location", "Medication", REPORT}
)
"""Kept as they came; their names stand in the facts of others."""
TAKEN_BACK = frozenset({"entered-in-error", "superseded"})
SSN_SYSTEM, SSN_TYPE = "http://hl7.org/fhir/sid/us-ssn", "SS"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a resource: it is kept, or there is a reason why not; some are kept without an entry."""

    read: Read | None = None
    ignored: Ignored | None = None
    forgotten: tuple[str, str] | None = None
    """Type and id of what must leave the record if it is there."""
    resource: dict[str, Any] | None = None


class ResourceReader:
    """Reads the resources of one patient, one after the other."""

    def __init__(
        self, reading: Reading, *, patient_id: str, of_bundle: Tree, never_shared: Collection[str]
    ) -> None:
        self._reading, self._patient_id = reading, patient_id
        self._of_bundle, self._never_shared = of_bundle, never_shared
        self._seen: set[tuple[str, str]] = set()

    def read(self, untidy: dict[str, Any], full_url: str) -> Outcome:
        """Say what becomes of a resource; raises Refused where it is not what FHIR R4 has there."""
        resource, masked = tidied(untidy)
        kind, reading = resource["resourceType"], self._reading
        if kind not in READERS and kind not in FOR_NAMES and kind != APPOINTMENT:
            return Outcome(ignored=Ignored.NOT_KEPT)
        reading.here = f"{kind} {id_in(resource)}".strip()
        key = (kind, self._id_of(resource, full_url))
        reading.here = " ".join(key)
        if key in self._seen:
            return Outcome(ignored=Ignored.TWICE)
        self._seen.add(key)
        if not self._is_theirs(resource):
            return Outcome(ignored=Ignored.OF_SOMEBODY_ELSE)
        reading.addresses = addresses_of(kind, id_in(resource), full_url)
        reading.borrowed.clear()
        enter_contained(reading, resource)
        labels = labels_of(reading, resource, of_bundle=self._of_bundle, never_shared=self._never_shared)
        if labels.never:
            return Outcome(ignored=labels.never, forgotten=key)
        taken_back = _is_taken_back(reading, resource)
        if masked:
            reading.repaired(Repair.SSN_MASKED)
        facts, ignored = self._facts(resource, quietly=taken_back)
        of_others = [reading.directory.labels_of(each) for each in reading.borrowed]
        read = Read(
            *key,
            canonical(_cleaned(reading, resource)),
            facts,
            own_only=any(each.own_only for each in (labels, *of_others)),
            part_2=any(each.part_2 for each in (labels, *of_others)),
            silenced=self._is_silenced(of_others),
            gone=taken_back,
        )
        return Outcome(read, ignored, resource=resource if kind == APPOINTMENT else None)

    def _facts(self, resource: dict[str, Any], *, quietly: bool) -> tuple[Facts, Ignored | None]:
        kind = resource["resourceType"]
        if kind not in READERS:
            return (), None
        reading = replace(self._reading, repairs=Counter(), examples={}) if quietly else self._reading
        try:
            return READERS[kind][1](reading, resource), None
        except NotTaken as not_taken:
            return (), not_taken.why

    def _is_silenced(self, of_others: Collection[Labels]) -> bool:
        """Whether words are missing in the resource at hand because those they are of are never taken."""
        reading = self._reading
        unnamed = reading.directory.is_of_unnamed(*reading.addresses)
        return unnamed or any(each.never for each in of_others)

    def _id_of(self, resource: dict[str, Any], full_url: str) -> str:
        found = id_of(resource, full_url)
        if not id_in(resource):
            of_address = full_url.endswith(found)
            self._reading.repaired(Repair.ID_FROM_ADDRESS if of_address else Repair.ID_FROM_CONTENT)
        return found

    def _is_theirs(self, resource: dict[str, Any]) -> bool:
        kind = resource["resourceType"]
        if kind == APPOINTMENT:
            actors = [
                tree_of(self._reading, each, "actor")
                for each in trees_of(self._reading, resource, "participant")
            ]
            return any(self._is_patient(actor) for actor in actors)
        field = "subject" if kind == REPORT else READERS[kind][0] if kind in READERS else ""
        return not field or self._is_patient(tree_of(self._reading, resource, field))

    def _is_patient(self, reference: Tree) -> bool:
        address = text_of(self._reading, reference, "reference", most=300)
        return self._reading.directory.patient(address) == self._patient_id


def _is_taken_back(reading: Reading, resource: Tree) -> bool:
    said = [resource.get(name) for name in ("status", "lifecycleStatus", "docStatus")]
    verified = first_code(reading, resource, "verificationStatus")
    return bool(TAKEN_BACK & {each for each in (*said, verified) if isinstance(each, str)})


def _cleaned(reading: Reading, resource: dict[str, Any]) -> dict[str, Any]:
    """Give a resource without what the portal never keeps of it: Social Security numbers, and attached files."""
    if resource["resourceType"] in ("Patient", "RelatedPerson"):
        return _without_ssn(reading, resource)
    return _without_files(reading, resource) if "content" in resource else resource


def _without_ssn(reading: Reading, resource: dict[str, Any]) -> dict[str, Any]:
    identifiers = trees_of(reading, resource, "identifier")
    kept = [
        each
        for each in identifiers
        if text_of(reading, each, "system") != SSN_SYSTEM and first_code(reading, each, "type") != SSN_TYPE
    ]
    if len(kept) == len(identifiers):
        return resource
    reading.repaired(Repair.SSN_DROPPED)
    return {**resource, "identifier": kept}


def _without_files(reading: Reading, resource: dict[str, Any]) -> dict[str, Any]:
    contents = []
    for content in trees_of(reading, resource, "content"):
        attachment = tree_of(reading, content, "attachment")
        plain = text_of(reading, attachment, "contentType").startswith("text/plain")
        kept = attachment if plain else {name: value for name, value in attachment.items() if name != "data"}
        contents.append({**content, "attachment": kept})
    return {**resource, "content": contents}
