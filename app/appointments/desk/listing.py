"""Appointments as staff read them: those of a chart, one of them, and what clients asked about them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.appointments.desk.rules import can_move, is_over
from app.appointments.rules import AppointmentState, Asking, AskingState
from app.appointments.service import Visit, visit_of
from app.appointments.times import worded_day, worded_short, worded_span
from app.practice.settings import zone_of
from app.staff.names import STAFF_NAME
from app.web.cursor import Cursor, write_cursor
from app.web.language import Phrase, _l, gettext

PAST_A_PAGE = 20
MOST_AHEAD = 30
MOST_ASKED = 50

COLUMNS = f"""
appointment.*, location.name as location_name, coalesce(location.zone, '') as location_zone,
  {STAFF_NAME.format("clinician")} as clinician_name
"""
JOINED = """
left join office_location location on location.id = appointment.location
left join staff_member clinician on clinician.id = appointment.clinician
"""
ENDS_AT = "appointment.starts_at + appointment.minutes * interval '1 minute'"
AHEAD = f"""
select {COLUMNS} from appointment {JOINED}
where appointment.client = $1 and {ENDS_AT} > $2
order by appointment.starts_at, appointment.id limit {MOST_AHEAD + 1}
"""
PAST = f"""
select {COLUMNS} from appointment {JOINED}
where appointment.client = $1 and {ENDS_AT} <= $2
  and ($3::timestamptz is null or (appointment.starts_at, appointment.id) < ($3, $4::uuid))
order by appointment.starts_at desc, appointment.id desc limit {PAST_A_PAGE + 1}
"""
ONE = f"select {COLUMNS} from appointment {JOINED} where appointment.id = $1 and appointment.client = $2"
ASKINGS = """
select asking.*, client.number, client.first_name, client.preferred_name, client.last_name,
  appointment.starts_at, coalesce(location.zone, '') as location_zone
from appointment_asking asking join client on client.id = asking.client
left join appointment on appointment.id = asking.appointment
left join office_location location on location.id = appointment.location
"""
WAITING = f"{ASKINGS} where asking.client = $1 and asking.state = 'waiting' order by asking.asked_at, asking.id limit {MOST_ASKED}"
ABOUT = f"{ASKINGS} where asking.client = $1 and asking.appointment = $2 order by asking.asked_at desc, asking.id limit {MOST_ASKED}"
ONE_ASKING = f"{ASKINGS} where asking.client = $1 and asking.id = $2"

ASKED_FOR: dict[Asking, Phrase] = {
    Asking.BOOK: _l("Asks for an appointment"),
    Asking.CANCEL: _l("Asks to cancel"),
    Asking.MOVE: _l("Asks to move"),
}
STANDS: dict[AskingState, tuple[Phrase, str]] = {
    AskingState.WAITING: (_l("Waiting"), "warn"),
    AskingState.DONE: (_l("Done"), "ok"),
    AskingState.DECLINED: (_l("Left as it was"), ""),
    AskingState.WITHDRAWN: (_l("Taken back by the client"), ""),
}


@dataclass(frozen=True, slots=True)
class AppointmentLine:
    """An appointment in words, by the clocks of where it takes place."""

    id: UUID
    client_id: UUID
    visit: Visit
    zone: str
    """Of its location; "": the practice's."""
    day: str
    span: str
    clinician: str
    location: str
    state: AppointmentState
    over: bool
    can_move: bool
    imported: bool
    """Whether it came from a file, which may bring it again."""
    cancelled_at: datetime | None

    @property
    def stands(self) -> bool:
        return self.state is AppointmentState.BOOKED

    @property
    def when(self) -> str:
        """How one appointment is told from another."""
        return f"{self.day}, {self.span}"


