"""How the accounts that open a chart stand, for the Client Portal tab."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.charts import StaffChart
from app.accounts.limits import MOST_IN_A_ROW, WINDOW, Side, name_hash
from app.accounts.links import addressees
from app.accounts.links.addressees import Addressee, LastLink
from app.accounts.links.rules import (
    IS_INACTIVE,
    IS_SUSPENDED,
    STATUS_WORDS,
    AccountStatus,
    is_activated,
    status_of,
)
from app.accounts.portal_tab.accounts import OpeningAccount
from app.accounts.sessions import CurrentStaff
from app.notices import mail
from app.practice.settings import setting
from app.staff.rules import Action, PermissionRule, may
from app.web.forms import BLANK
from app.web.language import _l
from app.web.panel import PortalSection

FAILED = """
select hashes.name_hash,
  (select count(*) from sign_in_try try where try.name_hash = hashes.name_hash and device_hash is null and tried_at > $2)
    as lately,
  coalesce((select in_a_row from sign_in_tally tally where tally.name_hash = hashes.name_hash), 0) as in_a_row
from unnest($1::bytea[]) hashes(name_hash)
"""
STATUS_LOOKS: dict[AccountStatus, str] = {
    AccountStatus.NEVER_INVITED: "",
    AccountStatus.INVITED: "",
    AccountStatus.UNDELIVERABLE: "bad",
    AccountStatus.EXPIRED: "warn",
    AccountStatus.ACTIVE: "ok",
    AccountStatus.LOCKED: "warn",
    AccountStatus.SUSPENDED: "warn",
    AccountStatus.INACTIVE: "",
}
"""How the tag of a status is drawn."""
HANDED_OVER = _l("This login was typed by hand, so it is handed over, not e-mailed.")
EMAIL, RESET = _l("Email Client Credential"), _l("Email a password reset")


@dataclass(frozen=True, slots=True)
class AccountState:
    """An account that opens the chart, as staff see it."""

    account_id: UUID
    username: str
    name: str
    own: bool
    """Whether it is the client's own."""
    address: str
    """Where e-mails go, "" for nowhere."""
    status: AccountStatus
    activated: bool
    login_typed: bool
    last_sign_in_at: datetime | None
    last: LastLink | None

    @property
    def look(self) -> str:
        return STATUS_LOOKS[self.status]


@dataclass(frozen=True, slots=True)
class CredentialsView:
    """What the section offers for one account, or for a client who has none yet (`account_id` None)."""

    account_id: UUID | None
    username: str
    name: str
    address: str
    status: AccountStatus
    look: str
    action: str
    """The label of the button; "" where nothing can be sent."""
    why_not: str
    """Why nothing can be sent; "" where it can, once there is an address."""
    may_replace: bool
    last: LastLink | None
    invites: bool
    """Whether the client has yet to get in."""
    own: bool
    address_of_chart: bool = False
    """Whether e-mails go to the address in the chart, which staff can correct here."""
    leads: bool = False
    """Whether its button is the one thing to do next."""


async def account_state(client_id: UUID, accounts: Sequence[OpeningAccount] = ()) -> tuple[AccountState, ...]:
    """Give every account that opens the chart, the client's own first (a statement, and another for the locks).

    `accounts` are those of which it is known already whether they are locked.
    """
    found = await addressees.of_chart(client_id)
    known = {account.id: account.failures.locked for account in accounts}
    locked = known if known.keys() >= {each.account_id for each in found} else await _locked(found)
    now = datetime.now(UTC)
    return tuple(_state(each, client_id, locked=locked[each.account_id], now=now) for each in found)


