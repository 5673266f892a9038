"""The accounts that open a chart, as the Client Portal tab shows them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app import db
from app.accounts import limits
from app.accounts.grants.opening import standing
from app.accounts.limits import Side
from app.accounts.links.rules import AccountFacts, AccountStatus, Delivery, status_of
from app.accounts.own.browsers import browser_in_words
from app.accounts.sessions import today
from app.accounts.tables import GrantKind
from app.practice.settings import setting
from app.web.address import says_where

NOT_OVER = (
    "(chart_grant.revoked_at is null and (chart_grant.ends_on is null or chart_grant.ends_on >= {day}))"
)
ACCOUNTS = f"""
select chart_grant.client, chart_grant.client as client_id, chart_grant.kind, chart_grant.kept_by, chart_grant.starts_on,
  client.birth_date, client.discharged_on, account.id, account.display_name, account.username, account.email,
  account.active, account.suspended_at, account.must_change_password, account.last_sign_in_at, account.login_typed,
  secret.changed_at as password_changed_at, invited.made_at as invited_at, invited.ends_at as invitation_ends_at,
  (select delivery from sign_in_link link where link.account = account.id order by made_at desc limit 1) as delivery
from chart_grant join portal_account account on account.id = chart_grant.account
join client on client.id = chart_grant.client
left join account_secret secret on secret.account = account.id
left join lateral (select made_at, ends_at from sign_in_link link
  where link.account = account.id and purpose <> 'reset' order by made_at desc limit 1) invited on true
where chart_grant.client = any($1) and {NOT_OVER.format(day="$2")}
order by (chart_grant.kind = 'self') desc, chart_grant.created_at, account.id
"""
FAILURES = """
select name_hash, count(*) filter (where tried_at > $2) as lately, count(*) as within_the_hour, 0 as in_a_row
from sign_in_try where name_hash = any($1) and device_hash is null group by name_hash
union all select name_hash, 0, 0, in_a_row from sign_in_tally where name_hash = any($1)
"""
ACCOUNTS_AND_SESSIONS = f"""
select opening.*, (select json_agg(session order by session.last_seen_at desc, session.id) from (
    select id, browser, network, created_at, last_seen_at, second_step_due from portal_session
    where account = opening.id and ends_at > $3 and last_seen_at > $4) session) as sessions
from ({ACCOUNTS}) opening
"""


@dataclass(frozen=True, slots=True)
class Failures:
    """What failed under the names of an account from devices nobody had signed in from; `locked`: that locks it."""

    tries: int = 0
    locked: bool = False


@dataclass(frozen=True, slots=True)
class OpenSession:
    browser: str
    network: str
    since: datetime
    last_seen_at: datetime
    half: bool
    """Whether only the password was typed."""


@dataclass(frozen=True, slots=True)
class OpeningAccount:
    """An account that opens the chart."""

    id: UUID
    kind: GrantKind
    name: str
    login: str
    email: str
    active: bool
    suspended: bool
    must_change_password: bool
    password_changed_at: datetime | None
    last_sign_in_at: datetime | None
    status: AccountStatus
    failures: Failures
    opens_now: bool
    """Whether the chart opens today: not before the first day, nor once a guardian's client is of age."""
    sessions: tuple[OpenSession, ...] = ()

    @property
    def is_own(self) -> bool:
        return self.kind is GrantKind.SELF


@dataclass(frozen=True, slots=True)
class WayIn:
    """How a client gets in."""

    status: AccountStatus
    through: str = ""
    """Who opens the chart for a client without a login of their own; "" where there is one, or nobody does."""


async def accounts_of(client_id: UUID) -> tuple[OpeningAccount, ...]:
    """Give the accounts that open a chart, the client's own first, with their open sessions."""
    now = datetime.now(UTC)
    idle = timedelta(minutes=int(setting("session_idle_minutes")))
    found = await db.rows(ACCOUNTS_AND_SESSIONS, [client_id], today(), now, now - idle)
    failed = await failures_of([(row["username"], row["email"]) for row in found])
    return tuple(
        account_of(row, failures, _sessions(row["sessions"]))
        for row, failures in zip(found, failed, strict=True)
    )


