"""The tab Contacts: who stands in the four blocks, and adding, changing and ending them."""

from typing import Any

import pytest

from app.changes.rules import Section
from app.changes.service import SAVED
from app.information.demo import contact_id
from tests import checks, people, rows
from tests.information.contacts import (
    BLOCKS,
    DIEGO,
    NEW,
    PAGE,
    RUTH,
    at,
    block,
    change,
    kept,
    named,
    names,
    send,
)

pytestmark = pytest.mark.usefixtures("rolled_back")

IRIS: dict[str, Any] = {"name": "Iris Baker", "phone": "312 555 0199"}


async def test_each_contact_stands_in_its_block_with_what_is_known() -> None:
    page = await (await people.alice()).open(PAGE)
    assert [checks.words(heading) for heading in page.all("main h2")] == [
        "Emergency contact", "Legal guardian", "Preferred physician", "Responsible party",
    ]  # fmt: skip
    first = block(page, "emergency-contact")
    for fact in ("Diego Anderson", "Spouse", "(312) 555-0161", "Chicago, IL 60614", "Ruth Lindqvist"):
        assert fact in first
    assert "Not given" not in first
    assert "Dr. Amma Osei" in block(page, "physician")
    assert "Ruth" not in block(page, "responsible-party")


async def test_an_empty_block_says_so_and_offers_to_add() -> None:
    page = await (await people.client("charlie")).open(PAGE)
    for slug in BLOCKS:
        assert block(page, slug).count("Nadie todavía.") == 1
        assert page.find(f"main a[href='{PAGE}/{slug}/new']")


@pytest.mark.parametrize("as_htmx", [False, True], ids=["plain", "htmx"])
async def test_a_new_contact_stands_in_its_block(as_htmx: bool) -> None:  # noqa: FBT001
    bob = await at(NEW, "bob")
    page = await bob.press("Save", as_htmx=as_htmx, **IRIS, relationship="DAU")
    assert bob.page is not None
    bob.page.shows("Saved")
    for fact in ("Iris Baker", "Daughter", "(312) 555-0199", "Wanda Baker"):
        assert fact in block(page, "emergency-contact")
    (iris,) = await named("Iris Baker", "bob")
    assert iris.texts["phone"] == "+13125550199"


@pytest.mark.parametrize("slug", BLOCKS)
async def test_every_block_takes_another(slug: str) -> None:
    alice = await at(f"{PAGE}/{slug}/new")
    page = await alice.press("Save", **IRIS)
    assert "Iris Baker" in block(page, slug)
    assert "Add another" in block(page, slug)


async def test_what_a_guardian_is_by_is_kept_with_its_day_and_opens_nothing() -> None:
    grants = await rows.value("select count(*) from chart_grant")
    alice = await at(f"{PAGE}/legal-guardian/new")
    alice.page.shows("does not let them into this portal")  # type: ignore[union-attr]  # it was opened
    page = await alice.press(
        "Save",
        name="Gina Grant",
        paper="Court order of May 4, 2026",
        starts_on_month="5",
        starts_on_day="4",
        starts_on_year="2026",
    )
    for fact in ("Court order of May 4, 2026", "May 4, 2026", "does not let them into this portal"):
        assert fact in block(page, "legal-guardian")
    assert await rows.value("select count(*) from chart_grant") == grants


@pytest.mark.parametrize("as_htmx", [False, True], ids=["plain", "htmx"])
async def test_what_is_missing_is_said_beside_it_and_nothing_typed_is_lost(as_htmx: bool) -> None:  # noqa: FBT001
    alice = await at(NEW)
    page = await alice.press("Save", as_htmx=as_htmx, status=422, email="iris@example.org")
    page.shows("Type the name.", "Type a phone number that we can call.")
    shown = alice.page
    assert shown is not None
    assert shown.value("email") == "iris@example.org"
    page = await alice.press("Save", as_htmx=as_htmx, **IRIS)
    assert len(await named("Iris Baker")) == 1


async def test_a_physician_needs_a_name_only_and_an_npi_that_fits_together() -> None:
    alice = await at(f"{PAGE}/physician/new")
    page = await alice.press("Save", status=422, name="Dr. Lee", npi="1234567890")
    page.shows("An NPI has ten digits")
    page = await alice.press("Save", npi="")
    assert "Dr. Lee" in block(page, "physician")


