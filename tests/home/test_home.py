"""Home: a tile for every panel, each on its own feet, and the sign-in before this one."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app import main
from app.home.tiles import tiles_of
from app.messages.panel import PANEL as MESSAGES
from app.panels import PANELS
from app.web.frame import Portal
from app.web.panel import Panel, Panels
from tests import checks, people, rows
from tests.page import Browser
from tests.statements import counted

LABELS = ("Messages", "View and Send Messages", "View All Activity")


def failing(statement: str, *, name: str = "broken", badge: str = "0") -> Panel:
    """Give a panel whose tile asks the database something it cannot answer."""
    assert MESSAGES.tile is not None
    tile = replace(MESSAGES.tile, statement=statement)
    return replace(MESSAGES, name=name, tile=tile, badge=badge, handlers=(), staff_handlers=())


BROKEN = {
    "a table that is not there": "select json_build_object('x', $1) from nowhere",
    "a column that is not there": "select json_build_object('x', nothing) from message where client = $1",
    "two rows": "select json_build_object('x', $1::uuid) from generate_series(1, 2)",
    "a division": "select json_build_object('x', 1 / 0, 'client', $1::uuid)",
    "a row its panel cannot read": "select json_build_object('other', $1::uuid)",
}


async def home_of(panels: Panels) -> Browser:
    browser = await people.alice()
    browser.portal = Portal(main.build(panels))
    return browser


@pytest.mark.usefixtures("rolled_back")
class TestWhole:
    async def test_alices_home_has_the_labels_of_the_hand_outs(self) -> None:
        page = await (await people.alice()).open("/home")
        page.shows(*LABELS, "3 unread messages", "Latest from Terry Tran, LCSW")

    async def test_it_greets_whoever_is_signed_in_and_names_whose_chart_it_is(self) -> None:
        page = await (await people.gina()).open("/home")
        assert page.heading.endswith(", Gina")
        assert page.heading.startswith("Good ")
        assert checks.words(page.find("header .acting")) == "You are in Max Grant's chart"
        assert checks.words(page.find("header .name bdi")) == "Gina Grant"

    async def test_it_says_when_the_sign_in_before_this_one_was(self) -> None:
        await rows.change(
            "update portal_account set last_sign_in_at = $1 where username = 'alice'",
            datetime(2026, 11, 20, 21, 12, tzinfo=UTC),
        )
        browser = Browser()
        page = await browser.sign_in("alice")
        page.shows("Last sign-in: November 20, 2026, 3:12 PM CST")
        page = await Browser().sign_in("alice")
        page.shows("Last sign-in: ")
        page.lacks("November 20, 2026, 3:12 PM CST")

    async def test_a_failed_try_in_between_is_no_sign_in(self) -> None:
        before = await rows.value("select last_sign_in_at from portal_account where username = 'alice'")
        visitor = Browser()
        await visitor.open("/sign-in")
        await visitor.press("Sign in", username="alice", password="wrong", status=422)
        assert (
            await rows.value("select last_sign_in_at from portal_account where username = 'alice'") == before
        )

    async def test_a_first_sign_in_is_said_to_be_one(self) -> None:
        await rows.change("update portal_account set language = null")
        page = await Browser().sign_in("charlie")
        page.shows("This is your first sign-in", "Nothing new to read", "Ask a question, or ask for a refill")

    async def test_one_unread_message_is_one(self) -> None:
        page = await (await people.gina()).open("/home")
        page.shows("1 unread message")
        page.lacks("1 unread messages")

    async def test_nobody_reads_a_number_of_thousands(self) -> None:
        from tests.messages.threads import JAM, add_message, thread_id

        for number in range(120):
            await add_message(thread_id(JAM), "alice", "x", minutes_ago=number)
        page = await (await people.alice()).open("/home")
        page.shows("More than 99 unread messages")
        assert checks.words(page.find("#navigation [href='/messages'] .badge")).startswith("99+")

    async def test_all_tiles_come_in_one_statement(self) -> None:
        panels = (*PANELS, *(replace(MESSAGES, name=f"panel{number}") for number in range(5)))
        async with counted() as sql:
            tiles = await tiles_of(people.client_id("alice"), panels)
        assert sql.count == 1, str(sql)
        assert [tile.name for tile in tiles] == [panel.name for panel in panels if panel.tile]
        assert all(tile.row == tiles[0].row for tile in tiles if tile.template == tiles[0].template)

    async def test_a_tile_comes_alone_as_a_fragment(self) -> None:
        alice = await people.alice()
        fragment = await alice.open("/home/tiles/messages", as_htmx=True)
        assert fragment.document.get("id") == "tile-messages"
        fragment.shows("3 unread messages")
        assert (await alice.open("/home/tiles/messages")).path == "/home"
        await alice.open("/home/tiles/nothing", status=404, as_htmx=True)

    async def test_without_panels_home_is_still_served(self) -> None:
        browser = await home_of(())
        page = await browser.open("/home")
        assert not page.all(".tile")
        page.shows("View All Activity")


@pytest.mark.usefixtures("restored")
class TestBroken:
    """An error ends a transaction, so these run without one of the test's around them."""

    @pytest.mark.parametrize("how", BROKEN)
    async def test_a_panel_that_fails_says_so_and_the_others_are_shown(self, how: str) -> None:
        browser = await home_of((failing(BROKEN[how]), *PANELS))
        page = await browser.open("/home")
        tile = page.find("#tile-broken")
        assert "We could not load this just now." in checks.words(tile)
        assert checks.seen(tile.select("a.button")[0]) == "Try again"
        page.shows("3 unread messages")

    async def test_try_again_shows_the_tile_in_its_place_once_it_works(self) -> None:
        await rows.change("create table not_yet (unread int)")
        try:
            statement = "select json_build_object('unread', 7 / count(*), 'sender', null, 'at', null) from not_yet where $1::uuid is not null"
            browser = await home_of((failing(statement), *PANELS))
            page = await browser.open("/home")
            await browser.follow("Try again", within="#tile-broken", as_htmx=True)
            page.shows("We could not load this just now.")
            await rows.change("insert into not_yet values (1)")
            await browser.follow("Try again", within="#tile-broken", as_htmx=True)
            page.lacks("We could not load this just now.")
            page.shows("7 unread messages")
        finally:
            await rows.change("drop table not_yet")

    async def test_try_again_without_scripts_loads_home_again(self) -> None:
        browser = await home_of((failing(BROKEN["a division"]), *PANELS))
        await browser.open("/home")
        assert (await browser.follow("Try again", within="#tile-broken")).path == "/home"

    async def test_a_count_that_fails_takes_no_page_with_it(self) -> None:
        sound = replace(MESSAGES, badge="1 / 0")
        browser = await home_of((sound,))
        for path in ("/home", "/messages", "/messages/new", "/activity"):
            page = await browser.open(path)
            assert not page.all("#navigation [href='/messages'] .badge")
