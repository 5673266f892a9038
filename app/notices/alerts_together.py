"""Several alerts at once: marked read, acknowledged, or done for all, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from app import db
from app.activity.actor import Actor
from app.activity.refusals import NotFound, StateForbids
from app.notices.alerts import acknowledge_alert, finish_alert, mark_alert

MOST_TOGETHER = 60
"""How many are taken at once: as many as a page lists, and some that came in since."""
HOLD_ALL = """
select about.id, about.recipient from alert about join alert ticked on ticked.client = about.client and ticked.kind = about.kind
  and ticked.object_id = about.object_id
where ticked.id = any($1) and ticked.recipient = $2 order by about.id for no key update of about
"""


class Settling(StrEnum):
    """What is done with alerts."""

    READ = "read"
    UNREAD = "unread"
    ACKNOWLEDGED = "acknowledged"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of several alerts."""

    settled: int
    left: tuple[str, ...]
    """Why others were left as they are, a sentence for each of those."""


async def settle_alert(*, staff_id: UUID, by: Actor, alert_id: UUID, how: Settling, seen: int = 0) -> None:
    """Do one thing with one alert; raises NotFound for anybody else's, StateForbids as the service of alerts does."""
    match how:
        case Settling.ACKNOWLEDGED:
            await acknowledge_alert(staff_id=staff_id, by=by, alert_id=alert_id, seen=seen)
        case Settling.DONE:
            await finish_alert(staff_id=staff_id, by=by, alert_id=alert_id, seen=seen)
        case Settling.READ | Settling.UNREAD:
            read = how is Settling.READ
            await mark_alert(staff_id=staff_id, by=by, alert_id=alert_id, read=read, seen=seen)
        case _:
            assert_never(how)


async def settle_alerts(*, staff_id: UUID, by: Actor, seen_of: Mapping[UUID, int], how: Settling) -> Settled:
    """Do one thing with several alerts of a staff member; `seen_of` gives of how many events each was seen to tell.

    Those that have grown since, and those that must be acknowledged by themselves where somebody may be in danger, are
    left as they are. Raises NotFound, with nothing done, where one is not theirs.
    """
    settled, left = 0, list[str]()
    async with db.transaction():
        held = await db.rows(HOLD_ALL, list(seen_of), staff_id)  # in one order, or two hold one another up
        own = {row["id"] for row in held if row["recipient"] == staff_id}
        if stranger := next(iter(seen_of.keys() - own), None):
            raise NotFound(by=by, object_kind="alert", object_id=stranger)
        for alert_id, seen in seen_of.items():
            try:
                await settle_alert(staff_id=staff_id, by=by, alert_id=alert_id, how=how, seen=seen)
                settled += 1
            except StateForbids as why:  # raised before anything of this one was written
                left.append(str(why.sentence))
    return Settled(settled, tuple(left))
