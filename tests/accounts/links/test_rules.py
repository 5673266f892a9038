"""How an account stands, what a link is good for, and which usernames are tried."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.links.rules import (
    AccountFacts,
    AccountStatus,
    Delivery,
    LinkFacts,
    LinkStanding,
    Purpose,
    UsernameFormat,
    free_username,
    is_activated,
    standing_of,
    status_of,
    usernames,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FRESH = AccountFacts(
    active=True, suspended=False, locked=False, has_password=False, login_typed=False, last_sign_in_at=None
)
INVITED = replace(FRESH, invited_at=NOW - HOUR, invitation_ends_at=NOW + HOUR, delivery=Delivery.SENT)
ACTIVE = replace(INVITED, has_password=True, last_sign_in_at=NOW)


@pytest.mark.parametrize(
    ("account", "status"),
    [
        (None, AccountStatus.NEVER_INVITED),
        (FRESH, AccountStatus.NEVER_INVITED),
        (INVITED, AccountStatus.INVITED),
        (replace(INVITED, delivery=Delivery.WAITING), AccountStatus.INVITED),
        (replace(INVITED, delivery=Delivery.UNDELIVERABLE), AccountStatus.UNDELIVERABLE),
        (replace(INVITED, invitation_ends_at=NOW), AccountStatus.EXPIRED),
        (ACTIVE, AccountStatus.ACTIVE),
        (replace(ACTIVE, delivery=Delivery.UNDELIVERABLE), AccountStatus.ACTIVE),
        (replace(ACTIVE, invited_at=NOW + HOUR, invitation_ends_at=NOW + 2 * HOUR), AccountStatus.INVITED),
        (replace(ACTIVE, locked=True), AccountStatus.LOCKED),
        (replace(ACTIVE, locked=True, suspended=True), AccountStatus.SUSPENDED),
        (replace(ACTIVE, suspended=True, active=False), AccountStatus.INACTIVE),
    ],
)
def test_an_account_stands_in_one_way(account: AccountFacts | None, status: AccountStatus) -> None:
    assert status_of(account, NOW) is status


def test_an_account_is_activated_by_signing_in_after_the_last_invitation() -> None:
    assert is_activated(ACTIVE)
    assert is_activated(replace(ACTIVE, invited_at=None))
    assert not is_activated(replace(ACTIVE, has_password=False))
    assert not is_activated(INVITED)


@pytest.mark.parametrize(
    ("changes", "standing"),
    [
        ({}, LinkStanding.GOOD),
        ({"ends_at": NOW}, LinkStanding.ENDED),
        ({"superseded": True}, LinkStanding.NEWER),
        ({"used": True, "ends_at": NOW}, LinkStanding.USED),
        ({"open": False}, LinkStanding.CLOSED),
        ({"purpose": Purpose.TEMPORARY}, LinkStanding.CLOSED),
    ],
)
def test_a_link_is_good_for_what_its_page_says(changes: dict[str, object], standing: LinkStanding) -> None:
    good = LinkFacts(Purpose.RESET, NOW + HOUR, used=False, superseded=False, open=True)
    assert standing_of(replace(good, **changes), NOW) is standing  # type: ignore[arg-type]
    assert standing_of(None, NOW) is LinkStanding.CLOSED


def wished(first: UsernameFormat, *, last_name: str = "O'Brien-Ñandú") -> list[str]:
    return usernames(first, email="Zoë@Example.org", first_name="Zoë", last_name=last_name, number=1005)


def test_usernames_are_tried_in_the_order_of_the_setting() -> None:
    assert wished(UsernameFormat.EMAIL)[:4] == ["zoë@example.org", "zobriennandu", "zoe.obriennandu", "1005"]
    assert wished(UsernameFormat.FIRST_LAST)[:4] == [
        "zoe.obriennandu",
        "1005",
        "zoë@example.org",
        "zobriennandu",
    ]


def test_a_name_without_latin_letters_is_left_out() -> None:
    assert wished(UsernameFormat.INITIAL_LAST, last_name="李")[:2] == ["1005", "zoë@example.org"]


def test_the_first_free_one_is_given() -> None:
    names = wished(UsernameFormat.NUMBER)
    assert free_username(names, names[:4]) == "zoe.obriennandu-2"