async def credentials_section(
    *, staff: CurrentStaff, chart: StaffChart, accounts: Sequence[OpeningAccount] = ()
) -> dict[str, Any]:
    """Give what `accounts/links/staff/_credentials.html` shows of a chart that is open to a staff member.

    It says what may be e-mailed to whom; the client's own account comes first, also where there is none yet.
    """
    states = await account_state(chart.client_id, accounts)
    possible = mail.is_possible()
    may_change = may(staff.permissions, PermissionRule.PORTAL_ACCOUNTS, Action.MODIFY)
    own = next((_view(state, chart.email) for state in states if state.own), None)
    others = [_view(state, "") for state in states if not state.own]
    unmade = None if own else _nobody(chart.email)
    first = [own] if own else [] if others else [unmade]
    views = _with_lead([view for view in (*first, *others) if view is not None], possible and may_change)
    return {
        "accounts": views,
        "unmade": unmade if others else None,
        "client_name": chart.name,
        "names": bool(others),
        "path": f"{chart.path}/portal/credentials",
        "email_path": f"{chart.path}/portal/email",
        "status_words": STATUS_WORDS,
        "may_email": possible and may_change,
        "may_change": may_change,
        "is_possible": possible,
        "blank": BLANK,
        "invites": possible and any(view.invites and view.action and view.address for view in views),
    }


def _with_lead(views: list[CredentialsView], may_email: bool) -> list[CredentialsView]:  # noqa: FBT001
    """Let the first invitation that can go be the thing to do next."""
    first = next((view for view in views if view.action and view.invites and view.address), None)
    return [replace(view, leads=may_email and view is first) for view in views]


CREDENTIALS = PortalSection(
    credentials_section, "accounts/links/staff/_credentials.html", knows_accounts=True, gives_access=True
)


async def _locked(found: Sequence[Addressee]) -> dict[UUID, bool]:
    """Say of each account whether tries that failed under any of its names lock it."""
    most = int(setting("failed_sign_ins"))
    hashes = {each.account_id: _names(each) for each in found}
    rows = await db.rows(
        FAILED, [name for names in hashes.values() for name in names], datetime.now(UTC) - WINDOW
    )
    full = {
        bytes(row["name_hash"]) for row in rows if row["lately"] >= most or row["in_a_row"] >= MOST_IN_A_ROW
    }
    return {account_id: not full.isdisjoint(names) for account_id, names in hashes.items()}


def _names(account: Addressee) -> list[bytes]:
    names = {account.username, account.account_email.casefold()} - {""}
    return [name_hash(Side.CLIENT, name) for name in sorted(names)]


def _state(account: Addressee, client_id: UUID, *, locked: bool, now: datetime) -> AccountState:
    return AccountState(
        account_id=account.account_id,
        username=account.username,
        name=account.name,
        own=account.client_id == client_id,
        address=account.address,
        status=status_of(replace(account.facts, locked=locked), now),
        activated=is_activated(account.facts),
        login_typed=account.facts.login_typed,
        last_sign_in_at=account.facts.last_sign_in_at,
        last=account.last,
    )


def _view(state: AccountState, chart_email: str) -> CredentialsView:
    why_not = _why_not(state)
    closed = state.status in (AccountStatus.INACTIVE, AccountStatus.SUSPENDED)
    return CredentialsView(
        account_id=state.account_id,
        username=state.username,
        name=state.name,
        address=state.address,
        status=state.status,
        look=state.look,
        action="" if why_not else str(RESET if state.activated else EMAIL),
        why_not=why_not,
        may_replace=state.login_typed and not closed and bool(state.address or chart_email),
        last=state.last,
        invites=not state.activated,
        own=state.own,
        address_of_chart=state.own and not state.activated and not state.login_typed,
    )


def _why_not(state: AccountState) -> str:
    if state.status is AccountStatus.INACTIVE:
        return str(IS_INACTIVE)
    if state.status is AccountStatus.SUSPENDED:
        return str(IS_SUSPENDED)
    return "" if state.activated or not state.login_typed else str(HANDED_OVER)


def _nobody(email: str) -> CredentialsView:
    status = status_of(None, datetime.now(UTC))
    return CredentialsView(
        account_id=None,
        username="",
        name="",
        address=email,
        status=status,
        look=STATUS_LOOKS[status],
        action=str(EMAIL),
        why_not="",
        may_replace=False,
        last=None,
        invites=True,
        own=True,
        address_of_chart=True,
    )
