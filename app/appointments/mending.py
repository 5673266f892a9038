"""What of appointments is not as it should be, so that somebody may mend it."""

from datetime import UTC, datetime

from app import db
from app.messages.task_types import OFFERED
from app.staff.names import STAFF_NAME
from app.web.language import gettext, ngettext
from app.web.panel import Mend

TASK_TYPES_PATH = "/staff/admin/#/task_types"
MOST_NAMED = 20
TO_MEND = f"""
select answered.answered, gone.name, gone.ahead, gone.first_at
from (select exists (select 1 from task_type where for_appointments and {OFFERED}) as answered) answered
left join lateral (
  select {STAFF_NAME.format("member")} as name, count(*) as ahead, min(appointment.starts_at) as first_at
  from appointment join staff_member member on member.id = appointment.clinician and not member.active
  where appointment.state = 'booked' and appointment.starts_at > $1
  group by member.id order by 3 limit {MOST_NAMED}) gone on true
"""


async def things_to_mend() -> list[Mend]:
    """Say that nobody answers what clients ask about appointments, and who is expected that works here no more."""
    found = await db.rows(TO_MEND, datetime.now(UTC))
    unanswered = [] if found[0]["answered"] else [_unanswered()]
    return [*unanswered, *(_gone(row) for row in found if row["name"])]


def _unanswered() -> Mend:
    sentence = gettext(
        "Clients cannot ask for, move or cancel appointments here: no task type that clients are offered is ticked"
        " “For appointments”."
    )
    return Mend(sentence=sentence, path=TASK_TYPES_PATH, label=gettext("Open Task Types"))


def _gone(row: db.Record) -> Mend:
    sentence = ngettext(
        "%(count)s appointment ahead is with %(name)s, who does not work here any more.",
        "%(count)s appointments ahead are with %(name)s, who does not work here any more.",
        row["ahead"],
    )
    return Mend(
        sentence=sentence % {"count": row["ahead"], "name": row["name"]},
        path=f"/staff/appointments?day={row['first_at'].date()}",
        label=gettext("Look at the day"),
    )
