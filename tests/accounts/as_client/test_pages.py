"""What a page is made into that can only be looked at, and what of the client's own is not in it."""

import asyncio
import re

import pytest

from app.documents.demo import document_id
from app.forms.demo import form_id
from app.web import inside
from app.web.as_picture import as_picture
from tests import checks, people, rows
from tests.accounts.as_client.looking import leads_on, look, place
from tests.changes.saves import set_to
from tests.files.pictures import png
from tests.forms.safety import danger
from tests.messages.threads import JAM, thread_id
from tests.page import FORM

NOT_SENT = "Answers that were not sent yet are not shown to you."


def drawn(page: str) -> str:
    return as_picture(
        page, leads=lambda path: None if path == "/own" else f"/in{path}", banner="<p>B</p>", sheet="/s.css"
    )


@pytest.mark.parametrize(
    ("page", "picture"),
    [
        ('<a href="/a?b=1&amp;c=2">x</a>', '<a href="/in/a?b=1&amp;c=2">x</a>'),
        ('<a href="/own">x</a>', "<a>x</a>"),
        ('<a href="//elsewhere/">x</a><a href="tel:1">y</a>', '<a href="//elsewhere/">x</a><a href="tel:1">y</a>'),
        ('<use href="/static/i.svg#a" />', '<use href="/static/i.svg#a" />'),
        ("<script nonce=n>alert('<b>')</script>after", "after"),
        ('<p hx-get="/a" onclick="b" nonce="n" class="c">x &lt; &#39;</p>', '<p class="c">x &lt; &#39;</p>'),
        ('<form method="post" action="/a"><input name="_csrf" value="t"><button>Go</button></form>',
         '<form method="post" action="/in/a"><button disabled>Go</button></form>'),
        ('<form method="get" action="/a"><input name="k"><button>Go</button></form><input>',
         '<form method="get" action="/in/a"><input name="k"><button>Go</button></form><input>'),
        ('<button form="f">Go</button>', '<button form="f" disabled>Go</button>'),
        ('<form METHOD="POST"><select><option>a</select><textarea>b</textarea></form><svg viewBox="0 0 1 1"/>',
         '<form METHOD="POST"><select disabled><option>a</select><textarea disabled>b</textarea></form><svg viewBox="0 0 1 1"/>'),
        ('<head></head><body id="x"><a href="#m">s</a>y<a>z</a></body>',
         '<head><link rel="stylesheet" href="/s.css"></head><body id="x"><a href="#m">s</a><p>B</p>y<a>z</a></body>'),
        ("<!doctype html><!-- secret -->x", "<!doctype html>x"),
    ],
)  # fmt: skip
def test_a_page_becomes_a_picture_of_itself(page: str, picture: str) -> None:
    assert drawn(page) == picture


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize("page", ["/messages/new", f"/messages/{thread_id(JAM)}", "/information/basic/edit", "/insurance/new", "/documents/upload", f"/forms/{form_id('phq-9')}", "/activity"])  # fmt: skip
async def test_a_page_of_a_look_has_nothing_to_press_but_links_that_stay_in_it(page: str) -> None:
    nora = await people.nora()
    answer = await nora.send("GET", place("alice", page))
    shown = await look(nora, "alice", page)
    assert not shown.select("script, [name=_csrf], [nonce]")
    assert "hx-" not in answer.text
    assert not shown.select("form[method=post] :is(input, select, textarea, button):not([disabled])")
    assert len(shown.select("h1")) == 1
    assert all(
        place("alice") in str(each["href"]) or not str(each["href"]).startswith("/")
        for each in shown.select("a[href]:not(.as-client a)")
    )
    assert shown.select_one(".as-client a") is not None
    assert leads_on(answer)


@pytest.mark.usefixtures("rolled_back")
async def test_a_form_that_only_asks_works_in_a_look() -> None:
    shown = await look(await people.nora(), "alice", "/activity?kind=messages")
    assert shown.select("form[method=get] button:not([disabled])")
    assert shown.select_one("option[selected][value=messages]")


