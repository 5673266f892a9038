"""Signing in: by name or e-mail, the same answer to every wrong try, and only ever to our own pages."""

from urllib.parse import quote, urlencode

import pytest

from app.activity.kinds import Kind
from tests import people, rows
from tests.answers import answer_to, plain
from tests.attacks import ELSEWHERE
from tests.environment import configured
from tests.page import FORM, Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

WRONG = "That login and password do not go together."
SESSIONS_OF = "select count(*) from portal_session where account = $1"
LATEST = "select kind from audit_event order by at desc limit 1"


@pytest.mark.parametrize("name", ["alice", "ALICE", " Alice ", "alice@example.org", "Alice@Example.ORG"])
async def test_alice_signs_in_by_her_name_or_her_e_mail(name: str) -> None:
    browser = Browser()
    page = await browser.sign_in(name, "demo-alice-portal-1")
    assert page.path == "/home"
    page.shows("Alice Anderson", "Sign out")
    assert await rows.value(SESSIONS_OF, people.account_id("alice")) == 1
    assert await rows.value(LATEST) == Kind.SIGNED_IN


@pytest.mark.parametrize("name", ["bob", "charlie", "gina"])
async def test_everybody_of_the_demo_signs_in(name: str) -> None:
    browser = Browser()
    await browser.open("/sign-in")
    await browser.press("Sign in", username=name, password=f"demo-{name}-portal-1")
    assert browser.page is not None
    assert browser.page.path == "/home"


async def test_an_e_mail_that_two_accounts_share_signs_nobody_in() -> None:
    await rows.change("update portal_account set email = 'alice@example.org' where username = 'bob'")
    browser = Browser()
    await browser.open("/sign-in")
    page = await browser.press(
        "Sign in", username="alice@example.org", password="demo-alice-portal-1", status=422
    )
    page.shows(WRONG)
    await browser.press("Sign in", username="alice", password="demo-alice-portal-1")


async def test_an_account_without_an_e_mail_is_not_found_by_an_empty_one() -> None:
    await rows.change("update portal_account set email = '' where username = 'alice'")
    browser = Browser()
    await browser.open("/sign-in")
    page = await browser.press("Sign in", username=" ", password="demo-alice-portal-1", status=422)
    page.shows("Type your login.")


async def test_a_username_that_is_somebodys_e_mail_opens_the_account_of_that_name() -> None:
    await rows.change("update portal_account set email = 'alice' where username = 'bob'")
    page = await Browser().sign_in("alice")
    page.shows("Alice Anderson")


CLOSINGS = {
    "inactive": "update portal_account set active = false where username = 'bob'",
    "suspended": "update portal_account set suspended_at = now() where username = 'bob'",
    "without a password": "delete from account_secret where account = (select id from portal_account where username = 'bob')",
    "without a chart": "update chart_grant set revoked_at = now() where account = (select id from portal_account where username = 'bob')",
}


async def test_a_wrong_password_and_an_unknown_name_get_the_same_answer() -> None:
    known, unknown = await answer_to("alice", "wrong"), await answer_to("nobody", "wrong")
    assert known.status_code == 422
    assert WRONG in known.text
    assert plain(known) == plain(unknown)


@pytest.mark.parametrize("closed", ["inactive", "suspended", "without a password"])
async def test_a_closed_account_gets_that_answer_to_its_right_password_too(closed: str) -> None:
    unknown = await answer_to("nobody", "wrong")
    await rows.change(CLOSINGS[closed])
    answer = await answer_to("bob", "demo-bob-portal-1")
    assert plain(answer) == plain(unknown)
    assert await rows.value(SESSIONS_OF, people.account_id("bob")) == 0
    assert await rows.value(LATEST) == Kind.SIGN_IN_FAILED


async def test_an_account_that_opens_no_chart_signs_in_and_is_told_so() -> None:
    await rows.change(CLOSINGS["without a chart"])
    browser = Browser()
    await browser.open("/sign-in")
    answer = await browser.send(
        "POST",
        "/sign-in",
        headers={"content-type": FORM},
        content=urlencode(
            {"_csrf": browser.token, "username": "bob", "password": "demo-bob-portal-1"}
        ).encode(),
    )
    assert answer.status_code == 303
    page = await browser.open("/home", status=403)
    page.shows("No chart is open to your sign-in at the moment.")


