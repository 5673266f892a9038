"""What a profile allows, and how much of it may be given on."""

from uuid import UUID

import pytest

from app.staff.rules import (
    Action,
    PermissionRule,
    Permissions,
    can_grant,
    may,
    may_weaken_administrators,
)

SOMEBODY = UUID("00000000-0000-4000-8000-000000000001")
STAFF, AUDIT = PermissionRule.STAFF, PermissionRule.AUDIT
VIEW, MODIFY = frozenset({Action.VIEW}), frozenset({Action.MODIFY})


def holder(*, client_admin: bool = False, **granted: frozenset[Action]) -> Permissions:
    rules = {PermissionRule[name]: actions for name, actions in granted.items()}
    return Permissions(staff_id=SOMEBODY, client_admin=client_admin, granted=rules)


def test_a_rule_allows_the_actions_that_are_ticked() -> None:
    terry = holder(STAFF=VIEW)
    assert may(terry, STAFF, Action.VIEW)
    assert not may(terry, STAFF, Action.MODIFY)
    assert not may(terry, AUDIT, Action.VIEW)


def test_nobody_gives_an_action_they_do_not_hold() -> None:
    terry = holder(STAFF=VIEW | MODIFY)
    assert can_grant(terry, {STAFF: VIEW}, client_admin=False)
    assert can_grant(terry, {STAFF: VIEW | MODIFY}, client_admin=False)
    assert not can_grant(terry, {STAFF: frozenset(Action)}, client_admin=False)
    assert not can_grant(terry, {AUDIT: VIEW}, client_admin=False)
    assert not can_grant(terry, {STAFF: VIEW, AUDIT: VIEW}, client_admin=False)


def test_only_a_client_admin_makes_one() -> None:
    assert can_grant(holder(client_admin=True), {}, client_admin=True)
    assert not can_grant(holder(STAFF=frozenset(Action)), {}, client_admin=True)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (None, {"client_admin": True}, False),
        ({"client_admin": True}, {"client_admin": False}, True),
        ({"client_admin": True}, None, True),
        ({"client_admin": False}, None, False),
        ({"active": True, "profile": 1}, {"active": True, "profile": 1}, False),
        ({"active": True, "profile": 1}, {"active": True, "profile": 2}, True),
        ({"active": True, "profile": None}, {"active": True, "profile": 2}, False),
        ({"active": False, "profile": None}, {"active": True, "profile": None}, False),
        ({"can_delete": True, "can_view": True}, {"can_delete": False, "can_view": True}, True),
        ({"name": "x"}, {"name": "y"}, False),
    ],
)
def test_only_what_takes_something_away_can_take_the_last_administrator(
    old: dict[str, object] | None,
    new: dict[str, object] | None,
    expected: object,
) -> None:
    assert may_weaken_administrators(old, new) is expected
