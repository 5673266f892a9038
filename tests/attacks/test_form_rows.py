"""Rows A05, A27, A38 and A52: forms take what they ask, once, show it as text, and keep what was signed as it is."""

from urllib.parse import urlencode
from uuid import UUID

import pytest

from app.web.frame import Portal
from app.web.security import Audience
from tests import checks, people, rows
from tests.attacks import POLYGLOTS, everywhere
from tests.forms.filling.filled import (
    CONSENT,
    FILL,
    PHQ,
    all_of,
    answers_of,
    as_fields,
    fill_phq,
    given,
    sign_consent,
)
from tests.forms.filling.made import EVERY_KIND, assigned, item
from tests.page import FORM, Browser
from tests.routes import routes_of
from tests.web.readers.test_nasty import NASTY

pytestmark = pytest.mark.usefixtures("rolled_back")

KEPT = (
    "select md5(string_agg(form_response::text, '' order by id)) from form_response where sent_at is not null"
)


async def post(browser: Browser, path: str, *, htmx: bool = False, **fields: str) -> int:
    content = urlencode({"_csrf": browser.token} | fields).encode()
    headers = {"content-type": FORM} | ({"hx-request": "true"} if htmx else {})
    return (await browser.send("POST", path, headers=headers, content=content)).status_code


async def test_a52_what_is_sent_twice_is_one_response() -> None:
    alice = await people.alice()
    page = await fill_phq(alice)
    shown = page.value("shown")
    assert [await post(alice, f"{FILL}/submission", shown=shown) for _ in range(2)] == [303, 303]
    (await alice.open(FILL)).shows("This form is sent already. Thank you.")
    assert await rows.value("select count(*) from form_response where assignment = $1", PHQ) == 1


async def test_a52_after_it_was_taken_back_nothing_is_sent() -> None:
    alice = await people.alice()
    page = await fill_phq(alice)
    await rows.change("update form_assignment set taken_back_at = now() where id = $1", PHQ)
    assert await post(alice, f"{FILL}/submission", shown=page.value("shown")) == 409
    assert await rows.value("select completed_at is null from form_assignment where id = $1", PHQ)
    assert await rows.value("select count(*) from outbox_message where kind = 'form_completed'") == 0


async def test_a52_no_route_of_a_client_changes_what_was_signed(portal: Portal) -> None:
    alice = await people.alice()
    await sign_consent(alice)
    before = await rows.value(KEPT)
    no = {"a.decision/notice": "false", "a.decision/agree": "1", "typed_name": "Mallory", "revision": "1"}
    for route in routes_of(portal, audience=Audience.CLIENT, method="POST"):
        if route.path.startswith("/forms/"):
            for act in ("next", "later", "stop", ""):
                for htmx in (False, True):
                    status = await post(
                        alice,
                        route.address(CONSENT),
                        htmx=htmx,
                        act=act,
                        page="1",
                        **as_fields(no),
                        **all_of("3"),
                    )
                    assert status in (303, 409, 422), route
                    assert await rows.value(KEPT) == before, route


async def test_a52_somebody_else_sends_and_changes_nothing_of_hers() -> None:
    alice, bob = await people.alice(), await people.bob()
    page = await fill_phq(alice)
    await bob.open("/forms")
    before = await rows.digest()
    for path in (FILL, f"{FILL}/answers", f"{FILL}/submission", f"{FILL}/correction"):
        assert await post(bob, path, shown=page.value("shown"), **all_of("3")) == 404
    assert await rows.digest() == before


@pytest.mark.parametrize("what", NASTY)
async def test_a38_whatever_is_typed_into_a_form_is_taken_or_refused_with_a_sentence(what: str) -> None:
    path = f"/forms/{await assigned(EVERY_KIND)}"
    alice = await people.alice()
    page = await alice.open(path)
    (form,) = [form for form in everywhere.forms(page) if form["action"] == path]
    fields = everywhere.filled(form, NASTY[what][:5000]) | {"act": "next"}
    for address in (path, f"{path}/answers"):
        content = urlencode(fields, errors="surrogatepass").encode()
        answer = await alice.send("POST", address, headers={"content-type": FORM}, content=content)
        assert answer.status_code in (303, 422), (address, answer.status_code)
    for address in (path, f"{path}/review"):
        await alice.open(address)


@pytest.mark.parametrize("text", POLYGLOTS)
async def test_a27_what_is_typed_into_a_form_is_shown_as_it_was_typed(text: str) -> None:
    path = f"/forms/{await assigned([item('line', 'string'), item('lines', 'text')])}"
    alice = await people.alice()
    await alice.open(path)
    page = await alice.press("Look over my answers", **as_fields({"a.line": text, "a.lines": text}))
    assert checks.words(page.all("main dd")[0]) == " ".join(text.split())
    page = await alice.press("Send my answers")
    assert checks.words(page.all("main dd")[1]) == " ".join(text.split())
    assert not page.all("main script, main img, main [hx-trigger]")


async def test_a05_what_no_question_asks_is_not_kept() -> None:
    path = f"/forms/{await assigned([item('line', 'string', readOnly=True), item('more', 'string')])}"
    alice = await people.alice()
    await alice.open(path)
    form = path.rpartition("/")[2]
    odd = {"a.line": "smuggled", "a.nothing": "smuggled", "a.more/": "smuggled", "status": "completed"}
    assert (
        await post(alice, f"{path}/answers", page="999999999999", **as_fields(odd | {"a.more": "typed"}))
        == 303
    )
    kept = await answers_of(UUID(form))
    assert (given(kept["item"]), kept["status"]) == ({"more": "typed"}, "in-progress")
