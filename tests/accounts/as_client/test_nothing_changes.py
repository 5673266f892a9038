"""Looking at a portal changes nothing in it, whatever page is opened; and whatever could act is not opened."""

import re

import pytest
from bs4 import BeautifulSoup

from app.record.desk.demo import asked_id
from app.web.frame import Portal
from app.web.security import Audience
from tests import checks, people, rows
from tests.accounts.as_client.looking import leads_on, place
from tests.page import FORM, Browser
from tests.routes import routes_of

MOST_OF_A_KIND, MOST = 4, 260
SHOWN_NOWHERE = re.compile(r"/(attached|checked|sent|state|answer|draft)$")
"""Addresses that only scripts ask, and that the pages of a look do not name."""


def _kind(path: str) -> str:
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+|\?.*", "*", path)


def _starts(portal: Portal) -> list[str]:
    """Give every page for clients, of areas or not, about rows that are Alice's where the demo names some."""
    pages = routes_of(portal, audience=Audience.CLIENT, method="GET")
    return [place("alice", route.address(asked_id("dose"))) for route in pages]


@pytest.mark.usefixtures("rolled_back")
async def test_a_walk_through_the_whole_portal_of_a_client_changes_no_row_but_those_of_the_logs(
    portal: Portal,
) -> None:
    nora = await people.nora()
    await rows.change("update document set read_at = null")
    before = await rows.digest()
    waiting, seen, kinds = [place("alice", "/home"), *_starts(portal)], set[str](), dict[str, int]()
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        if path in seen or kinds.get(_kind(path), 0) >= MOST_OF_A_KIND:
            continue
        seen.add(path)
        kinds[_kind(path)] = kinds.get(_kind(path), 0) + 1
        answer = await nora.send("GET", path)
        assert answer.status_code in (200, 303, 403, 404, 405), f"{path} answered {answer.status_code}"
        assert "set-cookie" not in answer.headers, path
        waiting += leads_on(answer)
    assert len(seen) >= 120
    assert await rows.digest() == before


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize(
    "page",
    [
        "/account", "/account/email", "/account/safe-word", "/account/second-step", "/account/access", "/account/chart",
        "/password/change", "/confirm", "/session", "/sign-in", "/sign-out", "/language",
        "/information/basic/identity", "/record/everything", "/record/everything/state",
        "/record/00000000-0000-4000-8000-00000000dead/sending",
        "/record/exports/00000000-0000-4000-8000-00000000dead/file",
        "/billing/payments/00000000-0000-4000-8000-00000000dead",
        "/billing/payments/00000000-0000-4000-8000-00000000dead/answer",
        "/staff", "/staff/clients", "/staff/admin/", "/staff/admin/api/tables/client/", "/health/live", "/shared-record",
        f"/staff/clients/{people.client_id('alice')}/as-client/home",
    ],
)  # fmt: skip
async def test_what_is_the_clients_alone_or_no_page_of_the_portal_is_not_shown(page: str) -> None:
    answer = await (await people.nora()).send("GET", place("alice", page))
    assert answer.status_code in (403, 404, 405), f"{page} answered {answer.status_code}"
    main = BeautifulSoup(answer.text, "html.parser").select_one("main")
    assert main is not None
    assert "Alice" not in main.get_text()


@pytest.mark.usefixtures("restored")
async def test_what_a_page_writes_is_undone_outside_any_test_as_well() -> None:
    """Opening a document marks it as read, for its client; for staff who look it does not."""
    nora, alice = await people.nora(), await people.alice()
    await rows.change("update document set read_at = null")
    unread = "select id from document where client = $1 and not from_client and shared_at is not null and read_at is null limit 1"
    document = await rows.value(unread, people.client_id("alice"))
    read_at = "select read_at from document where id = $1"
    outbox = await rows.value("select count(*) from outbox_message")
    assert (await nora.send("GET", place("alice", f"/documents/{document}"))).status_code == 200
    assert await rows.value(read_at, document) is None
    assert await rows.value("select count(*) from outbox_message") == outbox
    await alice.open(f"/documents/{document}")
    assert await rows.value(read_at, document) is not None


@pytest.mark.usefixtures("rolled_back")
async def test_a_form_that_is_sent_from_a_look_does_nothing_and_says_so() -> None:
    nora = await people.nora()
    before = await rows.digest()
    for page, kind in (
        ("/messages/new", FORM),
        ("/information/basic", "text/plain"),
        ("/account", "image/png"),
    ):
        answer = await nora.send(
            "POST", place("alice", page), headers={"content-type": kind}, content=b"body=Hello"
        )
        assert answer.status_code == 409, "As the page has no token, none is asked for."
        main = checks.words(BeautifulSoup(answer.text, "html.parser").select_one("main"))
        assert "Nothing can be changed here" in main
        assert "You are only looking. Nothing was sent, and nothing has changed for the client." in main
    for headers in ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}):
        answer = await nora.send(
            "POST", place("alice", "/messages/new"), headers=headers | {"content-type": FORM}
        )
        assert answer.status_code == 403, "It comes from another site."
    stranger = await Browser().send("POST", place("alice", "/messages/new"), headers={"content-type": FORM})
    assert stranger.headers["location"].startswith("/staff/sign-in")
    assert await rows.digest() == before
