"""Social Security numbers and invisible characters in the texts of a file do not come into the record."""

import base64
from typing import Any

import msgspec
import pytest

from app import db
from app.record.clinical.listing import entries_of
from app.record.clinical.storing import opened
from app.record.importing.repairs import Repair
from app.record.importing.tidying import tidied
from tests import people
from tests.record.importing.bundles import concept, condition, observation, resource, take

pytestmark = pytest.mark.usefixtures("rolled_back")

MAX = people.client_id("max")
NUMBER = "524-17-9408"


def tidy(text: str) -> Any:
    return tidied({"text": text})[0]["text"]


async def test_a_social_security_number_in_any_text_is_cut_down_and_named_in_what_is_kept_as_well() -> None:
    said = f"SSN:{NUMBER}."
    plain = {"contentType": "text/plain", "data": base64.b64encode(said.encode()).decode()}
    medicine = {"resourceType": "Medication", "id": "med", "code": concept(f"Drug of {NUMBER}")}
    report = await take(
        medicine,
        condition("c1", "ADHD", note=[{"text": said}]),
        observation("o1", valueString=said),
        resource(
            "MedicationRequest",
            "m1",
            status="active",
            intent="order",
            medicationReference={"reference": "Medication/med"},
            dosageInstruction=[{"text": said}],
        ),
        resource(
            "DocumentReference",
            "d1",
            status="current",
            type=concept("Note"),
            content=[{"attachment": plain}],
        ),
        resource("DiagnosticReport", "r1", code=concept("Panel"), presentedForm=[plain], conclusion=said),
    )
    facts = repr([entry.fact for entry in (await entries_of(MAX, for_self=True)).entries])
    assert facts.count("SSN:***-**-9408.") == 4
    assert "Drug of ***-**-9408" in facts
    assert {each.repair: each.times for each in report.repaired}[Repair.SSN_MASKED] == 6
    kept = [
        opened(row["id"], row["content"])
        for row in await db.rows("select * from clinical_resource where client = $1", MAX)
    ]
    forms = [
        base64.b64decode(form["data"])
        for each in map(msgspec.json.decode, kept)
        for form in each.get("presentedForm", [])
    ]
    assert forms == [b"SSN:***-**-9408."]
    for words in (*kept, facts.encode()):
        assert NUMBER.encode() not in words
        assert plain["data"].encode() not in words


def test_other_numbers_stay_as_they_are() -> None:
    for other in ("000-12-3456", "666-12-3456", "912-12-3456", "524-00-9408", "524-17-0000"):
        assert tidy(other) == other
    for other in ("1524-17-9408", "524-17-94081", "2024-05-06", "1-524-17-9408", "312-555-0100"):
        assert tidy(other) == other
    assert tidy(f"{NUMBER}/{NUMBER}") == "***-**-9408/***-**-9408"
    assert tidied({"id": NUMBER, "reference": NUMBER}) == ({"id": NUMBER, "reference": NUMBER}, False)


async def test_invisible_and_direction_changing_characters_are_left_out() -> None:
    hidden = "".join(
        map(chr, (0, 0x202A, 0x202D, 0x202E, 0x2066, 0x2069, 0x200B, 0x200F, 0xAD, 0xFEFF, 0xE000))
    )
    assert tidy("5\u202e24-1\u200b7-9408") == "***-**-9408"
    assert tidy("a\tb\r\nc") == "a\tb\nc"
    text = base64.b64encode(f"Slept{hidden} better".encode()).decode()
    note = resource(
        "DocumentReference",
        "d1",
        status="current",
        type=concept(f"No{hidden}te"),
        content=[{"attachment": {"contentType": "text/plain", "data": text}}],
    )
    await take(note, condition("c1", f"AD{hidden}HD"))
    facts = repr([entry.fact for entry in (await entries_of(MAX, for_self=True)).entries])
    for words in ("'ADHD'", "'Note'", "'Slept better'"):
        assert words in facts
