"""A client's chart as staff open it: only where it is open to them, and never unseen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app import db
from app.accounts.chart_head import head_columns, read_head
from app.accounts.sessions import CurrentStaff, today
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotAllowed, NotFound
from app.clients import details
from app.clients.names import full_name
from app.db import IN_FORCE
from app.staff.rules import Action, PermissionRule, may
from app.staff.service import OPEN_CHARTS
from app.web.language import Language, gettext

CHART_RULES = (
    PermissionRule.CLIENTS,
    PermissionRule.PORTAL_ACCOUNTS,
    PermissionRule.SEND_MESSAGES,
    PermissionRule.SAVE_TO_PORTAL_FOLDER,
    PermissionRule.FORMS,
    PermissionRule.APPOINTMENTS,
    PermissionRule.BILLING,
    PermissionRule.RECORD,
)
"""View of one of them opens the charts that are open to a staff member, and the search for them."""

CLINICIANS = f"""
(select string_agg(concat_ws(' ', member.first_name, member.last_name), ', ' order by member.last_name, member.first_name)
 from client_assignment assignment join staff_member member on member.id = assignment.staff
 where assignment.client = client.id and {IN_FORCE.format(row="assignment", day="{today}")})
"""
LINE_WITHIN = timedelta(hours=1)
"""How long one line of the client's activity stands for what the same staff member opens of the chart."""
CHART = f"""
select client.*, {CLINICIANS.format(today="$4")} as clinicians,
  exists (select 1 from client_secret where client_secret.client = client.id) as has_safe_word, {{head}} as head
from client cross join lateral (select client.id) chart(id)
where client.id = $1 and ($2 or client.id in {OPEN_CHARTS.format(staff="$3", today="$4")})
"""


@dataclass(frozen=True, slots=True)
class StaffChart:
    """Whose chart it is."""

    client_id: UUID
    number: int
    name: str
    first_name: str
    last_name: str
    preferred_name: str
    born_on: date | None
    email: str
    phone: str
    language: Language | None
    clinicians: str
    discharged_on: date | None
    has_safe_word: bool
    head: Mapping[str, Any] = field(default_factory=dict)
    """What the parts of the chart's head found, by their names."""

    @property
    def path(self) -> str:
        return f"/staff/clients/{self.client_id}"


def check_rule(staff: CurrentStaff, rule: PermissionRule, action: Action) -> None:
    """Raise NotAllowed unless the staff member's profile has this action of the rule."""
    if not may(staff.permissions, rule, action):
        sentence = gettext(
            "Your profile's rule “%(rule)s” does not include “%(action)s”. Ask an administrator of the practice."
        )
        words = sentence % {"rule": rule.value, "action": action.value}
        raise NotAllowed(by=staff.actor, object_kind="client", sentence=words)


def check_charts(staff: CurrentStaff) -> None:
    """Raise NotAllowed unless a rule lets the staff member open charts at all."""
    check_any_rule(staff, CHART_RULES)


def check_any_rule(staff: CurrentStaff, rules: tuple[PermissionRule, ...]) -> None:
    """Raise NotAllowed unless the staff member's profile has View of one of the rules; the first is named."""
    if not any(may(staff.permissions, rule, Action.VIEW) for rule in rules):
        check_rule(staff, rules[0], Action.VIEW)


async def chart_for_staff(
    *,
    staff: CurrentStaff,
    client_id: UUID,
    rule: PermissionRule | None = None,
    action: Action = Action.VIEW,
    any_of: tuple[PermissionRule, ...] = CHART_RULES,
) -> StaffChart:
    """Give a chart to a staff member who may do `action` with what `rule` is about, and to whom it is open.

    Without a rule, View of `any_of` is enough. Raises NotAllowed without the rule, NotFound when there is no such chart
    or it is not open to them.
    """
    if rule is None:
        check_any_rule(staff, any_of)
    else:
        check_rule(staff, rule, action)
    statement = CHART.format(head=head_columns(today="$4"))
    row = await db.row(statement, client_id, staff.permissions.client_admin, staff.staff_id, today())
    if row is None:
        raise NotFound(by=staff.actor, object_kind="client", object_id=client_id)
    return _chart(row)


async def open_chart(
    *,
    staff: CurrentStaff,
    client_id: UUID,
    rule: PermissionRule | None = None,
    any_of: tuple[PermissionRule, ...] = CHART_RULES,
) -> StaffChart:
    """Show a chart to a staff member, which the audit log and the client's activity keep. Raises likewise."""
    chart = await chart_for_staff(staff=staff, client_id=client_id, rule=rule, any_of=any_of)
    async with db.transaction():
        await activity.record_each(
            line_within=LINE_WITHIN,
            by=staff.actor,
            kind=Kind.CHART_SEEN,
            object_kind="client",
            client_id=client_id,
        )
    return chart


async def numbered(*, staff: CurrentStaff, number: int) -> UUID:
    """Give the client of a number; raises NotFound when there is none. Whether the chart is open is not asked here."""
    row = await db.row("select id from client where number = $1", number)
    if row is None:
        raise NotFound(by=staff.actor, object_kind="client")
    client_id: UUID = row["id"]
    return client_id


def _chart(row: db.Record) -> StaffChart:
    return StaffChart(
        client_id=row["id"],
        number=row["number"],
        name=full_name(
            first_name=row["first_name"], preferred_name=row["preferred_name"], last_name=row["last_name"]
        ),
        first_name=row["first_name"],
        last_name=row["last_name"],
        preferred_name=row["preferred_name"],
        born_on=details.birth_date(row["id"], row["birth_date"]),
        email=row["email"],
        phone=details.phone(row["id"], row["phone"]),
        language=Language(row["language"]) if row["language"] else None,
        clinicians=row["clinicians"] or "",
        discharged_on=row["discharged_on"],
        has_safe_word=row["has_safe_word"],
        head=read_head(row["head"]),
    )
