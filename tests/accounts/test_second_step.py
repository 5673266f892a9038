"""What people do with their second step: setting it up, leaving it out at home, losing it."""

from urllib.parse import urlencode

import pytest

from app.accounts.second_step import resetting, rules
from app.activity.refusals import StateForbids
from app.config import Environment
from app.notices import outbox
from app.worker import EFFECTS
from tests import people, rows
from tests.admin.desk import desk_of
from tests.environment import configured
from tests.page import Browser
from tests.passkey import SoftPasskey, options_on
from tests.second_steps import (
    OWN,
    SIDES,
    add_app,
    add_codes,
    add_passkey,
    half_in,
    insider,
    send,
    spaced,
    step,
)

pytestmark = pytest.mark.usefixtures("rolled_back")
both_sides = pytest.mark.parametrize(("door", "name"), SIDES)

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # of RFC 6238, appendix B


@pytest.mark.parametrize(
    ("moment", "code"), [(1234567890, "005924"), (1111111109, "081804"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(moment: int, code: str) -> None:
    for near in (moment - 30, moment, moment + 30):
        assert rules.matching_step(SECRET, spaced(code), now=near) == moment // 30
    assert rules.matching_step(SECRET, code, now=moment + 90) is None
    assert rules.matching_step(SECRET, code, now=moment - 90) is None


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "٢٨٧٠٨٢", "2870 82x"])
def test_what_is_no_code_matches_nothing(typed: str) -> None:
    assert rules.matching_step(SECRET, typed, now=59) is None


def test_a_recovery_code_is_read_as_people_type_it() -> None:
    code = rules.recovery_code(b"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e")
    assert len(code) == rules.CODE_LETTERS
    assert rules.normal_recovery_code(rules.in_groups(code).lower()) == code
    assert rules.normal_recovery_code(code[:-1]) == rules.normal_recovery_code("x" * 9999) == ""


@both_sides
async def test_an_app_counts_only_after_its_first_right_code(door: str, name: str) -> None:
    browser = await insider(door, name)
    await browser.open(OWN[door])
    page = await browser.press("Set up an authenticator app")
    page.shows("Scan this picture")
    await browser.press("Finish", code="000000", status=422)
    assert (await Browser().sign_in(name, path=door)).path in ("/home", "/staff")
    await browser.open(f"{OWN[door]}/authenticator")
    secret = page.find(".key").get_text().replace(" ", "")
    assert secret not in await rows.value("select string_agg(t::text, ' ') from authenticator_app t")
    await add_app(door, name)
    await half_in(door, name)


@both_sides
async def test_the_first_second_step_leads_to_recovery_codes_that_count_once_they_are_kept(
    door: str, name: str
) -> None:
    await add_passkey(door, name)
    browser = await insider(door, name)
    page = await browser.open(OWN[door])
    page.shows("You have no recovery codes.", "My phone")
    page = await browser.follow("Make new codes")
    codes = [item.get_text() for item in page.all(".codes li")]
    assert len(set(codes)) == 8
    assert await rows.value("select count(*) from recovery_code") == 0
    page = await browser.press("I have kept them")
    page.shows("8 codes left")
    page.lacks(codes[0])
    other = await half_in(door, name)
    await other.press("Go on", recovery_code=codes[0])
    (await other.open(OWN[door])).shows("7 codes left")


async def test_the_form_of_kept_codes_sent_again_makes_no_used_code_good_again() -> None:
    await add_app(*SIDES[0])
    alice = await people.alice()
    page = await alice.open("/account/second-step/recovery-codes")
    shown, code = page.value("shown"), page.all(".codes li")[0].get_text()
    for _ in range(2):
        await send(alice, "/account/second-step/recovery-codes", shown=shown)
        thief = await half_in("/sign-in", "alice")
        used = await send(thief, "/sign-in/second-step", recovery_code=code)
        await rows.change("delete from second_step_try")
    assert used.status_code == 422
    forged = await send(alice, "/account/second-step/recovery-codes", shown=page.value("shown")[:-4] + "AAAA")
    assert forged.status_code == 422


@both_sides
async def test_a_remembered_device_asks_for_the_password_only_until_it_is_asked_again(
    door: str, name: str
) -> None:
    app = await add_app(door, name)
    browser = await half_in(door, name)
    await browser.press("Go on", code=app.generate_otp(step()), remember="yes")
    await browser.press("Sign out")
    assert (await browser.sign_in(name, path=door)).path in ("/home", "/staff")
    page = await browser.open(OWN[door])
    page.shows("On 1 device you are not asked")
    await browser.press("Ask on every device again")
    await browser.press("Sign out")
    assert (await browser.sign_in(name, path=door)).heading == "One more step"


async def test_a_device_is_remembered_for_thirty_days_and_for_nobody_else() -> None:
    app = await add_app("/sign-in", "alice")
    await add_app("/sign-in", "bob")
    browser = await half_in("/sign-in", "alice")
    await browser.press("Go on", code=app.generate_otp(step()), remember="yes")
    await browser.press("Sign out")
    assert (await browser.sign_in("bob")).heading == "One more step"
    await rows.change("update known_device set second_step_until = second_step_until - interval '30 days'")
    assert (await browser.sign_in("alice")).heading == "One more step"


@both_sides
async def test_half_signed_in_somebody_can_leave_and_come_again(door: str, name: str) -> None:
    await add_app(door, name)
    browser = await half_in(door, name)
    assert (await browser.open(door)).heading in ("Sign in", "Staff sign-in")
    await browser.open(f"{door}/second-step")
    page = await browser.press("Sign out")
    page.shows("You are signed out.")
    assert await rows.value("select count(*) from portal_session where second_step_due") == 0


async def test_half_signed_in_somebody_chooses_a_language_for_this_browser_only() -> None:
    await add_app("/sign-in", "alice")
    browser = await half_in("/sign-in", "alice")
    await browser.press("Español")
    assert await rows.value("select language from portal_account where username = 'alice'") is None


async def test_who_must_choose_a_password_takes_the_second_step_first() -> None:
    app = await add_app("/sign-in", "alice")
    await rows.change("update portal_account set must_change_password = true where username = 'alice'")
    browser = await half_in("/sign-in", "alice")
    page = await browser.press("Go on", code=app.generate_otp(step()))
    assert page.path == "/password/change"


async def test_the_way_on_survives_the_second_step() -> None:
    app = await add_app("/sign-in", "alice")
    browser = Browser()
    await browser.open("/messages")
    await browser.press("Sign in", username="alice", password="demo-alice-portal-1")
    page = await browser.press("Go on", code=app.generate_otp(step()))
    assert page.path == "/messages"


@both_sides
async def test_a_passkey_is_renamed_and_removed_and_those_of_others_are_not_there(
    door: str, name: str
) -> None:
    await add_passkey(door, name)
    await add_app(door, name)
    other = await add_passkey(door, "bob" if name == "alice" else "terry")
    browser = await insider(door, name)
    await browser.open(OWN[door])
    await browser.follow("Change")
    page = await browser.press("Save name", name="Kitchen tablet")
    page.shows("Kitchen tablet")
    stranger = await rows.value("select id from passkey where credential_id = $1", other.id)
    for path in ("name", "removal"):
        answer = await send(browser, f"{OWN[door]}/passkeys/{stranger}/{path}", name="mine")
        assert answer.status_code == 404
    await browser.open(OWN[door])
    await browser.follow("Change")
    page = await browser.press("Remove this passkey")
    page.lacks("Kitchen tablet")
    assert await rows.value("select count(*) from passkey") == 1


@both_sides
async def test_the_last_second_step_stays_until_the_password_can_stand_alone(door: str, name: str) -> None:
    await add_app(door, name)
    await rows.change("update account_secret set long_enough = false")
    await rows.change("update staff_sign_in set long_enough = false")
    browser = await insider(door, name)
    await browser.open(OWN[door])
    page = await browser.press("Remove the app")
    page.shows("please choose a longer password", "At least 15 characters")
    assert await rows.value("select count(*) from authenticator_app") == 1
    await browser.press(
        "Save password", current_password=f"demo-{name}-portal-1", password="seven plain words make one"
    )
    await browser.open(OWN[door])
    page = await browser.press("Remove the app")
    page.shows("The authenticator app is removed.")
    assert await rows.value("select count(*) from authenticator_app") == 0


@both_sides
async def test_with_a_second_step_eight_characters_are_enough_and_known_to_be_few(
    door: str, name: str
) -> None:
    path = "/staff/password/change" if door.startswith("/staff") else "/password/change"
    table = "staff_sign_in" if door.startswith("/staff") else "account_secret"
    browser = await insider(door, name)
    await browser.open(path)
    current, short = f"demo-{name}-portal-1", "quokka7!Zu"
    await browser.press("Save password", status=422, current_password=current, password=short)
    await add_app(door, name)
    page = await browser.open(path)
    page.shows("At least 8 characters")
    await browser.press("Save password", current_password=current, password=short)
    assert await rows.value(f"select count(*) from {table} where not long_enough") == 1


async def test_a_passkey_is_offered_at_the_second_sign_in_and_not_again() -> None:
    await rows.change("update portal_account set passkey_offered_at = null")
    charlie = Browser(language="en")
    await rows.change("update portal_account set language = null")
    assert (await charlie.sign_in("charlie")).path == "/home"
    await charlie.press("Sign out")
    page = await charlie.sign_in("charlie")
    assert page.heading == "Sign in faster next time?"
    assert (await charlie.press("Not now")).path == "/home"
    await charlie.press("Sign out")
    assert (await charlie.sign_in("charlie")).path == "/home"


async def test_who_wants_the_offered_passkey_adds_it_at_once() -> None:
    await rows.change("update portal_account set passkey_offered_at = null")
    alice = Browser()
    await alice.sign_in("alice")
    page = await alice.press("Add a passkey")
    assert page.path == "/account/second-step/passkeys/new"
    answer = SoftPasskey().make(options_on(page))
    done = await send(alice, "/account/second-step/passkeys", name="", answer=answer)
    assert done.status_code == 422, "It needs a name."


async def test_staff_without_a_second_step_can_only_set_one_up_in_production() -> None:
    nora = await people.nora()
    await nora.open("/staff")
    secure = configured(environment=Environment.PRODUCTION, public_url="https://localhost:8000")
    with secure:
        nora.cookies = {f"__Host-{name}": value for name, value in nora.cookies.items()}
        for path in ("/staff", "/staff/settings", "/staff/admin/"):
            answer = await nora.send("GET", path)
            assert answer.headers["location"] == "/staff/account/security", path
        answer = await nora.send("GET", "/staff/admin/api/tables/")
        assert answer.status_code == 401
        page = await nora.open("/staff/account/security")
        page.shows("Everybody who works here needs a second step.")
        page = await nora.follow("Add a passkey")
        passkey = SoftPasskey(origin="https://localhost:8000")
        await send(nora, "/staff/account/security/passkeys", name="x", answer=passkey.make(options_on(page)))
        assert (await nora.send("GET", "/staff")).status_code == 200


async def test_clients_see_in_their_activity_what_became_of_their_second_step() -> None:
    await add_passkey("/sign-in", "alice")
    await add_app("/sign-in", "alice")
    code = (await add_codes("/sign-in", "alice"))[0]
    browser = await half_in("/sign-in", "alice")
    await send(browser, "/sign-in/second-step", code="000000")
    await browser.press("Go on", recovery_code=code)
    page = await browser.open("/activity")
    page.shows(
        "Added a passkey", "Added an authenticator app", "Made new recovery codes", "Used a recovery code"
    )
    page.shows("Tried to sign in and did not pass the second step", "Signed in")


async def test_staff_reset_a_second_step_and_the_person_is_told_by_e_mail() -> None:
    for door, name, form in (
        ("/sign-in", "alice", "reset-a-client-second-step"),
        ("/staff/sign-in", "terry", "reset-a-staff-second-step"),
    ):
        await add_passkey(door, name)
        signed_in = await insider(door, name)
        nora = await desk_of("nora")
        assert (await nora.take(form, username=name.upper())).status_code == 200
        answer = await signed_in.send("GET", OWN[door])
        assert answer.headers["location"].startswith(door), "Every session has ended."
        assert (await Browser().sign_in(name, path=door)).path in ("/home", "/staff")
        letters = await outbox.deliver_all(effects=EFFECTS)
        assert letters == (1 if "staff" in door else 2), "The client is told of the new device as well."
    assert await rows.value("select count(*) from audit_event where kind = 'second_step_reset'") == 2
    assert await rows.value("select count(*) from sent_mail") == 3


async def test_who_may_not_act_as_somebody_takes_away_nothing_of_theirs() -> None:
    await add_passkey("/staff/sign-in", "nora")
    await rows.change(
        "insert into profile_rule (id, profile, rule, can_create, can_modify, can_view, can_delete) "
        "select gen_random_uuid(), profile, 'Staff and permission rules', false, true, true, false "
        "from staff_member where id = $1",
        people.staff_id("terry"),
    )
    terry = await desk_of("terry")
    assert (await terry.take("reset-a-staff-second-step", username="nora")).status_code in (403, 404)
    assert await rows.value("select count(*) from passkey") == 1


async def test_the_command_line_takes_a_lost_second_step_away() -> None:
    for door, name in SIDES:
        await add_app(door, name)
        await resetting.reset_from_the_command_line(username=name, is_client=door == "/sign-in")
    assert await rows.value("select count(*) from authenticator_app") == 0
    assert await rows.value("select count(*) from audit_event where job = 'reset-second-step'") == 2
    for is_client in (True, False):
        with pytest.raises(StateForbids):
            await resetting.reset_from_the_command_line(username="nobody", is_client=is_client)


async def test_nobody_is_confirmed_to_another_site() -> None:
    alice = await people.alice()
    for where in ("https://evil.example", "//evil.example"):
        answer = await alice.send("GET", f"/confirm?{urlencode({'next': where})}")
        assert answer.headers["location"] == "/account/second-step"
