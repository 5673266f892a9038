"""Looking at a client's portal as the client sees it: whose it is, what of it is shown, and that it was looked at."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app import db
from app.accounts.as_client.rules import OF_THE_WHOLE, shown_areas
from app.accounts.charts import StaffChart, chart_for_staff, check_rule
from app.accounts.grants.opening import terms
from app.accounts.grants.rules import Standing, standing_of_chart
from app.accounts.own.over import Over
from app.accounts.sessions import CurrentAccount, CurrentChart, CurrentStaff, today
from app.activity import service as activity
from app.activity.kinds import Kind
from app.db import IN_FORCE
from app.notices.preferences import DEFAULTS
from app.staff.rules import Action
from app.web.language import Language
from app.web.panel import Panels

LINE_WITHIN = timedelta(hours=1)
"""How long one line of the client's activity stands for what the same staff member looks at."""
NOBODY = UUID(int=0)
"""The account of a client who has none: no row is of it."""
LONG_AGO, NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)

LOOK = f"""
select account.id, account.username, account.display_name, account.language, account.last_sign_in_at,
  account.active and account.suspended_at is null as signs_in, preference.discreet
from (select $1::uuid as id) client
left join chart_grant on chart_grant.client = client.id and chart_grant.kind = 'self' and chart_grant.revoked_at is null
  and {IN_FORCE.format(row="chart_grant", day="$2")}
left join portal_account account on account.id = chart_grant.account
left join messaging_preference preference on preference.id = client.id
limit 1
"""


@dataclass(frozen=True, slots=True)
class Look:
    """A portal as a staff member is shown it."""

    chart: StaffChart
    seen: CurrentChart
    language: Language
    signs_in: bool
    """Whether the client can see it themselves: they have a login that is open, and their portal has not ended."""


async def look_at(*, staff: CurrentStaff, client_id: UUID, panels: Panels) -> Look:
    """Open a client's portal to a staff member who looks. Raises NotAllowed where nothing is shown, and NotFound."""
    chart = await chart_for_staff(staff=staff, client_id=client_id)
    areas = shown_areas(staff.permissions, panels)
    if not areas:  # none named would be all
        check_rule(staff, OF_THE_WHOLE, Action.VIEW)
    (row,) = await db.rows(LOOK, client_id, today())
    standing = standing_of_chart(chart.discharged_on, on=today(), terms=terms())
    language = Language(row["language"]) if row["language"] else chart.language or Language.ENGLISH
    seen = CurrentChart(
        account=_account(row, chart, language),
        actor=staff.actor,
        client_id=client_id,
        client_name=chart.name,
        first_name=chart.preferred_name or chart.first_name,
        areas=areas,
        standing=Standing.READ_AND_PAY if standing.is_closed else standing,
        looking=True,
    )
    return Look(chart, seen, language, signs_in=bool(row["signs_in"]) and not standing.is_closed)


def _account(row: db.Record, chart: StaffChart, language: Language) -> CurrentAccount:
    """Give the client's account without anything of theirs that is not sent yet, and never freshly confirmed."""
    return CurrentAccount(
        session_id=NOBODY,
        account_id=row["id"] or NOBODY,
        username=row["username"] or "",
        name=row["display_name"] or chart.name,
        language=language,
        must_change_password=False,
        password_expired=False,
        previous_sign_in_at=row["last_sign_in_at"],
        confirmed_at=LONG_AGO,
        second_step_due=False,
        has_second_step=False,
        over=Over(NEVER, NEVER),
        kept=(),
        opens_others=False,
        closed=None,
        discreet=DEFAULTS.discreet if row["discreet"] is None else row["discreet"],
    )


async def record(*, look: Look, page: str) -> None:
    """Write down that a page was looked at, before it is shown."""
    async with db.transaction():
        await activity.record_each(
            line_within=LINE_WITHIN,
            by=look.seen.actor,
            kind=Kind.PORTAL_SEEN_AS_CLIENT,
            object_kind="portal",
            client_id=look.chart.client_id,
            detail={"page": page},
        )
