"""The Client Portal tab: how staff let a client in, and shut them out."""

from uuid import UUID

import pytest

from app.accounts.portal_tab.rules import is_login
from app.activity.kinds import Kind
from tests import people, rows
from tests.accounts.desk import open_tab, password_on, send, tab_of
from tests.admin import audit
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

LABELS = ("Login", "Password", "Active", "Suspended", "Safe word", "Change Pwd. Next Login", "Make one for me",
          "Web address", "http://localhost:8000", "Status", "Last sign-in", "Failed tries", "Open sessions",
          "Print sign-in sheet", "Client Portal", "Overview")  # fmt: skip
HOUSEHOLD = "four plain words of mine"


async def without_login(client: str) -> UUID:
    """Take a client's login away, as if it had never been made."""
    account_id, client_id = people.account_id(client), people.client_id(client)
    for table in ("known_device", "portal_session", "account_secret", "chart_grant"):
        await rows.change(f"delete from {table} where account = $1", account_id)
    await rows.change("update portal_account set username = username || '-gone' where id = $1", account_id)
    await rows.change("update portal_account set email = '' where id = $1", account_id)
    return client_id


async def test_the_tab_has_the_labels_of_the_source() -> None:
    page = await open_tab(await people.nora(), "alice")
    page.shows(*LABELS)
    assert page.heading == "Alice Anderson"


async def test_a_new_login_begins_active_and_with_a_password_to_be_changed() -> None:
    await without_login("charlie")
    nora = await people.nora()
    page = await open_tab(nora, "charlie")
    page.shows("Never invited", "Make a login")
    ticked = {str(box["name"]) for box in page.all("main input[type=checkbox][checked]")}
    assert ticked == {"active", "must_change_password"}
    page = await nora.press("Make one for me", login="Carlos.C")
    password = password_on(page)
    page.shows("Saved.")
    assert page.value("login") == "carlos.c"
    charlie = Browser()
    assert (await charlie.sign_in("CARLOS.C", password)).path == "/password/change"


async def test_a_typed_password_signs_in_and_is_shown_nowhere() -> None:
    await without_login("charlie")
    nora = await people.nora()
    await open_tab(nora, "charlie")
    page = await nora.press("Save", login="carlos", password=HOUSEHOLD)
    assert HOUSEHOLD not in page.response.text
    assert (await Browser().sign_in("carlos", HOUSEHOLD)).path == "/password/change"


async def test_a_password_that_was_made_is_shown_once_and_travels_in_no_address() -> None:
    nora = await people.nora()
    await open_tab(nora, "alice")
    page = await nora.press("Make one for me")
    password = password_on(page)
    assert password not in page.path
    assert password not in "".join(nora.cookies.values())
    page = await open_tab(nora, "alice")
    assert password not in page.response.text
    sheet = await nora.open(f"{tab_of('alice')}/sheet")
    sheet.shows(password, "alice", "http://localhost:8000", "(312) 555-0107")
    assert len(sheet.all("svg.qr path")) == 1
    assert password not in (await nora.open(f"{tab_of('alice')}/sheet")).response.text


async def test_the_enter_key_saves_and_makes_no_password() -> None:
    page = await open_tab(await people.nora(), "alice")
    first = page.all(f"main form[action='{tab_of('alice')}'] button[type=submit]")[0]
    assert not first.has_attr("name")


async def test_what_was_made_for_one_client_is_shown_on_no_other_page_and_to_nobody_else() -> None:
    nora, other = await people.nora(), await people.nora()
    await open_tab(nora, "alice")
    path, made = tab_of("alice"), {"login": "alice", "account": people.account_id("alice"), "make": "yes"}
    await send(nora, path, active="yes", **made)
    cookie = nora.cookies["passed"]
    assert not (await open_tab(nora, "bob")).all(".once")
    other.cookies["passed"] = cookie
    assert not (await open_tab(other, "alice")).all(".once")
    assert (await open_tab(nora, "alice")).all(".once")


async def test_a_sheet_is_in_the_clients_language_and_without_a_password_when_none_was_made() -> None:
    sheet = await (await people.nora()).open(f"{tab_of('charlie')}/sheet")
    assert sheet.headers["content-language"] == "es"
    sheet.shows("charlie")


async def test_unticked_active_is_said_in_words() -> None:
    nora = await people.nora()
    await open_tab(nora, "alice")
    answer = await send(nora, tab_of("alice"), account=people.account_id("alice"), login="alice")
    page = await nora.open(answer.headers["location"])
    page.shows("This client cannot sign in until Active is checked.", "Inactive")


