"""Attack rows about trying passwords: A09 and A11 to A13, as far as the sign-in page goes."""

import re
from urllib.parse import urlencode

import httpx
import pytest

from app.accounts.limits import look_after_tries
from tests import rows
from tests.admin.desk import desk_of
from tests.environment import configured
from tests.page import FORM, Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

DOORS = pytest.mark.parametrize(("door", "name"), [("/sign-in", "alice"), ("/staff/sign-in", "nora")])
STORED = "select count(*) from sign_in_try"


def from_elsewhere(number: int, *, language: str = "en") -> Browser:
    """Give a browser with an address of its own."""
    return Browser(address=f"10.{number // 65536}.{number // 256 % 256}.{number % 256}", language=language)


async def attempt(browser: Browser, door: str, name: str, password: str = "wrong") -> httpx.Response:  # noqa: S107
    if browser.page is None:
        await browser.open(door)
    content = urlencode({"_csrf": browser.token, "username": name, "password": password}).encode()
    return await browser.send("POST", door, headers={"content-type": FORM}, content=content)


def right(name: str) -> str:
    return f"demo-{name}-portal-1"


async def fail(door: str, name: str, times: int, *, first: int = 0) -> list[int]:
    """Fail so often, each time from another address."""
    answers = [await attempt(from_elsewhere(first + number), door, name) for number in range(times)]
    return [answer.status_code for answer in answers]


async def a_while_passes(minutes: int) -> None:
    await rows.change("update sign_in_try set tried_at = tried_at - make_interval(mins => $1)", minutes)


@DOORS
async def test_a11_the_eleventh_try_within_five_minutes_is_refused_and_the_lock_ends_by_itself(
    door: str, name: str
) -> None:
    assert await fail(door, name, 12) == [422] * 10 + [429] * 2
    stranger = from_elsewhere(500)
    answer = await attempt(stranger, door, name, right(name))
    assert answer.status_code == 429, "The right password is refused too."
    assert answer.headers["retry-after"] == "300"
    await a_while_passes(6)
    assert (await attempt(stranger, door, name, right(name))).status_code == 303


@DOORS
async def test_a11_ten_tries_and_then_the_right_password_are_no_attack(door: str, name: str) -> None:
    assert await fail(door, name, 9) == [422] * 9
    answer = await attempt(from_elsewhere(500), door, name, right(name))
    assert answer.status_code == 303
    assert await fail(door, name, 1, first=600) == [422], "A good one does not count."


@DOORS
async def test_a11_a_hundred_failures_in_a_row_close_the_name_until_staff_lift_it(
    door: str, name: str
) -> None:
    for number in range(10):
        assert await fail(door, name, 10, first=number * 10) == [422] * 10
        await a_while_passes(6)
    stranger = from_elsewhere(5000)
    assert (await attempt(stranger, door, name, right(name))).status_code == 429
    await look_after_tries()
    await a_while_passes(60)
    assert (await attempt(stranger, door, name, right(name))).status_code == 429, "It does not end by itself."
    await rows.change("delete from sign_in_tally")
    assert (await attempt(stranger, door, name, right(name))).status_code == 303


async def test_a12_the_twenty_sixth_failure_of_an_address_is_refused_whoever_is_named() -> None:
    attacker = Browser(address="203.0.113.9")
    answers = [await attempt(attacker, "/sign-in", f"name{number}") for number in range(27)]
    assert [answer.status_code for answer in answers] == [422] * 25 + [429] * 2
    assert (await attempt(Browser(address="203.0.113.10"), "/sign-in", "name99")).status_code == 422


async def test_a12_an_address_of_ipv6_is_counted_by_its_household() -> None:
    tried = [
        await attempt(Browser(address=f"2001:db8:1:1::{number:x}"), "/sign-in", f"n{number}")
        for number in range(26)
    ]
    assert [answer.status_code for answer in tried] == [422] * 25 + [429]
    assert (await attempt(Browser(address="2001:db8:1:2::1"), "/sign-in", "other")).status_code == 422


