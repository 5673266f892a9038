"""Use cases about staff: who may open which chart, and who is to be told of what happens in it."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from app import db
from app.db import IN_FORCE
from app.staff.rules import Action, PermissionRule, Permissions
from app.staff.tables import Profile, ProfileRule

OPEN_CHARTS = f"""
(select client from client_assignment assignment
 where assignment.staff = any(array(
     select assigned.id from staff_member assigned where assigned.id = {{staff}} or assigned.supervisor = {{staff}}))
   and {IN_FORCE.format(row="assignment", day="{today}")})
"""
"""The charts open to a staff member who is no Client Admin: their own clients', and those of whom they supervise."""


def in_open_charts(permissions: Permissions, *, client: str) -> str:
    """Say in SQL that a client's chart is open to a staff member, where $1 is the member and $2 today.

    Written out for each kind of member, so that each gets a plan that fits.
    """
    if permissions.client_admin:
        return "true"
    return f"{client} = any(array{OPEN_CHARTS.format(staff='$1', today='$2')})"


MAY_OPEN = f"select $1 in {OPEN_CHARTS.format(staff='$2', today='$3')} as open"


async def may_open_chart(permissions: Permissions, client_id: UUID, *, today: date) -> bool:
    """Whether the chart is open to the staff member: assigned, supervised, or Client Admin."""
    if permissions.client_admin:
        return True
    found = await db.row(MAY_OPEN, client_id, permissions.staff_id, today)
    return bool(found and found["open"])


GRANTED_COLUMN = {
    Action.CREATE: "can_create",
    Action.MODIFY: "can_modify",
    Action.VIEW: "can_view",
    Action.DELETE: "can_delete",
}

RECEIVERS = f"""
with able as (
  select member.id, profile.client_admin from staff_member member
  join profile on profile.id = member.profile
  join profile_rule on profile_rule.profile = profile.id and profile_rule.rule = $2 and profile_rule.can_view
  where member.active
), open as (
  select able.id, able.client_admin from able
  where able.client_admin or exists (
    select 1 from client_assignment assignment join staff_member seen on seen.id = assignment.staff
    where assignment.client = $1 and (seen.id = able.id or seen.supervisor = able.id)
      and {IN_FORCE.format(row="assignment", day="$5")})
), provider as (
  select open.id from open where $3 and exists (
    select 1 from client_assignment assignment
    where assignment.client = $1 and assignment.staff = open.id
      and {IN_FORCE.format(row="assignment", day="$5")})
), answering as (
  select open.id from open join user_group_member on user_group_member.staff = open.id
  where user_group_member.user_group = $4
)
select id from provider
union select id from answering where not exists (select 1 from provider)
union select id from able where client_admin
  and not exists (select 1 from provider) and not exists (select 1 from answering)
"""


async def receivers(
    *, client_id: UUID, rule: PermissionRule, to_provider: bool, group_id: UUID | None, today: date
) -> tuple[UUID, ...]:
    """Give the active staff who are told of something in a chart.

    They are the client's assigned staff when `to_provider`, covered by the group; else the group. All of them as
    far as they hold View of `rule` and may open the chart; when that is nobody, the Client Admins who hold it.
    """
    found = await db.rows(RECEIVERS, client_id, rule.value, to_provider, group_id, today)
    return tuple(row["id"] for row in found)


TOLD = f"""
select member.id from staff_member member
join profile on profile.id = member.profile
where member.active and (
  exists (select 1 from profile_rule where profile_rule.profile = profile.id and rule = $3 and can_view)
  or (exists (select 1 from profile_rule where profile_rule.profile = profile.id and rule = $2 and can_view)
    and exists (select 1 from client_assignment assignment join staff_member seen on seen.id = assignment.staff
      where assignment.client = $1 and (seen.id = member.id or seen.supervisor = member.id)
        and {IN_FORCE.format(row="assignment", day="$4")})))
"""


async def told_of(
    *, client_id: UUID, assigned: PermissionRule, every: PermissionRule, today: date
) -> tuple[UUID, ...]:
    """Give the active staff who receive a kind of alert of a chart: by the rule for their own clients, or for all.

    Who may not open the chart is told of it by number and kind; the chart stays closed to them.
    """
    found = await db.rows(TOLD, client_id, assigned.value, every.value, today)
    return tuple(row["id"] for row in found)


HOLDERS = f"""
select member.id from staff_member member
join profile on profile.id = member.profile
join profile_rule on profile_rule.profile = profile.id and profile_rule.rule = $2 and profile_rule.can_view
where member.active and (profile.client_admin or exists (
  select 1 from client_assignment assignment join staff_member seen on seen.id = assignment.staff
  where assignment.client = $1 and (seen.id = member.id or seen.supervisor = member.id)
    and {IN_FORCE.format(row="assignment", day="$3")}))
"""


async def holders(*, client_id: UUID, rule: PermissionRule, today: date) -> tuple[UUID, ...]:
    """Give the active staff who hold View of a rule and may open the chart."""
    found = await db.rows(HOLDERS, client_id, rule.value, today)
    return tuple(row["id"] for row in found)


async def add_profile(
    *, profile_id: UUID, name: str, rules: Iterable[PermissionRule], client_admin: bool
) -> None:
    """Make a profile that grants every action of these rules."""
    await Profile.insert(Profile(id=profile_id, name=name, client_admin=client_admin))
    await ProfileRule.insert(
        *(
            ProfileRule(
                profile=profile_id,
                rule=rule.value,
                can_create=True,
                can_modify=True,
                can_view=True,
                can_delete=True,
            )
            for rule in rules
        )
    )


def permissions_of(
    staff_id: UUID, *, client_admin: bool, grants: Iterable[Mapping[str, object]]
) -> Permissions:
    """Build permissions from the rows of a profile; rules this version does not know grant nothing."""
    known = {rule.value: rule for rule in PermissionRule}
    granted = {
        known[str(grant["rule"])]: frozenset(
            action for action, column in GRANTED_COLUMN.items() if grant[column]
        )
        for grant in grants
        if grant["rule"] in known
    }
    return Permissions(staff_id=staff_id, client_admin=client_admin, granted=granted)
