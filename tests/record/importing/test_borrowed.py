"""Words that one resource lends to another keep what was said of them: never taken, or for the client alone."""

from typing import Any

import pytest

from app.record.clinical.facts import Encounter, Medication, Observation
from app.record.clinical.listing import entries_of
from app.record.making.record import Entry
from tests import people
from tests.record.importing.bundles import (
    concept,
    condition,
    labelled,
    observation,
    resource,
    take,
)

pytestmark = pytest.mark.usefixtures("rolled_back")

MAX = people.client_id("max")
CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
SECRET = "Suicidal thoughts"
ILLNESS = condition("c1", SECRET)
DRUG = {"resourceType": "Medication", "id": "med", "code": concept("Naltrexone")}
REPORT = resource(
    "DiagnosticReport",
    "r1",
    code=concept("Drug screen"),
    result=[{"reference": "Observation/o1"}],
)
REASON = {"reasonReference": [{"reference": "Condition/c1", "display": SECRET}]}
BY_NAME = resource(
    "MedicationRequest",
    "m1",
    status="active",
    intent="order",
    medicationCodeableConcept=concept("Sertraline"),
    reasonCode=[concept(SECRET)],
    **REASON,
)
BY_REFERENCE = resource(
    "MedicationRequest",
    "m2",
    status="active",
    intent="order",
    medicationReference={"reference": "Medication/med", "display": "Naltrexone"},
)
VISIT = resource("Encounter", "e1", status="finished", type=[concept("Visit")], **REASON)
OTHERS = (BY_NAME, BY_REFERENCE, VISIT, observation("o1", valueString="none"))


def marked(*codes: str, system: str = "") -> list[dict[str, Any]]:
    return [labelled(each, *codes, system=system) for each in (ILLNESS, DRUG, REPORT)]


async def seen(*, for_self: bool = True) -> tuple[Entry, ...]:
    return (await entries_of(MAX, for_self=for_self)).entries


async def test_what_is_never_taken_gives_no_word_to_anything_else_and_takes_back_those_it_gave() -> None:
    await take(ILLNESS, DRUG, REPORT, *OTHERS)
    facts = [entry.fact for entry in await seen()]
    assert [each.reason for each in facts if isinstance(each, Encounter)] == [SECRET]
    assert "Drug screen" in repr(facts)
    assert "Naltrexone" in repr(facts)
    for given in (marked("V", system=CONFIDENTIALITY), marked("PSYTHPN")):
        await take(*given, *OTHERS)
        facts = [entry.fact for entry in await seen()]
        assert {type(each) for each in facts} == {Medication, Observation, Encounter}
        for word in (SECRET, "Drug screen", "Naltrexone"):
            assert word not in repr(facts)


async def test_what_takes_words_of_something_sensitive_is_the_clients_alone_as_well() -> None:
    await take(ILLNESS, DRUG, REPORT, *OTHERS)
    assert len(await seen(for_self=False)) == 5
    await take(*marked("SUD", "42CFRPart2"), *OTHERS)
    assert await seen(for_self=False) == ()
    assert [entry.part_2 for entry in await seen()] == [True] * 5
    await take(ILLNESS, DRUG, REPORT, *OTHERS)
    assert len(await seen(for_self=False)) == 5
