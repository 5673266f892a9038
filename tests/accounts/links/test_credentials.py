"""Email Client Credential: what staff press, what arrives, and what is refused with a sentence."""

import re

import pytest

from app.accounts.limits import Side, name_hash
from app.accounts.links.credentials import invite_if_asked
from app.accounts.links.status import account_state
from app.accounts.sessions import CurrentStaff, staff_session
from app.activity.actor import Origin
from app.practice.settings import load_settings
from tests import people, rows
from tests.accounts.links.mailbox import PASSWORD, deliver, links_in, mailbox, minutes_pass
from tests.environment import configured
from tests.page import Browser, Page

pytestmark = pytest.mark.usefixtures("rolled_back")

EMAIL, RESET, REPLACE = (
    "Email Client Credential",
    "Email a password reset",
    "Use e-mailed credentials instead",
)


def path(name: str = "charlie") -> str:
    return f"/staff/clients/{people.client_id(name)}/portal/credentials"


async def without_account(name: str = "charlie") -> None:
    """Let a client have no login yet."""
    for table in ("chart_grant", "account_secret", "portal_session", "known_device"):
        await rows.change(f"delete from {table} where account = $1", people.account_id(name))
    await rows.change("delete from portal_account where id = $1", people.account_id(name))


async def set_to(name: str, value: str) -> None:
    await rows.change(
        "insert into system_setting (id, name, value, changed_at) values (gen_random_uuid(), $1, $2, now())"
        " on conflict (name) do update set value = excluded.value",
        name,
        value,
    )
    await rows.change("update settings_version set version = version + 1")
    await load_settings()


async def press(label: str, *, name: str = "charlie", status: int = 200) -> Page:
    nora = await people.nora()
    await nora.open(path(name))
    page = await nora.press(label, status=status)
    return nora.page or page


async def status_of(name: str = "charlie") -> str:
    found = await account_state(people.client_id(name))
    return found[0].status.value if found else "never_invited"


async def test_a_client_is_invited_by_two_e_mails_and_gets_in() -> None:
    await without_account()
    with mailbox() as inbox:
        page = await press(EMAIL)
        page.shows("Two e-mails are on their way to charlie@example.org.", "Invited")
        login, link = await deliver(inbox)
        assert [letter.recipients for letter in (login, link)] == [["charlie@example.org"]] * 2
        assert "charlie@example.org" in login.part("plain")
        assert "http://localhost:8000" in login.part("plain")
        assert links_in(login) == []
        assert "charlie@example.org" not in link.part("plain"), "Who finds one letter has not both halves."
        assert await status_of() == "invited"
        charlie = Browser()
        await charlie.open(links_in(link)[0])
        page = await charlie.press("Guardar la contraseña", password=PASSWORD)
        assert page.path == "/home"
    assert await status_of() == "active"
    page = await Browser().sign_in("charlie@example.org", PASSWORD)
    assert page.path == "/account/second-step/offer", "It is the second sign-in, so a passkey is offered."


async def test_pressed_again_within_five_minutes_nothing_is_sent_and_it_says_when_it_was() -> None:
    await without_account()
    with mailbox() as inbox:
        await press(EMAIL)
        page = await press(EMAIL)
        page.shows("This was sent to charlie@example.org already: Today")
        assert len(await deliver(inbox)) == 2
        await minutes_pass(5)
        first = links_in(inbox.letters[1])[0]
        await press(EMAIL)
        assert len(await deliver(inbox)) == 2
    browser = Browser()
    page = await browser.open(first, status=400)
    page.shows("Hay un enlace más nuevo")


async def test_a_corrected_address_is_used_at_once() -> None:
    await without_account()
    with mailbox() as inbox:
        await press(EMAIL)
        await deliver(inbox)
        await rows.change("update client set email = 'Carlos@example.org' where number = 1003")
        page = await press(EMAIL)
        page.shows("Two e-mails are on their way to carlos@example.org.")
        letters = await deliver(inbox)
        assert [letter.recipients for letter in letters] == [["carlos@example.org"]] * 2
        assert "carlos@example.org" in letters[0].part("plain"), "The login is the new address."


async def test_a_login_typed_by_hand_is_not_e_mailed_but_replaced_on_request() -> None:
    charlie = await people.charlie()
    nora = await people.nora()
    page = await nora.open(path())
    page.shows("typed by hand")
    page.lacks(EMAIL)
    refused = await nora.send("POST", path(), headers=FORM, content=f"_csrf={nora.token}".encode())
    assert refused.status_code == 422
    assert "typed by hand" in refused.text
    with mailbox() as inbox:
        page = await nora.press(REPLACE)
        page.shows("Two e-mails are on their way to charlie@example.org.")
        login, link = await deliver(inbox)
        assert "charlie@example.org" in login.part("plain")
        answer = await charlie.send("GET", "/home")
        assert answer.headers["location"] == "/sign-in", "The old session is over."
        stranger = Browser()
        await stranger.open("/sign-in")
        await stranger.press("Sign in", username="charlie", password="demo-charlie-portal-1", status=422)
        browser = Browser()
        await browser.open(links_in(link)[0])
        page = await browser.press("Guardar la contraseña", password=PASSWORD)
        assert page.path == "/home"