async def test_a12_a_forged_address_changes_nothing() -> None:
    with configured(trusted_proxy_hops=1):
        attacker = Browser(address="127.0.0.1")
        await attacker.open("/sign-in")
        for number in range(25):
            attacker.headers["x-forwarded-for"] = f"198.51.100.{number}, 203.0.113.9"
            assert (await attempt(attacker, "/sign-in", f"name{number}")).status_code == 422
        attacker.headers["x-forwarded-for"] = "198.51.100.99, 203.0.113.9"
        assert (await attempt(attacker, "/sign-in", "name99")).status_code == 429
        attacker.headers["x-forwarded-for"] = "203.0.113.77"
        assert (await attempt(attacker, "/sign-in", "name99")).status_code == 422


async def test_a12_very_many_failures_are_written_to_the_log_as_an_alarm(
    capsys: pytest.CaptureFixture[str],
) -> None:
    add = "insert into sign_in_try (name_hash, address_hash, tried_at) select '', '', now() from generate_series(1, $1)"
    await rows.change(add, 999)
    await look_after_tries()
    assert "sign-in alarm" not in capsys.readouterr().out
    await rows.change(add, 1)
    await look_after_tries()
    assert "sign-in alarm" in capsys.readouterr().out


@DOORS
async def test_a13_who_signed_in_here_before_gets_in_during_an_attack(door: str, name: str) -> None:
    own = Browser(address="192.0.2.44")
    await own.sign_in(name, path=door)
    await own.press("Sign out")
    for number in range(10):
        await fail(door, name, 10, first=number * 10)
        await a_while_passes(6)
    assert await fail(door, name, 12, first=2000) == [429] * 12
    answer = await attempt(own, door, name, right(name))
    assert answer.status_code == 303
    assert await fail(door, name, 1, first=3000) == [429], "The attacker stays out."


async def test_a13_a_device_of_somebody_else_is_not_known_for_alice() -> None:
    bob = Browser(address="192.0.2.45")
    await bob.sign_in("bob")
    await bob.press("Sign out")
    await fail("/sign-in", "alice", 10)
    assert (await attempt(bob, "/sign-in", "alice", right("alice"))).status_code == 429


async def test_a13_a_made_up_device_is_not_known() -> None:
    alice = Browser(address="192.0.2.46")
    await alice.sign_in("alice")
    await alice.press("Sign out")
    await fail("/sign-in", "alice", 10)
    thief = Browser(address="192.0.2.47", cookies={"device": alice.cookies["device"][:-4] + "AAAA"})
    assert (await attempt(thief, "/sign-in", "alice", right("alice"))).status_code == 429


async def test_a13_a_known_device_has_a_limit_of_its_own() -> None:
    alice = Browser(address="192.0.2.48")
    await alice.sign_in("alice")
    await alice.press("Sign out")
    answers = [await attempt(alice, "/sign-in", "alice") for _ in range(21)]
    assert [answer.status_code for answer in answers] == [422] * 20 + [429]
    await a_while_passes(61)
    assert (await attempt(alice, "/sign-in", "alice", right("alice"))).status_code == 303


async def test_a13_one_name_locked_locks_no_other_and_not_the_other_side() -> None:
    await fail("/staff/sign-in", "nora", 12)
    assert (await attempt(from_elsewhere(900), "/staff/sign-in", "terry", right("terry"))).status_code == 303
    assert (await attempt(from_elsewhere(901), "/sign-in", "nora")).status_code == 422


