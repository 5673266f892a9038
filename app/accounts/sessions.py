"""Sessions on the server: who is signed in, found by one query, good at the very request that uses it.

A browser holds a random token, the database its SHA-256. A session ends after a time without use, at its
absolute end, when it is signed out, and when its account is closed. Once seen to be over it is deleted, so
no clock that goes back brings it to life again.

The query brings the version of the settings along, so that the rest of the request goes by the settings of now.
"""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app import db
from app.accounts.grants.opening import OTHER_GRANTS, actor_for, opens_any, standing
from app.accounts.grants.rules import Standing, opens
from app.accounts.own.ended import REMEMBERED, end_client_session, end_staff_session
from app.accounts.own.over import Over
from app.accounts.second_step.standing import HAS_SECOND_STEP
from app.accounts.tables import GrantKind, PortalSession, StaffSession
from app.activity.actor import Actor, ActorKind, Origin
from app.clients.names import full_name
from app.db import IN_FORCE
from app.notices.preferences import DEFAULTS
from app.practice.settings import is_switched_off, keep_up_with, setting
from app.staff.rules import Permissions
from app.staff.service import permissions_of
from app.web.language import Language
from app.web.templates import local

LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
CONFIRMED_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class CurrentAccount:
    """The person signed in to the portal, and the session they use."""

    session_id: UUID
    account_id: UUID
    username: str
    name: str
    language: Language | None
    must_change_password: bool
    password_expired: bool
    previous_sign_in_at: datetime | None
    confirmed_at: datetime
    second_step_due: bool
    has_second_step: bool
    over: Over
    kept: tuple[str, ...]
    """The addresses of forms that were being filled when an earlier session of this chart ran out."""
    opens_others: bool
    """Whether there are charts to choose from besides the one that is, or was, open."""
    closed: Standing | None
    """Why the chart of this session does not open though its grant is in force; None where it does, or is not."""
    discreet: bool
    """Whether the browser's title is to say nothing of the practice or the page: the chart's messaging preference."""

    @property
    def needs_new_password(self) -> bool:
        return self.must_change_password or self.password_expired


@dataclass(frozen=True, slots=True)
class CurrentChart:
    """The chart open in this session. `actor` is who acts: the client, or a guardian."""

    account: CurrentAccount
    actor: Actor
    client_id: UUID
    client_name: str
    first_name: str
    areas: frozenset[str]
    standing: Standing
    looking: bool = False
    """Whether it is staff who look at it as the client sees it: nothing they do there is kept."""

    @property
    def is_own(self) -> bool:
        """Whether it is shown as the client themselves sees it, not as somebody who acts for them."""
        return self.looking or self.actor.kind is ActorKind.CLIENT

    def opens(self, area: str) -> bool:
        """Whether an area, a panel by its name or "activity", is open to whoever acts, and the practice shows it."""
        return self.is_granted(area) and not is_switched_off(area)

    def is_granted(self, area: str) -> bool:
        """Whether it is open to whoever acts, also where the practice does not show it."""
        return opens(self.areas, area)


@dataclass(frozen=True, slots=True)
class CurrentStaff:
    """The staff member signed in."""

    session_id: int
    sign_in_id: int
    staff_id: UUID
    username: str
    name: str
    initials: str
    permissions: Permissions
    actor: Actor
    must_change_password: bool
    confirmed_at: datetime
    second_step_due: bool
    has_second_step: bool
    over: Over
    unread_alerts: int = 0
    """At most 100."""


@dataclass(frozen=True, slots=True)
class SessionMark:
    """What a session is known by to the person it belongs to, and whether its second step is still to come."""

    browser: str = ""
    network: str = ""
    device_hash: bytes | None = None
    second_step_due: bool = False


UNMARKED = SessionMark()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a browser is given when somebody signs in: the token of the session, and of its device."""

    token: str
    device: str
    second_step_due: bool = False
    offers_passkey: bool = False
    """Whether this is the moment to offer a passkey: the second sign-in, and not answered before."""


def new_token() -> str:
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def today() -> Any:
    """The date in the practice's zone: grants and assignments begin and end there."""
    return local(datetime.now(UTC)).date()


