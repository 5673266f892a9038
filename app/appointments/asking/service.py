"""What a client does about appointments: asking for one, to cancel or to move it, and taking that back.

Each is a message to those who answer for appointments, so that nothing asked here is ever without an answer.
"""

from datetime import UTC, datetime
from uuid import UUID, uuid5

from app import db
from app.accounts.sessions import CurrentChart
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, StateForbids
from app.appointments.asking.forms import Wishes
from app.appointments.asking.listing import ANSWERED, has_asked_for_new, may_ask, notice_hours, when_of
from app.appointments.asking.wording import body_of, subject_of, withdrawal_of
from app.appointments.rules import (
    AppointmentState,
    Asking,
    AskingState,
    Facts,
    Notice,
    check_can_ask,
    check_can_ask_about,
    check_can_withdraw,
)
from app.appointments.tables import AppointmentAsking
from app.messages import service as messages
from app.messages.writing import thread_sent_by
from app.web.language import _l

KINDS: dict[Asking, Kind] = {
    Asking.BOOK: Kind.APPOINTMENT_ASKED_FOR,
    Asking.CANCEL: Kind.CANCELLATION_ASKED_FOR,
    Asking.MOVE: Kind.MOVE_ASKED_FOR,
}
NOBODY_ANSWERS = _l("Appointments cannot be asked for here at the moment. Please call your practice.")
WITHDRAWN = "withdrawn"

ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtextextended($1, 0))"
"""A form that was sent twice waits for itself, and so do wishes for a new appointment in one chart."""
TASK_TYPE = f"select id from task_type where for_appointments and {ANSWERED}"
LOCKED = """
select appointment.state, appointment.starts_at, appointment.minutes, location.zone
from appointment left join office_location location on location.id = appointment.location
where appointment.client = $1 and appointment.id = $2 for update of appointment
"""
WAITS = (
    "select exists (select 1 from appointment_asking where appointment = $1 and state = 'waiting') as asked"
)
"""Asked once the appointment is locked: together they would see what was before whoever had it locked."""
OF_ASKING = """
select asking.state, asking.asking, asking.thread, asking.appointment, appointment.starts_at, location.zone
from appointment_asking asking left join appointment on appointment.id = asking.appointment
left join office_location location on location.id = appointment.location
where asking.client = $1 and asking.id = $2 for update of asking
"""


async def ask(
    *,
    chart: CurrentChart,
    by: Actor,
    once: UUID,
    asking: Asking,
    wishes: Wishes,
    appointment_id: UUID | None = None,
) -> None:
    """Ask the practice for something; `once` is the id of the message it makes, so that it is asked once.

    Raises NotFound for an appointment that is not of the chart, and StateForbids.
    """
    async with db.transaction():
        await db.row(ONE_AT_A_TIME, str(once))
        row = await _locked(chart, by, appointment_id) if appointment_id else None
        when = when_of(row) if row else ""
        body = body_of(asking, wishes, when=when)
        if await thread_sent_by(once, by=by, body=body) is not None:
            return
        if row is None:
            await db.row(ONE_AT_A_TIME, f"{Asking.BOOK} {chart.client_id}")
        await _check(chart, row, appointment_id)
        thread_id = await messages.start_thread(
            chart=chart,
            by=by,
            once=once,
            task_type=await _task_type(),
            subject=subject_of(asking, when=when),
            body=body,
            elsewhere=True,
        )
        await _keep(chart, by, once=once, asking=asking, appointment_id=appointment_id, thread_id=thread_id)


async def withdraw(*, chart: CurrentChart, by: Actor, asking_id: UUID) -> UUID | None:
    """Take back what was asked, and say so in its thread; give the appointment it was about.

    Raises NotFound, and StateForbids once the practice looked after it.
    """
    async with db.transaction():
        row = await db.row(OF_ASKING, chart.client_id, asking_id)
        if row is None:
            raise NotFound(
                by=by, object_kind="appointment_asking", object_id=asking_id, client_id=chart.client_id
            )
        appointment_id: UUID | None = row["appointment"]
        state = AskingState(row["state"])
        if state is AskingState.WITHDRAWN:
            return appointment_id  # pressed twice
        check_can_withdraw(state)
        await _settle(asking_id, by)
        await messages.take_back(
            chart=chart,
            by=by,
            once=uuid5(asking_id, WITHDRAWN),
            asked=asking_id,
            thread_id=row["thread"],
            body=withdrawal_of(Asking(row["asking"]), when=when_of(row)),
        )
        await _record(chart, by, Kind.ASKING_WITHDRAWN, appointment_id or asking_id)
    return appointment_id


async def _locked(chart: CurrentChart, by: Actor, appointment_id: UUID) -> db.Record:
    """Give an appointment of the chart, which nobody else changes until the transaction ends; raises NotFound."""
    row = await db.row(LOCKED, chart.client_id, appointment_id)
    if row is None:
        raise NotFound(by=by, object_kind="appointment", object_id=appointment_id, client_id=chart.client_id)
    return row


async def _check(chart: CurrentChart, row: db.Record | None, appointment_id: UUID | None) -> None:
    if row is None:
        check_can_ask(may_ask=may_ask(chart), asked=await has_asked_for_new(chart))
        return
    waits = await db.row(WAITS, appointment_id)
    asked = bool(waits and waits["asked"])
    facts = Facts(AppointmentState(row["state"]), row["starts_at"], row["minutes"], asked)
    notice = Notice(hours=notice_hours(), may_ask=may_ask(chart))
    check_can_ask_about(facts, now=datetime.now(UTC), notice=notice)


async def _task_type() -> UUID:
    row = await db.row(TASK_TYPE)
    if row is None:
        raise StateForbids(NOBODY_ANSWERS)
    found: UUID = row["id"]
    return found


async def _keep(
    chart: CurrentChart,
    by: Actor,
    *,
    once: UUID,
    asking: Asking,
    appointment_id: UUID | None,
    thread_id: UUID,
) -> None:
    await AppointmentAsking.insert(
        AppointmentAsking(
            id=once,
            client=chart.client_id,
            appointment=appointment_id,
            thread=thread_id,
            asking=asking.value,
            asked_at=datetime.now(UTC),
            asked_by_name=by.name,
        )
    )
    await _record(chart, by, KINDS[asking], appointment_id or once)


async def _settle(asking_id: UUID, by: Actor) -> None:
    await AppointmentAsking.update(
        {
            AppointmentAsking.state: AskingState.WITHDRAWN.value,
            AppointmentAsking.settled_at: datetime.now(UTC),
            AppointmentAsking.settled_by_name: by.name,
        }
    ).where(AppointmentAsking.id == asking_id)


async def _record(chart: CurrentChart, by: Actor, kind: Kind, object_id: UUID) -> None:
    await activity.record(
        by=by, kind=kind, object_kind="appointment", object_id=object_id, client_id=chart.client_id
    )
