"""Which charts an account opens, and how far: one place for the dates, the age of consent and discharges."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.grants.rules import Standing, Terms, is_lost_to_age, standing_of_chart
from app.accounts.tables import GrantKind
from app.activity import service as activity
from app.activity.actor import Actor, ActorKind, Origin
from app.activity.kinds import Kind
from app.clients import details
from app.clients.names import full_name
from app.db import IN_FORCE
from app.practice.settings import setting
from app.web.templates import local

OTHER_GRANTS = f"""
(select json_agg(json_build_object('client_id', other.client, 'kind', other.kind, 'kept_by', other.kept_by,
   'birth_date', encode(other_client.birth_date, 'hex'), 'discharged_on', other_client.discharged_on))
 from chart_grant other join client other_client on other_client.id = other.client
 where other.account = {{account}} and other.client is distinct from {{open}} and other.revoked_at is null
   and {IN_FORCE.format(row="other", day="{day}")})
"""
"""In SQL: what an account's other grants turn on, as one value of JSON; none where it has no others."""

GRANTS_OF_ACCOUNT = f"""
select chart_grant.client as client_id, chart_grant.client, chart_grant.kind, chart_grant.kept_by,
  client.first_name, client.preferred_name, client.last_name, client.birth_date, client.discharged_on
from chart_grant join client on client.id = chart_grant.client
where chart_grant.account = $1 and chart_grant.revoked_at is null
  and {IN_FORCE.format(row="chart_grant", day="$2")}
order by (chart_grant.kind = 'self') desc, chart_grant.created_at, chart_grant.id
"""


@dataclass(frozen=True, slots=True)
class OfferedChart:
    """A chart that somebody can choose to open."""

    client_id: UUID
    client_name: str
    own: bool
    open_now: bool


def terms() -> Terms:
    """Give what the practice settled about who opens a chart."""
    return Terms(
        age_of_consent=int(setting("age_of_consent")), days_to_read_and_pay=int(setting("read_and_pay_days"))
    )


def standing(grant: Mapping[str, Any], *, on: date) -> Standing:
    """Say how far a grant that is in force opens its chart on a day, from the columns its query brings along."""
    if grant["kind"] == GrantKind.GUARDIAN and grant["kept_by"] is None:
        born_on = details.birth_date(grant["client_id"], grant["birth_date"])
        if is_lost_to_age(born_on, on=on, terms=terms()):
            return Standing.OF_AGE
    return standing_of_chart(grant["discharged_on"], on=on, terms=terms())


def opens_any(others: str | None, *, on: date) -> bool:
    """Whether one of the account's other grants, as OTHER_GRANTS gives them, opens its chart."""
    return any(not standing(_plain(grant), on=on).is_closed for grant in json.loads(others or "[]"))


def _plain(grant: dict[str, Any]) -> dict[str, Any]:
    """Give the columns of a grant that travelled as JSON."""
    birth_date, discharged_on = grant["birth_date"], grant["discharged_on"]
    return grant | {
        "client_id": UUID(grant["client_id"]),
        "birth_date": bytes.fromhex(birth_date) if birth_date else None,
        "discharged_on": date.fromisoformat(discharged_on) if discharged_on else None,
    }


async def open_grants(account_id: UUID) -> list[db.Record]:
    """Give the grants by which an account opens charts now, its own chart first."""
    on = local(datetime.now(UTC)).date()
    found = await db.rows(GRANTS_OF_ACCOUNT, account_id, on)
    return [grant for grant in found if not standing(grant, on=on).is_closed]


async def first_chart(account_id: UUID) -> db.Record | None:
    """Give the grant whose chart opens at signing in: the own one, else the oldest."""
    return next(iter(await open_grants(account_id)), None)


async def charts_of(account_id: UUID, *, open_chart: UUID | None) -> tuple[OfferedChart, ...]:
    """Give the charts an account can choose from."""
    return tuple(
        OfferedChart(
            client_id=grant["client"],
            client_name=full_name(
                first_name=grant["first_name"],
                preferred_name=grant["preferred_name"],
                last_name=grant["last_name"],
            ),
            own=grant["kind"] == GrantKind.SELF,
            open_now=grant["client"] == open_chart,
        )
        for grant in await open_grants(account_id)
    )


async def record_signing_in(*, by: Actor, kind: Kind, account_id: UUID | None) -> None:
    """Write down a sign-in, or a try, in the activity of every chart it opens; joins the transaction under way.

    None is the account of a login that nobody has: it costs the same statements.
    """
    opened = await open_grants(account_id or db.new_id())
    actors = [(grant["client"], actor_for(grant["kind"], account_id, by.name, by.origin)) for grant in opened]
    for client_id, actor in actors or [(None, by)]:
        await activity.record(
            by=actor, kind=kind, object_kind="portal_account", object_id=account_id, client_id=client_id
        )


def actor_for(kind: str, account_id: UUID | None, name: str, origin: Origin | None) -> Actor:
    """Give who acts with a grant: the client, or somebody for them."""
    own = kind == GrantKind.SELF
    return Actor(
        kind=ActorKind.CLIENT if own else ActorKind.GUARDIAN,
        name=name,
        account_id=account_id,
        origin=origin,
    )
