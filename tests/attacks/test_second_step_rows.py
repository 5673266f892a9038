"""A17, A18, the part of A20 about /confirm, A21 at step-up: what somebody does who knows the password."""

import asyncio
import json

import pytest

from app.accounts.second_step import challenges
from tests import people, rows
from tests.page import Browser
from tests.passkey import PRESENT, SoftPasskey, options_on, raw, text
from tests.second_steps import (
    OWN,
    SIDES,
    a_while_passes,
    add_app,
    add_codes,
    add_passkey,
    half_in,
    insider,
    proof_grows_old,
    send,
    step,
    wrong_codes,
)

both_sides = pytest.mark.parametrize(("door", "name"), SIDES)
undone = pytest.mark.usefixtures("rolled_back")
put_back = pytest.mark.usefixtures("restored")


@undone
@both_sides
async def test_a17_after_the_password_alone_nothing_is_open(door: str, name: str) -> None:
    await add_app(door, name)
    thief = await half_in(door, name)
    staff = door.startswith("/staff")
    for path in ("/staff", "/staff/settings") if staff else ("/messages", "/home", "/activity"):
        answer = await thief.send("GET", path)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{door}/second-step"), path
    answer = await thief.send("GET", "/staff/admin/" if staff else "/password/change")
    assert answer.status_code in (302, 303, 307)
    assert answer.headers["location"].startswith(door)
    count = await rows.value(
        "select count(*) from known_device where second_step_until is not null or made_at > now()"
    )
    assert count == 0


@undone
@both_sides
async def test_a17_half_signed_in_is_not_written_down_as_signed_in(door: str, name: str) -> None:
    await add_app(door, name)
    before = await rows.value(
        "select count(*) from audit_event where kind in ('signed_in', 'staff_signed_in')"
    )
    await half_in(door, name)
    assert await rows.value("select count(*) from known_device") == 0
    after = await rows.value(
        "select count(*) from audit_event where kind in ('signed_in', 'staff_signed_in')"
    )
    assert after == before


@undone
@both_sides
async def test_a17_a_right_code_opens_everything_and_makes_a_new_token(door: str, name: str) -> None:
    app = await add_app(door, name)
    browser = await half_in(door, name)
    cookie = "staff" if door.startswith("/staff") else "portal"
    old = browser.cookies[cookie]
    page = await browser.press("Go on", code=app.generate_otp(step()))
    assert page.path in ("/home", "/staff")
    assert browser.cookies[cookie] != old, "A21: a new token at the second step."
    answer = await Browser(cookies={cookie: old}).send("GET", page.path)
    assert answer.headers["location"].startswith(door)
    assert await rows.value("select count(*) from known_device") == 1


@undone
@both_sides
async def test_a17_the_sixth_wrong_code_in_five_minutes_waits(door: str, name: str) -> None:
    app = await add_app(door, name)
    thief = await half_in(door, name)
    answers = [await send(thief, f"{door}/second-step", code=code) for code in wrong_codes()]
    assert [answer.status_code for answer in answers[:7]] == [422] * 5 + [429] * 2
    assert answers[5].headers["retry-after"] == "300"
    right = await send(thief, f"{door}/second-step", code=app.generate_otp(step()))
    assert right.status_code == 429, "The right one waits too."
    await a_while_passes(6)
    assert (await send(thief, f"{door}/second-step", code=app.generate_otp(step()))).status_code == 303


@undone
@pytest.mark.parametrize(("failed", "minutes", "seconds"), [(20, 6, "2160"), (50, 61, "49800")])
async def test_a17_twenty_an_hour_and_fifty_a_day_whatever_was_tried(
    failed: int, minutes: int, seconds: str
) -> None:
    app, codes = await add_app(*SIDES[0]), await add_codes(*SIDES[0])
    for number in range(failed):
        thief = await half_in("/sign-in", "alice", address=f"10.0.3.{number}")
        fields = {"recovery_code": "A" * 24} if number % 2 else {"code": "000000"}
        assert (await send(thief, "/sign-in/second-step", **fields)).status_code == 422, number
        if number % 5 == 4:
            await a_while_passes(minutes if number + 1 == failed or failed > 20 else 6)
    thief = await half_in("/sign-in", "alice", address="10.0.4.1")
    for fields in ({"code": app.generate_otp(step())}, {"recovery_code": codes[0]}):
        answer = await send(thief, "/sign-in/second-step", **fields)
        assert (answer.status_code, answer.headers["retry-after"]) == (429, seconds)
    await a_while_passes(25 * 60)
    assert (await send(thief, "/sign-in/second-step", recovery_code=codes[0])).status_code == 303