CLIENT_SESSION = f"""
select session.id, session.last_seen_at, session.ends_at, session.previous_sign_in_at,
  session.confirmed_at, session.second_step_due,
  {HAS_SECOND_STEP.format(column="account", owner="account.id")} as has_second_step,
  account.id as account_id, account.username, account.display_name, account.language, account.must_change_password,
  secret.changed_at as password_changed_at, (select version from settings_version) as settings_version,
  (select json_agg(draft.address) from draft where draft.account = session.account
    and draft.client is not distinct from session.chart and draft.kept_at > $3) as kept,
  chart_grant.kind, chart_grant.areas::text[] as areas, chart_grant.kept_by, client.birth_date, client.discharged_on,
  client.id as client_id, client.first_name, client.preferred_name, client.last_name, preference.discreet,
  {OTHER_GRANTS.format(account="account.id", open="session.chart", day="$2")} as others
from portal_session session
join portal_account account on account.id = session.account and account.active and account.suspended_at is null
left join account_secret secret on secret.account = account.id
left join chart_grant on chart_grant.account = account.id and chart_grant.client = session.chart
  and chart_grant.revoked_at is null and {IN_FORCE.format(row="chart_grant", day="$2")}
left join client on client.id = chart_grant.client
left join messaging_preference preference on preference.id = client.id
where session.token_hash = $1
"""

STAFF_SESSION = f"""
select session.id, session.last_seen_at, session.ends_at, session.confirmed_at, session.second_step_due,
  {HAS_SECOND_STEP.format(column="staff", owner="member.id")} as has_second_step,
  sign_in.id as sign_in_id, sign_in.username,
  sign_in.must_change_password, member.id as staff_id, member.first_name, member.last_name, member.credentials,
  coalesce(profile.client_admin, false) as client_admin,
  (select version from settings_version) as settings_version,
  (select json_agg(profile_rule) from profile_rule where profile_rule.profile = profile.id) as rules,
  (select count(*) from (select from alert where alert.recipient = member.id and (alert.read_at is not null) < true
    limit 100) unread) as unread_alerts
from staff_session session
join staff_sign_in sign_in on sign_in.id = session.user_id and sign_in.active
join staff_member member on member.id = sign_in.staff and member.active
left join profile on profile.id = member.profile
where session.token = $1
"""


async def client_session(
    token: str, *, origin: Origin, extend: bool = True
) -> tuple[CurrentAccount, CurrentChart | None] | None:
    """Give who is signed in with this token and the chart open to them; None when nobody is.

    `extend` False (polls) leaves the time without use running.
    """
    row = await _client_row(token) if token else None
    if row is None:
        return None
    over = Over.of(row, idle_minutes=setting("session_idle_minutes"))
    if over.is_now:
        await end_client_session(row["id"], reason=over.reason)
        return None
    if extend and _is_due(row):
        await PortalSession.update({PortalSession.last_seen_at: datetime.now(UTC)}).where(
            PortalSession.id == row["id"]
        )
        over = over.used(row)
    how_far = standing(row, on=today()) if row["client_id"] else None
    account = CurrentAccount(
        session_id=row["id"],
        account_id=row["account_id"],
        username=row["username"],
        name=row["display_name"],
        language=Language(row["language"]) if row["language"] else None,
        must_change_password=row["must_change_password"],
        password_expired=_is_out_of_date(row["password_changed_at"]),
        previous_sign_in_at=row["previous_sign_in_at"],
        confirmed_at=row["confirmed_at"],
        second_step_due=row["second_step_due"],
        has_second_step=row["has_second_step"],
        over=over,
        kept=tuple(json.loads(row["kept"] or "[]")),
        opens_others=opens_any(row["others"], on=today()),
        closed=how_far if how_far and how_far.is_closed else None,
        discreet=DEFAULTS.discreet if row["discreet"] is None else row["discreet"],
    )
    return account, _chart(row, account, how_far, origin)


async def _client_row(token: str) -> Any:
    on, since = today(), datetime.now(UTC) - REMEMBERED
    row = await db.row(CLIENT_SESSION, token_hash(token), on, since)
    if row is not None:
        await keep_up_with(row["settings_version"])
        if today() != on:  # the zone just changed, and with it which grants are open today
            row = await db.row(CLIENT_SESSION, token_hash(token), today(), since)
    return row


