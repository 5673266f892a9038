"""Discreet mode: the browser's title says nothing of the practice or the page."""

import pytest

from tests import people, rows
from tests.information.preferences import EDIT, PATH, post, preferences, save
from tests.page import Browser
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")
NEUTRAL = "Client portal"
PAGES = (
    "/home",
    "/messages",
    "/messages/new",
    "/documents",
    "/activity",
    "/account",
    "/account/access",
    PATH,
    EDIT,
)
GONE = "/messages/00000000-0000-4000-8000-000000000000"


async def discreet(name: str = "alice") -> Browser:
    await rows.change(
        "insert into messaging_preference (id, channel, notices, discreet) values ($1, 'email', '{}', true)"
        " on conflict (id) do update set discreet = true",
        people.client_id(name),
    )
    browser = await people.client("gina" if name == "max" else name)
    browser.discreet = True
    return browser


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_has_the_neutral_title(path: str) -> None:
    assert (await (await discreet()).open(path)).title == NEUTRAL


@pytest.mark.parametrize("path", ["/messages", "/documents", "/activity", PATH, EDIT])
async def test_so_has_what_htmx_swaps_in(path: str) -> None:
    assert (await (await discreet()).open(path, as_htmx=True)).title == NEUTRAL


@pytest.mark.parametrize("path", ["/messages", PATH])
async def test_others_read_the_page_and_the_practice(path: str) -> None:
    await discreet("bob")
    alice = await people.alice()
    for as_htmx in (False, True):
        assert (await alice.open(path, as_htmx=as_htmx)).title.endswith(" - Sunrise Counseling")


@pytest.mark.parametrize(("path", "status"), [(GONE, 404), ("/nowhere", 404), ("/account/drafts", 405)])
async def test_errors_have_it_too(path: str, status: int) -> None:
    assert (await (await discreet()).open(path, status=status)).title == NEUTRAL


async def test_a_refused_form_says_that_something_is_wrong_and_no_more() -> None:
    alice = await discreet()
    page = await save(alice, quiet_from="", quiet_until="8", status=422)
    assert page.title == f"Error: {NEUTRAL}"


async def test_it_is_in_spanish_for_who_reads_spanish() -> None:
    assert (await (await discreet("charlie")).open("/home")).title == "Portal de clientes"


async def test_a_page_that_warns_of_the_session_s_end_stays_neutral() -> None:
    page = await (await discreet()).open("/home")
    assert page.find("#staying")["data-title"] == NEUTRAL
    assert (await (await people.bob()).open("/home")).find("#staying")["data-title"] == "Sunrise Counseling"


async def test_it_goes_by_the_chart_that_is_open() -> None:
    assert (await (await discreet("max")).open("/home")).title == NEUTRAL


async def test_a_grant_that_has_ended_tells_nothing_of_the_chart() -> None:
    gina = await discreet("max")
    await rows.change(
        "update chart_grant set revoked_at = now() where account = $1", people.account_id("gina")
    )
    gina.discreet = False
    assert (await gina.open("/account")).title.endswith(" - Sunrise Counseling")


async def test_it_costs_no_statement_more() -> None:
    alice = await people.alice()
    async with counted() as before:
        await alice.open("/home")
    await discreet()
    alice.discreet = True
    async with counted() as after:
        await alice.open("/home")
    assert after.count == before.count


@pytest.mark.parametrize("as_htmx", [False, True])
async def test_it_holds_from_the_very_save(*, as_htmx: bool) -> None:
    alice = await people.alice()
    await alice.open(EDIT)
    alice.discreet = True
    await alice.press("Save", as_htmx=as_htmx, discreet="yes")
    assert alice.page is not None
    assert alice.page.title == NEUTRAL
    seen = (await alice.open(EDIT)).value("seen")
    assert await post(alice, [("channel", "email"), ("seen", seen)]) == 303
    assert not (await preferences()).choices.discreet
    alice.discreet = False
    assert (await alice.open(PATH)).title == "Messaging Preferences - Sunrise Counseling"


async def test_who_is_not_signed_in_and_staff_read_where_they_are() -> None:
    assert (await Browser().open("/nowhere", status=404)).title.endswith(" - Sunrise Counseling")
    await discreet()
    page = await (await people.terry()).open(f"/staff/clients/{people.client_id('alice')}")
    assert page.title.endswith(" - Sunrise Counseling")