@undone
async def test_a17_an_address_may_fail_ten_times_whoever_is_tried() -> None:
    for number in range(11):
        browser = Browser(address="203.0.113.5")
        stranger = SoftPasskey().answer(options_on(await browser.open("/sign-in")))
        answer = await send(browser, "/sign-in/passkey", answer=stranger)
        assert answer.status_code == (422 if number < 10 else 429)
    browser = Browser(address="203.0.113.6")
    stranger = SoftPasskey().answer(options_on(await browser.open("/sign-in")))
    assert (await send(browser, "/sign-in/passkey", answer=stranger)).status_code == 422


@undone
@both_sides
async def test_a17_the_same_code_counts_once(door: str, name: str) -> None:
    app = await add_app(door, name)
    first, second = await half_in(door, name), await half_in(door, name)
    code = app.generate_otp(step())
    assert (await send(first, f"{door}/second-step", code=code)).status_code == 303
    assert (await send(second, f"{door}/second-step", code=code)).status_code == 422
    older = app.generate_otp(step() - 1)
    assert (await send(second, f"{door}/second-step", code=older)).status_code == 422, "Nor an older one."


@put_back
async def test_a17_of_twenty_uses_of_one_code_at_once_one_wins() -> None:
    app = await add_app(*SIDES[0])
    browsers = [await half_in("/sign-in", "alice", address=f"10.0.1.{number}") for number in range(20)]
    await rows.change("delete from sign_in_try")
    code = app.generate_otp(step())
    answers = await asyncio.gather(*(send(one, "/sign-in/second-step", code=code) for one in browsers))
    assert [answer.headers.get("location") for answer in answers].count("/home") == 1


@put_back
async def test_a17_of_twenty_uses_of_one_recovery_code_at_once_one_wins() -> None:
    await add_app(*SIDES[0])
    code = (await add_codes(*SIDES[0]))[3]
    browsers = [await half_in("/sign-in", "alice", address=f"10.0.2.{number}") for number in range(20)]
    answers = await asyncio.gather(
        *(send(one, "/sign-in/second-step", recovery_code=code) for one in browsers)
    )
    assert [answer.headers.get("location") for answer in answers].count("/home") == 1
    assert await rows.value("select count(*) from recovery_code where used_at is not null") == 1


@undone
@both_sides
async def test_a17_a_recovery_code_works_once_however_it_is_typed(door: str, name: str) -> None:
    await add_app(door, name)
    code = (await add_codes(door, name))[0]
    first = await half_in(door, name)
    answer = await send(first, f"{door}/second-step", recovery_code=code.lower().replace(" ", "-"))
    assert answer.status_code == 303
    second = await half_in(door, name)
    assert (await send(second, f"{door}/second-step", recovery_code=code)).status_code == 422
    assert code.replace(" ", "") not in await rows.value(
        "select string_agg(t::text, ' ') from recovery_code t"
    )


@undone
async def test_a17_codes_of_another_person_prove_nothing() -> None:
    app, codes = await add_app("/sign-in", "bob"), None
    codes = await add_codes("/sign-in", "bob")
    await add_app("/sign-in", "alice")
    alice = await half_in("/sign-in", "alice")
    assert (await send(alice, "/sign-in/second-step", code=app.generate_otp(step()))).status_code == 422
    assert (await send(alice, "/sign-in/second-step", recovery_code=codes[0])).status_code == 422
    bob = await half_in("/sign-in", "bob")
    assert (await send(bob, "/sign-in/second-step", recovery_code=codes[0])).status_code == 303


@undone
@both_sides
async def test_a18_a_passkey_opens_alone_and_as_a_second_step(door: str, name: str) -> None:
    passkey = await add_passkey(door, name)
    browser = await half_in(door, name)
    assert browser.page is not None
    answer = await send(browser, f"{door}/second-step", answer=passkey.answer(options_on(browser.page)))
    assert answer.status_code == 303
    other = Browser()
    page = await other.open(door)
    answer = await send(other, f"{door}/passkey", answer=passkey.answer(options_on(page)))
    assert answer.headers["location"] in ("/home", "/staff")
    assert (await other.open(answer.headers["location"])).status == 200


