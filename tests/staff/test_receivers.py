"""Who is told of what happens in a chart: the provider, else the group, else the Client Admins; never who left."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from app.accounts.sessions import today
from app.demo import demo_id
from app.staff.rules import Action, PermissionRule, Permissions, may
from app.staff.service import may_open_chart, permissions_of, receivers
from tests import people, rows

pytestmark = pytest.mark.usefixtures("rolled_back")

CLINICIANS, OFFICE = demo_id("group", "Clinicians"), demo_id("group", "Front office")
NAMES = {people.staff_id(name): name for name in ("nora", "terry", "dana", "stan")}


async def told(
    client: str = "alice",
    *,
    to_provider: bool = True,
    group: UUID | None = CLINICIANS,
    on: date | None = None,
) -> set[str]:
    found = await receivers(
        client_id=people.client_id(client),
        rule=PermissionRule.SEND_MESSAGES,
        to_provider=to_provider,
        group_id=group,
        today=on or today(),
    )
    assert len(found) == len(set(found))
    return {NAMES[staff] for staff in found}


async def leave(name: str) -> None:
    await rows.change("update staff_member set active = false where id = $1", people.staff_id(name))


async def test_the_provider_is_told() -> None:
    assert await told("alice") == {"terry"}
    assert await told("bob") == {"dana"}


async def test_the_group_is_left_alone_while_there_is_a_provider() -> None:
    assert await told("alice", group=OFFICE) == {"terry"}


async def test_every_provider_is_told() -> None:
    await rows.change(
        "insert into client_assignment (id, client, staff, role, starts_on) values (gen_random_uuid(), $1, $2, 'care_team', $3)",
        people.client_id("alice"), people.staff_id("dana"), today(),
    )  # fmt: skip
    assert await told("alice") == {"terry", "dana"}


async def test_the_group_covers_for_a_provider_who_left_as_far_as_the_chart_is_open_to_it() -> None:
    await leave("terry")
    assert await told(group=OFFICE) == {"nora"}


async def test_the_group_is_told_as_far_as_the_chart_is_open_to_it() -> None:
    assert await told("alice", to_provider=False, group=OFFICE) == {"nora", "terry"}
    assert await told("bob", to_provider=False, group=OFFICE) == {"nora", "dana"}


@pytest.mark.parametrize("group", [None, CLINICIANS])
async def test_the_client_admins_are_told_when_nobody_else_can_be(group: UUID | None) -> None:
    await leave("terry")
    assert await told(group=group) == {"nora"}
    assert await told(group=group, to_provider=False) == {"nora"}


async def test_nobody_who_left_is_told_even_when_nobody_is_left() -> None:
    for name in ("terry", "nora"):
        await leave(name)
    assert await told() == set()


async def test_only_holders_of_the_rule_are_told() -> None:
    await rows.change("update staff_member set profile = null where id = $1", people.staff_id("terry"))
    assert await told(group=OFFICE) == {"nora"}
    await rows.change(
        "update profile_rule set can_view = false where rule = $1", PermissionRule.SEND_MESSAGES.value
    )
    assert await told(group=OFFICE) == set()


async def test_who_supervises_the_provider_covers_within_the_group() -> None:
    await rows.change(
        "update staff_member set supervisor = $1 where id = $2",
        people.staff_id("dana"),
        people.staff_id("terry"),
    )
    await leave("terry")
    assert await told(group=CLINICIANS) == {"dana"}


@pytest.mark.parametrize(
    ("starts", "ends", "is_told"), [(0, 0, True), (-9, None, True), (-9, -1, False), (1, None, False)]
)
async def test_an_assignment_holds_from_its_first_to_its_last_day(
    starts: int, ends: int | None, *, is_told: bool
) -> None:
    last = None if ends is None else today() + timedelta(days=ends)
    await rows.change(
        "update client_assignment set starts_on = $1, ends_on = $2", today() + timedelta(days=starts), last
    )
    assert ("terry" in await told()) is is_told


@pytest.mark.parametrize(
    ("name", "client", "opens"),
    [
        ("terry", "alice", True),
        ("terry", "charlie", True),
        ("terry", "bob", False),
        ("dana", "bob", True),
        ("dana", "alice", False),
        ("stan", "alice", False),
    ],
)
async def test_a_chart_is_open_to_whom_it_is_assigned(name: str, client: str, *, opens: bool) -> None:
    permissions = Permissions(staff_id=people.staff_id(name))
    assert await may_open_chart(permissions, people.client_id(client), today=today()) is opens


async def test_every_chart_is_open_to_a_client_admin() -> None:
    permissions = Permissions(staff_id=people.staff_id("nora"), client_admin=True)
    assert await may_open_chart(permissions, people.client_id("alice"), today=today())


def test_a_rule_grants_the_actions_that_are_ticked_and_no_others() -> None:
    ticked = {"can_create": False, "can_modify": True, "can_view": True, "can_delete": False}
    permissions = permissions_of(
        people.staff_id("terry"),
        client_admin=False,
        grants=[
            {"rule": PermissionRule.SEND_MESSAGES.value, **ticked},
            {"rule": "A rule of a later version", **ticked},
        ],
    )
    for action in Action:
        granted = action in (Action.MODIFY, Action.VIEW)
        assert may(permissions, PermissionRule.SEND_MESSAGES, action) is granted
        assert not may(permissions, PermissionRule.ALL_FORM_ALERTS, action)


def test_a_client_admin_holds_no_rule_by_that_alone() -> None:
    permissions = Permissions(staff_id=people.staff_id("nora"), client_admin=True)
    assert not may(permissions, PermissionRule.SEND_MESSAGES, Action.VIEW)
