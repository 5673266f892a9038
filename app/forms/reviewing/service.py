"""What staff do with answers to forms: read them, say that they have looked at them, set aside what is wrong."""

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts.charts import StaffChart, chart_for_staff, check_rule, open_chart
from app.accounts.sessions import CurrentStaff
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, StateForbids
from app.forms.reviewing.listing import FiledForms, forms_of
from app.forms.reviewing.opened import OpenedResponse, response_of
from app.forms.rules import IS_SET_ASIDE, NOT_SENT, READING, ResponseStatus
from app.forms.safety import service as safety
from app.forms.tables import FormAssignment, FormResponse
from app.notices.alerts import mark_alerts_about
from app.notices.tables import AlertKind
from app.staff.rules import Action, PermissionRule
from app.web.cursor import Cursor

RULE = PermissionRule.FORMS
SENT = (ResponseStatus.COMPLETED.value, ResponseStatus.AMENDED.value)


async def forms_for(
    *, staff: CurrentStaff, client_id: UUID, before: Cursor | None = None
) -> tuple[StaffChart, FiledForms]:
    """Give the forms of a chart to a staff member who may read answers; raises NotAllowed, NotFound."""
    chart = await open_chart(staff=staff, client_id=client_id, any_of=READING)
    return chart, await forms_of(client_id, before=before)


async def response_for(
    *, staff: CurrentStaff, client_id: UUID, response_id: UUID
) -> tuple[StaffChart, OpenedResponse]:
    """Give answers of a chart to a staff member who may read them; raises NotAllowed, NotFound."""
    chart = await chart_for_staff(staff=staff, client_id=client_id, any_of=READING)
    found = await response_of(client_id=client_id, response_id=response_id)
    if found is None:
        raise NotFound(
            by=staff.actor, object_kind="form_response", object_id=response_id, client_id=client_id
        )
    return chart, found


async def open_response(
    *, staff: CurrentStaff, client_id: UUID, response_id: UUID
) -> tuple[StaffChart, OpenedResponse]:
    """Show answers, which the audit log and the client's activity keep; raises likewise."""
    chart, found = await response_for(staff=staff, client_id=client_id, response_id=response_id)
    async with db.transaction():
        await _record(staff, Kind.FORM_VIEWED, found, client_id)
        await mark_alerts_about(
            staff_id=staff.staff_id, object_id=response_id, kinds=(AlertKind.FORM_COMPLETED,)
        )
    return chart, found


async def download(*, staff: CurrentStaff, client_id: UUID, response_id: UUID) -> OpenedResponse:
    """Hand out answers that were sent as a file, which is kept likewise; raises likewise, and StateForbids."""
    _, found = await response_for(staff=staff, client_id=client_id, response_id=response_id)
    if not found.is_sent:
        raise StateForbids(NOT_SENT)
    async with db.transaction():
        await _record(staff, Kind.FORM_DOWNLOADED, found, client_id)
    return found


async def review(*, staff: CurrentStaff, client_id: UUID, response_id: UUID) -> None:
    """Say that somebody of the practice has looked at answers; who said so first stays.

    Raises NotAllowed, NotFound, StateForbids.
    """
    _, found = await response_for(staff=staff, client_id=client_id, response_id=response_id)
    _check_sent(found)
    async with db.transaction():
        changed = await (
            FormResponse.update(
                {FormResponse.reviewed_at: datetime.now(UTC), FormResponse.reviewed_by_name: staff.name}
            )
            .where((FormResponse.id == response_id) & FormResponse.reviewed_at.is_null())
            .returning(FormResponse.id)
        )
        if changed:
            await _record(staff, Kind.FORM_REVIEWED, found, client_id)


async def set_aside(*, staff: CurrentStaff, client_id: UUID, response_id: UUID, reason: str) -> None:
    """Mark answers as entered in error: they are kept, and count no more.

    Where no others take their place, the form is taken back for the same reason. Raises NotAllowed without Delete of
    the rule, NotFound, StateForbids.
    """
    check_rule(staff, RULE, Action.DELETE)
    _, found = await response_for(staff=staff, client_id=client_id, response_id=response_id)
    _check_sent(found)
    now = datetime.now(UTC)
    async with db.transaction():
        changed = await (
            FormResponse.update(
                {
                    FormResponse.status: ResponseStatus.ENTERED_IN_ERROR,
                    FormResponse.set_aside_at: now,
                    FormResponse.set_aside_reason: FormResponse.set_aside_reason.seal(
                        reason, row=response_id
                    ),
                }
            )
            .where((FormResponse.id == response_id) & FormResponse.status.is_in(list(SENT)))
            .returning(FormResponse.id)
        )
        if not changed:
            raise StateForbids(IS_SET_ASIDE)
        await _take_back(found, staff, reason, now)
        await _record(staff, Kind.FORM_SET_ASIDE, found, client_id)


async def _take_back(found: OpenedResponse, staff: CurrentStaff, reason: str, now: datetime) -> None:
    """Take a form back whose only answers were set aside, so that it can be asked for anew."""
    assignment: UUID = found.row["assignment"]
    others = FormResponse.exists().where(
        (FormResponse.assignment == assignment) & FormResponse.status.is_in(list(SENT))
    )
    if await others:
        return
    await FormAssignment.update(
        {
            FormAssignment.taken_back_at: now,
            FormAssignment.taken_back_by_name: staff.name,
            FormAssignment.taken_back_reason: FormAssignment.taken_back_reason.seal(reason, row=assignment),
        }
    ).where((FormAssignment.id == assignment) & FormAssignment.taken_back_at.is_null())


async def acknowledge(
    *, staff: CurrentStaff, client_id: UUID, response_id: UUID, events: Collection[UUID]
) -> None:
    """Say that a staff member sees to answers that show danger; raises NotAllowed, NotFound."""
    await response_for(staff=staff, client_id=client_id, response_id=response_id)
    await safety.acknowledge(staff=staff, client_id=client_id, response_id=response_id, events=events)


async def note_done(
    *, staff: CurrentStaff, client_id: UUID, response_id: UUID, event_id: UUID, words: str
) -> None:
    """Keep what was done about an answer that shows danger; raises NotAllowed, NotFound."""
    _, found = await response_for(staff=staff, client_id=client_id, response_id=response_id)
    if event_id not in {danger.id for danger in found.dangers}:
        raise NotFound(by=staff.actor, object_kind="safety_event", object_id=event_id, client_id=client_id)
    await safety.note_done(
        staff=staff, client_id=client_id, response_id=response_id, event_id=event_id, words=words
    )


def _check_sent(found: OpenedResponse) -> None:
    if not found.is_sent:
        raise StateForbids(NOT_SENT)
    if found.is_set_aside:
        raise StateForbids(IS_SET_ASIDE)


async def _record(staff: CurrentStaff, kind: Kind, found: OpenedResponse, client_id: UUID) -> None:
    await activity.record(
        by=staff.actor,
        kind=kind,
        object_kind="form",
        object_id=found.row["assignment"],
        client_id=client_id,
        detail={"response": str(found.id)},
    )
