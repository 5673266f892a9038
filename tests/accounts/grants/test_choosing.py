"""One account with several charts: which one is open is always seen, and chosen by hand."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from app.accounts.sessions import today
from app.activity.kinds import Kind
from tests import checks, people, rows
from tests.accounts.grants.access import open_to, revoke
from tests.page import FORM, Browser

pytestmark = pytest.mark.usefixtures("restored")

SESSION = "select {} from portal_session where account = $1"


async def test_with_one_chart_there_is_nothing_to_choose() -> None:
    gina = await people.gina()
    page = await gina.open("/home")
    page.shows("Max Grant")
    assert not page.all("a[href='/account/chart']")


@pytest.mark.parametrize(
    "path", ["/home", "/messages", "/messages/new", "/activity", "/account/chart", "/account/access"]
)
async def test_every_page_names_the_open_chart_and_leads_to_the_others(path: str) -> None:
    await open_to("gina", "bob")
    gina = await people.gina()
    page = await gina.open(path)
    assert checks.words(page.find("header .acting")).startswith("You are in Max Grant's chart")
    assert page.find("header .acting a[href='/account/chart']")
    assert checks.words(page.find("header a[href='/account']")) == "Gina Grant, your account"


async def test_it_is_said_in_spanish_too() -> None:
    gina = await people.gina()
    await gina.open("/home")
    page = await gina.press("Español")
    assert checks.words(page.find("header .acting")) == "Está en el expediente de Max Grant"


@pytest.mark.parametrize("others", [(), ("bob",)])
async def test_in_the_own_chart_there_is_no_such_line(others: tuple[str, ...]) -> None:
    for other in others:
        await open_to("alice", other)
    alice = await people.alice()
    for path in ("/home", "/messages", "/account"):
        page = await alice.open(path)
        page.lacks("You are in")
        assert checks.words(page.find("header a[href='/account']")) == "Alice Anderson, your account"
        assert len(page.all("header a[href='/account/chart']")) == len(others)


async def test_a_chart_that_closed_by_age_is_none_to_choose_from() -> None:
    await open_to("gina", "bob")
    await rows.change(
        "update chart_grant set kind = 'guardian' where account = $1", people.account_id("gina")
    )
    page = await (await people.gina()).open("/account/chart")
    page.lacks("Bob Baker")
    assert not page.all("a[href='/account/chart']")


async def test_choosing_changes_the_chart_of_this_session_and_nothing_else() -> None:
    await open_to("gina", "bob")
    gina, elsewhere = await people.gina(), await people.gina()
    await gina.open("/account/chart")
    kept = "array_agg(ends_at order by id), array_agg(confirmed_at order by id), count(*)"
    before = await rows.value(f"select row({kept})::text from portal_session")
    page = await gina.press("Open", within="#charts")
    assert (page.path, "Bob Baker" in page.words) == ("/home", True)
    assert await rows.value(f"select row({kept})::text from portal_session") == before
    (await elsewhere.open("/home")).shows("Max Grant")


async def test_choosing_is_told_in_the_activity_by_name() -> None:
    await open_to("gina", "bob")
    gina, bob = await people.gina(), await people.bob()
    await gina.open("/account/chart")
    await gina.press("Open", within="#charts")
    page = await bob.open("/activity")
    page.shows("Opened this chart", "Gina Grant")


async def test_a_form_of_the_chart_before_is_refused_and_nothing_is_sent() -> None:
    """It was filled for Max in another window: it must not go to Bob's chart."""
    await open_to("gina", "bob")
    gina = await people.gina()
    old = await gina.open("/messages/new")
    task_type = old.all("[name=task_type][value]")[0]["value"]
    fields = {
        "_csrf": gina.token,
        "once": old.value("once"),
        "task_type": str(task_type),
        "subject": "Of Max",
        "body": "About Max",
    }
    await gina.open("/account/chart")
    (await gina.press("Open", within="#charts")).shows("Bob Baker")
    count = "select count(*) from message"
    before = await rows.value(count)
    answer = await gina.send(
        "POST", "/messages/new", headers={"content-type": FORM}, content=urlencode(fields).encode()
    )
    assert answer.status_code == 403
    assert await rows.value(count) == before


@pytest.mark.parametrize("client", ["", "x", "00000000-0000-4000-8000-00000000dead"])
async def test_what_is_no_chart_of_theirs_is_not_opened(client: str) -> None:
    gina = await people.gina()
    await gina.open("/account/chart")
    content = urlencode({"_csrf": gina.token, "client": client}).encode()
    answer = await gina.send("POST", "/account/chart", headers={"content-type": FORM}, content=content)
    assert answer.status_code == (404 if "-" in client else 422)
    assert await rows.value(SESSION.format("chart"), people.account_id("gina")) == people.client_id("max")


async def test_who_opens_no_chart_any_more_is_told_so_and_can_sign_out() -> None:
    await revoke("gina", "max")
    gina = await people.gina()
    for path, status in (("/home", 403), ("/account/chart", 200)):
        page = await gina.open(path, status=status)
        page.shows("No chart is open to your sign-in at the moment", "Sign out")
        page.lacks("Max")


async def test_signing_in_is_told_in_every_chart_it_opens() -> None:
    await open_to("gina", "bob")
    await open_to("gina", "alice", ends_on=today() - timedelta(days=1))
    await Browser().sign_in("gina")
    await Browser().open("/sign-in")
    told = await rows.value(
        "select array_agg(client::text order by client::text) from activity_entry where kind = $1 and account = $2",
        Kind.SIGNED_IN,
        people.account_id("gina"),
    )
    assert told == sorted(str(people.client_id(name)) for name in ("max", "bob"))


async def test_the_own_chart_opens_first() -> None:
    await open_to("alice", "bob")
    await rows.change("update chart_grant set created_at = now() where kind = 'self'")
    page = await Browser().sign_in("alice")
    assert "Alice Anderson" in page.find("header .name").get_text()


async def test_ginas_sign_in_shows_no_trace_of_alice() -> None:
    await open_to("alice", "max")
    gina = await people.gina()
    for path in ("/home", "/messages", "/messages/new", "/activity", "/account/chart"):
        (await gina.open(path)).lacks("Alice", "Anderson")
