"""What people type is shown as text, inside hx-ignore, on both sides, and never runs, asks or computes."""

import pytest

from tests import people
from tests.attacks import POLYGLOTS
from tests.messages.threads import newest_thread_of
from tests.page import Browser, Page

pytestmark = pytest.mark.usefixtures("rolled_back")

MARK = "canary"


def check_inert(page: Page) -> None:
    """Check that all text with the mark stands as text inside hx-ignore."""
    found = [text for text in page.document.find_all(string=True) if MARK in text]
    for text in found:
        parents = list(text.parents)
        if parents[0].name in ("title", "textarea"):
            continue
        assert any(parent.has_attr("hx-ignore") for parent in parents if parent.attrs), (
            f"{page.path} shows “{text.strip()}” outside hx-ignore."
        )
    for element in page.all("*"):
        for name, value in element.attrs.items():
            fields = element.name == "input" and name == "value"
            assert fields or MARK not in str(value), f"{page.path}: <{element.name} {name}> holds typed text."


async def pages(alice: Browser, thread: object) -> list[Page]:
    terry = await people.terry()
    return [
        await alice.open("/messages"),
        await alice.open(f"/messages/{thread}"),
        await alice.open(f"/messages/{thread}", as_htmx=True),
        await alice.open("/home"),
        await alice.open("/activity"),
        await terry.open("/staff"),
        await terry.open(f"/staff/messages/{thread}"),
    ]


@pytest.mark.parametrize("text", POLYGLOTS)
async def test_a_message_is_shown_as_the_text_it_is(text: str) -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    typed = f"{MARK} {text}"
    await alice.press("Send message", task_type="Something else", subject=typed, body=typed)
    thread = await newest_thread_of("alice")
    shown = 0
    for page in await pages(alice, thread):
        check_inert(page)
        shown += " ".join(typed.split()) in page.words
    assert shown >= 5


@pytest.mark.parametrize("text", POLYGLOTS)
async def test_what_was_typed_comes_back_into_its_field_as_text(text: str) -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    page = await alice.press("Send message", status=422, subject=f"{MARK} {text}", body=f"{MARK} {text}")
    assert page.value("subject") == f"{MARK} {text}"
    assert page.value("body") == f"{MARK} {text}"
    check_inert(page)


async def test_a_name_is_inert_too() -> None:
    from tests import rows

    name = f"{MARK} {POLYGLOTS[3]}"
    await rows.change("update portal_account set display_name = $1 where username = 'alice'", name)
    await rows.change("update client set first_name = $1 where number = 1001", name)
    alice = await people.alice()
    await alice.open("/messages/new")
    await alice.press("Send message", task_type="Something else", subject="Name", body="Hello")
    for page in await pages(alice, await newest_thread_of("alice")):
        check_inert(page)
