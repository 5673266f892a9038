"""Giving and taking permissions in the admin: nobody gives what they do not have, and somebody is always left."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from app.accounts.tables import StaffSession, StaffSignIn
from app.activity.kinds import Kind
from app.demo import demo_id
from app.staff.rules import Action, PermissionRule
from app.staff.tables import ClientAssignment, Profile, ProfileRule, StaffMember
from tests import people, rows
from tests.admin import audit
from tests.admin.desk import Desk, desk_of
from tests.admin.grants import ALL, give

ADMINISTRATOR, CLINICIAN = demo_id("profile", "Administrator"), demo_id("profile", "Clinician")
STAFF, AUDIT = PermissionRule.STAFF, PermissionRule.AUDIT


async def rule_of(profile: UUID, rule: PermissionRule) -> UUID:
    found: UUID = await rows.value(
        "select id from profile_rule where profile = $1 and rule = $2", profile, rule.value
    )
    return found


async def manager() -> Desk:
    """Give Stan, who manages staff and is no Client Admin; he holds View of the inbox besides."""
    await give("stan", {STAFF: ALL, PermissionRule.SEND_MESSAGES: frozenset({Action.VIEW})})
    return await desk_of("stan")


async def refused(answer: Any) -> None:
    assert answer.status_code == 403, answer.text
    event = await audit.newest(Kind.ACCESS_DENIED)
    assert event.staff == people.staff_id("stan")


@pytest.mark.usefixtures("restored")
async def test_a_manager_gives_what_they_hold() -> None:
    stan = await manager()
    guests = (await stan.add("profiles", name="Guests")).json()[0]["id"]
    answer = await stan.add(
        "profile_rules", profile=guests, rule=PermissionRule.SEND_MESSAGES.value, can_view=True
    )
    assert answer.status_code == 201, answer.text
    await rows.change("update staff_member set profile = null where id = $1", people.staff_id("dana"))
    assert (await stan.change("staff_members", people.staff_id("dana"), profile=guests)).status_code == 200


@pytest.mark.usefixtures("restored")
async def test_a_manager_does_not_give_more_than_they_hold() -> None:
    stan = await manager()
    guests = (await stan.add("profiles", name="Guests")).json()[0]["id"]
    await refused(await stan.add("profile_rules", profile=guests, rule=AUDIT.value, can_view=True))
    messages = PermissionRule.SEND_MESSAGES.value
    await refused(
        await stan.add("profile_rules", profile=guests, rule=messages, can_view=True, can_create=True)
    )
    assert not await ProfileRule.exists().where(ProfileRule.profile == guests)


@pytest.mark.usefixtures("restored")
async def test_nobody_ticks_more_on_their_own_profile() -> None:
    stan = await manager()
    own = await rule_of(demo_id("profile", "of stan"), PermissionRule.SEND_MESSAGES)
    await refused(await stan.change("profile_rules", own, can_delete=True))
    row = await ProfileRule.select(ProfileRule.can_delete).where(ProfileRule.id == own).first()
    assert row == {"can_delete": False}


@pytest.mark.usefixtures("restored")
async def test_nobody_makes_themselves_client_admin() -> None:
    stan = await manager()
    await refused(await stan.change("profiles", demo_id("profile", "of stan"), client_admin=True))
    await refused(await stan.add("profiles", name="All charts", client_admin=True))
    await refused(await stan.change("staff_members", people.staff_id("stan"), profile=str(ADMINISTRATOR)))
    await refused(await stan.change("staff_members", people.staff_id("terry"), profile=str(ADMINISTRATOR)))
    assert await Profile.count().where(Profile.client_admin.eq(True)) == 1


@pytest.mark.usefixtures("restored")
async def test_only_a_client_admin_says_who_supervises_whom() -> None:
    """Whoever supervises Terry may open the charts of Terry's clients."""
    stan, terry = await manager(), people.staff_id("terry")
    await refused(await stan.change("staff_members", terry, supervisor=str(people.staff_id("stan"))))
    nora = await desk_of("nora")
    assert (
        await nora.change("staff_members", terry, supervisor=str(people.staff_id("dana")))
    ).status_code == 200
    answer = await nora.change("staff_members", terry, supervisor=str(terry))
    assert (answer.status_code, answer.json()) == (409, "Nobody supervises themselves. Nothing was saved.")


@pytest.mark.usefixtures("restored")
async def test_only_a_client_admin_opens_charts_to_somebody() -> None:
    await give("stan", {PermissionRule.CLIENTS: ALL})
    stan = await desk_of("stan")
    values = {"client": str(people.client_id("alice")), "staff": str(people.staff_id("stan"))}
    await refused(await stan.add("client_assignments", starts_on="2026-11-01", **values))
    assert not await ClientAssignment.exists().where(ClientAssignment.staff == people.staff_id("stan"))
    await give("dana", {PermissionRule.CLIENTS: ALL}, client_admin=True)
    dana = await desk_of("dana")
    assert (await dana.add("client_assignments", starts_on="2026-11-01", **values)).status_code == 201


@pytest.mark.usefixtures("restored")
async def test_whoever_may_do_more_is_not_given_a_new_password() -> None:
    stan = await manager()
    await refused(await stan.take("reset-a-staff-password", username="nora"))
    nora = await StaffSignIn.objects().get(StaffSignIn.username == "nora")
    assert nora is not None
    assert not nora.must_change_password


