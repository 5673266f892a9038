"""What staff do with appointments in Piccolo Admin: by client number and local time, through the same services."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, Field

from app import db
from app.accounts.charts import chart_for_staff, numbered
from app.accounts.new_clients import clinician_named
from app.accounts.sessions import CurrentStaff, today
from app.activity.refusals import StateForbids
from app.appointments.desk import service
from app.appointments.desk.forms import (
    EARLIER,
    LATER,
    NO_TIME,
    USUAL_MINUTES,
    Copay,
    Minutes,
    StartsOn,
    TelehealthLink,
)
from app.appointments.desk.listing import AppointmentLine
from app.appointments.desk.service import RULE, appointment_for, offered
from app.appointments.desk.told import BOOKED, CANCELLED, MOVED, said
from app.appointments.service import Visit
from app.appointments.times import clock_time, read_moment
from app.practice.settings import zone_of
from app.staff.rules import Action
from app.web.admin import Choices, FormsOf
from app.web.forms import one_of, text
from app.web.language import Phrase, _l

APPOINTMENTS = _l("Appointments")
SPACE = UUID("0c5ef0f6-6a25-4b54-9f0e-4f8ad2a3c6d1")
LARGEST_NUMBER = 2**31 - 1
LONGEST_NAME = 200
A_DAY = timedelta(days=1)
NO_LOCATION = _l("There is no office location of this name that is in use.")
NO_APPOINTMENT = _l(
    "This client has no appointment at this day and time. Look it up on the tab Appointments."
)
SEVERAL = _l("This client has several appointments at this day and time. Please use the tab Appointments.")
ABOUT_THEN = """
select appointment.id, appointment.starts_at, coalesce(location.zone, '') as zone
from appointment left join office_location location on location.id = appointment.location
where appointment.client = $1 and appointment.state = 'booked' and appointment.starts_at between $2 and $3 limit 200
"""


def _time(raw: Any) -> str:
    """Read a time of day, kept as text, which is what the admin's own form can hold."""
    read: time = clock_time(missing=NO_TIME).func(raw)  # type: ignore[call-arg]  # it takes the value alone
    return read.isoformat()


StartsAt = Annotated[str, BeforeValidator(_time)]
Which = Annotated[str, one_of("", EARLIER, LATER)]
Named = Annotated[str, text(most=LONGEST_NAME)]


class OfClient(BaseModel):
    client_number: int = Field(ge=1, le=LARGEST_NUMBER)
    starts_on: StartsOn
    starts_at: StartsAt


class AddedAppointment(OfClient):
    minutes: Minutes = USUAL_MINUTES
    clinician: Named = ""
    location: Named = ""
    telehealth_link: TelehealthLink = ""
    copay: Copay = None
    which: Which = ""
    add_anyway: bool = False


class MovedAppointment(OfClient):
    new_day: StartsOn
    new_time: StartsAt
    which: Which = ""
    move_anyway: bool = False


async def add(*, staff: CurrentStaff, form: AddedAppointment) -> str:
    """Book an appointment; give what the admin says then."""
    client_id = await numbered(staff=staff, number=form.client_number)
    location_id = await _location(form.location)
    zone = (await offered()).zone(location_id)
    visit = Visit(
        starts_at=_moment(form.starts_on, form.starts_at, zone, which=form.which),
        minutes=form.minutes,
        clinician_id=await clinician_named(form.clinician) if form.clinician else None,
        location_id=location_id,
        telehealth_url=form.telehealth_link,
        copay_cents=form.copay,
    )
    await service.book(
        staff=staff, client_id=client_id, visit=visit, once=_once(staff, form), anyway=form.add_anyway
    )
    return await said(BOOKED, client_id, needed=False)


async def move(*, staff: CurrentStaff, form: MovedAppointment) -> str:
    client_id, line = await _found(staff, form, Action.MODIFY)
    starts_at = _moment(form.new_day, form.new_time, zone_of(line.zone), which=form.which)
    await service.move(
        staff=staff,
        client_id=client_id,
        appointment_id=line.id,
        starts_at=starts_at,
        minutes=line.visit.minutes,
        anyway=form.move_anyway,
    )
    return await said(MOVED, client_id, needed=True)


