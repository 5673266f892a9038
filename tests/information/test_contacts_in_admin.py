"""Contacts in Piccolo Admin: the office adds and mends them, and types what the client's own form would take."""

from typing import Any

import pytest

from app.activity.kinds import Kind
from tests import checks, people, rows
from tests.admin import audit
from tests.admin.desk import desk_of
from tests.information.contacts import DIEGO, PAGE, RUTH, at, block, in_review, named
from tests.page import Page

pytestmark = pytest.mark.usefixtures("restored")

IRIS = {
    "client": str(people.client_id("alice")),
    "role": "emergency_contact",
    "name": "Iris Baker",
    "phone": "+13125550199",
}


async def test_what_the_office_adds_stands_on_the_clients_page() -> None:
    nora = await desk_of("nora")
    answer = await nora.add("contacts", **IRIS, relationship="DAU")
    assert answer.status_code == 201, answer.text
    page = await (await people.alice()).open(PAGE)
    for fact in ("Iris Baker", "Daughter", "(312) 555-0199"):
        assert fact in block(page, "emergency-contact")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"phone": "12"}, "Phone: Type the phone number with its area code"),
        ({"phone": ""}, "Phone: Type a phone number that we can call."),
        ({"other_phone": "5550199"}, "Second phone: "),
        ({"email": "iris"}, "E-mail address: This does not look like an e-mail address."),
        ({"relationship": "Mother"}, "Relationship: Please choose from the list."),
        ({"role": "physician", "npi": "1234567890"}, "NPI: An NPI has ten digits"),
        ({"name": " "}, "“Name” may not be blank."),
    ],
)
async def test_what_a_client_could_not_type_is_refused_with_a_sentence(
    values: dict[str, Any], sentence: str
) -> None:
    nora = await desk_of("nora")
    answer = await nora.add("contacts", **(IRIS | values))
    assert answer.status_code in (409, 422), answer.text
    assert sentence in answer.json()
    assert await named("Iris Baker") == []


async def test_the_office_ends_a_contact_by_its_day() -> None:
    nora = await desk_of("nora")
    answer = await nora.change("contacts", RUTH, ended_on="2026-11-01")
    assert answer.status_code == 200, answer.text
    page = await (await people.alice()).open(PAGE)
    assert "Ruth" not in block(page, "emergency-contact")
    page.shows("Ended on Nov 1, 2026")


async def test_whose_it_is_and_where_somebody_lives_are_not_for_the_admin() -> None:
    nora = await desk_of("nora")
    row = (await nora.rows("contacts", f"?id={DIEGO}"))[0]
    assert {"address", "paper", "starts_on"}.isdisjoint(row)
    for values in ({"client": str(people.client_id("bob"))}, {"role": "physician"}, {"address": "x"}):
        assert (await nora.change("contacts", DIEGO, **values)).status_code == 403
    assert (await nora.delete("contacts", DIEGO)).status_code in (403, 405)
    assert await rows.value("select client from contact where id = $1", DIEGO) == people.client_id("alice")


def history(page: Page) -> list[str]:
    return [checks.words(line) for line in page.all(".history li")]


async def test_what_the_office_adds_and_mends_stands_in_the_clients_history() -> None:
    nora = await desk_of("nora")
    await nora.add("contacts", **IRIS)
    await nora.change("contacts", RUTH, phone="+13125550177", ended_on="2026-11-01")
    lines = history(await (await people.alice()).open(PAGE))
    for line in (
        "Iris Baker, Name: nothing → changed to Iris Baker",
        "Iris Baker, Phone: nothing → changed to (312) 555-0199",
        "Ruth Lindqvist, Ended on: nothing → changed to Nov 1, 2026",
    ):
        (found,) = [each for each in lines if each.startswith(line)]
        assert "Nora Novak" in found
        assert found.endswith("In your chart")
    (phone,) = [each for each in lines if each.startswith("Ruth Lindqvist, Phone")]
    assert "→ changed to (312) 555-0177" in phone
    kinds = await rows.value(
        "select array_agg(distinct sent_by_kind) from change_request where sent_by_name = 'Nora Novak'"
    )
    assert kinds == ["staff"]


async def test_what_the_office_writes_alerts_nobody_and_sends_no_letter() -> None:
    before = await rows.value("select count(*) from outbox_message")
    nora = await desk_of("nora")
    await nora.change("contacts", RUTH, phone="+13125550177")
    assert await rows.value("select count(*) from outbox_message") == before


async def test_what_is_refused_or_stays_as_it_was_leaves_no_trace() -> None:
    before = await rows.value("select count(*) from changed_field")
    nora = await desk_of("nora")
    await nora.change("contacts", RUTH, name="Ruth Lindqvist")
    await nora.change("contacts", RUTH, name="Ruth L.", phone="12")
    assert await rows.value("select count(*) from changed_field") == before


async def test_what_the_client_sent_waits_on_after_the_office_has_written_the_same_field() -> None:
    await in_review()
    alice = await at(f"{PAGE}/{RUTH}")
    await alice.press("Save", phone="312 555 0188")
    nora = await desk_of("nora")
    await nora.change("contacts", RUTH, phone="+13125550177")
    words = block(await alice.open(PAGE), "emergency-contact")
    assert "(312) 555-0188 In review In your chart until then: (312) 555-0177" in words


async def test_a_number_typed_as_people_write_it_is_kept_with_its_country() -> None:
    nora = await desk_of("nora")
    answer = await nora.add("contacts", **(IRIS | {"phone": "(312) 555-0199 x 4"}))
    assert answer.status_code == 201, answer.text
    (iris,) = await named("Iris Baker")
    assert iris.texts["phone"] == "+13125550199;ext=4"
    event = await audit.newest(Kind.ADMIN_ROW_ADDED)
    assert audit.detail_of(event)["phone"] == [None, iris.texts["phone"]]


@pytest.mark.parametrize(
    ("ended_on", "sentence"),
    [("1899-12-31", "This day is too long ago."), ("2200-01-01", "This day is too far away.")],
)
async def test_a_day_that_cannot_be_is_refused(ended_on: str, sentence: str) -> None:
    nora = await desk_of("nora")
    answer = await nora.change("contacts", RUTH, ended_on=ended_on)
    assert answer.status_code == 409, answer.text
    assert f"Ended on: {sentence}" in answer.json()
