"""What people do about the charts their account opens: choose one, see who else may open it, ask to end that."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from app import db
from app.accounts import sessions
from app.accounts.grants.listing import GrantLine, When, areas_of, grants_of, in_words
from app.accounts.grants.opening import actor_for, open_grants
from app.accounts.grants.rules import sees_others
from app.accounts.sessions import CurrentAccount, CurrentChart
from app.accounts.tables import Grant, GrantKind, PortalSession
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import NotFound
from app.notices import outbox
from app.web.panel import Panels

END_ASKED = "access.end_asked"


async def choose_chart(*, account: CurrentAccount, by: Actor, client_id: UUID) -> str:
    """Open another chart in this session, and give the session's new token.

    The token changes, so that a form of the chart before, left open in another window, is refused: what it
    holds would otherwise go into the wrong chart. Raises NotFound for a chart that is not open to the account.
    """
    grants = await open_grants(account.account_id)
    grant = next((grant for grant in grants if grant["client"] == client_id), None)
    if grant is None:
        raise NotFound(by=by, object_kind="chart", object_id=client_id, client_id=client_id)
    token = sessions.new_token()
    async with db.transaction():
        await PortalSession.update(
            {PortalSession.chart: client_id, PortalSession.token_hash: sessions.token_hash(token)}
        ).where(PortalSession.id == account.session_id)
        await activity.record(
            by=actor_for(grant["kind"], account.account_id, account.name, by.origin),
            kind=Kind.CHART_CHOSEN,
            object_kind="portal_session",
            object_id=account.session_id,
            client_id=client_id,
        )
    return token


@dataclass(frozen=True, slots=True)
class Opener:
    """Somebody who may open the chart, as the chart's own people read it."""

    grant_id: UUID
    name: str
    relation: str
    opens: str
    since: date
    until: date | None
    is_reader: bool
    can_be_ended: bool
    """Whether staff can be asked to end it: nobody's own chart is closed this way."""
    asked_at: datetime | None


async def who_may_open(chart: CurrentChart, panels: Panels) -> tuple[Opener, ...]:
    """Give who may open the chart, now or from a day to come; to somebody with a part of it only themselves."""
    known = areas_of(panels)
    return tuple(
        Opener(
            grant_id=line.id,
            name=line.name,
            relation=line.relation,
            opens=in_words(line.areas, known),
            since=line.starts_on,
            until=line.last_day,
            is_reader=line.account_id == chart.account.account_id,
            can_be_ended=not line.own,
            asked_at=line.asked_at,
        )
        for line in await _lines(chart)
    )


async def _lines(chart: CurrentChart) -> list[GrantLine]:
    lines = [line for line in await grants_of(chart.client_id) if line.when is not When.OVER]
    if sees_others(chart.areas):
        return lines
    return [line for line in lines if line.account_id == chart.account.account_id]


async def opener(chart: CurrentChart, *, by: Actor, grant_id: UUID, panels: Panels) -> Opener:
    """Give one of those who may open the chart and can be asked to lose it; raises NotFound."""
    for found in await who_may_open(chart, panels):
        if found.grant_id == grant_id and found.can_be_ended:
            return found
    raise NotFound(by=by, object_kind="chart_grant", object_id=grant_id, client_id=chart.client_id)


async def ask_to_end(*, chart: CurrentChart, by: Actor, grant_id: UUID, panels: Panels) -> None:
    """Ask staff to end somebody's access, once until they change it; raises NotFound."""
    await opener(chart, by=by, grant_id=grant_id, panels=panels)
    async with db.transaction():
        asked = (
            await Grant.update({Grant.ending_asked_at: datetime.now(UTC)})
            .where(
                (Grant.id == grant_id)
                & (Grant.kind != GrantKind.SELF)
                & Grant.revoked_at.is_null()
                & Grant.ending_asked_at.is_null()
            )
            .returning(Grant.id)
        )
        if not asked:
            return
        await outbox.add(
            kind=END_ASKED, payload={"client": str(chart.client_id), "by": str(chart.account.account_id)}
        )
        await activity.record(
            by=by,
            kind=Kind.ACCESS_END_ASKED,
            object_kind="chart_grant",
            object_id=grant_id,
            client_id=chart.client_id,
        )