@pytest.mark.parametrize(
    ("username", "password"),
    [("alice", ""), ("", "demo-alice-portal-1"), ("", ""), ("alice\x00", "x"), ("a" * 400, "x")],
)
async def test_a_form_that_is_not_filled_in_is_answered_with_a_sentence(username: str, password: str) -> None:
    answer = await answer_to(username, password)
    assert answer.status_code == 422
    assert "error-summary" in answer.text


@pytest.mark.parametrize(
    "password", ["x" * 100_000, "\x00", "\ud83d", "demo-alice-portal-1 ", "DEMO-ALICE-PORTAL-1", " "]
)
async def test_a_password_of_any_kind_is_only_wrong(password: str) -> None:
    browser = Browser()
    await browser.open("/sign-in")
    body = urlencode(
        {"_csrf": browser.token, "username": "alice", "password": password}, errors="surrogatepass"
    )
    answer = await browser.send("POST", "/sign-in", headers={"content-type": FORM}, content=body.encode())
    assert answer.status_code == 422


MINUTES_PASS = "update sign_in_try set tried_at = tried_at - make_interval(mins => $1)"


@pytest.mark.parametrize("door", ["/sign-in", "/staff/sign-in"])
async def test_after_too_many_tries_one_reads_once_for_how_many_minutes_to_wait(door: str) -> None:
    browser = Browser()
    await browser.open(door)
    for _ in range(10):
        await browser.press("Sign in", username="mallory", password="wrong", status=422)
    page = await browser.press("Sign in", username="mallory", password="wrong", status=429)
    assert page.words.count("Please wait 5 minutes, then try again.") == 1
    assert page.words.count("signed in from before you can go on at once") == 1
    assert page.title.startswith("Error:")
    assert not page.all(".wrong"), "Nothing that was typed is wrong."
    assert page.value("username") == "mallory"
    await rows.change(MINUTES_PASS, 4)
    page = await browser.press("Sign in", username="mallory", password="wrong", status=429)
    page.shows("Please wait 1 minute, then try again.")
    page.lacks("few minutes")
    assert page.headers["retry-after"] == "60"


async def test_a_login_that_only_the_practice_opens_again_says_so() -> None:
    browser = Browser()
    await browser.open("/sign-in")
    for _ in range(10):
        await browser.press("Sign in", username="mallory", password="wrong", status=422)
    await rows.change("update sign_in_tally set in_a_row = 100")
    page = await browser.press("Sign in", username="mallory", password="wrong", status=429)
    page.shows("Please ask the practice to open it again.")
    page.lacks("Please wait")


async def test_what_was_typed_comes_back_but_never_the_password() -> None:
    browser = Browser()
    await browser.open("/sign-in?next=/messages")
    page = await browser.press("Sign in", username="Alice ", password="canary-password", status=422)
    assert page.value("username") == "Alice "
    assert page.value("password") == ""
    assert "canary-password" not in page.response.text


async def test_somebody_signed_in_is_sent_on_from_the_door() -> None:
    alice = await people.alice()
    assert (await alice.open("/sign-in")).path == "/home"
    assert (await alice.open("/sign-in?next=/messages")).path == "/messages"
    assert (await alice.open("/")).path == "/home"


async def test_a_failed_try_stands_in_the_clients_own_activity() -> None:
    await answer_to("alice", "wrong")
    alice = await people.alice()
    page = await alice.open("/activity")
    page.shows("Tried to sign in with a wrong password")
    (await (await people.bob()).open("/activity")).lacks("Tried to sign in")


async def test_a_try_is_kept_without_the_password_and_the_name_typed() -> None:
    await answer_to("canary-name", "canary-password")
    record = await rows.value("select row_to_json(a)::text from audit_event a order by at desc limit 1")
    assert "canary" not in record
    assert Kind.SIGN_IN_FAILED in record
    assert "127.0.0.0/24" in record


