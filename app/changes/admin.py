"""What clients changed, in Piccolo Admin: when and which fields. The values are encrypted, and read in the chart."""

from functools import partial
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from app import db
from app.accounts.charts import numbered
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids
from app.changes.deciding import Decision, decide
from app.changes.forms import LONGEST_REASON
from app.changes.parts import Parts
from app.changes.review import MOST_WAITING, chart_to_change, request_to_decide
from app.changes.rules import NO_REASON, Standing, Verdict
from app.changes.tables import ChangedField, ChangeRequest
from app.staff.rules import Action, PermissionRule
from app.web.admin import LONG_TEXT, AdminForm, AdminPart, AdminTable
from app.web.forms import text
from app.web.language import _l, ngettext

CLIENTS = _l("Clients")

REQUESTS = AdminTable(
    table=ChangeRequest,
    name="changes_by_clients",
    group=CLIENTS,
    rule=PermissionRule.CLIENTS,
    columns=(
        ChangeRequest.id,
        ChangeRequest.client,
        ChangeRequest.section,
        ChangeRequest.sent_at,
        ChangeRequest.sent_by_kind,
        ChangeRequest.sent_by_name,
    ),
    named_by=(ChangeRequest.section, ChangeRequest.sent_at),
    newest_first=ChangeRequest.sent_at,
    chart=ChangeRequest.client,
    labels={"sent_at": _l("Sent"), "sent_by_kind": _l("Sent as"), "sent_by_name": _l("Sent by")},
)
FIELDS = AdminTable(
    table=ChangedField,
    name="changed_fields",
    group=CLIENTS,
    rule=PermissionRule.CLIENTS,
    columns=(
        ChangedField.id,
        ChangedField.client,
        ChangedField.part,
        ChangedField.field,
        ChangedField.act,
        ChangedField.standing,
        ChangedField.decided_at,
        ChangedField.decided_by_name,
    ),
    named_by=(ChangedField.field,),
    ordered_by=(ChangedField.client, ChangedField.field),
    chart=ChangedField.client,
    labels={"act": _l("What was done"), "decided_by_name": _l("Decided by")},
    notes={"standing": _l("Old and new stand in the chart, on its tab Changes.")},
)

NOTHING_WAITS = _l("Nothing that this client changed waits for a decision.")
WAITING = f"""
select request.id from change_request request where request.client = $1 and exists (
  select 1 from changed_field field where field.request = request.id and field.standing = 'in_review')
order by request.sent_at, request.id limit {MOST_WAITING}
"""


class Decided(BaseModel):
    client_number: int = Field(ge=1, le=2**31 - 1)
    accept: bool = True
    reason: Annotated[str, text(most=LONGEST_REASON), LONG_TEXT] = ""


async def decide_about_all(*, staff: CurrentStaff, form: Decided, parts: Parts) -> str:
    """Accept all that waits, or decline it for a reason; give what the admin says then."""
    client_id = await numbered(staff=staff, number=form.client_number)
    await chart_to_change(staff, client_id)
    if not form.accept and not form.reason:
        raise StateForbids(NO_REASON)
    requests = [row["id"] for row in await db.rows(WAITING, client_id)]
    if not requests:
        raise StateForbids(NOTHING_WAITS)
    count = sum([await _decide_about(staff, client_id, each, form, parts) for each in requests])
    said = ngettext("%(count)s change is decided about.", "%(count)s changes are decided about.", count)
    return said % {"count": count}


async def _decide_about(
    staff: CurrentStaff, client_id: UUID, request_id: UUID, form: Decided, parts: Parts
) -> int:
    """Decide about all that waits of one save; give how many fields."""
    _, subjects = await request_to_decide(
        staff=staff, client_id=client_id, request_id=request_id, parts=parts
    )
    verdict = Verdict.ACCEPT if form.accept else Verdict.DECLINE
    decisions = [
        Decision(each.line.id, verdict, reason="" if form.accept else form.reason)
        for subject in subjects
        for each in subject.fields
        if each.line.standing is Standing.IN_REVIEW
    ]
    seen = {subject.subject: subject.seen for subject in subjects}
    return await decide(
        staff=staff,
        client_id=client_id,
        request_id=request_id,
        parts=parts,
        decisions=decisions,
        seen=seen,
    )


def admin_part(parts: Parts) -> AdminPart:
    """Make the tables, and the form that decides about changes of these parts."""
    deciding = AdminForm(
        name=_l("Accept or decline what a client changed"),
        description=_l(
            "All that waits of a client. Look at it first, on the tab Changes of the chart: there each field is "
            "accepted, corrected or declined for itself."
        ),
        group=CLIENTS,
        rule=PermissionRule.CLIENTS,
        action=Action.MODIFY,
        model=Decided,
        labels={
            "client_number": _l("Client number"),
            "accept": _l("Accept"),
            "reason": _l("Why it is declined; the client reads it"),
        },
        act=partial(decide_about_all, parts=parts),
    )
    return AdminPart(tables=(REQUESTS, FIELDS), forms=(deciding,))