def _chart(
    row: Any, account: CurrentAccount, how_far: Standing | None, origin: Origin
) -> CurrentChart | None:
    if how_far is None or how_far.is_closed:
        return None
    return CurrentChart(
        account=account,
        actor=actor_for(row["kind"], account.account_id, account.name, origin),
        client_id=row["client_id"],
        client_name=full_name(
            first_name=row["first_name"], preferred_name=row["preferred_name"], last_name=row["last_name"]
        ),
        first_name=row["preferred_name"] or row["first_name"],
        areas=frozenset() if row["kind"] == GrantKind.SELF else frozenset(row["areas"]),
        standing=how_far,
    )


async def staff_session(token: str, *, origin: Origin, extend: bool = True) -> CurrentStaff | None:
    """Give the staff member signed in with this token; None when nobody is."""
    row = await db.row(STAFF_SESSION, token_hash(token).hex()) if token else None
    if row is None:
        return None
    await keep_up_with(row["settings_version"])
    over = Over.of(row, idle_minutes=setting("staff_idle_minutes"))
    if over.is_now:
        await end_staff_session(row["id"], reason=over.reason)
        return None
    if extend and _is_due(row):
        await StaffSession.update({StaffSession.last_seen_at: datetime.now(UTC)}).where(
            StaffSession.id == row["id"]
        )
        over = over.used(row)
    name = " ".join((row["first_name"], row["last_name"]))
    shown = f"{name}, {row['credentials']}" if row["credentials"] else name
    return CurrentStaff(
        session_id=row["id"],
        sign_in_id=row["sign_in_id"],
        staff_id=row["staff_id"],
        username=row["username"],
        name=shown,
        initials=row["first_name"][:1] + row["last_name"][:1],
        permissions=permissions_of(
            row["staff_id"], client_admin=row["client_admin"], grants=json.loads(row["rules"] or "[]")
        ),
        actor=Actor(kind=ActorKind.STAFF, name=shown, staff_id=row["staff_id"], origin=origin),
        must_change_password=row["must_change_password"],
        confirmed_at=row["confirmed_at"],
        second_step_due=row["second_step_due"],
        has_second_step=row["has_second_step"],
        over=over,
        unread_alerts=row["unread_alerts"],
    )


def is_confirmed(who: CurrentAccount | CurrentStaff) -> bool:
    """Whether somebody proved who they are lately enough for a sensitive change."""
    return datetime.now(UTC) - who.confirmed_at < CONFIRMED_FOR


def _is_out_of_date(changed_at: datetime | None) -> bool:
    """Whether a client's password is older than setting -678 allows; 0 is never."""
    days = int(setting("client_password_expiration"))
    return days > 0 and changed_at is not None and datetime.now(UTC) - changed_at >= timedelta(days=days)


def _is_due(row: Any) -> bool:
    return bool(datetime.now(UTC) - row["last_seen_at"] >= SEEN_EVERY)


async def open_client_session(
    *,
    account_id: UUID,
    chart: UUID | None,
    previous_sign_in_at: datetime | None,
    mark: SessionMark = UNMARKED,
) -> str:
    """Begin a session and give its token, which nothing but the cookie will hold."""
    token, now = new_token(), datetime.now(UTC)
    await PortalSession.insert(
        PortalSession(
            token_hash=token_hash(token),
            account=account_id,
            chart=chart,
            previous_sign_in_at=previous_sign_in_at,
            created_at=now,
            last_seen_at=now,
            ends_at=now + LONGEST,
            confirmed_at=now,
            **asdict(mark),
        )
    )
    return token


async def open_staff_session(*, sign_in_id: int, mark: SessionMark = UNMARKED) -> str:
    """Begin a staff session and give its token."""
    token, now = new_token(), datetime.now(UTC)
    await StaffSession.insert(
        StaffSession(
            token=token_hash(token).hex(),
            user_id=sign_in_id,
            created_at=now,
            last_seen_at=now,
            ends_at=now + LONGEST,
            confirmed_at=now,
            **asdict(mark),
        )
    )
    return token


MARK = "select browser, network, device_hash from {} where id = $1"


async def client_mark(session_id: UUID) -> SessionMark:
    """Give what a session is known by, for the one that takes its place."""
    return _mark(await db.row(MARK.format("portal_session"), session_id))


async def staff_mark(session_id: int) -> SessionMark:
    return _mark(await db.row(MARK.format("staff_session"), session_id))


def _mark(row: Any) -> SessionMark:
    return SessionMark(**dict(row)) if row else UNMARKED
