"""Inviting several clients at once: a row for each, done by the worker one by one, and what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.charts import check_rule
from app.accounts.links.credentials import email_as
from app.accounts.links.rules import OBSTACLES, Delivery, Obstacle
from app.accounts.links.tables import Invitation
from app.accounts.portal_tab.accounts import ways_in
from app.accounts.sessions import CurrentStaff, today
from app.activity.actor import Actor, ActorKind
from app.activity.refusals import NotFound, StateForbids
from app.addresses import is_mail_address
from app.clients.names import full_name
from app.notices import outbox
from app.staff.names import STAFF_NAME
from app.staff.rules import Action, PermissionRule
from app.staff.service import OPEN_CHARTS, in_open_charts
from app.web.language import Phrase, _l

INVITE = "invitation"
MOST = 500
"""Clients invited together."""
MOST_OFFERED = 100
NOBODY_CHOSEN = _l("Choose at least one client.")
TOO_MANY = _l("Please choose at most 500 clients at a time.")

OPEN = f"""
select client.id from client
where client.id = any($1) and ($2 or client.id in {OPEN_CHARTS.format(staff="$3", today="$4")})
"""
# In care, the chart open to the staff member, and no login of their own that somebody has signed in with.
OUTSIDE = """
from client left join lateral (select account.id, account.active, account.suspended_at, account.login_typed,
    account.last_sign_in_at, exists (select 1 from sign_in_link link where link.account = account.id
      and link.superseded_at is null and link.ends_at > now() and link.delivery <> 'undeliverable') as invited
  from chart_grant grant_of join portal_account account on account.id = grant_of.account
  where grant_of.client = client.id and grant_of.kind = 'self' and grant_of.revoked_at is null limit 1) own on true
left join lateral (select case when not own.active then 'inactive' when own.suspended_at is not null then 'suspended'
  when own.login_typed then 'typed' when own.invited then 'invited'
  when client.email = '' then 'no_email' end as obstacle) way on true
where client.discharged_on is null and own.last_sign_in_at is null
  and {charts} and $1::uuid is not null and $2::date is not null
"""
OF_CLIENT = """
client.id, client.number, client.first_name, client.preferred_name, client.last_name, client.email, way.obstacle
"""
IN_ORDER = "order by lower(last_name), lower(first_name), number limit $3"
# Those who cannot be invited are few among many: each way of being one of them is looked up by an index of its own.
KEPT = (
    "client.email = ''",
    """client.id in (select opens.client from portal_account account join chart_grant opens on opens.account = account.id and opens.revoked_at is null
      where account.last_sign_in_at is null
        and (not account.active or account.suspended_at is not null or account.login_typed))""",
    """client.id in (select opens.client from sign_in_link link join chart_grant opens on opens.account = link.account and opens.revoked_at is null
      where link.superseded_at is null and link.ends_at > now() and link.delivery <> 'undeliverable')""",
)
OFFERED = f"""
(select {OF_CLIENT} {OUTSIDE} and way.obstacle is null {IN_ORDER})
union all
(select * from (
  {" union ".join(f"(select {OF_CLIENT} {OUTSIDE} and way.obstacle is not null and {kept} {IN_ORDER})" for kept in KEPT)}
) kept {IN_ORDER})
"""
RESULTS = """
select invitation.id, invitation.asked_at, invitation.already, invitation.refusal, link.delivery, link.to_address,
  client.number, client.first_name, client.preferred_name, client.last_name
