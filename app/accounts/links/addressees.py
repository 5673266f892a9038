"""Whom links are sent to: an account with all that decides what may be sent, by one statement."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app import db
from app.accounts.links.rules import AccountFacts, Delivery, Purpose, is_activated
from app.web.language import Language

ACCOUNTS = """
select account.id, account.username, account.display_name, account.email, account.active, account.suspended_at,
  account.login_typed, account.last_sign_in_at, coalesce(account.language, client.language, 'en') as language,
  client.id as client_id, client.email as chart_email,
  exists (select 1 from account_secret secret where secret.account = account.id) as has_password,
  invited.made_at as invited_at, invited.ends_at as invitation_ends_at,
  latest.purpose, latest.made_at, latest.to_address, latest.delivery
from portal_account account
left join chart_grant own on own.account = account.id and own.kind = 'self' and own.revoked_at is null
left join client on client.id = own.client
left join lateral (select made_at, ends_at from sign_in_link link
  where link.account = account.id and purpose <> 'reset' order by made_at desc limit 1) invited on true
left join lateral (select purpose, made_at, to_address, delivery from sign_in_link link
  where link.account = account.id order by made_at desc limit 1) latest on true
"""
OF_NAME = (
    f"{ACCOUNTS} where account.username = $1 or (account.email = $1 and $1 <> '') order by account.username"
)
OF_LINK = f"{ACCOUNTS} where account.id = (select account from sign_in_link where id = $1)"
OF_CHART = f"""{ACCOUNTS} join chart_grant opens on opens.account = account.id and opens.client = $1
  and opens.revoked_at is null order by (opens.kind = 'self') desc, account.username"""


@dataclass(frozen=True, slots=True)
class LastLink:
    """The e-mail with a link that went, or is to go, last."""

    purpose: Purpose
    made_at: datetime
    to_address: str
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class Addressee:
    account_id: UUID
    username: str
    name: str
    account_email: str
    chart_email: str
    client_id: UUID | None
    """The client whose own account it is; None: it is a guardian's, or somebody else's."""
    language: Language
    facts: AccountFacts
    last: LastLink | None

    @property
    def address(self) -> str:
        """Where e-mails go: to the address of the sign-in; until an invitation is used, to that of the chart."""
        own = self.facts.login_typed or is_activated(self.facts) or not self.chart_email
        return self.account_email if own else self.chart_email.casefold()


async def named(name: str) -> tuple[Addressee, ...]:
    """Give the accounts that sign in by this username or e-mail."""
    return tuple(_addressee(row) for row in await db.rows(OF_NAME, name))


async def of_link(link_id: UUID) -> tuple[Addressee, ...]:
    return tuple(_addressee(row) for row in await db.rows(OF_LINK, link_id))


async def of_chart(client_id: UUID) -> tuple[Addressee, ...]:
    """Give the accounts that open a chart, the client's own first."""
    return tuple(_addressee(row) for row in await db.rows(OF_CHART, client_id))


def _addressee(row: db.Record) -> Addressee:
    return Addressee(
        account_id=row["id"],
        username=row["username"],
        name=row["display_name"],
        account_email=row["email"],
        chart_email=row["chart_email"] or "",
        client_id=row["client_id"],
        language=Language(row["language"]),
        facts=AccountFacts(
            active=row["active"],
            suspended=row["suspended_at"] is not None,
            locked=False,
            has_password=row["has_password"],
            login_typed=row["login_typed"],
            last_sign_in_at=row["last_sign_in_at"],
            invited_at=row["invited_at"],
            invitation_ends_at=row["invitation_ends_at"],
            delivery=Delivery(row["delivery"]) if row["delivery"] else None,
        ),
        last=_last(row),
    )


def _last(row: db.Record) -> LastLink | None:
    if row["purpose"] is None:
        return None
    return LastLink(Purpose(row["purpose"]), row["made_at"], row["to_address"], Delivery(row["delivery"]))