async def ways_in(client_ids: Iterable[UUID]) -> Mapping[UUID, WayIn]:
    """Give how each client gets in."""
    asked = list(client_ids)
    found = await db.rows(ACCOUNTS, asked, today())
    failed = await failures_of([(row["username"], row["email"]) for row in found])
    opening = defaultdict[UUID, list[OpeningAccount]](list)
    for row, failures in zip(found, failed, strict=True):
        opening[row["client"]].append(account_of(row, failures, []))
    return {client_id: way_in(opening[client_id]) for client_id in asked}


def way_in(accounts: Iterable[OpeningAccount]) -> WayIn:
    """Give how the client gets in whose chart these open: by their own login, else through somebody, best one active."""
    own = next((each for each in accounts if each.is_own), None)
    if own is not None:
        return WayIn(own.status)
    others = [each for each in accounts if each.opens_now]
    if not others:
        return WayIn(AccountStatus.NEVER_INVITED)
    first = next((each for each in others if each.status is AccountStatus.ACTIVE), others[0])
    return WayIn(first.status, through=first.name)


async def failures_of(names: list[tuple[str, str]]) -> list[Failures]:
    """Give what failed under each pair of login and e-mail."""
    hashed = [[limits.name_hash(Side.CLIENT, name.casefold()) for name in pair if name] for pair in names]
    since = datetime.now(UTC) - limits.WINDOW
    found = await db.rows(FAILURES, [each for pair in hashed for each in pair], since)
    return [_failures([row for row in found if row["name_hash"] in pair]) for pair in hashed]


def _failures(rows: list[db.Record]) -> Failures:
    most = int(setting("failed_sign_ins"))
    locked = any(row["lately"] >= most or row["in_a_row"] >= limits.MOST_IN_A_ROW for row in rows)
    hour, in_a_row = (sum(row[column] for row in rows) for column in ("within_the_hour", "in_a_row"))
    return Failures(tries=max(hour, in_a_row), locked=locked)


def _sessions(found: str | None) -> list[OpenSession]:
    return [
        OpenSession(
            browser_in_words(each["browser"]),
            each["network"] if says_where(each["network"]) else "",
            datetime.fromisoformat(each["created_at"]),
            datetime.fromisoformat(each["last_seen_at"]),
            half=each["second_step_due"],
        )
        for each in json.loads(found or "[]")
    ]


def _status(row: db.Record, failures: Failures) -> AccountStatus:
    facts = AccountFacts(
        active=row["active"],
        suspended=row["suspended_at"] is not None,
        locked=failures.locked,
        has_password=row["password_changed_at"] is not None,
        login_typed=row["login_typed"],
        last_sign_in_at=row["last_sign_in_at"],
        invited_at=row["invited_at"],
        invitation_ends_at=row["invitation_ends_at"],
        delivery=Delivery(row["delivery"]) if row["delivery"] else None,
    )
    return status_of(facts, datetime.now(UTC))


def account_of(row: db.Record, failures: Failures, sessions: list[OpenSession]) -> OpeningAccount:
    """Give an account that opens a chart from a row of ACCOUNTS."""
    return OpeningAccount(
        id=row["id"],
        kind=GrantKind(row["kind"]),
        name=row["display_name"],
        login=row["username"],
        email=row["email"],
        active=row["active"],
        suspended=row["suspended_at"] is not None,
        must_change_password=row["must_change_password"],
        password_changed_at=row["password_changed_at"],
        last_sign_in_at=row["last_sign_in_at"],
        status=_status(row, failures),
        failures=failures,
        opens_now=row["starts_on"] <= today() and not standing(row, on=today()).is_closed,
        sessions=tuple(sessions),
    )