async def test_an_id_the_attacker_chose_is_never_adopted() -> None:
    browser = Browser(cookies={"portal": "ATTACKER"})
    await browser.sign_in("alice")
    assert browser.cookies["portal"] != "ATTACKER"
    assert len(browser.cookies["portal"]) >= 40
    page = await Browser(cookies={"portal": "ATTACKER"}).open("/home")
    assert page.path.startswith("/sign-in")


async def test_every_sign_in_gets_an_id_of_its_own() -> None:
    first, second = Browser(), Browser()
    await first.sign_in("alice")
    await second.sign_in("alice")
    assert first.cookies["portal"] != second.cookies["portal"]
    await first.open("/home")
    await second.open("/home")


async def test_signing_in_over_an_open_session_gets_a_new_id() -> None:
    alice = await people.alice()
    before = alice.cookies["portal"]
    await Browser().open("/sign-in")
    visitor = Browser()
    await visitor.open("/sign-in")
    alice.cookies["form"] = visitor.cookies["form"]
    body = urlencode({"_csrf": visitor.token, "username": "bob", "password": "demo-bob-portal-1"}).encode()
    answer = await alice.send("POST", "/sign-in", headers={"content-type": FORM}, content=body)
    assert answer.status_code == 303
    assert alice.cookies["portal"] != before
    (await alice.open("/home")).shows("Bob Baker")


async def test_the_database_holds_no_token_that_opens_a_session() -> None:
    browser = Browser()
    await browser.sign_in("alice")
    token = browser.cookies["portal"]
    stored = await rows.value("select string_agg(s::text, ' ') from portal_session s")
    assert token not in stored
    assert token.encode().hex() not in stored


@pytest.mark.parametrize("where", [path for path in ELSEWHERE if path not in ("", "/")])
async def test_the_way_on_never_leads_elsewhere(where: str) -> None:
    browser = Browser()
    await browser.open(f"/sign-in?next={quote(where)}")
    assert browser.page is not None
    typed = browser.page.document.select("input[name=next]")
    assert not typed or typed[0]["value"] == ""
    body = {"_csrf": browser.token, "username": "alice", "password": "demo-alice-portal-1", "next": where}
    answer = await browser.send(
        "POST", "/sign-in", headers={"content-type": FORM}, content=urlencode(body).encode()
    )
    assert answer.status_code == 422 or answer.headers["location"] == "/home"
    browser.cookies |= (await people.alice()).cookies
    again = await browser.send("GET", f"/sign-in?next={quote(where)}")
    assert (again.status_code, again.headers["location"]) == (303, "/home")


async def test_a_link_followed_before_signing_in_is_shown_after_it() -> None:
    thread = await rows.value("select id from message_thread where client = $1", people.client_id("alice"))
    browser = Browser()
    page = await browser.open(f"/messages/{thread}")
    assert page.heading == "Sign in"
    page = await browser.press("Sign in", username="alice", password="demo-alice-portal-1")
    assert page.path == f"/messages/{thread}"


@pytest.mark.parametrize(
    ("door", "name", "cookie"), [("/sign-in", "alice", "portal"), ("/staff/sign-in", "nora", "staff")]
)
async def test_over_https_every_cookie_is_bound_to_the_host_and_to_encryption(
    door: str, name: str, cookie: str
) -> None:
    """The browser checks Secure, HttpOnly, SameSite, Path and the absence of Domain on each it is given."""
    with configured(public_url="https://portal.practice.org"):
        browser = Browser()
        await browser.sign_in(name, path=door)
        assert set(browser.cookies) == {"__Host-form", "__Host-device", f"__Host-{cookie}"}
        await browser.press("Español")
        assert set(browser.cookies) == {"__Host-form", "__Host-device", f"__Host-{cookie}", "__Host-language"}
        downgraded = Browser(cookies={cookie: browser.cookies[f"__Host-{cookie}"]})
        answer = await downgraded.send("GET", "/home" if cookie == "portal" else "/staff")
        assert answer.status_code == 303
