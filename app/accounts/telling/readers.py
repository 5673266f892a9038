"""Who is told that something waits in a chart: the client, or without a login of theirs whoever acts for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID

from app import db
from app.accounts.grants.opening import standing
from app.accounts.grants.rules import opens
from app.accounts.sessions import CurrentChart, today
from app.accounts.tables import GrantKind
from app.activity.actor import ActorKind
from app.addresses import is_mail_address
from app.db import IN_FORCE
from app.notices import mail
from app.notices.preferences import Notice, Preferences, preferences_of
from app.notices.tables import Channel
from app.notices.telling.rules import AREAS, is_wanted
from app.notices.texts.sending import is_possible as texts_are_possible
from app.practice.settings import is_switched_off
from app.web.language import Language

OPENERS = f"""
select chart_grant.kind, chart_grant.kept_by, chart_grant.areas::text[] as areas, chart_grant.client as client_id,
  client.birth_date, client.discharged_on, account.id as account, account.email, client.email as chart_email,
  coalesce(account.language, client.language, 'en') as language
from chart_grant join portal_account account on account.id = chart_grant.account
join client on client.id = chart_grant.client
where chart_grant.client = $1 and chart_grant.revoked_at is null
  and {IN_FORCE.format(row="chart_grant", day="$2")} and account.active and account.suspended_at is null
order by (chart_grant.kind = 'self') desc, chart_grant.created_at, chart_grant.id
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is told of what waits in a chart."""

    account_id: UUID
    language: Language
    areas: frozenset[str]
    email: str
    """Where they can be written to now, "" for nowhere."""
    phone: str
    """Where they may get text messages now, "" for nowhere."""

    def channel(self, wish: Channel) -> Channel | None:
        """Give the way by which they are told: texts only where they are wished for; None: there is none."""
        if wish is Channel.TEXT and self.phone:
            return Channel.TEXT
        return Channel.EMAIL if self.email else None

    def hears_of(self, notice: Notice) -> bool:
        """Whether the area of a chart that this is about is open to them, and the practice shows it."""
        area = AREAS[notice]
        return opens(self.areas, area) and not is_switched_off(area)


async def readers_of(
    client_id: UUID, preferences: Preferences, *, only: UUID | None = None
) -> tuple[Reader, ...]:
    """Give whoever is told of what waits in a chart: those to whom it is open now (one statement).

    `only` is the account that alone is told, of what was asked for by it.
    """
    on = today()
    found = [row for row in await db.rows(OPENERS, client_id, on) if not standing(row, on=on).is_closed]
    if only is not None:
        return tuple(_reader(row, preferences) for row in found if row["account"] == only)
    own = [row for row in found if row["kind"] == GrantKind.SELF]
    return tuple(_reader(row, preferences) for row in own or found)


def told_of(readers: tuple[Reader, ...], notice: Notice, wish: Channel) -> tuple[Reader, ...]:
    """Give which of them are told: nobody twice at the same address, nor by two texts to the one phone of a chart."""
    told = dict[object, Reader]()
    for reader in readers:
        if reader.hears_of(notice):
            told.setdefault(_place(reader, wish), reader)
    return tuple(told.values())


def _place(reader: Reader, wish: Channel) -> object:
    """Give where they are reached; whoever cannot be reached is a place of their own."""
    if reader.channel(wish) is Channel.TEXT:
        return reader.phone
    return reader.email.casefold() or reader.account_id


async def address_of(chart: CurrentChart, preferences: Preferences) -> str:
    """Give where whoever acts in a chart is written to; the chart's own address where they are not told.

    Looked up (one statement) only for who is not written to at that address of the chart's.
    """
    if preferences.email and chart.actor.kind is ActorKind.CLIENT:
        return preferences.email
    readers = await readers_of(chart.client_id, preferences)
    own = (each.email for each in readers if each.account_id == chart.account.account_id)
    return next(own, "") or preferences.email


class Reached(Enum):
    """Whether a client would be told of something now."""

    SOMEBODY = "somebody"
    NOBODY = "nobody"
    NOT_WANTED = "not_wanted"


async def reach_of(client_id: UUID, notice: Notice, *, needed: bool = False) -> Reached:
    """Say whether anybody would be told of such a thing in a chart, for staff who are about to (two statements)."""
    preferences = await preferences_of(client_id)
    if not is_wanted(notice, preferences.choices, needed=needed):
        return Reached.NOT_WANTED
    readers = [each for each in await readers_of(client_id, preferences) if each.hears_of(notice)]
    wish = preferences.choices.channel
    reached = any(reader.channel(wish) is not None for reader in readers)
    return Reached.SOMEBODY if reached else Reached.NOBODY


def _reader(row: Mapping[str, Any], preferences: Preferences) -> Reader:
    own = row["kind"] == GrantKind.SELF
    address = (row["chart_email"] or row["email"]) if own else row["email"]
    reachable = mail.is_possible() and is_mail_address(address)
    texts = texts_are_possible() and preferences.texts_are_allowed
    return Reader(
        account_id=row["account"],
        language=Language(row["language"]),
        areas=frozenset(row["areas"]),
        email=address if reachable else "",
        phone=preferences.phone if texts else "",
    )
