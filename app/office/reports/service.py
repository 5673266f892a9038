"""The reports as staff see them: whose charts, which months, and the figures of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.charts import check_rule
from app.accounts.sessions import CurrentStaff, today
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotFound
from app.office.reports.counting import MOST_MONTHS, month_after, month_before
from app.office.reports.figures import Figure
from app.staff.names import STAFF_NAME
from app.staff.rules import Action, PermissionRule
from app.web.language import _l

RULE = PermissionRule.REPORTS
USUAL_MONTHS, LEAST_MONTHS = 12, 3
PRACTICE, MINE, TEAM = "", "mine", "team"
WHOLE_PRACTICE = _l("The whole practice")
MY_CHARTS = _l("My charts")
TEAMS_CHARTS = _l("My charts and those of whom I supervise")

KNOWN = "select min(month) as oldest, max(month) as newest, max(counted_at) as at from report_figure where staff is null"
PEOPLE = f"""
select member.id, {STAFF_NAME.format("member")} as name, member.supervisor = $1 as supervised from staff_member member
where case when $2 then exists (select from report_figure where report_figure.staff = member.id)
  else member.supervisor = $1 end
order by member.last_name, member.first_name, member.id
"""
AMOUNTS = """
select month, figure, amount from report_figure
where {whose} and month >= $1 and month <= $2 and supervised = $3
"""
BY_PERSON = """
select staff, figure, sum(amount)::bigint as amount from report_figure
where staff is not null and not supervised and month >= $1 and month <= $2 and figure = any($3::text[])
group by staff, figure
"""
BY_PERSON_AND_MONTH = """
select staff, month, figure, amount from report_figure
where staff is not null and not supervised and month >= $1 and month <= $2 order by staff, month
"""
OF_PEOPLE = (
    Figure.SIGN_INS,
    Figure.FORMS_ASSIGNED,
    Figure.FORMS_SENT,
    Figure.FORMS_OVERDUE,
    Figure.MESSAGES_RECEIVED,
    Figure.ANSWERS_IN_TIME,
    Figure.ANSWERS_LATE,
)
"""What the table by staff member has: figures that add up over months."""

Amounts = dict[date, dict[Figure, int]]


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose charts are counted; `value` stands in the address."""

    value: str
    words: str
    staff_id: UUID | None
    """None: the whole practice."""
    team: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for; None: the usual months."""

    of: str = PRACTICE
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    name: str
    amounts: dict[Figure, int]


@dataclass(frozen=True, slots=True)
class Report:
    whose: Whose
    choices: tuple[Whose, ...]
    known: tuple[date, ...]
    """The months that can be chosen, the newest first."""
    months: tuple[date, ...]
    """Those that are shown, the oldest first."""
    amounts: Amounts
    newest: dict[Figure, int]
    """Of the month that goes on, whatever is chosen: how clients stand."""
    people: tuple[Person, ...]
    counted_at: datetime | None
    """None: nothing has been counted yet."""


async def report_for(*, staff: CurrentStaff, asked: Asked) -> Report:
    """Give what is asked for (at most four statements). Raises NotAllowed, and NotFound for charts of somebody else."""
    check_rule(staff, RULE, Action.VIEW)
    known = await db.row(KNOWN)
    choices, names = await _choices(staff)
    whose = _chosen(staff, asked.of, choices)
    newest = known["newest"] if known and known["newest"] else today().replace(day=1)
    oldest = known["oldest"] if known and known["oldest"] else newest
    months = _months(asked, oldest=oldest, newest=newest)
    amounts = await _amounts(whose, months[0], newest)
    if asked.since is None:
        months = _from_the_first_figure(months, amounts)
    everybody = staff.permissions.client_admin and whose.staff_id is None
    return Report(
        whose=whose,
        choices=choices,
        known=_between(oldest, newest)[::-1],
        months=months,
        amounts={month: amounts.get(month, {}) for month in months},
        newest=amounts.get(newest, {}),
        people=await _people(months, names) if everybody else (),
        counted_at=known["at"] if known else None,
    )


async def _choices(staff: CurrentStaff) -> tuple[tuple[Whose, ...], dict[UUID, str]]:
    """Give whose charts may be asked for, the first unless another is, and the names of the people among them."""
    admin = staff.permissions.client_admin
    rows = await db.rows(PEOPLE, staff.staff_id, admin)
    names: dict[UUID, str] = {row["id"]: row["name"] for row in rows}
    people = tuple(Whose(str(each), name, each) for each, name in names.items())
    if admin:
        return (Whose(PRACTICE, str(WHOLE_PRACTICE), None), *people), names
    mine = Whose(MINE, str(MY_CHARTS), staff.staff_id)
    team = Whose(TEAM, str(TEAMS_CHARTS), staff.staff_id, team=True)
    return ((team, mine, *people) if people else (mine,)), names


def _chosen(staff: CurrentStaff, of: str, choices: tuple[Whose, ...]) -> Whose:
    if not of:
        return choices[0]
    for each in choices:
        if each.value == of:
            return each
    raise NotFound(by=staff.actor, object_kind="report")


def _months(asked: Asked, *, oldest: date, newest: date) -> tuple[date, ...]:
    until = min(max(asked.until or newest, oldest), newest)
    usual = until
    for _ in range(USUAL_MONTHS - 1):
        usual = month_before(usual)
    since = min(max(asked.since or usual, oldest), until)
    return _between(since, until)


def _between(since: date, until: date) -> tuple[date, ...]:
    months = [since]
    while months[-1] < until and len(months) < MOST_MONTHS:
        months.append(month_after(months[-1]))
    return tuple(months)


def _from_the_first_figure(months: tuple[date, ...], amounts: Amounts) -> tuple[date, ...]:
    """Leave out the months before there was anything to count, but for the last three."""
    latest = max(len(months) - LEAST_MONTHS, 0)
    first = next((at for at, month in enumerate(months) if any(amounts.get(month, {}).values())), latest)
    return months[min(first, latest) :]


async def _amounts(whose: Whose, since: date, until: date) -> Amounts:
    of = "staff is null" if whose.staff_id is None else "staff = $4"
    who = () if whose.staff_id is None else (whose.staff_id,)
    found: Amounts = {}
    for row in await db.rows(AMOUNTS.format(whose=of), since, until, whose.team, *who):
        found.setdefault(row["month"], {})[Figure(row["figure"])] = row["amount"]
    return found


async def _people(months: Sequence[date], names: dict[UUID, str]) -> tuple[Person, ...]:
    amounts: dict[UUID, dict[Figure, int]] = {}
    for row in await db.rows(BY_PERSON, months[0], months[-1], [each.value for each in OF_PEOPLE]):
        amounts.setdefault(row["staff"], {})[Figure(row["figure"])] = row["amount"]
    return tuple(Person(each, name, amounts[each]) for each, name in names.items() if each in amounts)


async def take_away(*, staff: CurrentStaff, asked: Asked) -> tuple[Report, Sequence[tuple[str, date, Any]]]:
    """Give a report to be kept, and behind it the months of each staff member where it is the whole practice's.

    Writes down who took it. Raises as `report_for`.
    """
    report = await report_for(staff=staff, asked=asked)
    named = {person.id: person.name for person in report.people}
    rows: dict[tuple[str, date], dict[Figure, int]] = {}
    if named:
        for row in await db.rows(BY_PERSON_AND_MONTH, report.months[0], report.months[-1]):
            at = (named.get(row["staff"], ""), row["month"])
            rows.setdefault(at, {})[Figure(row["figure"])] = row["amount"]
    async with db.transaction():
        await activity.record(
            by=staff.actor,
            kind=Kind.REPORT_DOWNLOADED,
            object_kind="report",
            object_id=report.whose.staff_id,
            detail={"of": report.whose.value, "months": [str(report.months[0]), str(report.months[-1])]},
        )
    return report, [(name, month, amounts) for (name, month), amounts in sorted(rows.items()) if name]
