"""Whom insurance is open to: the client, a guardian whose grant opens it, and as far as the practice settled."""

from urllib.parse import urlencode
from uuid import UUID

import httpx
import pytest

from app.insurance.demo import POLICIES as DEMO
from app.insurance.demo import policy_id
from app.insurance.policy import write_policy
from tests import checks, people, rows
from tests.accounts.grants.access import limit
from tests.documents.papers import CARD
from tests.insurance.policies import BOBS, PATH, PRIMARY, TYPED, at, let
from tests.page import FORM, Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

DENIED = "select count(*) from audit_event where kind = 'access_denied'"
HTMX = {"hx-request": "true", "hx-request-type": "partial"}
GETS = ("/new", f"/{PRIMARY}", f"/{PRIMARY}/ending", f"/{PRIMARY}/cards/front", f"/{PRIMARY}/cards/back")
POSTS = ("", f"/{PRIMARY}", f"/{PRIMARY}/ending", f"/{PRIMARY}/cards/front", f"/{PRIMARY}/cards")
LEAVES = tuple(leaf for leaf in POSTS if leaf)


async def post(browser: Browser, path: str, *, as_htmx: bool = False) -> httpx.Response:
    fields = {"_csrf": browser.token, **TYPED, "how": "mistake", "document": str(CARD), "side": "front"}
    headers = {"content-type": FORM, **(HTMX if as_htmx else {})}
    return await browser.send("POST", path, headers=headers, content=urlencode(fields).encode())


def of(policy: UUID, leaf: str) -> str:
    return PATH + leaf.replace(str(PRIMARY), str(policy))


@pytest.mark.parametrize("as_htmx", [False, True])
async def test_the_policy_of_another_client_is_not_found_and_that_is_noted(*, as_htmx: bool) -> None:
    bob = await people.bob()
    await bob.open(PATH)
    before, denied = await rows.digest(), await rows.value(DENIED)
    for leaf in GETS[1:]:
        answer = await bob.send("GET", PATH + leaf, headers=HTMX if as_htmx else {})
        assert answer.status_code == 404, leaf
    for leaf in LEAVES:
        assert (await post(bob, PATH + leaf, as_htmx=as_htmx)).status_code == 404, leaf
    assert await rows.digest() == before
    assert await rows.value(DENIED) == denied + len(GETS[1:]) + len(LEAVES)


async def test_a_page_shows_nothing_of_another_client() -> None:
    page = await (await people.bob()).open(PATH)
    page.lacks("Example Health Plan", "EXM", "Jordan")
    page.find(f"#policy-{BOBS}")


async def test_a_section_that_is_hidden_is_nowhere() -> None:
    alice = await people.alice()
    await alice.open(PATH)
    await let(update_insurance="hidden")
    for path in (PATH, *(PATH + leaf for leaf in GETS), "/home/tiles/insurance"):
        assert (await alice.send("GET", path)).status_code == 404, path
    for leaf in POSTS:
        assert (await post(alice, PATH + leaf)).status_code == 404, leaf
    page = await alice.open("/home")
    assert not page.all("a[href^='/insurance']")
    page = await alice.open("/information/basic")
    assert not page.all("a[href^='/insurance']")


async def test_a_section_that_is_closed_can_be_read_and_not_changed() -> None:
    alice = await people.alice()
    await let(update_insurance="no")
    page = await alice.open(PATH)
    page.shows("Your practice keeps this part up to date itself.", "EXM 0000 1234")
    assert not page.all("main form, main a[href^='/insurance/']")
    before = await rows.digest()
    for leaf in GETS:
        assert (await alice.send("GET", PATH + leaf)).status_code == 403, leaf
    for leaf in POSTS:
        assert (await post(alice, PATH + leaf)).status_code == 403, leaf
    assert await rows.digest() == before


async def test_who_has_none_in_a_closed_section_is_not_invited() -> None:
    await let(update_insurance="no")
    page = await (await people.gina()).open(PATH)
    page.shows("Your practice has not entered any insurance of yours.")
    assert not page.all("main a[href^='/insurance/']")


async def test_a_guardian_without_the_area_finds_nothing() -> None:
    await limit("gina", "max", "messages")
    gina = await people.gina()
    page = await gina.open("/home")
    assert not page.all("a[href^='/insurance']")
    for leaf in ("", *GETS):
        assert (await gina.send("GET", PATH + leaf)).status_code == 404
    for leaf in POSTS:
        assert (await post(gina, PATH + leaf)).status_code == 404


async def test_a_guardian_with_the_area_looks_after_the_childs_insurance() -> None:
    await limit("gina", "max", "insurance")
    gina = await people.gina()
    await gina.open(f"{PATH}/new")
    page = await gina.press("Save", **TYPED)
    page.shows("Prairie Care", "Gina Grant")
    owner = "select client from insurance_policy where payer = (select id from payer where name = 'Prairie Care') and id <> $1"
    assert await rows.value(owner, BOBS) == people.client_id("max")


async def test_photos_of_cards_are_open_where_documents_are() -> None:
    policy = policy_id("of Max")
    await write_policy(people.client_id("max"), policy, DEMO["bob", "primary"])
    for areas, shown in ((("insurance", "documents"), True), (("insurance",), False)):
        await limit("gina", "max", *areas)
        gina = await people.gina()
        page = await gina.open(PATH)
        assert bool(page.all("a[href*='/cards/']")) is shown
        for side in ("front", "back"):
            answer = await gina.send("GET", f"{at(policy)}/cards/{side}")
            assert answer.status_code == (200 if shown else 404)
    for leaf in ("/cards/front", "/cards"):
        assert (await post(gina, at(policy) + leaf)).status_code == 404
    assert await rows.value("select count(*) from policy_card") == 0


async def test_a_client_whose_care_has_ended_reads_and_sends_nothing() -> None:
    alice = await people.alice()
    await alice.open(PATH)
    await rows.change(
        "update client set discharged_on = current_date where id = $1", people.client_id("alice")
    )
    assert (await alice.send("GET", PATH)).status_code == 200
    before = await rows.value("select count(*) from changed_field")
    assert (await post(alice, at(PRIMARY))).status_code == 409
    assert await rows.value("select count(*) from changed_field") == before


async def test_nobody_signed_in_is_sent_to_sign_in() -> None:
    answer = await (await people.nobody()).send("GET", at(PRIMARY))
    assert answer.headers["location"].startswith("/sign-in")


async def test_what_was_typed_when_a_session_ran_out_is_given_back() -> None:
    alice = await people.alice()
    await alice.open(at(PRIMARY))
    token = alice.token
    await rows.change("update portal_session set last_seen_at = now() - interval '1 day'")
    fields = {"_csrf": token, **TYPED, "plan": "Typed late", "how": "mistake"}
    answer = await alice.send(
        "POST", at(PRIMARY), headers={"content-type": FORM}, content=urlencode(fields).encode()
    )
    assert answer.status_code == 303
    again = await people.alice()
    page = await again.open(at(PRIMARY))
    page.shows("You were signed out. What you typed is back.")
    assert page.value("plan") == "Typed late"
    assert checks.words(page.find("#payer_chosen [selected]")) == "Prairie Care"
