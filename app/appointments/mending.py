"""What of appointments is not as it should be, so that somebody may mend it."""

from datetime import UTC, datetime
from typing import Any

from app.messages.task_types import OFFERED
from app.staff.names import STAFF_NAME
from app.web.language import gettext, ngettext
from app.web.panel import Mend, Mending

TASK_TYPES_PATH = "/staff/admin/#/task_types"
MOST_NAMED = 20
TO_MEND = f"""
select json_build_object(
  'answered', exists (select 1 from task_type where for_appointments and {OFFERED}),
  'gone', (select coalesce(json_agg(gone), '[]') from (
  select {STAFF_NAME.format("member")} as name, count(*) as ahead, min(appointment.starts_at) as first_at
  from appointment join staff_member member on member.id = appointment.clinician and not member.active
  where appointment.state = 'booked' and appointment.starts_at > now()
  group by member.id order by 3 limit {MOST_NAMED}) gone))
"""


def _mends(row: Any) -> list[Mend]:
    """Say that nobody answers what clients ask about appointments, and who is expected that works here no more."""
    unanswered = [] if row["answered"] else [_unanswered()]
    return [*unanswered, *map(_gone, row["gone"])]


MENDINGS = (Mending(statement=TO_MEND, mends=_mends),)


def _unanswered() -> Mend:
    sentence = gettext(
        "Clients cannot ask for, move or cancel appointments here: no task type that clients are offered is ticked"
        " “For appointments”."
    )
    return Mend(sentence=sentence, path=TASK_TYPES_PATH, label=gettext("Open Task Types"))


def _gone(row: Any) -> Mend:
    sentence = ngettext(
        "%(count)s appointment ahead is with %(name)s, who does not work here any more.",
        "%(count)s appointments ahead are with %(name)s, who does not work here any more.",
        row["ahead"],
    )
    first_at = datetime.fromisoformat(row["first_at"]).astimezone(UTC)
    return Mend(
        sentence=sentence % {"count": row["ahead"], "name": row["name"]},
        path=f"/staff/appointments?day={first_at.date()}",
        label=gettext("Look at the day"),
    )
