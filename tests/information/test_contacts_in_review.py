"""Contacts where the practice looks at changes first: the chart stays as it is until then, and the page says so."""

from typing import Any

import pytest

from tests import checks, people, rows
from tests.information.contacts import DIEGO, NEW, PAGE, RUTH, at, block, in_review, named, names, send
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

IRIS: dict[str, Any] = {"name": "Iris Baker", "phone": "312 555 0199"}
LATEST = "select id from change_request where client = $1 order by sent_at desc limit 1"


async def decided(verdict: str, **fields: str) -> None:
    """Have Nora decide about everything the latest save of Alice changed."""
    request = await rows.value(LATEST, people.client_id("alice"))
    nora = await people.nora()
    page = await nora.open(f"/staff/clients/{people.client_id('alice')}/changes/{request}")
    names = {str(choice["name"]) for choice in page.all("main [name^=verdict_]")}
    typed = {str(field["name"]): str(field["value"]) for field in page.all("main [name^=seen_]")}
    typed |= dict.fromkeys(names, verdict)
    typed |= {
        f"reason_{name.removeprefix('verdict_')}": reason for name in names for reason in fields.values()
    }
    path = f"/staff/clients/{people.client_id('alice')}/changes/{request}"
    assert await send(nora, path, **typed) == 303


async def added() -> Browser:
    await in_review()
    alice = await at(NEW)
    page = await alice.press("Save", **IRIS, relationship="DAU")
    page.shows("Your practice looks at it first")
    return alice


async def test_a_new_contact_stands_in_its_block_and_not_in_the_chart() -> None:
    alice = await added()
    page = await alice.open(PAGE)
    card = checks.words(page.all("#contacts .contact")[2])
    assert card.startswith("Iris Baker In review")
    assert "Daughter" in card
    assert card.count("In review") == 1
    assert "until then" not in card
    assert "Edit" not in card
    assert await named("Iris Baker") == []


async def test_a_new_contact_that_is_not_in_the_chart_has_no_form() -> None:
    alice = await added()
    subject = await rows.value("select subject from changed_field where act = 'add' limit 1")
    await alice.open(f"{PAGE}/{subject}", status=404)
    assert await send(alice, f"{PAGE}/{subject}/ending") == 404


async def test_a_new_contact_stands_in_the_chart_once_it_is_accepted() -> None:
    alice = await added()
    await decided("accept")
    page = await alice.open(PAGE)
    assert "In review" not in block(page, "emergency-contact")
    assert block(page, "emergency-contact").count("Iris Baker") == 3  # the name, and both links say it
    assert len(await named("Iris Baker")) == 1


async def test_a_new_contact_that_is_declined_is_told_below_with_the_reason() -> None:
    alice = await added()
    await decided("decline", reason="We could not reach this number.")
    page = await alice.open(PAGE)
    assert "Iris Baker" not in block(page, "emergency-contact")
    page.shows("Not taken over", "We could not reach this number.")
    assert await named("Iris Baker") == []


async def test_a_change_shows_the_new_value_and_what_the_chart_holds() -> None:
    await in_review()
    alice = await at(f"{PAGE}/{DIEGO}")
    page = await alice.press("Save", phone="312 555 0177", name="Diego A. Anderson")
    card = checks.words(page.all("#contacts .contact")[0])
    assert "(312) 555-0177 In review In your chart until then: (312) 555-0161" in card
    assert "Name Diego A. Anderson In review In your chart until then: Diego Anderson" in card
    assert (await named("Diego Anderson"))[0].texts["phone"] == "+13125550161"


async def test_an_end_is_to_be_accepted_and_until_then_there_is_no_other_form() -> None:
    await in_review()
    alice = await at(f"{PAGE}/{RUTH}/ending")
    page = await alice.press("End this contact")
    card = checks.words(page.all("#contacts .contact")[1])
    assert card.startswith("Ruth Lindqvist To be ended, in review")
    assert "Edit" not in card
    assert "Ruth Lindqvist" in await names()
    assert (await alice.open(f"{PAGE}/{RUTH}")).path == PAGE
    assert await send(alice, f"{PAGE}/{RUTH}/ending") == 303
    assert await rows.value("select count(*) from changed_field where subject = $1", RUTH) == 1
    await decided("accept")
    assert "Ruth Lindqvist" not in await names()
    (await alice.open(PAGE)).lacks("To be ended")


async def test_an_end_that_is_declined_leaves_the_contact_where_it_was() -> None:
    await in_review()
    alice = await at(f"{PAGE}/{RUTH}/ending")
    await alice.press("End this contact")
    await decided("decline", reason="Please call us first.")
    page = await alice.open(PAGE)
    page.shows("End Ruth Lindqvist", "Please call us first.")
    page.lacks("To be ended")
