"""The grants of a chart as they are shown: who may open it, what of it, since when and until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from uuid import UUID

from app import db
from app.accounts.grants.opening import terms
from app.accounts.grants.rules import ACTIVITY, came_of_age_on
from app.accounts.sessions import today
from app.accounts.tables import GrantKind
from app.clients import details
from app.web.language import Phrase, _l, gettext
from app.web.panel import Panels

MOST_ENDED = 20
RELATIONS: dict[GrantKind, Phrase] = {
    GrantKind.SELF: _l("Client"),
    GrantKind.GUARDIAN: _l("Guardian"),
    GrantKind.OTHER: _l("Somebody the client trusts"),
}
COLUMNS = """
select chart_grant.id, chart_grant.account, chart_grant.client, chart_grant.kind, chart_grant.starts_on,
  chart_grant.ends_on, chart_grant.kept_by, chart_grant.ending_asked_at, chart_grant.revoked_at,
  chart_grant.areas::text[] as opened_areas, account.display_name, account.username, account.email,
  client.birth_date
from chart_grant join portal_account account on account.id = chart_grant.account
join client on client.id = chart_grant.client
where chart_grant.client = $1
"""
KEPT = f"""
{COLUMNS} and revoked_at is null
order by (chart_grant.kind = 'self') desc, chart_grant.starts_on, chart_grant.created_at, chart_grant.id
"""
REVOKED = f"{COLUMNS} and revoked_at is not null order by revoked_at desc, chart_grant.id limit {MOST_ENDED}"


class When(Enum):
    """Where a grant stands on the calendar."""

    COMING = "coming"
    NOW = "now"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A grant as people read it."""

    id: UUID
    account_id: UUID
    name: str
    username: str
    email: str
    kind: GrantKind
    areas: tuple[str, ...]
    starts_on: date
    ends_on: date | None
    of_age_on: date | None
    """The birthday on which it ends by itself; None where it does not, or nobody knows the day."""
    ends_with_age: bool
    """Whether it is a guardian's that nobody has kept past the age of consent."""
    kept: bool
    asked_at: datetime | None
    revoked_at: datetime | None
    when: When

    @property
    def relation(self) -> str:
        return str(RELATIONS[self.kind])

    @property
    def own(self) -> bool:
        return self.kind is GrantKind.SELF

    @property
    def last_day(self) -> date | None:
        """The last day on which it opens the chart; None: until further notice."""
        by_age = self.of_age_on - timedelta(days=1) if self.of_age_on else None
        return min(filter(None, (self.ends_on, by_age)), default=None)


async def grants_of(client_id: UUID) -> tuple[GrantLine, ...]:
    """Give every grant of a chart that was not ended by hand, the client's own first."""
    return tuple(_line(row) for row in await db.rows(KEPT, client_id))


async def ended_grants_of(client_id: UUID) -> tuple[GrantLine, ...]:
    """Give the grants of a chart that were ended by hand, newest first."""
    return tuple(_line(row) for row in await db.rows(REVOKED, client_id))


def _line(row: db.Record) -> GrantLine:
    ends_with_age = row["kind"] == GrantKind.GUARDIAN and row["kept_by"] is None
    of_age_on = _of_age_on(row) if ends_with_age else None
    return GrantLine(
        id=row["id"],
        account_id=row["account"],
        name=row["display_name"],
        username=row["username"],
        email=row["email"],
        kind=GrantKind(row["kind"]),
        areas=tuple(row["opened_areas"]),
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        of_age_on=of_age_on,
        ends_with_age=ends_with_age,
        kept=row["kept_by"] is not None,
        asked_at=row["ending_asked_at"],
        revoked_at=row["revoked_at"],
        when=_when(row, of_age_on),
    )


def _of_age_on(row: db.Record) -> date | None:
    born_on = details.birth_date(row["client"], row["birth_date"])
    return came_of_age_on(born_on, years=terms().age_of_consent) if born_on else None


def _when(row: db.Record, of_age_on: date | None) -> When:
    on = today()
    over = (row["ends_on"] is not None and row["ends_on"] < on) or (of_age_on is not None and of_age_on <= on)
    if over or row["revoked_at"] is not None:
        return When.OVER
    return When.COMING if row["starts_on"] > on else When.NOW


def areas_of(panels: Panels) -> dict[str, str]:
    """Give the areas a grant can be limited to, each with its words."""
    return {panel.name: str(panel.title) for panel in panels} | {ACTIVITY: gettext("Activity")}


def in_words(areas: tuple[str, ...], known: Mapping[str, str]) -> str:
    """Say what a grant opens."""
    return ", ".join(known[area] for area in areas if area in known) if areas else gettext("Everything")