@pytest.mark.usefixtures("restored")
async def test_whoever_may_open_other_charts_is_not_given_a_new_password() -> None:
    """Whoever knows Terry's password reads what only Terry may."""
    await give("stan", {STAFF: ALL, **dict.fromkeys(PermissionRule, ALL)})
    stan = await desk_of("stan")
    await refused(await stan.take("reset-a-staff-password", username="terry"))
    await rows.change("delete from client_assignment where staff = $1", people.staff_id("terry"))
    assert (await stan.take("reset-a-staff-password", username="terry")).status_code == 200


@pytest.mark.usefixtures("restored")
async def test_nobody_takes_from_others_what_they_do_not_hold() -> None:
    stan = await manager()
    audit_rule = await rule_of(ADMINISTRATOR, AUDIT)
    await refused(await stan.delete("profile_rules", audit_rule))
    await refused(await stan.change("profile_rules", audit_rule, can_view=False))
    await refused(await stan.change("profiles", ADMINISTRATOR, client_admin=False))
    await refused(await stan.change("staff_members", people.staff_id("nora"), active=False))
    await refused(await stan.change("staff_members", people.staff_id("terry"), profile=None))
    assert await ProfileRule.exists().where(ProfileRule.id == audit_rule)


@pytest.mark.usefixtures("restored")
async def test_a_rule_that_nobody_holds_any_more_can_be_given_again() -> None:
    nora = await desk_of("nora")
    assert (await nora.delete("profile_rules", await rule_of(ADMINISTRATOR, AUDIT))).status_code < 300
    again = await nora.add("profile_rules", profile=str(ADMINISTRATOR), rule=AUDIT.value, can_view=True)
    assert again.status_code == 201, again.text


LAST: tuple[tuple[str, Any, dict[str, Any] | None], ...] = (
    ("staff_members", people.staff_id("nora"), {"active": False}),
    ("staff_members", people.staff_id("nora"), {"profile": str(CLINICIAN)}),
    ("staff_members", people.staff_id("nora"), {"profile": None}),
    ("profiles", ADMINISTRATOR, {"client_admin": False}),
    ("profile_rules", STAFF, {"can_view": False}),
    ("profile_rules", STAFF, {"can_create": False}),
    ("profile_rules", STAFF, {"can_modify": False}),
    ("profile_rules", STAFF, {"can_delete": False}),
    ("profile_rules", STAFF, None),
)


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize(("table", "row", "values"), LAST)
async def test_the_last_administrator_stays(table: str, row: Any, values: dict[str, Any] | None) -> None:
    nora = await desk_of("nora")
    target = await rule_of(ADMINISTRATOR, row) if isinstance(row, PermissionRule) else row
    answer = await take_away(nora, table, target, values)
    assert answer.status_code == 409, answer.text
    assert answer.json().startswith("This would leave nobody who can manage staff and rules.")
    assert (await nora.get("/api/tables/staff_members/")).status_code == 200


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize(("table", "row", "values"), LAST)
async def test_with_a_second_administrator_the_first_may_go(
    table: str, row: Any, values: dict[str, Any] | None
) -> None:
    await give("dana", {STAFF: ALL}, client_admin=True)
    nora = await desk_of("nora")
    target = await rule_of(ADMINISTRATOR, row) if isinstance(row, PermissionRule) else row
    assert (await take_away(nora, table, target, values)).status_code in (200, 204)


async def take_away(desk: Desk, table: str, row: UUID, values: dict[str, Any] | None) -> Any:
    return await (desk.delete(table, row) if values is None else desk.change(table, row, **values))


@pytest.mark.usefixtures("restored")
async def test_a_profile_that_somebody_has_is_not_deleted() -> None:
    nora = await desk_of("nora")
    assert (await nora.delete("profiles", ADMINISTRATOR)).status_code == 422


@pytest.mark.usefixtures("restored")
async def test_two_administrators_do_not_take_each_other_away_at_once() -> None:
    await give("dana", {STAFF: ALL}, client_admin=True)
    for _ in range(5):
        nora, dana = await desk_of("nora"), await desk_of("dana")
        await asyncio.gather(
            nora.change("staff_members", people.staff_id("dana"), active=False),
            dana.change("staff_members", people.staff_id("nora"), active=False),
            nora.change("profiles", demo_id("profile", "of dana"), client_admin=False),
            dana.change("profiles", ADMINISTRATOR, client_admin=False),
        )
        left = await rows.value(
            "select count(*) from staff_member member join profile on profile.id = member.profile"
            " where member.active and profile.client_admin"
        )
        assert left >= 1
        await rows.change("update staff_member set active = true")
        await rows.change("update profile set client_admin = true where name in ('Administrator', 'Of dana')")


@pytest.mark.usefixtures("restored")
async def test_whoever_is_deactivated_is_signed_out_for_good() -> None:
    nora, terry = await desk_of("nora"), await people.terry()
    row = people.staff_id("terry")
    assert (await nora.change("staff_members", row, active=False)).status_code == 200
    assert (await terry.send("GET", "/staff")).status_code == 303
    assert (await nora.change("staff_members", row, active=True)).status_code == 200
    assert (await terry.send("GET", "/staff")).status_code == 303
    assert await StaffSession.count() == 1


@pytest.mark.usefixtures("restored")
async def test_a_changed_rule_holds_at_the_next_request() -> None:
    nora, terry = await desk_of("nora"), await people.terry()
    assert (await terry.send("GET", "/staff")).status_code == 200
    rule = await rule_of(CLINICIAN, PermissionRule.SEND_MESSAGES)
    assert (await nora.delete("profile_rules", rule)).status_code == 204
    assert (await terry.send("GET", "/staff/messages")).status_code == 403
    assert await StaffMember.exists().where(StaffMember.id == people.staff_id("terry"))