@undone
@both_sides
async def test_a18_a_question_of_the_door_is_answered_once(door: str, name: str) -> None:
    passkey, browser = await add_passkey(door, name), Browser()
    asked = options_on(await browser.open(door))
    for status in (303, 422):
        answer = await send(browser, f"{door}/passkey", answer=passkey.answer(asked))
        assert answer.status_code == status


async def refused(browser: Browser, path: str, answer: str) -> None:
    assert (await send(browser, path, answer=answer)).status_code == 422, path
    await rows.change("delete from second_step_try")


@undone
@both_sides
async def test_a18_an_old_used_or_borrowed_question_is_not_answered(
    door: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    passkey, path = await add_passkey(door, name), f"{door}/second-step"
    browser = await half_in(door, name)
    assert browser.page is not None
    asked = options_on(browser.page)
    with monkeypatch.context() as patch:
        patch.setattr(challenges, "SECONDS", 0)
        await refused(browser, path, passkey.answer(asked))
    other = await half_in(door, name)
    await refused(other, path, passkey.answer(asked))
    made_up = asked | {"challenge": text(b"x" * 64)}
    await refused(browser, path, passkey.answer(made_up))
    at_the_door = options_on(await Browser().open(door))
    await refused(browser, path, passkey.answer(at_the_door))
    stale = passkey.answer(asked)
    assert (await send(browser, path, answer=stale)).status_code == 303
    passkey.count += 5
    await refused(other, path, passkey.answer(asked))


@undone
@both_sides
async def test_a18_another_origin_no_verification_and_a_count_that_went_back(door: str, name: str) -> None:
    passkey, path = await add_passkey(door, name), f"{door}/second-step"
    for origin, rp_id in (("https://evil.example", "localhost"), ("http://localhost:8000", "evil.example")):
        browser = await half_in(door, name)
        assert browser.page is not None
        passkey.origin, passkey.rp_id = origin, rp_id
        await refused(browser, path, passkey.answer(options_on(browser.page)))
    passkey.origin, passkey.rp_id = "http://localhost:8000", "localhost"
    browser = await half_in(door, name)
    assert browser.page is not None
    await refused(browser, path, passkey.answer(options_on(browser.page), flags=PRESENT))
    browser = await half_in(door, name)
    assert browser.page is not None
    passkey.count = 9
    assert (await send(browser, path, answer=passkey.answer(options_on(browser.page)))).status_code == 303
    browser = await half_in(door, name)
    assert browser.page is not None
    passkey.count = 3
    await refused(browser, path, passkey.answer(options_on(browser.page)))


@undone
async def test_a18_a_passkey_of_somebody_else_or_of_the_other_side_opens_nothing() -> None:
    of_bob, _ = await add_passkey("/sign-in", "bob"), await add_passkey("/sign-in", "alice")
    of_nora = await add_passkey("/staff/sign-in", "nora")
    for stranger in (of_bob, of_nora, SoftPasskey(user=b"x" * 16)):
        alice = await half_in("/sign-in", "alice")
        assert alice.page is not None
        await refused(alice, "/sign-in/second-step", stranger.answer(options_on(alice.page)))
    for stranger, door in ((of_nora, "/sign-in"), (of_bob, "/staff/sign-in"), (SoftPasskey(), "/sign-in")):
        browser = Browser()
        await refused(browser, f"{door}/passkey", stranger.answer(options_on(await browser.open(door))))
    browser = Browser()
    handle = people.account_id("alice").bytes
    await refused(
        browser, "/sign-in/passkey", of_bob.answer(options_on(await browser.open("/sign-in")), user=handle)
    )


@undone
async def test_a18_a_forged_signature_or_nonsense_is_refused() -> None:
    passkey = await add_passkey("/sign-in", "alice")
    for forge in ("signature", "authenticatorData", "clientDataJSON"):
        browser = await half_in("/sign-in", "alice")
        assert browser.page is not None
        sent = json.loads(passkey.answer(options_on(browser.page)))
        changed = bytearray(raw(sent["response"][forge]))
        changed[-1] ^= 1
        sent["response"][forge] = text(bytes(changed))
        await refused(browser, "/sign-in/second-step", json.dumps(sent))
    for nonsense in ("x", "{}", "[" * 2000, '{"id": 1}', "null", '{"response": {"clientDataJSON": "!"}}'):
        await refused(browser, "/sign-in/second-step", nonsense)


@undone
@both_sides
async def test_a18_adding_one_without_verification_or_twice_is_refused(door: str, name: str) -> None:
    browser, path = await insider(door, name), f"{OWN[door]}/passkeys"
    page = await browser.open(f"{path}/new")
    bad = SoftPasskey().make(options_on(page), flags=PRESENT)
    assert (await send(browser, path, name="x", answer=bad)).status_code == 422
    passkey = SoftPasskey()
    answer = passkey.make(options_on(await browser.open(f"{path}/new")))
    assert (await send(browser, path, name="x", answer=answer)).status_code == 303
    assert (await send(browser, path, name="x", answer=answer)).status_code == 422
    again = passkey.make(options_on(await browser.open(f"{path}/new")))
    assert (await send(browser, path, name="x", answer=again)).status_code == 422
    assert await rows.value("select count(*) from passkey") == 1


@undone
async def test_a18_a_passkey_of_a_closed_account_opens_nothing() -> None:
    passkey = await add_passkey("/sign-in", "alice")
    await rows.change("update portal_account set suspended_at = now() where username = 'alice'")
    browser = Browser()
    page = await browser.open("/sign-in")
    await refused(browser, "/sign-in/passkey", passkey.answer(options_on(page)))


SENSITIVE = {
    "/sign-in": (
        "/password/change",
        "/account/second-step/passkeys/new",
        "/account/second-step/recovery-codes",
    ),
    "/staff/sign-in": ("/staff/password/change", "/staff/account/security/passkeys/new"),
}


@undone
@both_sides
async def test_a20_what_is_sensitive_asks_for_a_fresh_proof(door: str, name: str) -> None:
    browser = await insider(door, name)
    await browser.open(SENSITIVE[door][0])
    await proof_grows_old()
    confirm = "/staff/confirm" if door.startswith("/staff") else "/confirm"
    for path in SENSITIVE[door]:
        answer = await browser.send("GET", path)
        assert answer.headers["location"].startswith(f"{confirm}?next=/"), path
    await send(
        browser,
        SENSITIVE[door][0],
        current_password=f"demo-{name}-portal-1",
        password="four plain words here",
    )
    for path in ("authenticator", "authenticator/removal", "passkeys", "recovery-codes"):
        answer = await send(browser, f"{OWN[door]}/{path}")
        assert answer.headers["location"].startswith(confirm), path
    assert await rows.value("select count(*) from authenticator_app") == 0
    changed = "select count(*) from audit_event where kind in ('password_changed', 'staff_password_changed')"
    assert await rows.value(changed) == 0


@undone
@both_sides
async def test_a20_the_password_confirms_who_has_no_second_step_and_a21_renews_the_token(
    door: str, name: str
) -> None:
    browser = await insider(door, name)
    await proof_grows_old()
    cookie = "staff" if door.startswith("/staff") else "portal"
    old = browser.cookies[cookie]
    page = await browser.open(SENSITIVE[door][0])
    assert page.heading == "Is it you?"
    page = await browser.press("Go on", password="wrong", status=422)
    page.shows("That is not your password.")
    page = await browser.press("Go on", password=f"demo-{name}-portal-1")
    assert (page.path, page.heading) == (SENSITIVE[door][0], "Choose a password")
    assert browser.cookies[cookie] != old
    answer = await Browser(cookies={cookie: old}).send("GET", SENSITIVE[door][0])
    assert answer.headers["location"].startswith(door)


@undone
async def test_a20_the_password_does_not_confirm_who_has_a_second_step() -> None:
    app = await add_app("/sign-in", "alice")
    alice = await people.alice()
    await proof_grows_old()
    await alice.open("/password/change")
    assert (await send(alice, "/confirm", password="demo-alice-portal-1")).status_code == 422
    page = await alice.press("Go on", code=app.generate_otp(step()))
    assert page.path == "/password/change"


@undone
async def test_a20_tries_of_the_password_at_confirm_are_those_of_signing_in() -> None:
    alice = await people.alice()
    await proof_grows_old()
    await alice.open("/password/change")
    answers = [await send(alice, "/confirm", password="wrong") for _ in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    answer = await send(alice, "/confirm", password="demo-alice-portal-1")
    assert answer.status_code == 429