async def test_what_is_folded_opens_where_something_in_it_is_wrong() -> None:
    alice = await at(NEW)
    page = await alice.press("Save", status=422, **IRIS, address_line1="7 Sample Court")
    page.shows("Type the city.")
    assert page.find("details:has(#address_city)").has_attr("open")


async def test_the_same_form_sent_twice_adds_one_and_a_changed_one_is_not_swallowed() -> None:
    alice = await at(NEW)
    once = alice.page.value("once")  # type: ignore[union-attr]  # it was opened
    assert await send(alice, NEW, **IRIS, once=once) == 303
    await alice.open(NEW)
    page = await alice.press("Save", **IRIS, once=once)
    page.shows("This was sent before. It is added once.")
    assert len(await named("Iris Baker")) == 1
    assert await rows.value("select count(*) from outbox_message where kind = $1", SAVED) == 1
    await alice.open(NEW)
    await alice.press("Save", name="Omar Baker", phone="312 555 0198", once=once)
    assert (await names())[-2:] == ["Iris Baker", "Omar Baker"]


async def test_another_client_who_sends_the_same_id_adds_their_own() -> None:
    alice = await at(NEW)
    once = alice.page.value("once")  # type: ignore[union-attr]  # it was opened
    await alice.press("Save", **IRIS)
    bob = await at(NEW, "bob")
    await bob.press("Save", **IRIS, once=once)
    assert len(await named("Iris Baker")) == len(await named("Iris Baker", "bob")) == 1


@pytest.mark.parametrize("as_htmx", [False, True], ids=["plain", "htmx"])
async def test_a_contact_is_changed_in_its_form(as_htmx: bool) -> None:  # noqa: FBT001
    alice = await at(f"{PAGE}/{DIEGO}")
    shown = alice.page
    assert shown is not None
    assert (shown.value("name"), shown.value("phone"), shown.value("address_city")) == (
        "Diego Anderson", "(312) 555-0161", "Chicago",
    )  # fmt: skip
    page = await alice.press("Save", as_htmx=as_htmx, phone="312 555 0177")
    assert alice.page is not None
    alice.page.shows("Saved")
    assert "(312) 555-0177" in block(page, "emergency-contact")
    (diego, pays) = await named("Diego Anderson")
    assert (diego.texts["phone"], pays.texts["phone"]) == ("+13125550177", "+13125550161")
    assert "Chicago" in diego.texts["address"], "what was not changed stays"


async def test_what_was_changed_is_told_below_with_whose_it_is() -> None:
    alice = await at(f"{PAGE}/{DIEGO}")
    page = await alice.press("Save", phone="312 555 0177")
    told = checks.words(page.find(".history"))
    assert "Diego Anderson, Phone: (312) 555-0161 → changed to (312) 555-0177" in told
    assert "Alice Anderson" in told
    assert "In your chart" in told


@pytest.mark.parametrize("as_htmx", [False, True], ids=["plain", "htmx"])
async def test_two_who_change_the_same_field_both_see_it(as_htmx: bool) -> None:  # noqa: FBT001
    alice = await at(f"{PAGE}/{DIEGO}")
    await change(DIEGO, phone="+13125550188")
    page = await alice.press("Save", as_htmx=as_htmx, status=409, phone="312 555 0177")
    page.shows("this was changed elsewhere to “(312) 555-0188”")
    assert alice.page is not None
    assert alice.page.value("phone") == "312 555 0177"
    await alice.press("Save", as_htmx=as_htmx)
    assert (await named("Diego Anderson"))[0].texts["phone"] == "+13125550177"


async def test_what_somebody_else_changed_beside_it_stays_and_is_told() -> None:
    alice = await at(f"{PAGE}/{DIEGO}")
    await change(DIEGO, other_phone="+13125550188")
    page = await alice.press("Save", phone="312 555 0177")
    page.shows("Somebody else has changed this meanwhile: Second phone.")
    assert (await named("Diego Anderson"))[0].texts["other_phone"] == "+13125550188"


