"""Contacts in Piccolo Admin: the office adds and mends them, and types what the client's own form would take."""

from typing import Any

import pytest

from tests import people, rows
from tests.admin.desk import desk_of
from tests.information.contacts import DIEGO, PAGE, RUTH, block, named

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
        ({"phone": "(312) 555-0199"}, "Phone: please type it as +13125550199."),
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
