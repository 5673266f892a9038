"""What a client owes, has on account and is paying, and how they can pay it."""

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app import config, db
from app.accounts.sessions import CurrentChart, today
from app.billing.rules import LEAST_BY_CARD_CENTS, PaymentState
from app.config import Payments

PATH = "/billing"

ACCOUNT = """
select coalesce(account.owed_cents, 0) as owed, coalesce(account.held_cents, 0) as held,
  coalesce(account.credit_cents, 0) as credit,
  (select coalesce(sum(amount_cents - allocated_cents - refunded_cents), 0)::integer from payment
    where client = $1 and state = 'succeeded' and allocated_cents + refunded_cents < amount_cents
      and usable_on > $2) as ahead,
  (select json_agg(json_build_object('id', id, 'cents', amount_cents, 'state', state, 'live', live) order by begun_at)
    from payment where client = $1 and state in ('open', 'processing')) as under_way
from (select) nothing left join billing_account account on account.id = $1
"""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A payment that the client has begun."""

    id: UUID
    cents: int
    waits_for_bank: bool

    @property
    def path(self) -> str:
        return f"{PATH}/payments/{self.id}"


@dataclass(frozen=True, slots=True)
class Account:
    """A client's money, in whole cents."""

    owed: int
    held: int
    """Of what is owed, what is being paid already."""
    credit: int
    """Paid, and free for what comes."""
    ahead: int
    """Paid for visits to come."""
    under_way: tuple[UnderWay, ...]

    @property
    def payable(self) -> int:
        return self.owed - self.held

    @property
    def can_pay_here(self) -> bool:
        """Whether there is something that can be paid by card, where cards are taken."""
        return takes_cards() and self.payable >= LEAST_BY_CARD_CENTS

    @property
    def is_too_little(self) -> bool:
        """Whether cards are taken, but not for so little."""
        return takes_cards() and 0 < self.payable < LEAST_BY_CARD_CENTS


def takes_cards() -> bool:
    """Whether the practice takes cards in the portal."""
    return config.current().payments is not Payments.NONE


async def account_of(chart: CurrentChart) -> Account:
    """Give the money of a chart; all is zero where nothing was ever billed."""
    return await account_in(chart.client_id)


async def account_in(client_id: UUID) -> Account:
    """Give the money of a client likewise."""
    (row,) = await db.rows(ACCOUNT, client_id, _today())
    under_way = tuple(
        UnderWay(UUID(each["id"]), each["cents"], each["state"] == PaymentState.PROCESSING)
        for each in json.loads(row["under_way"] or "[]")
    )
    ahead = row["ahead"]
    return Account(row["owed"], row["held"], row["credit"] - ahead, ahead, under_way)


def _today() -> date:
    on: date = today()
    return on
