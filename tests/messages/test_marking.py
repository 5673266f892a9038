"""Read and Mark unread, in the list and in a thread, with and without htmx."""

from urllib.parse import urlencode

import pytest

from app.activity.kinds import Kind
from tests import checks, people, rows
from tests.messages.threads import JAM, PHARMACY, WHITE_PAGE, thread_id, unread_of
from tests.page import FORM

pytestmark = pytest.mark.usefixtures("rolled_back")

LAST_KIND = "select kind from audit_event order by at desc limit 1"


async def newest_of_the_practice(subject: str) -> object:
    return await rows.value(
        "select id from message where thread = $1 and not from_client order by sent_at desc limit 1",
        thread_id(subject),
    )


@pytest.mark.parametrize("as_htmx", [False, True])
async def test_read_in_the_list_marks_that_message_and_turns_into_mark_unread(*, as_htmx: bool) -> None:
    alice = await people.alice()
    await alice.open("/messages")
    await alice.press("Read", within=f"#thread-{thread_id(WHITE_PAGE)}", as_htmx=as_htmx)
    assert await unread_of("alice") == 2
    assert await rows.value(LAST_KIND) == Kind.MESSAGE_READ
    assert alice.page is not None
    assert alice.page.path == "/messages"
    button = alice.page.find(f"#thread-{thread_id(WHITE_PAGE)} button")
    assert checks.seen(button) == "Mark unread"
    await alice.press("Mark unread", within=f"#thread-{thread_id(WHITE_PAGE)}", as_htmx=as_htmx)
    assert await unread_of("alice") == 3
    assert await rows.value(LAST_KIND) == Kind.MESSAGE_UNREAD


@pytest.mark.parametrize("as_htmx", [False, True])
async def test_read_in_a_thread_stays_in_the_thread(*, as_htmx: bool) -> None:
    alice = await people.alice()
    page = await alice.open(f"/messages/{thread_id(WHITE_PAGE)}")
    path = page.path
    await alice.press("Read", within=".bubble.unread", as_htmx=as_htmx)
    assert await unread_of("alice") == 2
    assert alice.page is not None
    assert alice.page.path == path
    assert not alice.page.all(".bubble.unread")
    await alice.press("Mark unread", within="#bubbles li:last-child", as_htmx=as_htmx)
    assert await unread_of("alice") == 3


async def test_the_counts_around_the_page_follow() -> None:
    alice = await people.alice()
    page = await alice.open("/messages")
    assert checks.words(page.find("#navigation [href='/messages'] .badge")) == "3 to look at"
    await alice.press("Read", within=f"#thread-{thread_id(WHITE_PAGE)}", as_htmx=True)
    assert checks.words(page.find("#navigation [href='/messages'] .badge")) == "2 to look at"


async def test_every_unread_message_has_its_own_button_naming_it() -> None:
    alice = await people.alice()
    page = await alice.open(f"/messages/{thread_id(PHARMACY)}")
    buttons = [button for button in page.all(".bubble button") if checks.seen(button) == "Read"]
    names = [checks.words(button) for button in buttons]
    assert len(names) == 2
    assert all(name.startswith("Read Terry Tran, LCSW, ") for name in names), names
    assert len(set(names)) == 2


async def test_own_messages_cannot_be_marked() -> None:
    alice = await people.alice()
    page = await alice.open(f"/messages/{thread_id(JAM)}")
    assert page.all(".bubble.mine")
    assert not page.all(".bubble.mine form")


async def test_marking_twice_is_the_same_as_once() -> None:
    alice = await people.alice()
    await alice.open("/messages")
    message = await newest_of_the_practice(WHITE_PAGE)
    body = urlencode(
        {"_csrf": alice.token, "message": str(message), "state": "read", "back": "list"}
    ).encode()
    for _ in range(2):
        path = f"/messages/{thread_id(WHITE_PAGE)}/reading"
        answer = await alice.send("POST", path, headers={"content-type": FORM}, content=body)
        assert (answer.status_code, answer.headers["location"]) == (303, "/messages")
    assert await unread_of("alice") == 2


async def test_a_message_is_not_marked_through_another_thread_nor_an_own_one_at_all() -> None:
    alice = await people.alice()
    await alice.open("/messages")
    own = await rows.value("select id from message where thread = $1 and from_client limit 1", thread_id(JAM))
    for thread, message in ((JAM, await newest_of_the_practice(WHITE_PAGE)), (JAM, own)):
        before = await rows.digest()
        body = urlencode(
            {"_csrf": alice.token, "message": str(message), "state": "read", "back": "list"}
        ).encode()
        path = f"/messages/{thread_id(thread)}/reading"
        answer = await alice.send("POST", path, headers={"content-type": FORM}, content=body)
        assert answer.status_code == 404
        assert await rows.digest() == before


@pytest.mark.parametrize("message", ["", "1", "\x00"])
async def test_a_mark_that_names_no_message_shows_the_thread_again(message: str) -> None:
    alice = await people.alice()
    await alice.open("/messages")
    before = await rows.digest()
    body = urlencode({"_csrf": alice.token, "message": message, "state": "read"}).encode()
    path = f"/messages/{thread_id(WHITE_PAGE)}/reading"
    answer = await alice.send("POST", path, headers={"content-type": FORM}, content=body)
    assert answer.status_code == 422
    assert "Please open this page again, then send." in answer.text
    assert await rows.digest() == before