@pytest.mark.parametrize(
    "change", [{"active": ""}, {"active": "yes", "suspended": "yes"}, {"active": "yes", "make": "yes"}]
)
async def test_a24_shutting_out_takes_effect_at_the_next_request_of_every_session(
    change: dict[str, str],
) -> None:
    alices = [await people.alice() for _ in range(3)]
    for alice in alices:
        assert (await alice.send("GET", "/home")).status_code == 200
    nora = await people.nora()
    await send(nora, tab_of("alice"), account=people.account_id("alice"), login="alice", **change)
    htmx = {"hx-request": "true", "hx-request-type": "partial"}
    answer = await alices[0].send("GET", "/home")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert (await alices[1].send("GET", "/home/tiles/messages", headers=htmx)).status_code == 401
    assert (await alices[2].send("GET", "/messages", headers=htmx)).status_code == 401
    bob = await people.bob()
    assert (await bob.send("GET", "/home")).status_code == 200


@pytest.mark.parametrize("change", [{}, {"active": "yes", "suspended": "yes"}])
async def test_a24_a_session_that_was_shut_out_stays_out_when_its_account_is_let_in_again(
    change: dict[str, str],
) -> None:
    alice, nora = await people.alice(), await people.nora()
    for each in (change, {"active": "yes"}):
        await send(nora, tab_of("alice"), account=people.account_id("alice"), login="alice", **each)
    answer = await alice.send("GET", "/home")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert (await Browser().sign_in("alice")).path == "/home"


async def test_a24_a_change_that_shuts_nobody_out_leaves_sessions_open() -> None:
    alice, nora = await people.alice(), await people.nora()
    await send(nora, tab_of("alice"), account=people.account_id("alice"), login="ally", active="yes")
    assert (await alice.send("GET", "/home")).status_code == 200
    assert (
        await rows.value("select username from portal_account where id = $1", people.account_id("alice"))
        == "ally"
    )


async def test_a_reset_forgets_devices_and_lifts_the_lock() -> None:
    alice = Browser()
    await alice.sign_in("alice")
    assert await rows.value(
        "select count(*) from known_device where account = $1", people.account_id("alice")
    )
    await alice.press("Sign out")
    await lock("alice")
    nora = await people.nora()
    page = await open_tab(nora, "alice")
    page.shows("Locked", "10, locked for now")
    page = await nora.press("Make one for me")
    password = password_on(page)
    page.shows("Active", "None lately")
    assert not await rows.value(
        "select count(*) from known_device where account = $1", people.account_id("alice")
    )
    assert (await Browser().sign_in("alice", password)).path == "/password/change"


async def lock(name: str) -> None:
    stranger = Browser()
    await stranger.open("/sign-in")
    for _ in range(10):
        await stranger.press("Sign in", username=name, password="wrong", status=422)
    await stranger.press("Sign in", username=name, password="wrong", status=429)


async def test_staff_see_a_lock_and_lift_it() -> None:
    await rows.change("delete from sign_in_try")
    await lock("alice")
    nora = await people.nora()
    await open_tab(nora, "alice")
    page = await nora.press("Lift the lock")
    page.shows("Lifted.", "None lately")
    assert (await Browser().sign_in("alice")).path == "/home"


async def test_sessions_are_listed_and_ended() -> None:
    windows = {"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537"}
    alice = Browser(headers=windows, address="203.0.113.7")
    await alice.sign_in("alice")
    nora = await people.nora()
    page = await open_tab(nora, "alice")
    page.shows("Chrome on Windows", "203.0.113.0/24")
    page = await nora.press("Sign out everywhere")
    page.shows("Nobody is signed in.")
    assert (await alice.send("GET", "/home")).status_code == 303


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"login": ""}, "Type a login."),
        ({"login": "two words"}, "without spaces"),
        ({"login": "BOB"}, "Somebody signs in with this already."),
        ({"login": "bob@example.org"}, "Somebody signs in with this already."),
        ({"login": "alice", "password": "short"}, "at least 15 characters"),
        ({"login": "alice", "password": "alice anderson is here"}, "leave your name"),
    ],
)
async def test_what_will_not_do_is_said_beside_its_field_and_nothing_is_saved(
    fields: dict[str, str], says: str
) -> None:
    nora = await people.nora()
    await open_tab(nora, "alice")
    before = await rows.digest()
    page = await nora.press("Save", within="body", status=422, as_htmx=False, files=(), **fields)
    page.shows(says)
    assert await rows.digest() == before
    for typed in filter(None, [fields.get("password")]):
        assert typed not in page.response.text