FORM = {"content-type": "application/x-www-form-urlencoded"}


async def test_an_active_client_is_sent_a_reset_and_old_sessions_end_when_it_is_used() -> None:
    alice = await people.alice()
    with mailbox() as inbox:
        page = await press(RESET, name="alice")
        page.shows("A link to choose a new password is on its way to alice@example.org.")
        (letter,) = await deliver(inbox)
        assert (await alice.open("/home")).path == "/home", "Sending ends nothing."
        browser = Browser()
        await browser.open(links_in(letter)[0])
        await browser.press("Save password", password=PASSWORD)
    assert (await alice.send("GET", "/home")).headers["location"] == "/sign-in"


@pytest.mark.parametrize(
    ("address", "required", "sentence"),
    [
        ("", "on", "portal logins need one (setting -644)"),
        ("", "off", "Credentials go by e-mail, so add the address first."),
        ("a@b.c, d@e.f", "on", "cannot be sent to"),
    ],
)
async def test_without_an_address_it_is_refused(address: str, required: str, sentence: str) -> None:
    await without_account()
    await set_to("email_required", required)
    nora = await people.nora()
    await nora.open(path())
    await rows.change("update client set email = $1 where number = 1003", address)
    page = await nora.press(EMAIL, status=422)
    page.shows(sentence)
    assert await rows.value("select count(*) from portal_account") == 3


async def test_where_no_address_is_on_file_there_is_no_button_but_a_form_to_add_it() -> None:
    await without_account()
    await rows.change("update client set email = '' where number = 1003")
    nora = await people.nora()
    page = await nora.open(path())
    page.shows("No e-mail address is on file, so nothing can be e-mailed.")
    page.lacks(EMAIL)
    page = await nora.press("Save e-mail address", email="carlos@example.org")
    page.shows("The e-mail address is on file now.", "E-mails go to carlos@example.org.")
    page = await nora.press(EMAIL)
    page.shows("Two e-mails are on their way to carlos@example.org.")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [("suspended_at = now()", "This login is suspended."), ("active = false", "until Active is checked")],
)
async def test_a_closed_login_is_not_sent_to(change: str, sentence: str) -> None:
    nora = await people.nora()
    await nora.open(path("alice"))
    await rows.change(f"update portal_account set {change} where username = 'alice'")
    page = await nora.press(RESET, status=422)
    page.shows(sentence)
    page = await nora.open(path("alice"))
    page.shows(sentence)
    page.lacks(RESET, REPLACE)


async def test_without_e_mail_there_is_no_button_and_a_reason() -> None:
    with configured(mail_is_off=True):
        nora = await people.nora()
        page = await nora.open(path("alice"))
        page.shows("This portal sends no e-mail")
        page.lacks(RESET)
        answer = await nora.send("POST", path("alice"), headers=FORM, content=f"_csrf={nora.token}".encode())
        assert answer.status_code == 422


async def test_a_letter_that_is_refused_for_good_is_seen_by_staff() -> None:
    await without_account()
    with mailbox() as inbox:
        await press(EMAIL)
        inbox.answers_to_recipients = ["550 No such mailbox"] * 2
        assert await deliver(inbox) == []
    nora = await people.nora()
    page = await nora.open(path())
    page.shows("Could not be delivered")


async def test_an_invitation_ends_after_a_day() -> None:
    await without_account()
    await press(EMAIL)
    await minutes_pass(24 * 60 - 1)
    assert await status_of() == "invited"
    await minutes_pass(2)
    assert await status_of() == "expired"


@pytest.mark.parametrize(
    ("wanted", "login"),
    [
        ("email", "charlie@example.org"),
        ("initial_last", "ccastillo"),
        ("first_last", "carlos.castillo"),
        ("number", "1003"),
    ],
)
async def test_the_username_is_made_by_the_setting(wanted: str, login: str) -> None:
    await without_account()
    await set_to("credentials_username", wanted)
    await press(EMAIL)
    assert await rows.value("select username from portal_account where not login_typed") == login


async def test_a_username_that_somebody_has_is_not_given_again() -> None:
    await without_account()
    await rows.change("update portal_account set email = 'charlie@example.org' where username = 'gina'")
    await rows.change("update portal_account set username = 'ccastillo' where username = 'bob'")
    await press(EMAIL)
    assert await rows.value("select username from portal_account where not login_typed") == "carlos.castillo"


