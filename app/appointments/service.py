"""Booking, moving, changing and cancelling appointments, and settling what clients asked about them.

Who may is decided before: by `desk` for staff, by `importing` for files.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

from app import db
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import NotFound
from app.appointments.desk.rules import check_stands, check_waits
from app.appointments.rules import AppointmentState, Asking, AskingState
from app.appointments.tables import Appointment, AppointmentAsking
from app.billing.ledger.copays import free_copay, move_copay
from app.notices.preferences import Notice
from app.notices.telling.service import tell_client
from app.practice.settings import zone_of

OBJECT = "appointment"
LOCKED = "select * from appointment where id = $1 and client = $2 for no key update"
ZONE = "select zone from office_location where id = $1"
ONE_ASKED = (
    "select state, appointment from appointment_asking where id = $1 and client = $2 for no key update"
)


@dataclass(frozen=True, slots=True)
class Visit:
    """When, with whom and where a client is expected."""

    starts_at: datetime
    minutes: int
    clinician_id: UUID | None = None
    location_id: UUID | None = None
    telehealth_url: str = ""
    copay_cents: int | None = None

    @property
    def when_and_where(self) -> tuple[Any, ...]:
        """What the client is told of when it changes."""
        return (self.starts_at, self.minutes, self.clinician_id, self.location_id, self.telehealth_url)

    @property
    def columns(self) -> dict[Any, Any]:
        return {
            Appointment.starts_at: self.starts_at,
            Appointment.minutes: self.minutes,
            Appointment.clinician: self.clinician_id,
            Appointment.location: self.location_id,
            Appointment.telehealth_url: self.telehealth_url,
            Appointment.copay_cents: self.copay_cents,
        }


async def book(
    *,
    by: Actor,
    client_id: UUID,
    visit: Visit,
    appointment_id: UUID | None = None,
    asking_id: UUID | None = None,
    source: str = "",
    external_id: str = "",
    told: bool = True,
) -> UUID:
    """Book an appointment, once for an id that is given, and settle what asked for it; give its id.

    `told`: the client is told of it. Raises NotFound and StateForbids for what was asked.
    """
    now = datetime.now(UTC)
    chosen = appointment_id or db.new_id()
    async with db.transaction():
        row = Appointment(
            visit.columns,
            id=chosen,
            client=client_id,
            source=source,
            external_id=external_id,
            booked_at=now,
            placed_at=now,
            changed_at=now,
        )
        new = await Appointment.insert(row).on_conflict(target=Appointment.id, action="DO NOTHING")
        if not new:
            await _locked(by, client_id, chosen)
        else:
            await _record(by, Kind.APPOINTMENT_BOOKED, chosen, client_id, new=visit)
            await _settle_one(by, client_id, asking_id, AskingState.DONE)
            if told:
                await _tell(chosen, client_id, 0, visit.starts_at)
    return chosen


async def place(
    *, by: Actor, client_id: UUID, appointment_id: UUID, visit: Visit, asking_id: UUID | None = None
) -> bool:
    """Give an appointment another moment or other circumstances; give whether anything changed.

    A move settles what the client asked to be moved. Raises NotFound, and StateForbids for a cancelled one.
    """
    async with db.transaction():
        kept = await _locked(by, client_id, appointment_id)
        check_stands(AppointmentState(kept["state"]))
        before = visit_of(kept)
        await _settle_one(by, client_id, asking_id, AskingState.DONE)
        if visit == before:
            return False
        moved = visit.starts_at != before.starts_at
        await _write(kept, visit, moved=moved, told=visit.when_and_where != before.when_and_where)
        kind = Kind.APPOINTMENT_MOVED if moved else Kind.APPOINTMENT_CHANGED
        await _record(by, kind, appointment_id, client_id, old=before, new=visit)
        if moved:
            await _settle_about(by, appointment_id, Asking.MOVE)
            await move_copay(client_id, appointment_id, await _day_of(visit))
    return True


async def book_again(*, by: Actor, client_id: UUID, appointment_id: UUID, visit: Visit) -> None:
    """Let an appointment that was cancelled stand again, at the moment that is given; the client is told.

    Raises NotFound.
    """
    now = datetime.now(UTC)
    async with db.transaction():
        kept = await _locked(by, client_id, appointment_id)
        sequence = kept["sequence"] + 1
        columns = visit.columns | {
            Appointment.state: AppointmentState.BOOKED,
            Appointment.sequence: sequence,
            Appointment.placed_at: now,
            Appointment.changed_at: now,
            Appointment.cancelled_at: None,
            Appointment.cancelled_by_source: "",
        }
        await Appointment.update(columns).where(Appointment.id == appointment_id)
        await _record(by, Kind.APPOINTMENT_BOOKED, appointment_id, client_id, old=visit_of(kept), new=visit)
        await _tell(appointment_id, client_id, sequence, visit.starts_at, needed=True)


async def cancel(
    *,
    by: Actor,
    client_id: UUID,
    appointment_id: UUID,
    asking_id: UUID | None = None,
    source: str = "",
) -> bool:
    """Cancel an appointment, and settle whatever was asked about it; give whether it stood until now.

    `source`: what it is imported by, where that cancels it. Raises NotFound.
    """
    now = datetime.now(UTC)
    async with db.transaction():
        kept = await _locked(by, client_id, appointment_id)
        await _settle_one(by, client_id, asking_id, AskingState.DONE)
        if AppointmentState(kept["state"]) is AppointmentState.CANCELLED:
            return False
        sequence = kept["sequence"] + 1
        columns: dict[Any, Any] = {
            Appointment.state: AppointmentState.CANCELLED,
            Appointment.sequence: sequence,
            Appointment.changed_at: now,
            Appointment.cancelled_at: now,
            Appointment.cancelled_by_source: source,
        }
        await Appointment.update(columns).where(Appointment.id == appointment_id)
        await _record(by, Kind.APPOINTMENT_CANCELLED, appointment_id, client_id, old=visit_of(kept))
        await _settle_about(by, appointment_id, Asking.CANCEL, Asking.MOVE)
        await free_copay(by=by, client_id=client_id, appointment_id=appointment_id)
        await _tell(appointment_id, client_id, sequence, kept["starts_at"], needed=True)
    return True


async def decline(*, by: Actor, client_id: UUID, asking_id: UUID) -> None:
    """Leave things as they are, against what a client asked; the client is told. Raises NotFound, StateForbids."""
    async with db.transaction():
        await _settle_one(by, client_id, asking_id, AskingState.DECLINED)
        await activity.record(
            by=by,
            kind=Kind.ASKING_DECLINED,
            object_kind="appointment_asking",
            object_id=asking_id,
            client_id=client_id,
        )
        await tell_client(
            client_id=client_id, notice=Notice.APPOINTMENT, object_id=asking_id, path="/appointments"
        )


def visit_of(row: db.Record) -> Visit:
    """Give what a row of the table says of when, with whom and where."""
    return Visit(
        starts_at=row["starts_at"],
        minutes=row["minutes"],
        clinician_id=row["clinician"],
        location_id=row["location"],
        telehealth_url=row["telehealth_url"],
        copay_cents=row["copay_cents"],
    )


async def _locked(by: Actor, client_id: UUID, appointment_id: UUID) -> db.Record:
    row = await db.row(LOCKED, appointment_id, client_id)
    if row is None:
        raise NotFound(by=by, object_kind=OBJECT, object_id=appointment_id, client_id=client_id)
    return row


async def _day_of(visit: Visit) -> date:
    """Give the day of a visit where it takes place."""
    row = await db.row(ZONE, visit.location_id)
    return visit.starts_at.astimezone(zone_of(row["zone"] if row else "")).date()


async def _write(kept: db.Record, visit: Visit, *, moved: bool, told: bool) -> None:
    """Write what changed; a new moment begins its reminders anew, and what calendars know is one sequence further."""
    now = datetime.now(UTC)
    sequence = kept["sequence"] + told
    columns = visit.columns | {Appointment.changed_at: now, Appointment.sequence: sequence}
    if moved:
        columns |= {Appointment.placed_at: now}
    await Appointment.update(columns).where(Appointment.id == kept["id"])
    if told:
        await _tell(kept["id"], kept["client"], sequence, visit.starts_at, needed=moved)


async def _tell(
    appointment_id: UUID, client_id: UUID, sequence: int, starts_at: datetime, *, needed: bool = False
) -> None:
    """Have the client told how an appointment stands now, unless it is one of the past."""
    if starts_at <= datetime.now(UTC):
        return
    await tell_client(
        client_id=client_id,
        notice=Notice.APPOINTMENT,
        object_id=appointment_id,
        path=f"/appointments/{appointment_id}",
        event=uuid5(appointment_id, str(sequence)),
        needed=needed,
    )


async def _settle_one(by: Actor, client_id: UUID, asking_id: UUID | None, state: AskingState) -> None:
    """Settle what is answered, if anything is; raises NotFound, and StateForbids for what was settled before."""
    if asking_id is None:
        return
    row = await db.row(ONE_ASKED, asking_id, client_id)
    if row is None:
        raise NotFound(by=by, object_kind="appointment_asking", object_id=asking_id, client_id=client_id)
    check_waits(AskingState(row["state"]))
    await AppointmentAsking.update(_settled(by, state)).where(AppointmentAsking.id == asking_id)


async def _settle_about(by: Actor, appointment_id: UUID, *asked: Asking) -> None:
    """Settle what waits about an appointment, now that it was done."""
    await AppointmentAsking.update(_settled(by, AskingState.DONE)).where(
        (AppointmentAsking.appointment == appointment_id)
        & (AppointmentAsking.state == AskingState.WAITING)
        & AppointmentAsking.asking.is_in([each.value for each in asked])
    )


def _settled(by: Actor, state: AskingState) -> dict[Any, Any]:
    return {
        AppointmentAsking.state: state,
        AppointmentAsking.settled_at: datetime.now(UTC),
        AppointmentAsking.settled_by_name: by.name,
    }


async def _record(
    by: Actor,
    kind: Kind,
    appointment_id: UUID,
    client_id: UUID,
    *,
    old: Visit | None = None,
    new: Visit | None = None,
) -> None:
    detail = {name: _noted(each) for name, each in (("old", old), ("new", new)) if each is not None}
    await activity.record(
        by=by, kind=kind, object_kind=OBJECT, object_id=appointment_id, client_id=client_id, detail=detail
    )


def _noted(visit: Visit) -> dict[str, Any]:
    """Give a visit as the audit log keeps it."""
    return {
        "starts_at": visit.starts_at.isoformat(),
        "minutes": visit.minutes,
        "clinician": str(visit.clinician_id or ""),
        "location": str(visit.location_id or ""),
        "telehealth_url": visit.telehealth_url,
        "copay_cents": visit.copay_cents,
    }