async def test_a05_the_form_changes_nothing_but_its_own_fields() -> None:
    nora = await people.nora()
    await open_tab(nora, "alice")
    more = {"id": people.account_id("bob"), "email": "evil@example.org", "display_name": "Evil", "created_at": "2000-01-01",
            "client": people.client_id("bob"), "kind": "self", "password_hash": "x", "login_typed": "", "language": "es"}  # fmt: skip
    before = await rows.value(
        "select string_agg(a::text, '|') from portal_account a where username <> 'alice'"
    )
    was = await rows.value(
        "select (email, display_name, created_at, language)::text from portal_account where username = 'alice'"
    )
    answer = await send(
        nora,
        tab_of("alice"),
        account=people.account_id("alice"),
        login="alice",
        active="yes",
        suspended="yes",
        **more,
    )
    assert answer.status_code == 303
    assert (
        await rows.value("select string_agg(a::text, '|') from portal_account a where username <> 'alice'")
        == before
    )
    assert (
        await rows.value(
            "select (email, display_name, created_at, language)::text from portal_account where username = 'alice'"
        )
        == was
    )
    assert await rows.value("select suspended_at is not null from portal_account where username = 'alice'")


@pytest.mark.parametrize("leaf", ["", "/password", "/sessions", "/lock"])
async def test_an_account_that_does_not_open_this_chart_is_not_there(leaf: str) -> None:
    nora = await people.nora()
    await nora.open("/staff/clients")
    before = await rows.digest()
    answer = await send(
        nora, tab_of("alice") + leaf, account=people.account_id("bob"), login="bobby", active="yes"
    )
    assert answer.status_code == 404
    assert await rows.digest() == before


POSTS = ("", "/password", "/sessions", "/lock", "/safe-word", "/safe-word/check")


@pytest.mark.parametrize("leaf", POSTS)
async def test_without_the_rule_nothing_is_changed(leaf: str) -> None:
    terry = await people.terry()
    before = await rows.digest()
    answer = await send(
        terry, tab_of("alice") + leaf, login="x-x-x", active="yes", safe_word="bluebird", said="x"
    )
    assert answer.status_code == 403
    assert await rows.digest() == before


@pytest.mark.parametrize("leaf", POSTS)
async def test_a_chart_that_is_not_open_is_not_there_and_that_is_kept(leaf: str) -> None:
    dana = await with_rule("dana")
    refused = await audit.count(Kind.ACCESS_DENIED, of=people.client_id("alice"))
    answer = await send(
        dana, tab_of("alice") + leaf, login="x-x-x", active="yes", safe_word="bluebird", said="x"
    )
    assert answer.status_code == 404
    assert await audit.count(Kind.ACCESS_DENIED, of=people.client_id("alice")) == refused + 1


async def with_rule(name: str) -> Browser:
    await rows.change(
        "insert into profile_rule (id, profile, rule, can_create, can_modify, can_view, can_delete)"
        " select gen_random_uuid(), profile, 'Portal accounts', true, true, true, true from staff_member where id = $1",
        people.staff_id(name),
    )
    return await people.staff(name)


async def test_a_login_that_opens_a_chart_closed_to_the_member_is_left_alone() -> None:
    dana = await with_rule("dana")
    assert (await open_tab(dana, "max", account="gina")).value("login") == "gina"
    await rows.change(
        "insert into chart_grant (id, account, client, kind, starts_on, created_at)"
        " values (gen_random_uuid(), $1, $2, 'guardian', '2026-01-01', now())",
        people.account_id("gina"),
        people.client_id("alice"),
    )
    answer = await send(dana, f"{tab_of('max')}/password", account=people.account_id("gina"))
    assert answer.status_code == 403
    nora = await people.nora()
    assert (
        await send(nora, f"{tab_of('max')}/password", account=people.account_id("gina"))
    ).status_code == 303


async def test_guardians_are_listed_and_their_login_is_chosen_by_its_name() -> None:
    nora = await people.nora()
    page = await open_tab(nora, "max")
    page.shows("Gina Grant", "Guardian", "Make a login")
    page = await nora.follow("Gina Grant", within="main")
    assert page.value("login") == "gina"


async def test_what_staff_did_stands_in_the_clients_activity() -> None:
    nora = await people.nora()
    await open_tab(nora, "alice")
    await nora.press("Make one for me", login="ally")
    await nora.open(f"/staff/clients/{people.client_id('alice')}")
    await rows.change("update portal_account set must_change_password = false")
    page = await (await people.alice()).open("/activity")
    page.shows(
        "Opened your chart", "Changed a login for the portal", "Gave out a new password for the portal"
    )
    event = await audit.newest(Kind.LOGIN_CHANGED)
    assert audit.detail_of(event)["new"]["username"] == "ally"


def test_a_login_is_one_word_of_any_script() -> None:
    assert is_login("José.núñez@x") and not is_login("a b")  # noqa: PT018


async def test_of_two_logins_for_one_client_one_is_kept() -> None:
    await without_login("charlie")
    noras = [await people.nora() for _ in range(2)]
    for nora in noras:
        await nora.open("/staff/clients")
    sent = [
        send(nora, tab_of("charlie"), login=f"charlie{n}", active="yes", make="yes")
        for n, nora in enumerate(noras)
    ]
    answers = [await each for each in sent]
    assert sorted(answer.status_code for answer in answers) == [303, 422]