@pytest.mark.usefixtures("rolled_back")
async def test_what_the_client_has_not_sent_is_not_shown() -> None:
    alice, nora = await people.alice(), await people.nora()
    page = await alice.open("/messages/new")
    sent = f"_csrf={alice.token}&once={page.value('once')}&subject=Canary+one&body=Canary+two&state=kept"
    await alice.send("POST", "/messages/new/draft", headers={"content-type": FORM}, content=sent.encode())
    assert "Canary" in (await alice.open("/messages/new")).response.text
    for leaf in ("/messages/new", "/messages/new/draft"):
        answer = await nora.send("GET", place("alice", leaf))
        assert answer.status_code == 200
        assert "Canary" not in answer.text
    begun = f"/forms/{form_id('gad-7')}"
    assert "checked" in (await alice.open(begun)).response.text
    shown = await look(nora, "alice", begun)
    assert not shown.select("main [checked]"), "She has answered three questions."
    for each in (shown, await look(nora, "alice", "/forms"), await look(nora, "alice", f"{begun}?checked=1")):
        words = checks.words(each.select_one("main"))
        assert words.count(NOT_SENT) == 1
        assert not re.search(r"questions? left|of \d+ answered|Please answer", words)
    assert (await nora.send("GET", place("alice", f"{begun}/review"))).headers["location"] == place(
        "alice", begun
    )
    untouched = checks.words((await look(nora, "alice", f"/forms/{form_id('phq-9')}")).select_one("main"))
    assert "questions left" in untouched
    assert NOT_SENT not in untouched


@pytest.mark.usefixtures("rolled_back")
async def test_help_that_answers_not_sent_ask_for_is_not_shown_and_that_of_sent_ones_is() -> None:
    nora = await people.nora()
    given = await danger.begun()
    await danger.save(given, nine=3)
    form = f"/forms/{given.assignment}"
    assert (await (await people.alice()).open(form)).all(".help-now")
    assert not (await look(nora, "alice", form)).select(".help-now, [href='#help']")
    await rows.change(
        "update form_response set status = 'completed', sent_at = now() where id = $1", given.response
    )
    assert (await look(nora, "alice", form)).select(".help-now")


@pytest.mark.usefixtures("rolled_back")
async def test_a_look_has_the_logo_and_the_colour_of_the_practice_and_leaves_no_refusal() -> None:
    nora = await people.nora()
    await nora.open("/staff/settings/logo")
    await nora.press("Use this logo", files=[("logo.png", png())])
    await set_to(practice_colour="#7a1f4d")
    shown = await look(nora, "alice", "/home")
    drawn_with = [str(each.get("src") or each["href"]) for each in shown.select("[src], link[href]")]
    assert any(address.startswith("/logo/") for address in drawn_with)
    assert any(address.startswith("/look/") for address in drawn_with)
    assert {(await nora.send("GET", address)).status_code for address in drawn_with} == {200}
    assert await rows.value("select count(*) from audit_event where kind = 'access_denied'") == 0


@pytest.mark.usefixtures("rolled_back")
async def test_a_file_is_shown_as_it_is_and_one_that_is_too_large_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nora = await people.nora()
    letter = place("alice", f"/documents/{document_id('Letter for your employer')}/file")
    answer = await nora.send("GET", letter)
    assert answer.content.startswith(b"%PDF")
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    monkeypatch.setattr(inside, "LARGEST", 100)
    answer = await nora.send("GET", letter)
    assert answer.status_code == 413
    assert "too large to be shown here" in answer.text


@pytest.mark.usefixtures("restored")
async def test_many_looks_at_once_leave_connections_for_one_another() -> None:
    """A look holds a connection; files kept in the database are read on another one."""
    nora = await people.nora()
    letter = place("alice", f"/documents/{document_id('Letter for your employer')}/file")
    pages = [letter, place("alice", "/home"), place("alice", "/nothing")] * 5
    answers = await asyncio.wait_for(asyncio.gather(*(nora.send("GET", page) for page in pages)), 30)
    assert {answer.status_code for answer in answers} == {200, 404}


@pytest.mark.usefixtures("rolled_back")
async def test_the_chart_leads_into_the_look_and_the_banner_out_of_it() -> None:
    nora = await people.nora()
    await nora.open(f"/staff/clients/{people.client_id('alice')}")
    page = nora.page
    assert page is not None
    link = page.find("main a[href$=as-client]")
    assert checks.words(link) == "See as client"
    answer = await nora.send("GET", str(link["href"]))
    assert answer.headers["location"] == place("alice", "/home")
    stop = (await look(nora, "alice", "/home")).select_one(".as-client a")
    assert stop is not None
    assert (await nora.open(str(stop["href"]))).heading == "Alice Anderson"
    await rows.change("delete from profile_rule where rule = 'Portal accounts'")
    stop = (await look(nora, "alice", "/messages")).select_one(".as-client a")
    assert stop is not None
    assert str(stop["href"]) == f"/staff/clients/{people.client_id('alice')}"
