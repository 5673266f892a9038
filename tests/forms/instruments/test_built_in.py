"""The forms that come with the portal: brought in once, in both languages, with their owners' codes and points."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from app import db
from app.forms.instruments.bringing import bring_built_in, built_in_forms
from app.forms.instruments.known import INSTRUMENTS, instrument_of
from app.forms.questionnaire.gate import examine
from tests import people, rows
from tests.forms.instruments.sent import assigned

FORMS = {form["id"]: form for form in map(json.loads, built_in_forms())}
SIGNED = {"consent-to-treatment", "release-of-information", "telehealth-consent"}
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for below in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from nodes(below)


def items(form: dict[str, Any]) -> list[dict[str, Any]]:
    return [node for node in nodes(form["item"]) if "linkId" in node]


def points(item: dict[str, Any]) -> list[float]:
    return [
        extension["valueDecimal"]
        for option in item["answerOption"]
        for extension in option.get("extension", ())
        if extension["url"] == ORDINAL
    ]


def test_ten_forms_come_with_the_portal() -> None:
    assert sorted(FORMS) == [
        "audit-c",
        "consent-to-treatment",
        "gad-7",
        "patient-registration",
        "pc-ptsd-5",
        "pcl-5",
        "phq-2",
        "phq-9",
        "release-of-information",
        "telehealth-consent",
    ]


@pytest.mark.usefixtures("rolled_back")
async def test_migrating_brings_each_in_once() -> None:
    found = await db.rows(
        "select url, version, title, title_es, instrument, signed from questionnaire where built_in"
    )
    assert {row["url"] for row in found} == {f"urn:client-portal:form:{key}" for key in FORMS}
    assert {row["url"].rsplit(":", 1)[1] for row in found if row["signed"]} == SIGNED
    assert {row["instrument"] for row in found} == {
        "",
        "phq-9",
        "phq-2",
        "gad-7",
        "audit-c",
        "pc-ptsd-5",
        "pcl-5",
    }
    assert all(row["title_es"] and row["title_es"] != row["title"] for row in found)
    assert await bring_built_in() == []


@pytest.mark.usefixtures("rolled_back")
async def test_one_that_the_practice_has_retired_stays_retired() -> None:
    await rows.change(
        "update questionnaire set retired_at = now() where url = 'urn:client-portal:form:phq-2'"
    )
    assert await bring_built_in() == []
    retired = "select retired_at from questionnaire where url = 'urn:client-portal:form:phq-2'"
    assert await rows.value(retired) is not None


@pytest.mark.parametrize("key", sorted(FORMS))
def test_every_text_stands_in_spanish_too(key: str) -> None:
    for item in items(FORMS[key]):
        assert "text" not in item or "_text" in item, item["linkId"]
    for name in ("title", "copyright", "purpose"):
        assert (name in FORMS[key]) is (f"_{name}" in FORMS[key])


@pytest.mark.parametrize("key", sorted(FORMS))
def test_every_question_is_named_once(key: str) -> None:
    names = [item["linkId"] for item in items(FORMS[key])]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("key", "count", "most"),
    [
        ("phq-9", 9, 3),
        ("phq-2", 2, 3),
        ("gad-7", 7, 3),
        ("audit-c", 3, 4),
        ("pc-ptsd-5", 5, 1),
        ("pcl-5", 20, 4),
    ],
)
def test_the_questions_that_are_scored_bring_their_points_along(key: str, count: int, most: int) -> None:
    scored = [item for item in items(FORMS[key]) if "prefix" in item]
    assert [item["prefix"] for item in scored] == [f"{number}." for number in range(1, count + 1)]
    assert all(sorted(set(points(item))) == list(range(most + 1)) for item in scored)
    assert all(item["required"] for item in scored)
    assert instrument_of(FORMS[key]) == key
    assert [item["code"][0]["code"] for item in scored if "code" in item] == list(INSTRUMENTS[key].codes)


@pytest.mark.parametrize("text", built_in_forms(), ids=sorted(FORMS))
def test_the_gate_has_nothing_to_refuse_repair_or_note(text: str) -> None:
    found = examine(text)
    assert (found.errors, found.repairs, found.notes) == ((), (), ())
    assert found.signed is (json.loads(text)["id"] in SIGNED)


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize("key", sorted({*SIGNED, "patient-registration"}))
async def test_what_a_practice_is_told_about_a_form_is_shown_to_staff_and_to_no_client(key: str) -> None:
    purpose = FORMS[key]["purpose"]
    assert purpose.startswith("Text of this portal.")
    alice, form = await people.alice(), await assigned(key)
    for path in (f"/forms/{form}", f"/forms/{form}?page=9", f"/forms/{form}/review"):
        (await alice.open(path)).lacks("Text of this portal")
    kept = await rows.value("select questionnaire from form_assignment where id = $1", form)
    (await (await people.nora()).open(f"/staff/forms/{kept}")).shows(purpose)


def test_the_question_how_difficult_it_made_things_has_no_points() -> None:
    (difficulty,) = (item for item in items(FORMS["phq-9"]) if item["linkId"] == "69722-7")
    assert points(difficulty) == []
    assert "required" not in difficulty


def test_the_questions_after_an_event_follow_the_one_whether_there_was_any() -> None:
    (asked,) = (item for item in items(FORMS["pc-ptsd-5"]) if item["linkId"] == "pc-ptsd-5")
    (condition,) = asked["enableWhen"]
    assert condition["question"] == "102011-4"
    assert condition["answerCoding"]["code"] == "LA33-6"


def test_the_registration_does_not_ask_for_the_social_security_number() -> None:
    text = json.dumps(FORMS["patient-registration"]).casefold()
    assert "social security" not in text
    assert "ssn" not in text


@pytest.mark.parametrize("key", sorted(SIGNED))
def test_a_consent_says_that_it_can_be_taken_back(key: str) -> None:
    text = json.dumps(FORMS[key], ensure_ascii=False)
    assert "take this permission back" in text or "take it back" in text or "take this consent back" in text
    assert "42 CFR Part 2" in text
    assert "HIPAA" in text
