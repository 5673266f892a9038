"""Sent forms in the chart's thread Documents Updated via Portal."""

from uuid import UUID

from app import db
from app.accounts.sessions import CurrentStaff
from app.forms.filling.listing import title_of
from app.forms.reviewing.opened import STANDINGS, reviewed_by
from app.forms.rules import READING, ResponseStatus
from app.staff.rules import Action, may
from app.web.language import gettext
from app.web.panel import Filed

SENT = """
select given.id, given.status, given.sent_at, given.written_by_name, given.reviewed_at, given.reviewed_by_name,
  questionnaire.title, questionnaire.title_es,
  exists (select from safety_event event where event.response = given.id and event.acknowledged_at is null) as alarm
from form_response given join form_assignment assignment on assignment.id = given.assignment
join questionnaire on questionnaire.id = assignment.questionnaire
where given.client = $1 and given.sent_at is not null order by given.sent_at desc, given.id limit $2
"""


async def filed(*, staff: CurrentStaff, client_id: UUID, most: int) -> tuple[Filed, ...]:
    """Give the newest forms that were sent; none to whom no rule lets read answers."""
    if not any(may(staff.permissions, rule, Action.VIEW) for rule in READING):
        return ()
    return tuple(_filed(row, client_id) for row in await db.rows(SENT, client_id, most))


def _filed(row: db.Record, client_id: UUID) -> Filed:
    standing = STANDINGS[ResponseStatus(row["status"])]
    alarm = gettext("An answer shows danger. Nobody has acknowledged it yet.")
    return Filed(
        id=row["id"],
        title=title_of(row),
        what=gettext("Form"),
        words=str(standing.words),
        look=standing.look,
        by=row["written_by_name"],
        at=row["sent_at"],
        path=f"/staff/clients/{client_id}/forms/{row['id']}",
        reviewed=reviewed_by(row),
        warning=alarm if row["alarm"] else "",
    )