from invitation join client on client.id = invitation.client left join sign_in_link link on link.id = invitation.link
where invitation.batch = $1 and invitation.asked_by = $2
order by (invitation.refusal <> '') desc, lower(client.last_name), lower(client.first_name), client.number
"""
ASKED = f"""
select invitation.client, invitation.asked_by, {STAFF_NAME.format("member")} as asker
from invitation join staff_member member on member.id = invitation.asked_by
where invitation.id = $1 and invitation.link is null and invitation.refusal = '' and not invitation.already
for update of invitation
"""


@dataclass(frozen=True, slots=True)
class Offered:
    """A client who may be invited."""

    id: UUID
    number: int
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Invited:
    """A client of a selection, and what came of it so far."""

    number: int
    name: str
    waiting: bool
    sent: bool
    sentence: str
    """Why nothing went; "" where something did, or still may."""


@dataclass(frozen=True, slots=True)
class Batch:
    id: UUID
    asked_at: datetime
    lines: tuple[Invited, ...]

    @property
    def sent(self) -> int:
        return sum(line.sent for line in self.lines)

    @property
    def waiting(self) -> int:
        return sum(line.waiting for line in self.lines)

    @property
    def refused(self) -> int:
        return len(self.lines) - self.sent - self.waiting


@dataclass(frozen=True, slots=True)
class Kept:
    """A client who has not signed in and cannot be invited, and why."""

    id: UUID
    number: int
    name: str
    sentence: str
    replaceable: bool
    """Whether the login that was typed by hand can be replaced by an e-mailed one at once."""
    path: str
    """The page where it can be mended."""


@dataclass(frozen=True, slots=True)
class Outside:
    """The clients who have not signed in yet."""

    offered: tuple[Offered, ...]
    kept: tuple[Kept, ...]


def check_may_invite(staff: CurrentStaff) -> None:
    """Raise NotAllowed unless a rule lets the staff member send credentials."""
    check_rule(staff, PermissionRule.PORTAL_ACCOUNTS, Action.MODIFY)


async def not_signed_in(staff: CurrentStaff) -> Outside:
    """Give the clients in care who have not signed in, where the chart is open: who can be invited, and who cannot."""
    check_may_invite(staff)
    charts = in_open_charts(staff.permissions, client="client.id")
    found = await db.rows(OFFERED.format(charts=charts), staff.staff_id, today(), MOST_OFFERED)
    can = [row for row in found if row["obstacle"] is None and is_mail_address(row["email"])]
    others = [row for row in found if row not in can]
    ways = await ways_in(row["id"] for row in others)
    return Outside(
        offered=tuple(Offered(row["id"], row["number"], _name(row), row["email"]) for row in can),
        kept=tuple(_kept(row, ways[row["id"]].through) for row in others),
    )


OPENED_BY = _l("%(name)s opens this chart for the client.")


def _kept(row: db.Record, through: str) -> Kept:
    obstacle = Obstacle(row["obstacle"] or Obstacle.BAD_EMAIL)
    return Kept(
        id=row["id"],
        number=row["number"],
        name=_name(row),
        sentence=str(OPENED_BY) % {"name": through} if through else str(OBSTACLES[obstacle]),
        replaceable=obstacle is Obstacle.TYPED and is_mail_address(row["email"]),
        path=f"/staff/clients/{row['id']}/portal",
    )


async def invite_several(*, staff: CurrentStaff, client_ids: Sequence[UUID]) -> UUID:
    """Have the worker invite these clients; give the id under which the progress is seen.

    Raises StateForbids for none and too many, NotFound when one of the charts is not open to the staff member.
    """
    check_may_invite(staff)
    chosen = list(dict.fromkeys(client_ids))
    if not chosen:
        raise StateForbids(NOBODY_CHOSEN)
    if len(chosen) > MOST:
        raise StateForbids(TOO_MANY)
    await _check_open(staff, chosen)
    async with db.transaction():
        return await ask_for(by_staff=staff.staff_id, client_ids=chosen)


async def ask_for(*, by_staff: UUID, client_ids: Sequence[UUID]) -> UUID:
    """Write down whom the worker invites, however many, for a staff member who was found to be allowed to.

    In the transaction under way. Gives the id under which the progress is seen.
    """
    batch, now = db.new_id(), datetime.now(UTC)
    for client_id in client_ids:
        row = Invitation(id=db.new_id(), batch=batch, client=client_id, asked_by=by_staff, asked_at=now)
        await Invitation.insert(row)
        await outbox.add(kind=INVITE, payload={"invitation": str(row.id)})
    return batch


async def _check_open(staff: CurrentStaff, chosen: Sequence[UUID]) -> None:
    found = await db.rows(OPEN, chosen, staff.permissions.client_admin, staff.staff_id, today())
    hidden = set(chosen) - {row["id"] for row in found}
    if hidden:
        raise NotFound(by=staff.actor, object_kind="client", object_id=min(hidden))


async def do_invitation(_event: UUID, payload: dict[str, Any]) -> None:
    """Invite one client of a selection, and note what came of it."""
    invitation_id = UUID(payload["invitation"])
    row = await db.row(ASKED, invitation_id)
    if row is None:
        return
    by = Actor(kind=ActorKind.STAFF, name=row["asker"], staff_id=row["asked_by"], job=INVITE)
    changed: dict[Any, Any]
    try:
        emailed = await email_as(by=by, client_id=row["client"])
        changed = {Invitation.link: emailed.link_id, Invitation.already: not emailed.sent}
    except StateForbids as why:
        words = why.sentence
        changed = {Invitation.refusal: words.message if isinstance(words, Phrase) else str(words)}
    await Invitation.update(changed).where(Invitation.id == invitation_id)


async def batch_of(*, staff: CurrentStaff, batch: UUID) -> Batch:
    """Give a selection that the staff member invited; raises NotFound for anybody else's."""
    check_may_invite(staff)
    found = await db.rows(RESULTS, batch, staff.staff_id)
    if not found:
        raise NotFound(by=staff.actor, object_kind="invitation", object_id=batch)
    return Batch(batch, found[0]["asked_at"], tuple(_line(row) for row in found))


NOT_DELIVERED = _l("The e-mail could not be delivered. Check the address with the client.")


def _line(row: db.Record) -> Invited:
    refusal = str(Phrase(row["refusal"])) if row["refusal"] else ""
    if row["delivery"] == Delivery.UNDELIVERABLE:
        refusal = str(NOT_DELIVERED)
    sent = row["already"] or row["delivery"] == Delivery.SENT
    return Invited(
        number=row["number"],
        name=_name(row),
        waiting=not sent and not refusal,
        sent=sent,
        sentence=refusal,
    )


def _name(row: db.Record) -> str:
    return full_name(
        first_name=row["first_name"], preferred_name=row["preferred_name"], last_name=row["last_name"]
    )
