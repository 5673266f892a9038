"""Giving and taking permissions: nobody gives what they do not have, and somebody can always mend it again.

Each check runs in the transaction of the write, after it, and looks at what is there then.
"""

import json
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from app import db
from app.activity.actor import Actor
from app.activity.refusals import NotAllowed, StateForbids
from app.staff.rules import Action, PermissionRule, Permissions, can_grant, may_weaken_administrators
from app.staff.service import GRANTED_COLUMN, OPEN_CHARTS, permissions_of
from app.web.language import Phrase, _l

Row = Mapping[str, object]

NOT_YOURS_TO_TAKE = _l("You cannot take from others what you do not hold yourself. Nothing was saved.")
OPENS_MORE = _l(
    "This person may open charts that you may not, and whoever knows the password is that person. Ask a Client Admin."
)
NOT_YOURS_TO_GIVE = _l("You cannot give others more than you hold yourself. Nothing was saved.")
NO_RULE = _l("There is no such rule. Choose one from the list. Nothing was saved.")
ONLY_CLIENT_ADMIN = _l("Only a Client Admin can say who is one, and who supervises whom. Nothing was saved.")
OWN_SUPERVISOR = _l("Nobody supervises themselves. Nothing was saved.")
LAST_ADMINISTRATOR = _l(
    "This would leave nobody who can manage staff and rules. Make somebody else a Client Admin with every action "
    "of the rule “Staff and permission rules” first. Nothing was saved."
)
ONE_AT_A_TIME = 0x_C11E_2A71
"""The number of the lock under which administrators are counted, so that two cannot take each other away at once."""

ADMINISTRATORS = """
select count(*) from staff_member member
join profile on profile.id = member.profile and profile.client_admin
join profile_rule on profile_rule.profile = profile.id and profile_rule.rule = $1
  and can_create and can_modify and can_view and can_delete
where member.active
"""
PROFILE = """
select client_admin, (select json_agg(profile_rule) from profile_rule where profile_rule.profile = profile.id) as rules
from profile where id = $1
"""


async def check_profile(*, by: Actor, permissions: Permissions, old: Row | None, new: Row | None) -> None:
    """Refuse to say of a profile that it opens all charts, or no longer does, to anybody but a Client Admin."""
    changed = bool((old or {}).get("client_admin")) != bool((new or {}).get("client_admin"))
    if changed and not permissions.client_admin:
        raise NotAllowed(by=by, object_kind="profile", sentence=ONLY_CLIENT_ADMIN)
    await _check_administrators(old, new)


async def check_profile_rule(
    *, by: Actor, permissions: Permissions, old: Row | None, new: Row | None
) -> None:
    """Refuse to give or take an action of a rule that does not exist, or that the giver does not hold."""
    named = str((new or old or {})["rule"])
    if named not in {*PermissionRule}:
        raise StateForbids(NO_RULE)
    rule, was, now = PermissionRule(named), _ticked(old), _ticked(new)
    for actions, sentence in ((now - was, NOT_YOURS_TO_GIVE), (was - now, NOT_YOURS_TO_TAKE)):
        if not can_grant(permissions, {rule: actions}, client_admin=False):
            raise NotAllowed(by=by, object_kind="profile_rule", sentence=sentence)
    await _check_administrators(old, new)


async def check_member(*, by: Actor, permissions: Permissions, old: Row | None, new: Row | None) -> None:
    """Refuse a profile that holds more than the giver, and a supervisor named by anybody but a Client Admin.

    A supervisor may open the charts of whom they supervise.
    """
    was: Row = old or {}
    if new is not None and (new["profile"], new["active"]) != (was.get("profile"), was.get("active")):
        await check_can_give_profile(
            by=by,
            permissions=permissions,
            profile_id=was.get("profile"),  # type: ignore[arg-type]
            sentence=NOT_YOURS_TO_TAKE,
        )
        await check_can_give_profile(by=by, permissions=permissions, profile_id=new["profile"])  # type: ignore[arg-type]
    if new is not None and new["supervisor"] != was.get("supervisor"):
        _check_supervisor(by=by, permissions=permissions, member=new)
    await _check_administrators(old, new)


def _check_supervisor(*, by: Actor, permissions: Permissions, member: Row) -> None:
    if not permissions.client_admin:
        raise NotAllowed(by=by, object_kind="staff_member", sentence=ONLY_CLIENT_ADMIN)
    if member["supervisor"] == member["id"]:
        raise StateForbids(OWN_SUPERVISOR)


async def check_can_give_profile(
    *,
    by: Actor,
    permissions: Permissions,
    profile_id: UUID | None,
    sentence: Phrase = NOT_YOURS_TO_GIVE,
) -> None:
    """Raise NotAllowed when the profile holds more than who gives it, or takes it; no profile holds nothing."""
    held = await profile_permissions(profile_id) if profile_id is not None else None
    if held is not None and not can_grant(permissions, held.granted, client_admin=held.client_admin):
        raise NotAllowed(by=by, object_kind="profile", object_id=profile_id, sentence=sentence)


CHARTS = "select exists ({theirs} except {own}) as more"
MORE_CHARTS = CHARTS.format(
    theirs=OPEN_CHARTS.format(staff="$1", today="$3"), own=OPEN_CHARTS.format(staff="$2", today="$3")
)


async def check_can_act_as(
    *, by: Actor, permissions: Permissions, staff_id: UUID, profile_id: UUID | None, today: date
) -> None:
    """Raise NotAllowed when a staff member may do more, or open other charts, than who would know their password."""
    await check_can_give_profile(by=by, permissions=permissions, profile_id=profile_id)
    if permissions.client_admin:
        return
    row = await db.row(MORE_CHARTS, staff_id, permissions.staff_id, today)
    if row is None or row["more"]:
        raise NotAllowed(by=by, object_kind="staff_member", object_id=staff_id, sentence=OPENS_MORE)


async def profile_permissions(profile_id: UUID) -> Permissions | None:
    """Give what a profile grants whoever has it."""
    row = await db.row(PROFILE, profile_id)
    if row is None:
        return None
    return permissions_of(
        profile_id, client_admin=row["client_admin"], grants=json.loads(row["rules"] or "[]")
    )


async def _check_administrators(old: Row | None, new: Row | None) -> None:
    """Refuse what leaves no active Client Admin with every action of the rule that manages staff."""
    if not may_weaken_administrators(old, new):
        return
    await db.row("select pg_advisory_xact_lock($1)", ONE_AT_A_TIME)
    row = await db.row(ADMINISTRATORS, PermissionRule.STAFF.value)
    if row is None or row["count"] == 0:
        raise StateForbids(LAST_ADMINISTRATOR)


def _ticked(row: Row | None) -> frozenset[Action]:
    return (
        frozenset()
        if row is None
        else frozenset(action for action, column in GRANTED_COLUMN.items() if row[column])
    )