@pytest.mark.parametrize("name", ["alice", "bob", "charlie", "nobody-here", "x" * 200, "alice@example.org"])
async def test_a09_every_name_is_answered_the_same(name: str) -> None:
    await rows.change("update portal_account set active = false where username = 'bob'")
    await rows.change("update portal_account set suspended_at = now() where username = 'charlie'")
    expected = await attempt(from_elsewhere(1), "/sign-in", "a-name-nobody-has")
    answer = await attempt(from_elsewhere(2), "/sign-in", name)
    assert (answer.status_code, plain(answer, name)) == (422, plain(expected, "a-name-nobody-has"))
    await fail("/sign-in", name, 9, first=10)
    await fail("/sign-in", "a-name-nobody-has", 9, first=30)
    expected = await attempt(from_elsewhere(50), "/sign-in", "a-name-nobody-has")
    answer = await attempt(from_elsewhere(51), "/sign-in", name)
    assert (answer.status_code, plain(answer, name)) == (429, plain(expected, "a-name-nobody-has"))
    assert answer.headers["retry-after"] == expected.headers["retry-after"]


def plain(answer: httpx.Response, name: str) -> str:
    """Give a page without its tokens and the name that was typed."""
    text = re.sub(r'(name="_csrf" value=|nonce=|"nonce-|x-portal-csrf\S*: ?)\S+', r"\1…", answer.text)
    text = re.sub(r'data-options="[^"]*"', "", text)  # what a passkey is asked is new on every page
    return text.replace(name, "NAME")


async def test_nothing_that_is_kept_of_a_try_says_whose_it_was() -> None:
    await fail("/sign-in", "alice", 2)
    assert await rows.value(STORED) == 2
    kept = await rows.value("select string_agg(t::text, ' ') from sign_in_try t")
    assert "alice" not in kept
    assert "10.0.0" not in kept


async def test_a_client_is_let_in_again_by_staff() -> None:
    await fail("/sign-in", "alice", 10)
    stranger = from_elsewhere(700)
    assert (await attempt(stranger, "/sign-in", "alice", right("alice"))).status_code == 429
    nora = await desk_of("nora")
    assert (await nora.take("lift-a-client-sign-in-lock", username="Alice")).status_code == 200
    assert (await attempt(stranger, "/sign-in", "alice", right("alice"))).status_code == 303
    assert await rows.value("select count(*) from audit_event where kind = 'sign_in_lock_lifted'") == 1


async def test_a_staff_member_is_let_in_again_by_staff() -> None:
    await fail("/staff/sign-in", "terry", 10)
    assert await fail("/staff/sign-in", "terry", 1, first=600) == [429]
    nora = await desk_of("nora")
    assert (await nora.take("lift-a-staff-sign-in-lock", username="terry")).status_code == 200
    answer = await attempt(from_elsewhere(700), "/staff/sign-in", "terry", right("terry"))
    assert answer.status_code == 303


async def test_who_holds_no_rule_lifts_nothing() -> None:
    await fail("/sign-in", "alice", 10)
    terry = await desk_of("terry")
    assert (await terry.take("lift-a-client-sign-in-lock", username="alice")).status_code in (403, 404)
    assert await rows.value(STORED) == 10


async def test_a_lock_is_lifted_only_where_the_chart_is_open_and_nobody_learns_who_has_a_login() -> None:
    await rows.change(
        "insert into profile_rule (id, profile, rule, can_create, can_modify, can_view, can_delete)"
        " select gen_random_uuid(), id, 'Portal accounts', true, true, true, true from profile where name = 'Clinician'"
    )
    await fail("/sign-in", "alice", 10)
    dana, terry = await desk_of("dana"), await desk_of("terry")
    hidden = await dana.take("lift-a-client-sign-in-lock", username="alice")
    unknown = await dana.take("lift-a-client-sign-in-lock", username="nobody-at-all")
    assert (hidden.status_code, hidden.content) == (unknown.status_code, unknown.content)
    assert hidden.status_code == 422
    assert await rows.value(STORED) == 10
    assert (await terry.take("lift-a-client-sign-in-lock", username="alice")).status_code == 200
    assert await rows.value(STORED) == 0