@dataclass(frozen=True, slots=True)
class AskingLine:
    """Something a client asked, as staff meet it."""

    id: UUID
    client_id: UUID
    appointment_id: UUID | None
    thread_id: UUID
    asking: Asking
    words: str
    about: str
    """The moment of the appointment it is about; "" where it is about a new one."""
    state: AskingState
    stands: str
    look: str
    asked_at: datetime
    asked_by: str
    settled_at: datetime | None
    settled_by: str

    @property
    def waits(self) -> bool:
        return self.state is AskingState.WAITING


@dataclass(frozen=True, slots=True)
class Past:
    lines: tuple[AppointmentLine, ...]
    older: str | None


async def ahead_of(client_id: UUID) -> tuple[AppointmentLine, ...]:
    """Give what is still to come, or under way, the next first; cancelled ones among them. One more than is shown."""
    now = datetime.now(UTC)
    return tuple(appointment_line(row, now=now) for row in await db.rows(AHEAD, client_id, now))


async def past_of(client_id: UUID, *, before: Cursor | None = None) -> Past:
    """Give what is over, the last first, a page at a time."""
    now, (at, appointment_id) = datetime.now(UTC), before or (None, None)
    found = await db.rows(PAST, client_id, now, at, appointment_id)
    shown = found[:PAST_A_PAGE]
    more = len(found) > PAST_A_PAGE
    older = write_cursor(shown[-1]["starts_at"], shown[-1]["id"]) if more else None
    return Past(tuple(appointment_line(row, now=now) for row in shown), older)


async def appointment_of(client_id: UUID, appointment_id: UUID) -> AppointmentLine | None:
    """Give one appointment of a client."""
    row = await db.row(ONE, appointment_id, client_id)
    return None if row is None else appointment_line(row, now=datetime.now(UTC))


async def waiting_of(client_id: UUID) -> tuple[AskingLine, ...]:
    """Give what a client asked and nobody has answered, the oldest first."""
    return tuple(asking_line(row) for row in await db.rows(WAITING, client_id))


async def asked_about(client_id: UUID, appointment_id: UUID) -> tuple[AskingLine, ...]:
    """Give what a client ever asked about an appointment, the newest first."""
    return tuple(asking_line(row) for row in await db.rows(ABOUT, client_id, appointment_id))


async def asking_of(client_id: UUID, asking_id: UUID | None) -> AskingLine | None:
    """Give one thing a client asked."""
    row = await db.row(ONE_ASKING, client_id, asking_id) if asking_id else None
    return None if row is None else asking_line(row)


def appointment_line(row: db.Record, *, now: datetime) -> AppointmentLine:
    """Word a row that brings COLUMNS along."""
    zone, visit = zone_of(row["location_zone"]), visit_of(row)
    state = AppointmentState(row["state"])
    return AppointmentLine(
        id=row["id"],
        client_id=row["client"],
        visit=visit,
        zone=row["location_zone"],
        day=worded_day(visit.starts_at, zone),
        span=worded_span(visit.starts_at, visit.minutes, zone),
        clinician=row["clinician_name"] or "",
        location=row["location_name"] or (gettext("Online") if visit.telehealth_url else ""),
        state=state,
        over=is_over(visit.starts_at, visit.minutes, now=now),
        can_move=can_move(state, visit.starts_at, visit.minutes, now=now),
        imported=bool(row["source"]),
        cancelled_at=row["cancelled_at"],
    )


def asking_line(row: db.Record) -> AskingLine:
    state = AskingState(row["state"])
    stands, look = STANDS[state]
    starts_at = row["starts_at"]
    return AskingLine(
        id=row["id"],
        client_id=row["client"],
        appointment_id=row["appointment"],
        thread_id=row["thread"],
        asking=Asking(row["asking"]),
        words=str(ASKED_FOR[Asking(row["asking"])]),
        about=worded_short(starts_at, zone_of(row["location_zone"])) if starts_at else "",
        state=state,
        stands=str(stands),
        look=look,
        asked_at=row["asked_at"],
        asked_by=row["asked_by_name"],
        settled_at=row["settled_at"],
        settled_by=row["settled_by_name"],
    )