async def cancel(*, staff: CurrentStaff, form: OfClient) -> str:
    client_id, line = await _found(staff, form, Action.DELETE)
    await service.cancel(staff=staff, client_id=client_id, appointment_id=line.id)
    return str(CANCELLED) if line.over else await said(CANCELLED, client_id, needed=True)


def _moment(on: date, at: str, zone: ZoneInfo, *, which: str) -> datetime:
    """Give the moment that is typed; raises StateForbids for one that does not exist, or exists twice."""
    later = {EARLIER: False, LATER: True}.get(which)
    return read_moment(on, time.fromisoformat(at), zone, later=later)


def _once(staff: CurrentStaff, form: BaseModel) -> UUID:
    """Make the id from what is sent: the form carries none, and pressed twice it shall book one appointment a day."""
    return uuid5(SPACE, f"{staff.staff_id} {today()} {form.model_dump_json(exclude={'add_anyway'})}")


async def _location(name: str) -> UUID | None:
    if not name:
        return None
    places = (await offered()).places
    found = [each.id for each in places if each.active and each.name.casefold() == name.casefold()]
    if not found:
        raise StateForbids(NO_LOCATION)
    return found[0]


async def _found(staff: CurrentStaff, form: OfClient, action: Action) -> tuple[UUID, AppointmentLine]:
    """Give the appointment that begins at this day and time by the clocks of its location.

    Raises NotAllowed, NotFound, StateForbids.
    """
    client_id = await numbered(staff=staff, number=form.client_number)
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=action)
    shown = datetime.combine(form.starts_on, time.fromisoformat(form.starts_at))
    about = shown.replace(tzinfo=UTC)
    found = [
        row["id"]
        for row in await db.rows(ABOUT_THEN, client_id, about - A_DAY, about + A_DAY)
        if row["starts_at"].astimezone(zone_of(row["zone"])).replace(tzinfo=None) == shown
    ]
    if len(found) != 1:
        raise StateForbids(SEVERAL if found else NO_APPOINTMENT)
    _, line = await appointment_for(staff, client_id, found[0], action)
    return client_id, line


WHICH: dict[str, Phrase] = {
    "client_number": _l("Client number"),
    "starts_on": _l("Day"),
    "starts_at": _l("Time, such as 2:30 PM, by the clocks of the location"),
}
TWICE: dict[str, Phrase] = {"which": _l("Where the clocks go back and the time comes twice")}
WHEN_TWICE: dict[str, Choices] = {
    "which": {"": _l("It comes once"), EARLIER: _l("The earlier one"), LATER: _l("The later one")}
}


_form = FormsOf(APPOINTMENTS, RULE)

FORMS = (
    _form(
        _l("Add an appointment"),
        _l("The client sees it at once, and is told of it."),
        Action.CREATE,
        AddedAppointment,
        {
            **WHICH,
            "minutes": _l("Minutes"),
            "clinician": _l("Name of the clinician"),
            "location": _l("Name of the office location; blank: online or by phone"),
            "telehealth_link": _l("Link to the video visit"),
            "copay": _l("Copay in dollars"),
            **TWICE,
            "add_anyway": _l("Add anyway, even if the clinician has another appointment then"),
        },
        add,
        WHEN_TWICE,
    ),
    _form(
        _l("Move an appointment"),
        _l("It is found by its client, day and time. The client is told."),
        Action.MODIFY,
        MovedAppointment,
        {
            **WHICH,
            "new_day": _l("New day"),
            "new_time": _l("New time"),
            **TWICE,
            "move_anyway": _l("Move anyway, even if the clinician has another appointment then"),
        },
        move,
        WHEN_TWICE,
    ),
    _form(
        _l("Cancel an appointment"),
        _l("It is found by its client, day and time. The client is told."),
        Action.DELETE,
        OfClient,
        WHICH,
        cancel,
    ),
)