async def test_a_temporary_password_may_go_instead_and_is_changed_at_once() -> None:
    await without_account()
    await set_to("credentials_password", "temporary")
    with mailbox() as inbox:
        await press(EMAIL)
        _, second = await deliver(inbox)
    (password,) = re.findall(r"^[a-z0-9]{4}(?:-[a-z0-9]{4}){3}$", second.part("plain"), re.MULTILINE)
    browser = Browser()
    page = await browser.sign_in("charlie@example.org", password)
    assert page.path == "/password/change"
    page = await browser.press("Guardar la contraseña", password=PASSWORD)
    assert page.path == "/home"
    assert await status_of() == "active"


async def test_a_temporary_password_nobody_used_ends() -> None:
    from app.accounts.links.jobs import tidy_up

    await without_account()
    await set_to("credentials_password", "temporary")
    await press(EMAIL)
    await tidy_up()
    had = "select count(*) from account_secret secret join portal_account a on a.id = secret.account where not login_typed"
    assert await rows.value(had) == 1
    await rows.change("update sign_in_link set ends_at = now() - interval '1 minute'")
    await tidy_up()
    assert await rows.value(had) == 0


@pytest.mark.parametrize(("person", "status"), [(people.stan, 403), (people.dana, 403)])
async def test_who_has_no_rule_may_not(person: people.Person, status: int) -> None:
    browser = await person()
    assert (await browser.send("GET", path())).status_code == status


async def test_who_may_not_open_the_chart_finds_nothing() -> None:
    await rows.change(
        "insert into profile_rule (id, profile, rule, can_create, can_modify, can_view, can_delete)"
        " select gen_random_uuid(), id, 'Portal accounts', true, true, true, true from profile where name = 'Clinician'"
    )
    terry, dana = await people.terry(), await people.dana()
    assert (await terry.send("GET", path())).status_code == 200
    assert (await dana.send("GET", path())).status_code == 404
    await dana.open("/staff")
    answer = await dana.send("POST", path(), headers=FORM, content=f"_csrf={dana.token}".encode())
    assert answer.status_code == 404


async def test_a_guardian_of_the_chart_is_sent_a_reset_to_their_own_address() -> None:
    with mailbox() as inbox:
        nora = await people.nora()
        page = await nora.open(path("max"))
        page.shows("Gina Grant", "gina@example.org", "E-mail Max Grant a login of their own")
        page.lacks("Never invited", "No login yet")
        await nora.press(RESET)
        (letter,) = await deliver(inbox)
    assert letter.recipients == ["gina@example.org"]


async def test_it_is_in_the_clients_activity() -> None:
    await press(RESET, name="alice")
    alice = await people.alice()
    page = await alice.open("/activity")
    page.shows("Sent you an e-mail to choose a new password", "Nora Novak")


async def current(name: str) -> CurrentStaff:
    browser = await people.staff(name)
    found = await staff_session(browser.cookies["staff"], origin=Origin(request_id="", network=""))
    assert found is not None
    return found


async def test_a_new_client_is_invited_where_the_setting_says_so() -> None:
    await without_account()
    nora, charlie = await current("nora"), people.client_id("charlie")
    assert await invite_if_asked(staff=nora, client_id=charlie) is None
    await set_to("credentials_on_adding", "on")
    assert await invite_if_asked(staff=nora, client_id=people.client_id("max")) is None, (
        "No e-mail is on file."
    )
    with configured(mail_is_off=True):
        assert await invite_if_asked(staff=nora, client_id=charlie) is None
    with mailbox() as inbox:
        emailed = await invite_if_asked(staff=nora, client_id=charlie)
        assert emailed is not None
        assert emailed.sent
        assert len(await deliver(inbox)) == 2


async def test_staff_see_that_an_account_is_locked() -> None:
    tries = (
        "insert into sign_in_try (name_hash, address_hash, tried_at)"
        " select $1, '', now() from generate_series(1, 10)"
    )
    await rows.change(tries, name_hash(Side.CLIENT, "alice@example.org"))
    (state,) = await account_state(people.client_id("alice"))
    assert state.status.value == "locked"
    nora = await people.nora()
    (await nora.open(path("alice"))).shows("Locked")


async def test_a_guardian_whose_grant_ended_is_not_offered_there() -> None:
    await rows.change("update chart_grant set revoked_at = now() where kind = 'guardian'")
    nora = await people.nora()
    page = await nora.open(path("max"))
    page.lacks("gina")
    content = f"_csrf={nora.token}&account={people.account_id('gina')}".encode()
    answer = await nora.send("POST", path("max"), headers=FORM, content=content)
    assert answer.status_code == 422
    assert "does not open the chart" in answer.text
