"""While the database is away every page says so, nothing is saved, and programs can tell."""

from collections.abc import AsyncIterator
from urllib.parse import urlencode

import asyncpg
import pytest

from app import db
from app.web.assets import asset
from app.web.frame import Portal
from app.web.security import Audience
from tests import people, rows
from tests.page import FORM, Browser
from tests.routes import routes_of

NOWHERE = "postgresql://nobody@/nothing?host=/nowhere"
HTMX = {"hx-request": "true", "hx-request-type": "partial"}
SAID = "Nothing was saved. Please try again in a minute"


@pytest.fixture
async def alice(portal: Portal) -> AsyncIterator[Browser]:
    """Give Alice's browser, showing a form, as the database goes away: its pool leads to where nothing listens."""
    async with rows.restored():
        alice = await people.alice()
        await alice.open("/messages/new")
        with pytest.MonkeyPatch.context() as patch:
            async with asyncpg.create_pool(NOWHERE, min_size=0) as pool:
                patch.setattr(db.engine(), "pool", pool)
                alice.discreet = True  # whether she chose so cannot be asked, so nothing is told
                yield alice


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
async def test_every_page_that_needs_it_says_so(
    alice: Browser, portal: Portal, headers: dict[str, str]
) -> None:
    for route in routes_of(portal, audience=Audience.CLIENT, method="GET"):
        answer = await alice.send("GET", route.address(), headers=headers)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30"), route
        assert SAID in answer.text


async def test_the_page_is_as_whole_as_any_other(alice: Browser) -> None:
    page = await alice.open("/home", status=503)
    page.shows("The portal is resting for a moment", SAID, "988")
    fragment = await alice.open("/home", status=503, as_htmx=True)
    fragment.shows(SAID)


async def test_a_form_that_is_sent_meanwhile_is_not_lost_silently(alice: Browser, portal: Portal) -> None:
    for route in routes_of(portal, audience=Audience.CLIENT, method="POST"):
        body = urlencode({"_csrf": alice.token, "body": "Hello"}).encode()
        answer = await alice.send("POST", route.address(), headers={"content-type": FORM}, content=body)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30"), route
        assert SAID in answer.text


async def test_signing_in_says_so_too(alice: Browser) -> None:
    for door in ("/sign-in", "/staff/sign-in"):
        visitor = Browser()
        await visitor.open(door)
        page = await visitor.press("Sign in", status=503, username="alice", password="demo-alice-portal-1")
        page.shows(SAID)


async def test_nobody_is_signed_out_by_it(alice: Browser) -> None:
    await alice.open("/home", status=503)
    assert "portal" in alice.cookies


async def test_programs_can_tell_that_it_lives_and_is_not_ready(alice: Browser) -> None:
    live, ready = await alice.send("GET", "/health/live"), await alice.send("GET", "/health/ready")
    assert (live.status_code, ready.status_code, ready.text) == (200, 503, "database away")


async def test_what_needs_no_database_is_served(alice: Browser) -> None:
    assert (await alice.send("GET", asset("css/portal.css"))).status_code == 200
    await Browser().open("/sign-in")
    await Browser().open("/nothing-here", status=404)
