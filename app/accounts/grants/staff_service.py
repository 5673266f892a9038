"""What staff do about who may open a chart: give access, change it, keep it, end it, and set the day of discharge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.charts import StaffChart, chart_for_staff
from app.accounts.grants.listing import GrantLine, ended_grants_of, grants_of
from app.accounts.grants.opening import terms
from app.accounts.grants.people import account_for
from app.accounts.grants.rules import closes_on, is_lost_to_age
from app.accounts.sessions import CurrentStaff, today
from app.accounts.tables import Grant, GrantKind
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, StateForbids, Unfit
from app.staff.rules import Action, PermissionRule
from app.web.language import _l

HAS_IT = _l("This person may open the chart already, or could once. Change that access instead.")
OF_AGE = _l(
    "The client is of age. Tick “Keep past the age of consent” if this guardian may open the chart still."
)
ENDS_FIRST = _l("This day is before the first one. Choose a later day.")
NO_SUCH_AREA = _l("There is no such area.")
IS_OWN = _l("This is the client's own sign-in. Look after it with Active and Suspended.")
ENDED_MEANWHILE = _l("This access was ended in the meantime.")


@dataclass(frozen=True, slots=True)
class ChartAccess:
    """Who may open a chart, as staff look after it."""

    client_id: UUID
    number: int
    client_name: str
    grants: tuple[GrantLine, ...]
    ended: tuple[GrantLine, ...]
    discharged_on: date | None
    closes_on: date | None
    """The first day on which the chart of a discharged client does not open any more."""
    knows_birth_date: bool
    of_age: bool


@dataclass(frozen=True, slots=True)
class Access:
    """What a grant opens and when, and why staff decide so."""

    areas: tuple[str, ...]
    starts_on: date
    ends_on: date | None
    reason: str


async def access_of(*, staff: CurrentStaff, client_id: UUID) -> ChartAccess:
    """Give who may open a chart; raises NotAllowed and NotFound as `chart_for_staff`."""
    client = await chart_for_staff(
        staff=staff, client_id=client_id, rule=PermissionRule.PORTAL_ACCOUNTS, action=Action.VIEW
    )
    discharged_on = client.discharged_on
    return ChartAccess(
        client_id=client_id,
        number=client.number,
        client_name=client.name,
        grants=await grants_of(client_id),
        ended=await ended_grants_of(client_id),
        discharged_on=discharged_on,
        closes_on=closes_on(discharged_on, terms()) if discharged_on else None,
        knows_birth_date=client.born_on is not None,
        of_age=_is_of_age(client),
    )


def _is_of_age(chart: StaffChart) -> bool:
    return is_lost_to_age(chart.born_on, on=today(), terms=terms())


async def give_access(
    *,
    staff: CurrentStaff,
    client_id: UUID,
    login: str,
    name: str,
    email: str,
    kind: str,
    keeps: bool,
    access: Access,
    known: Sequence[str],
) -> None:
    """Let somebody open a chart: whoever has the `login`, or without one somebody new.

    Raises NotAllowed, NotFound, and Unfit for what does not fit together.
    """
    client = await chart_for_staff(
        staff=staff, client_id=client_id, rule=PermissionRule.PORTAL_ACCOUNTS, action=Action.CREATE
    )
    _check(access, known)
    if kind == GrantKind.GUARDIAN and not keeps and _is_of_age(client):
        raise Unfit("keeps", OF_AGE)
    kept_by = staff.staff_id if keeps and kind == GrantKind.GUARDIAN else None
    async with db.transaction():
        await db.rows(ONE_AT_A_TIME, client_id)
        await _check_new(client_id, login=login, email=email)
        account_id = await account_for(login=login, name=name, email=email)
        await _end_what_is_over(account_id, client_id)
        grant_id = await _insert(account_id, client_id, kind, kept_by, access, by=staff)
        if grant_id is None:
            raise Unfit("login", HAS_IT)
        detail = {"account": str(account_id), "kind": kind, "kept": keeps, **_detail(access)}
        await _record(staff, Kind.ACCESS_GIVEN, grant_id, client_id, detail)


END_OVER = """
update chart_grant set revoked_at = now()
where account = $1 and client = $2 and revoked_at is null and ends_on < $3 returning id
"""
INSERT = """
insert into chart_grant (id, account, client, kind, areas, starts_on, ends_on, kept_by, granted_by, created_at)
values ($1, $2, $3, $4, $5::text[], $6, $7, $8, $9, now()) on conflict do nothing returning id
"""


ONE_AT_A_TIME = "select id from client where id = $1 for no key update"
OPENED_BY = """
select 1 from chart_grant join portal_account account on account.id = chart_grant.account
where chart_grant.client = $1 and chart_grant.revoked_at is null and account.email = $2
"""


async def _check_new(client_id: UUID, *, login: str, email: str) -> None:
    """Refuse a second account for somebody whose first one opens this chart: a form sent twice makes one."""
    if not login and email and await db.row(OPENED_BY, client_id, email):
        raise Unfit("email", HAS_IT)


async def _end_what_is_over(account_id: UUID, client_id: UUID) -> None:
    """Make room for a new grant where the last one's days are over: one alone is kept of a pair."""
    await db.rows(END_OVER, account_id, client_id, today())


