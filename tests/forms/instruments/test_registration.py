"""The registration begins with what the chart holds, and what is changed in it is changed in the chart."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from app.activity.actor import Actor
from app.forms.instruments.bringing import built_in_forms
from app.forms.instruments.patient import needs_patient, patient_of
from app.forms.instruments.registration import URL
from app.forms.questionnaire.form import form_of
from app.information.basic import read_both, write_identity
from app.information.blocks import EMERGENCY_CONTACT
from app.information.contacts import contacts_of, write_contact
from app.information.details import read_details, write_details
from app.information.rules import Role
from app.insurance.listing import standing_policy
from app.insurance.policy import write_policy
from app.practice.service import set_settings
from app.practice.settings import load_settings
from tests import people, rows
from tests.forms.instruments.sent import assigned, press
from tests.forms.questionnaire.small import posted, problem
from tests.page import Browser, Page

pytestmark = pytest.mark.usefixtures("rolled_back")

ALICE = people.client_id("alice")
REGISTRATION = form_of(next(text for text in built_in_forms() if URL in text))
CHANGES = "select count(*) from change_request"
WAITING = "select field from changed_field where standing = 'in_review' order by field"
CONTACT = UUID("00000000-0000-4000-8000-000000000001")
POLICY = UUID("00000000-0000-4000-8000-000000000002")
ADDRESS = {
    "line1": "12 Main St",
    "line2": "Apt 7",
    "city": "Chicago",
    "state": "IL",
    "postal_code": "60601",
    "country": "US",
}


async def basic() -> dict[str, str]:
    both = await read_both(ALICE)
    assert both is not None
    return both[0]


async def set_to(**values: str) -> None:
    await set_settings(by=Actor.system("test"), values=values)


async def open_registration() -> tuple[Browser, Page]:
    alice = await people.alice()
    form = await assigned("patient-registration")
    return alice, await alice.open(f"/forms/{form}")


async def send_registration(*pages: Mapping[str, str]) -> Page:
    """Fill the pages of the registration with these answers, and send it."""
    alice, _ = await open_registration()
    for number in range(4):
        given = pages[number] if number < len(pages) else {}
        label = "Continue" if number < 3 else "Look over my answers"
        await press(alice, label, {f"a.{name}": value for name, value in given.items()})
    return await alice.press("Send my answers")


def typed(page: Page, name: str) -> str:
    return str(page.find(f"main [name='{name}']")["value"])


async def options_of(page: Page, name: str) -> dict[str, str]:
    """Give the places of the options of a list by their words."""
    listed = page.find(f"select[name='a.{name}']")
    return {option.get_text(strip=True): str(option["value"]) for option in listed.select("option")}


async def test_the_registration_begins_with_what_the_chart_holds() -> None:
    await write_identity(ALICE, ALICE, {"born_on": "1988-04-12"})
    _, page = await open_registration()
    assert typed(page, "a.basic/first_name") == "Alice"
    assert typed(page, "a.basic/last_name") == "Anderson"
    assert typed(page, "a.basic/email") == "alice@example.org"
    assert typed(page, "a.basic/phone") == "(312) 555-0111"
    assert typed(page, "a.basic/born_on~year") == "1988"


async def test_contacts_details_and_insurance_are_known_to_the_form_as_well() -> None:
    await write_details(ALICE, ALICE, {"origin": "2028-9 2106-3", "marital_status": "M", "language": "es"})
    await rows.change("delete from contact")
    await write_contact(
        Role.EMERGENCY_CONTACT,
        ALICE,
        CONTACT,
        {"name": "Adam Anderson", "relationship": "SPS", "phone": "+13125550120"},
    )
    patient = await patient_of(ALICE)
    extensions = [
        (each["url"].rsplit(":", 1)[1], each["valueCoding"]["code"])
        for each in patient["extension"]
        if "valueCoding" in each
    ]
    assert ("origin", "2028-9") in extensions
    assert ("origin", "2106-3") in extensions
    assert ("marital_status", "M") in extensions
    (contact,) = patient["contact"]
    assert contact["name"] == {"text": "Adam Anderson"}
    assert contact["telecom"] == [{"system": "phone", "value": "(312) 555-0120"}]
    assert "ssn" not in json.dumps(patient).casefold()


async def test_a_section_that_is_hidden_is_not_known_to_the_form() -> None:
    await set_to(update_basic="hidden", update_insurance="hidden")
    await load_settings()
    patient = await patient_of(ALICE)
    assert "name" not in patient
    assert "telecom" not in patient
    assert "birthDate" not in patient
    assert "contained" not in patient or all(each["id"] != "insurance" for each in patient["contained"])


async def test_a_registration_sent_as_it_was_shown_changes_nothing() -> None:
    before = await rows.value(CHANGES)
    held = await basic()
    page = await send_registration()
    page.shows("Thank you. Your answers are sent.")
    assert await rows.value(CHANGES) == before
    assert await basic() == held


async def test_what_differs_stands_in_the_chart_and_nothing_else_is_touched() -> None:
    held = await basic()
    await send_registration({"basic/preferred_name": "Ali", "basic/phone": "312 555 0199"})
    assert await basic() == {**held, "preferred_name": "Ali", "phone": "+13125550199"}
    changed = await rows.value(
        "select string_agg(field, ',' order by field) from changed_field where request ="
        " (select id from change_request order by sent_at desc limit 1)"
    )
    assert changed == "phone,preferred_name"
    assert await rows.value("select count(*) from outbox_message where kind = 'changes.saved'") == 1


async def test_where_the_practice_looks_first_the_answers_wait_for_it() -> None:
    await set_to(review_basic="review")
    held = await basic()
    await send_registration({"basic/preferred_name": "Ali"})
    assert await basic() == held
    assert await rows.value(WAITING) == "preferred_name"
    page = await (await people.terry()).open(f"/staff/clients/{ALICE}/changes")
    page.shows("Preferred name")


async def test_a_section_that_is_closed_is_not_changed() -> None:
    await set_to(update_basic="no")
    held = await basic()
    await send_registration({"basic/preferred_name": "Ali"})
    assert await basic() == held


async def test_an_answer_that_breaks_the_rules_of_its_field_stays_with_the_form() -> None:
    held = await basic()
    await send_registration({"basic/address/address.city": "Chicago", "basic/middle_name": "May"})
    assert await basic() == {**held, "middle_name": "May"}


ZIP, MEMBER_ID = "basic/address/address.zip", "insurance/policy/policy.member_id"
NO_EMAIL = "This does not look like an e-mail address. Please type it again, such as name@example.org."
NO_ZIP = "Type the ZIP code: five digits, such as 60601, or nine, such as 60601-1234."


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("basic/email", "nope", NO_EMAIL),
        ("basic/phone", "12", "Type the phone number with its area code, such as 312 555 0107. "),
        ("basic/work_phone", "555 0107", "The area code is missing. Type the number such as 312 555 0107."),
        ("contacts/physician/physician.phone", "call me", "Type the phone number with its area code"),
        (ZIP, "99", NO_ZIP),
        (MEMBER_ID, "<b>", "Type the number as it stands on the card: letters, digits"),
    ],
)
def test_an_answer_that_the_chart_would_not_take_says_so_at_its_question(
    name: str, typed: str, sentence: str
) -> None:
    answers = posted(REGISTRATION, {"insurance/insured": "true"})
    wrong = posted(REGISTRATION, {name: typed}, answers)
    assert problem(REGISTRATION, name, wrong).startswith(sentence)
    assert wrong.typings[name][0] == typed


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("basic/email", "alice.o'neil+x@mail.example.org"),
        *(
            ("basic/phone", number)
            for number in ("3125550107", "(312) 555-0107", "312.555.0107 ext. 12", "1-312-555-0107")
        ),
        ("basic/home_phone", "+44 20 7946 0018"),
        *((ZIP, code) for code in ("60601", "60601-1234", "606011234", "60601 1234")),
        *((MEMBER_ID, number) for number in ("XEA 123-456", "0012x")),
    ],
)
def test_what_people_usually_type_passes_and_stays_as_it_was_typed(name: str, typed: str) -> None:
    answers = posted(REGISTRATION, {name: typed}, posted(REGISTRATION, {"insurance/insured": "true"}))
    assert problem(REGISTRATION, name, answers, checked=True) == ""
    assert answers.values[name] == ({"valueString": typed},)


def test_what_is_wrong_with_an_answer_is_said_in_spanish_too() -> None:
    wrong = posted(REGISTRATION, {ZIP: "99"})
    assert problem(REGISTRATION, ZIP, wrong, language="es").startswith("Escriba el código postal")


async def test_an_answer_that_is_emptied_takes_nothing_out_of_the_chart() -> None:
    held = await basic()
    await send_registration({"basic/phone": "", "basic/email": ""})
    assert await basic() == held


async def test_an_address_is_one_field_of_the_chart() -> None:
    _, page = await open_registration()
    illinois = (await options_of(page, "basic/address/address.state"))["Illinois"]
    address = "basic/address/address."
    await send_registration(
        {
            f"{address}line1": "12 Main St",
            f"{address}line2": "Apt 7",
            f"{address}city": "Chicago",
            f"{address}state": illinois,
            f"{address}zip": "60601",
        }
    )
    assert json.loads((await basic())["address"]) == ADDRESS


async def test_the_day_of_birth_is_corrected() -> None:
    born = "basic/born_on"
    await send_registration({f"{born}~month": "4", f"{born}~day": "13", f"{born}~year": "1988"})
    both = await read_both(ALICE)
    assert both is not None
    assert both[1]["born_on"] == "1988-04-13"


async def test_a_box_above_a_detail_that_the_chart_holds_stays() -> None:
    await write_details(ALICE, ALICE, {"origin": "2028-9", "origin_2028_9": "2034-7"})
    texts: dict[str, Any] = await read_details(ALICE, ALICE) or {}
    assert texts["origin_2028_9"] == "2034-7"
    await send_registration({}, {"details/origin": "6"})
    texts = await read_details(ALICE, ALICE) or {}
    assert texts["origin"] == "2028-9 2106-3"


async def test_a_contact_that_the_chart_does_not_have_is_added_once() -> None:
    await rows.change("delete from contact where client = $1", ALICE)
    alice, _ = await open_registration()
    await alice.press("Continue")
    await alice.press("Continue")
    shown = await press(alice, "Continue", {"a.contacts/emergency": "true"})
    assert shown.path.endswith("page=3") or shown.path.endswith("page=4")
    await alice.open(shown.path.replace("page=4", "page=3"))
    where = "a.contacts/emergency_contact/emergency_contact."
    await press(alice, "Continue", {f"{where}name": "Adam Anderson", f"{where}phone": "312 555 0120"})
    await alice.press("Look over my answers")
    await alice.press("Send my answers")
    (contact,) = await contacts_of(ALICE)
    assert contact.role is Role.EMERGENCY_CONTACT
    assert (contact.texts["name"], contact.texts["phone"]) == ("Adam Anderson", "+13125550120")
    assert EMERGENCY_CONTACT.part.name == "emergency_contact"


async def test_a_contact_that_stands_is_corrected() -> None:
    await rows.change("delete from contact where client = $1", ALICE)
    held = {"name": "Adam Anderson", "relationship": "SPS", "phone": "+13125550120"}
    await write_contact(Role.EMERGENCY_CONTACT, ALICE, CONTACT, held)
    where = "contacts/emergency_contact/emergency_contact."
    await send_registration({}, {}, {f"{where}phone": "312 555 0121"})
    (contact,) = await contacts_of(ALICE)
    assert {name: contact.texts[name] for name in held} == {**held, "phone": "+13125550121"}


async def with_policy() -> None:
    await rows.change("delete from policy_card")
    await rows.change("delete from insurance_policy where client = $1", ALICE)
    texts = {
        "priority": "1",
        "payer": "Aetna",
        "plan": "Gold",
        "member_id": "0012X",
        "relationship": "self",
        "starts_on": "2020-01-01",
    }
    await write_policy(ALICE, POLICY, texts)


async def test_a_policy_is_corrected() -> None:
    await with_policy()
    await send_registration({}, {}, {}, {"insurance/policy/policy.member_id": "0012Y"})
    policy = await standing_policy(ALICE)
    assert policy is not None
    assert policy[0] == POLICY
    assert (policy[1]["member_id"], policy[1]["plan"]) == ("0012Y", "Gold")


async def test_another_insurance_company_ends_the_policy_and_begins_a_new_one() -> None:
    await with_policy()
    new = {"insurance/policy/policy.payer": "Cigna", "insurance/policy/policy.member_id": "77"}
    await send_registration({}, {}, {}, new)
    policy = await standing_policy(ALICE)
    assert policy is not None
    assert policy[0] != POLICY
    assert (policy[1]["payer"], policy[1]["member_id"], policy[1]["priority"]) == ("Cigna", "77", "1")
    assert await rows.value("select ended_on from insurance_policy where id = $1", POLICY) is not None


def test_a_form_that_is_begun_asks_for_the_chart_only_where_its_conditions_do() -> None:
    initial = {
        "url": "x/sdc-questionnaire-initialExpression",
        "valueExpression": {"expression": "%patient.id"},
    }
    condition = {
        "url": "x/sdc-questionnaire-enableWhenExpression",
        "valueExpression": {"expression": "%patient.id"},
    }
    assert needs_patient(json.dumps([initial]), begun=False)
    assert not needs_patient(json.dumps([initial]), begun=True)
    assert needs_patient(json.dumps([initial, condition]), begun=True)
    assert not needs_patient("{}", begun=False)
