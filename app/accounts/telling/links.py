"""Where the link of a notice leads: for whose sign-in it is, to what waits in the chart it is about."""

from dataclasses import dataclass
from uuid import UUID

from app import db
from app.accounts.grants.opening import OfferedChart, charts_of
from app.accounts.sessions import CurrentAccount, CurrentChart
from app.activity.actor import Actor
from app.activity.refusals import NotFound
from app.notices.preferences import Notice
from app.notices.telling.wording import LISTS
from app.web.paths import own_path

NOTICE = "select client, path, notice from client_notice where id = $1 and account = $2"


class OtherSignIn(NotFound):
    """There is no such notice, or it is for another sign-in: the same answer, so that neither can be told."""


@dataclass(frozen=True, slots=True)
class Destination:
    """What waits: at `path`, and in which chart where that is yet to be opened; None: it is open."""

    path: str
    chart: OfferedChart | None


async def destination_of(
    *, account: CurrentAccount, chart: CurrentChart | None, by: Actor, notice_id: UUID, to_all: bool
) -> Destination:
    """Give where a notice leads, or with `to_all` where all of its kind stand.

    Raises NotFound for one of a chart that is not open to the account, and OtherSignIn.
    """
    row = await db.row(NOTICE, notice_id, account.account_id)
    if row is None:
        raise OtherSignIn(by=by, object_kind="client_notice", object_id=notice_id)
    path = LISTS[Notice(row["notice"])] if to_all else own_path(row["path"], otherwise="/home")
    if chart is not None and chart.client_id == row["client"]:
        return Destination(path, None)
    offered = await charts_of(account.account_id, open_chart=chart.client_id if chart else None)
    found = next((each for each in offered if each.client_id == row["client"]), None)
    if found is None:
        raise NotFound(by=by, object_kind="chart", object_id=row["client"], client_id=row["client"])
    return Destination(path, found)