async def _insert(
    account_id: UUID,
    client_id: UUID,
    kind: str,
    kept_by: UUID | None,
    access: Access,
    *,
    by: CurrentStaff,
) -> UUID | None:
    """Give the new grant's id; None when the pair has one: however many try at once, one wins."""
    row = await db.row(
        INSERT,
        db.new_id(),
        account_id,
        client_id,
        GrantKind(kind).value,
        list(access.areas),
        access.starts_on,
        access.ends_on,
        kept_by,
        by.staff_id,
    )
    return row["id"] if row else None


def _check(access: Access, known: Sequence[str]) -> None:
    if access.ends_on is not None and access.ends_on < access.starts_on:
        raise Unfit("ends_on", ENDS_FIRST)
    if not set(access.areas) <= set(known):
        raise Unfit("opens", NO_SUCH_AREA)


async def grant_for(
    *, staff: CurrentStaff, client_id: UUID, grant_id: UUID, action: Action
) -> tuple[GrantLine, str]:
    """Give somebody's access to a chart, and the client's name.

    Raises NotAllowed and NotFound as `chart_for_staff`, NotFound for a grant that is not of this chart or was ended,
    StateForbids for the client's own.
    """
    client = await chart_for_staff(
        staff=staff, client_id=client_id, rule=PermissionRule.PORTAL_ACCOUNTS, action=action
    )
    line = next((line for line in await grants_of(client_id) if line.id == grant_id), None)
    if line is None:
        raise NotFound(by=staff.actor, object_kind="chart_grant", object_id=grant_id, client_id=client_id)
    if line.own:
        raise StateForbids(IS_OWN)
    return line, client.name


async def change_access(
    *, staff: CurrentStaff, client_id: UUID, grant_id: UUID, access: Access, known: Sequence[str]
) -> None:
    """Change what somebody's access opens, and when. Raises as `grant_for`, and Unfit."""
    line, _ = await grant_for(staff=staff, client_id=client_id, grant_id=grant_id, action=Action.MODIFY)
    _check(access, known)
    new: dict[Any, Any] = {
        Grant.areas: list(access.areas),
        Grant.starts_on: access.starts_on,
        Grant.ends_on: access.ends_on,
        Grant.ending_asked_at: None,
    }
    was = {"areas": line.areas, "starts_on": line.starts_on.isoformat(), "ends_on": iso(line.ends_on)}
    await _update(staff, Kind.ACCESS_CHANGED, grant_id, client_id, new, {"was": was, **_detail(access)})


async def keep_access(*, staff: CurrentStaff, client_id: UUID, grant_id: UUID, reason: str) -> None:
    """Let a guardian go on opening the chart past the client's age of consent. Raises as `grant_for`."""
    await grant_for(staff=staff, client_id=client_id, grant_id=grant_id, action=Action.MODIFY)
    new: dict[Any, Any] = {Grant.kept_by: staff.staff_id}
    await _update(staff, Kind.ACCESS_KEPT, grant_id, client_id, new, {"reason": reason})


async def end_access(*, staff: CurrentStaff, client_id: UUID, grant_id: UUID, reason: str) -> None:
    """End somebody's access, from their very next request on. Raises as `grant_for`."""
    await grant_for(staff=staff, client_id=client_id, grant_id=grant_id, action=Action.DELETE)
    new: dict[Any, Any] = {Grant.revoked_at: datetime.now(UTC)}
    await _update(staff, Kind.ACCESS_ENDED, grant_id, client_id, new, {"reason": reason})


async def _update(
    staff: CurrentStaff, kind: Kind, grant_id: UUID, client_id: UUID, new: dict[Any, Any], detail: Any
) -> None:
    async with db.transaction():
        changed = (
            await Grant.update(new)
            .where((Grant.id == grant_id) & (Grant.client == client_id) & Grant.revoked_at.is_null())
            .returning(Grant.id)
        )
        if not changed:
            raise StateForbids(ENDED_MEANWHILE)
        await _record(staff, kind, grant_id, client_id, detail)


async def _record(staff: CurrentStaff, kind: Kind, grant_id: UUID, client_id: UUID, detail: Any) -> None:
    await activity.record(
        by=staff.actor,
        kind=kind,
        object_kind="chart_grant",
        object_id=grant_id,
        client_id=client_id,
        detail=detail,
    )


def _detail(access: Access) -> dict[str, Any]:
    return {
        "areas": access.areas,
        "starts_on": access.starts_on.isoformat(),
        "ends_on": iso(access.ends_on),
        "reason": access.reason,
    }


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
