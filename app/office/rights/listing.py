"""Who may do what, in words: what somebody holds themselves, and for those who see all staff every profile."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentStaff, today
from app.office.rights.words import WORDS, words_of
from app.office.unheld import names_of, unheld
from app.staff.names import STAFF_NAME
from app.staff.rules import Action, PermissionRule, may
from app.staff.service import GRANTED_COLUMN, OPEN_CHARTS
from app.web.language import _l, gettext, ngettext

Granted = Mapping[PermissionRule, frozenset[Action]]
MOST_CHARTS = 100
"""How many open charts are counted; more are "more than 100"."""

ALL_CHARTS = _l("The charts of all clients are open to them.")
ASSIGNED_CHARTS = _l(
    "Open to them are the charts of clients they look after, or somebody they supervise does."
)
ALL_CHARTS_TO_YOU = _l("The charts of all clients are open to you.")
ASSIGNED_CHARTS_TO_YOU = _l(
    "Open to you are the charts of clients you look after, or somebody you supervise does."
)

PROFILES = f"""
select profile.id, profile.name, profile.client_admin,
  (select json_agg(profile_rule) from profile_rule where profile_rule.profile = profile.id) as rules,
  (select json_agg(holder order by holder.last_name, holder.first_name) from (
    select member.id, member.first_name, member.last_name, {STAFF_NAME.format("member")} as name,
      case when not profile.client_admin then (
        select count(*) from (select 1 from {OPEN_CHARTS.format(staff="member.id", today="$1")} open limit {MOST_CHARTS + 1}) counted
      ) end as charts
    from staff_member member where member.profile = profile.id and member.active
  ) holder) as holders
from profile order by profile.client_admin desc, profile.name
"""
OWN_PROFILE = "select profile.name from staff_member member join profile on profile.id = member.profile where member.id = $1"
WITHOUT = f"""
select {STAFF_NAME.format("member")} as name from staff_member member
where member.active and member.profile is null order by member.last_name, member.first_name
"""


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action of a rule: what it lets somebody do, and whether that is granted."""

    name: str
    words: str
    granted: bool
    does_nothing: bool


@dataclass(frozen=True, slots=True)
class RuleLine:
    name: str
    actions: tuple[ActionLine, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    name: str
    charts: str
    """How many charts are open to them, in words; "" where all are."""


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A profile in words. Rules of which it grants nothing stand in `lacking`, by name."""

    profile_id: UUID
    name: str
    charts: str
    holders: tuple[Holder, ...]
    rules: tuple[RuleLine, ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unheld:
    """A rule that no active staff member holds, and what that means."""

    rules: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Rights:
    """What the page shows: one's own, and everybody's where one may see that."""

    own_profile: str
    own_charts: str
    own: tuple[RuleLine, ...]
    profiles: tuple[ProfileView, ...] = ()
    without: tuple[str, ...] = ()
    """Who works here and has no profile."""
    unheld: tuple[Unheld, ...] = ()
    sees_all: bool = False
    may_change: bool = False


async def rights_for(staff: CurrentStaff) -> Rights:
    """Give what a staff member may do; with View of the staff rule, what everybody may."""
    own = await db.row(OWN_PROFILE, staff.staff_id)
    mine: dict[str, Any] = {
        "own_profile": own["name"] if own else "",
        "own_charts": str(ALL_CHARTS_TO_YOU if staff.permissions.client_admin else ASSIGNED_CHARTS_TO_YOU),
        "own": _lines(staff.permissions.granted),
    }
    if not may(staff.permissions, PermissionRule.STAFF, Action.VIEW):
        return Rights(**mine)
    found = [(row, _granted(row["rules"])) for row in await db.rows(PROFILES, today())]
    return Rights(
        **mine,
        profiles=tuple(_profile(row, granted) for row, granted in found),
        without=tuple(row["name"] for row in await db.rows(WITHOUT)),
        unheld=_unheld(granted for row, granted in found if row["holders"]),
        sees_all=True,
        may_change=may(staff.permissions, PermissionRule.STAFF, Action.MODIFY),
    )


def _unheld(held: Iterable[Granted]) -> tuple[Unheld, ...]:
    """Give the rules that are in none of these, which are those of active staff."""
    viewed = {rule for each in held for rule, actions in each.items() if Action.VIEW in actions}
    return tuple(Unheld(names_of(watched), str(watched.words)) for watched in unheld(viewed))


def _granted(rules: str | None) -> Granted:
    """Read what a profile grants; a rule that there is no more grants nothing."""
    known = {rule.value: rule for rule in PermissionRule}
    return {
        known[row["rule"]]: frozenset(action for action, column in GRANTED_COLUMN.items() if row[column])
        for row in json.loads(rules or "[]")
        if row["rule"] in known
    }


def _profile(row: db.Record, granted: Granted) -> ProfileView:
    return ProfileView(
        profile_id=row["id"],
        name=row["name"],
        charts=str(ALL_CHARTS if row["client_admin"] else ASSIGNED_CHARTS),
        holders=tuple(
            Holder(each["name"], _charts(each["charts"])) for each in json.loads(row["holders"] or "[]")
        ),
        rules=_lines(granted),
        lacking=tuple(rule.value for rule in PermissionRule if not granted.get(rule)),
    )


def _charts(count: int | None) -> str:
    if count is None:
        return ""
    if count > MOST_CHARTS:
        return gettext("more than %(count)s charts") % {"count": MOST_CHARTS}
    return ngettext("%(count)s chart", "%(count)s charts", count) % {"count": count}


def _lines(granted: Granted) -> tuple[RuleLine, ...]:
    """Give every rule of which something is granted, with all its actions."""
    return tuple(
        RuleLine(rule.value, tuple(_action(rule, action, granted[rule]) for action in Action))
        for rule in PermissionRule
        if granted.get(rule)
    )


def _action(rule: PermissionRule, action: Action, granted: frozenset[Action]) -> ActionLine:
    return ActionLine(
        name=gettext(action.value),
        words=str(words_of(rule, action)),
        granted=action in granted,
        does_nothing=action not in WORDS[rule],
    )
