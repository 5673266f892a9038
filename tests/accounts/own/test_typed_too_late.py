"""What is typed into a session that ran out is kept, not sent, and is back after signing in again."""

from urllib.parse import urlencode

import httpx
import pytest

from app import db
from app.accounts.jobs import remove_old_drafts
from app.accounts.own.tables import Draft
from tests import people, rows
from tests.messages.threads import JAM, thread_id
from tests.page import FORM, Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

AWAY = "update portal_session set last_seen_at = now() - interval '16 minutes'"
LONG = "update portal_session set ends_at = now() - interval '1 second'"
COUNT = "select count(*) from draft"
SENT = "select count(*) from message"
BODY = "I typed all of this for an hour."


async def typed(
    alice: Browser, *, htmx: bool = False, path: str = "/messages/new", **fields: str
) -> httpx.Response:
    """Send the form of a new message by hand, with the token of the page that stands there."""
    content = urlencode({"_csrf": alice.token, "subject": "About my visit", "body": BODY, **fields}).encode()
    headers = {"content-type": FORM} | ({"hx-request": "true"} if htmx else {})
    return await alice.send("POST", path, headers=headers, content=content)


async def away(path: str = "/messages/new") -> Browser:
    """Give Alice at a page that she left for longer than a session lasts."""
    alice = await people.alice()
    await alice.open(path)
    await rows.change(AWAY)
    return alice


async def test_what_was_typed_is_kept_and_nothing_is_sent() -> None:
    before = await rows.value(SENT)
    alice = await away()
    answer = await typed(alice)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/messages/new")
    assert await rows.value(SENT) == before
    assert await rows.value(COUNT) == 1


async def test_it_is_said_at_the_door_and_is_back_after_signing_in() -> None:
    alice = await away()
    await typed(alice)
    page = await alice.open("/sign-in?next=/messages/new")
    page.shows("What you typed is kept")
    page = await alice.press("Sign in", username="alice", password="demo-alice-portal-1")
    assert page.path == "/messages/new"
    page.shows("You were signed out. What you typed is back.")
    assert (page.value("subject"), page.value("body")) == ("About my visit", BODY)


async def test_it_can_be_sent_then_and_is_forgotten() -> None:
    alice = await away()
    await typed(alice)
    alice = await people.alice()
    page = await alice.open("/messages/new")
    choice = page.all("main [name=task_type]")[0]["value"]
    sent = await alice.press("Send message", task_type=str(choice))
    sent.shows("Your message is sent.", BODY)
    assert await rows.value(COUNT) == 0
    (await alice.open("/messages/new")).lacks("What you typed is back")


async def test_it_can_be_thrown_away() -> None:
    alice = await away()
    await typed(alice)
    alice = await people.alice()
    await alice.open("/messages/new")
    page = await alice.press("Throw it away")
    page.shows("What you had typed is gone.")
    assert (page.path, page.value("body")) == ("/messages/new", "")


async def test_a_reply_comes_back_in_its_own_thread() -> None:
    path = f"/messages/{thread_id(JAM)}"
    alice = await away(path)
    answer = await typed(alice, path=f"{path}/replies")
    assert answer.headers["location"] == f"/sign-in?next={path}"
    again = await people.alice()
    assert (await again.open(path)).value("body") == BODY
    assert (await again.open("/messages/new")).value("body") == ""


@pytest.mark.parametrize("path", ["/messages/new", "/messages/new/draft"])
async def test_with_htmx_the_page_is_told_to_go_and_sign_in(path: str) -> None:
    alice = await away()
    answer = await typed(alice, htmx=True, path=path)
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/sign-in?next=/messages/new")
    again = await people.alice()
    assert (await again.open("/messages/new")).value("body") == BODY


async def test_saving_a_draft_of_ones_own_takes_its_place() -> None:
    alice = await away()
    await typed(alice)
    again = await people.alice()
    await again.open("/messages/new")
    await again.press("Save draft", body="Better words")
    assert (await again.open("/messages/new")).value("body") == "Better words"


async def test_it_is_kept_too_when_something_else_saw_first_that_the_session_was_over() -> None:
    alice = await away()
    await alice.send("GET", "/session", headers={"hx-request": "true"})
    assert await rows.value("select count(*) from portal_session") == 0
    await typed(alice)
    assert await rows.value(COUNT) == 1


async def test_the_absolute_end_is_such_an_end_as_well() -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    await rows.change(LONG)
    await typed(alice)
    assert await rows.value(COUNT) == 1


async def test_only_the_fields_of_the_form_are_kept_and_nothing_readable() -> None:
    alice = await away()
    await typed(alice, password="a-secret", current_password="b-secret", extra="more")
    draft = await db.row("select id, fields from draft")
    assert draft is not None
    assert BODY.encode() not in draft["fields"]
    assert set(Draft.fields.open_json(draft["fields"], row=draft["id"])) == {"subject", "body"}
    again = await people.alice()
    page = await again.open("/messages/new")
    assert "secret" not in page.response.text
    assert "extra" not in page.response.text


async def test_a_very_long_text_is_cut() -> None:
    alice = await away()
    await typed(alice, body="word " * 20_000)
    again = await people.alice()
    assert len((await again.open("/messages/new")).value("body")) <= 10_000


async def test_nobody_else_is_given_it() -> None:
    alice = await away()
    await typed(alice)
    for person in (people.bob, people.gina, people.charlie):
        page = await (await person()).open("/messages/new")
        assert page.value("body") == ""


ENDED = {
    "signed out": "delete from portal_session",
    "suspended": "update portal_account set suspended_at = now() where username = 'alice'",
    "inactive": "update portal_account set active = false where username = 'alice'",
}


@pytest.mark.parametrize("how", ENDED)
async def test_a_session_that_somebody_ended_keeps_nothing(how: str) -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    await rows.change(ENDED[how])
    assert (await typed(alice)).headers["location"] == "/sign-in"
    assert await rows.value(COUNT) == 0


LATER = {
    "suspended": "update portal_account set suspended_at = now() where username = 'alice'",
    "password changed": "update account_secret set changed_at = now() + interval '1 second'",
}


@pytest.mark.parametrize("how", LATER)
async def test_nothing_is_kept_once_the_account_was_closed_after_it_ran_out(how: str) -> None:
    alice = await away()
    await alice.send("GET", "/home")
    await rows.change(LATER[how])
    await typed(alice)
    assert await rows.value(COUNT) == 0


async def test_a_form_without_the_token_of_its_page_keeps_nothing() -> None:
    alice = await away()
    answer = await typed(alice, _csrf="wrong")
    assert answer.status_code == 403
    assert await rows.value(COUNT) == 0


async def test_no_more_than_twenty_are_kept_of_one_account() -> None:
    alice = await away()
    for number in range(22):
        await typed(alice, path=f"/messages/{people.client_id(str(number))}/replies")
    assert await rows.value(COUNT) == 20


async def test_they_are_gone_after_a_day() -> None:
    alice = await away()
    await typed(alice)
    await remove_old_drafts()
    assert await rows.value(COUNT) == 1
    await rows.change("update draft set kept_at = kept_at - interval '24 hours'")
    again = await people.alice()
    assert (await again.open("/messages/new")).value("body") == ""
    await remove_old_drafts()
    assert await rows.value(COUNT) == 0


async def test_why_somebody_was_signed_out_is_said() -> None:
    alice = await away("/home")
    (await alice.open("/messages")).shows("You were away for a while")
    nora = await people.nora()
    await rows.change("update staff_session set ends_at = now()")
    (await nora.open("/staff")).shows("signed in for a long time")
