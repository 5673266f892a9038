"""What is typed into a form after the session ran out is kept, comes back, and goes into what is saved."""

from typing import Any
from urllib.parse import urlencode

import pytest

from app.accounts.own.drafts import LARGEST_MARKED, LONGEST_FIELD
from tests import people, rows
from tests.forms.filling.filled import FILL, NAMES, PHQ, all_of, answers_of, given
from tests.page import FORM, Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

AWAY = "update portal_session set last_seen_at = now() - interval '16 minutes'"
DRAFTS = "select count(*) from draft"


async def typed_too_late(path: str = FILL, *, htmx: bool = False, **fields: str) -> tuple[int, str]:
    """Type into a form that was left for longer than a session lasts; give the answer and where it leads."""
    alice = await people.alice()
    await alice.open(FILL)
    await rows.change(AWAY)
    content = urlencode({"_csrf": alice.token, "page": "1", "revision": "0", **fields}).encode()
    headers = {"content-type": FORM} | ({"hx-request": "true"} if htmx else {})
    answer = await alice.send("POST", path, headers=headers, content=content)
    return answer.status_code, answer.headers.get("location") or answer.headers["hx-redirect"]


async def back() -> Browser:
    alice = await people.alice()
    (await alice.open(FILL)).shows("You were signed out. What you typed is back.")
    return alice


@pytest.mark.parametrize("path", [FILL, f"{FILL}/answers"])
@pytest.mark.parametrize(("way", "expected"), [("plain", 303), ("htmx", 401)])
async def test_it_is_kept_and_is_back_after_signing_in(path: str, way: str, expected: int) -> None:
    answer = await typed_too_late(path, htmx=way == "htmx", **all_of("1", but=5))
    assert answer == (expected, f"/sign-in?next={FILL}")
    assert await rows.value("select count(*) from form_response where assignment = $1", PHQ) == 0
    alice = await back()
    page = await alice.open(FILL)
    assert len(page.all("[checked]")) == 4
    page.shows("6 questions left")


async def test_the_next_save_takes_it_in_whatever_the_page_then_says() -> None:
    await typed_too_late(**all_of("1", but=5))
    alice = await back()
    content = urlencode({"_csrf": alice.token, "page": "1", "revision": "0", NAMES[8]: "2"}).encode()
    await alice.send("POST", f"{FILL}/answers", headers={"content-type": FORM}, content=content)
    assert len(given((await answers_of(PHQ))["item"])) == 5
    assert await rows.value(DRAFTS) == 0
    (await (await people.alice()).open(FILL)).lacks("What you typed is back")


async def test_it_is_sent_along_with_the_rest() -> None:
    await typed_too_late(**all_of("1"))
    alice = await people.alice()
    await alice.open(f"{FILL}/review")
    (await alice.press("Send my answers")).shows("Thank you. Your answers are sent.")
    assert len(given((await answers_of(PHQ, "completed"))["item"])) == 9
    assert await rows.value(DRAFTS) == 0


async def test_it_can_be_thrown_away() -> None:
    await typed_too_late(**all_of("1"))
    alice = await back()
    page = await alice.press("Throw it away")
    page.shows("What you had typed is gone.", "10 questions left")
    assert await rows.value(DRAFTS) == 0


async def test_only_what_belongs_to_the_form_is_kept_and_not_without_bounds() -> None:
    await typed_too_late(**all_of("1", but=8), password="a-secret", odd="more", act="next")
    alice = await back()
    for words in ("a-secret", 'more"'):
        assert words not in (await alice.open(FILL)).response.text
    await rows.change("delete from draft")
    many: dict[str, Any] = {f"a.x{number}": "word " * 5_000 for number in range(35)}
    await typed_too_late(**many)
    size = await rows.value("select length(fields) from draft")
    assert LONGEST_FIELD < size < LARGEST_MARKED + 10_000


async def test_nobody_else_is_given_it() -> None:
    await typed_too_late(**all_of("1"))
    for person in (people.bob, people.charlie):
        await (await person()).open(FILL, status=404)