async def test_ending_is_asked_once_more_and_leaves_the_name_in_the_list_of_ended_ones() -> None:
    alice = await people.alice()
    await alice.open(PAGE)
    page = await alice.follow("End Ruth Lindqvist")
    page.shows("End this contact?", "Ruth Lindqvist")
    assert "Ruth Lindqvist" in await names(), "asking ends nothing"
    page = await alice.press("End this contact")
    assert "Ruth" not in block(page, "emergency-contact")
    ended = checks.words(page.all(".folded")[0])
    assert ended.startswith("Ended Ruth Lindqvist Emergency contact Ended on ")
    page.shows("Ruth Lindqvist, Ended on: nothing")
    assert "Ruth Lindqvist" not in await names()
    assert await rows.value("select ended_on from contact where id = $1", RUTH)


async def test_ending_twice_ends_once_and_says_nothing_wrong() -> None:
    alice = await at(f"{PAGE}/{RUTH}/ending")
    for _ in range(2):
        assert await send(alice, f"{PAGE}/{RUTH}/ending") == 303
    assert await rows.value("select count(*) from changed_field where subject = $1", RUTH) == 1


async def test_who_has_ended_has_no_form_any_more() -> None:
    alice = await at(f"{PAGE}/{RUTH}/ending")
    await alice.press("End this contact")
    for path in (f"{PAGE}/{RUTH}", f"{PAGE}/{RUTH}/ending"):
        page = await alice.open(path)
        assert page.path == PAGE
        page.shows("This is not in the chart any more.")
    assert await send(alice, f"{PAGE}/{RUTH}", **IRIS) == 409


async def test_what_was_typed_about_a_contact_that_is_ended_meanwhile_is_not_lost() -> None:
    alice, elsewhere = await at(f"{PAGE}/{RUTH}"), await at(f"{PAGE}/{RUTH}/ending")
    await elsewhere.press("End this contact")
    page = await alice.press("Save", status=409, name="Ruth L.", phone="312 555 0166")
    page.shows("This is not in the chart any more.")
    assert (page.value("name"), page.value("phone")) == ("Ruth L.", "312 555 0166")


async def test_staff_are_told_once_a_save() -> None:
    alice = await at(NEW)
    await alice.press("Save", **IRIS)
    assert await rows.value("select count(*) from outbox_message where kind = $1", SAVED) == 1
    assert (
        await rows.value("select section from change_request order by sent_at desc limit 1")
        == Section.CONTACTS
    )


async def test_a_guardian_looks_after_the_contacts_of_the_chart_that_is_open() -> None:
    gina = await people.gina()
    page = await gina.open(PAGE)
    assert "Gina Grant" in block(page, "legal-guardian")
    await gina.open(f"{PAGE}/{contact_id('max', 'Gina')}")
    page = await gina.press("Save", phone="312 555 0177")
    assert (await named("Gina Grant", "max"))[0].texts["phone"] == "+13125550177"
    assert len(await kept("max")) == 1


async def test_what_was_typed_when_the_session_ran_out_is_back() -> None:
    alice = await at(NEW)
    await rows.change("update portal_session set last_seen_at = now() - interval '16 minutes'")
    assert await send(alice, NEW, **IRIS, relationship="DAU") == 303
    assert await named("Iris Baker") == []
    alice = await at(NEW)
    shown = alice.page
    assert shown is not None
    shown.shows("What you typed is back")
    assert (shown.value("name"), shown.value("phone")) == ("Iris Baker", "312 555 0199")
    page = await alice.press("Save")
    assert "Daughter" in block(page, "emergency-contact")
    (await alice.open(NEW)).lacks("What you typed is back")


async def test_a_change_typed_when_the_session_ran_out_is_back_in_its_own_form() -> None:
    alice = await at(f"{PAGE}/{DIEGO}")
    await rows.change("update portal_session set last_seen_at = now() - interval '16 minutes'")
    assert await send(alice, f"{PAGE}/{DIEGO}", name="Diego A. Anderson", phone="312 555 0161") == 303
    (await (await people.alice()).open(f"{PAGE}/{RUTH}")).lacks("What you typed is back")
    page = await (await people.alice()).open(f"{PAGE}/{DIEGO}")
    page.shows("What you typed is back")
    assert page.value("name") == "Diego A. Anderson"
