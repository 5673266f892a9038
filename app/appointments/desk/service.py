"""What staff do with the appointments of a chart, by their rule; what follows from it is the service's."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from app import db
from app.accounts.charts import StaffChart, chart_for_staff
from app.accounts.new_clients import clinicians
from app.accounts.sessions import CurrentStaff, today
from app.activity.refusals import NotFound, StateForbids, Unfit
from app.appointments import service
from app.appointments.desk.listing import AppointmentLine, AskingLine, appointment_of, asking_of
from app.appointments.desk.rules import LONGEST, check_can_move, check_in_care, check_moment, check_stands
from app.appointments.service import Visit
from app.appointments.times import HappensTwice, NoSuchTime, read_moment, worded_span
from app.db import IN_FORCE
from app.practice.settings import zone_of
from app.staff.rules import Action, PermissionRule
from app.web.language import _l, gettext
from app.web.readers.choices import NOT_ON_THE_LIST

RULE = PermissionRule.APPOINTMENTS
CLOCKS_CHANGE = _l(
    "At that location the clocks change at this time. Move the appointment to another time first."
)
LOCATIONS = "select id, name, zone, active from office_location order by name, id limit 500"
THEIR_CLINICIANS = f"""
select staff from client_assignment assignment
where client = $1 and role = 'clinician' and {IN_FORCE.format(row="assignment", day="$2")}
"""
AT_THE_SAME_TIME = f"""
select starts_at, minutes from appointment
where clinician = $1 and state = 'booked' and id is distinct from $4::uuid
  and starts_at < $3 and starts_at > $2::timestamptz - interval '{LONGEST} minutes'
  and starts_at + minutes * interval '1 minute' > $2
order by starts_at limit 1
"""


class Overlapping(StateForbids):
    """The clinician has another appointment then, and nobody said that this one stands beside it."""


@dataclass(frozen=True, slots=True)
class Place:
    """An office location, as an appointment can be there."""

    id: UUID
    name: str
    zone: str
    active: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """With whom and where an appointment can be."""

    clinicians: tuple[tuple[UUID, str], ...]
    places: tuple[Place, ...]

    def zone(self, location_id: UUID | None) -> ZoneInfo:
        """Give the zone in which a time is meant; that of the practice where no location is chosen, or none we know."""
        return zone_of(next((place.zone for place in self.places if place.id == location_id), ""))


async def offered() -> Offered:
    """Give who works here and where the practice sees clients (two statements)."""
    places = tuple(
        Place(row["id"], row["name"], row["zone"], row["active"]) for row in await db.rows(LOCATIONS)
    )
    return Offered(await clinicians(), places)


async def usual(choices: Offered, client_id: UUID) -> tuple[str, str]:
    """Give the clinician and the location that an appointment of a client usually has; "" where there are several."""
    theirs = {row["staff"] for row in await db.rows(THEIR_CLINICIANS, client_id, today())}
    found = [each for each, _ in choices.clinicians if each in theirs]
    places = [place.id for place in choices.places if place.active]
    return _only(found), _only(places)


def _only(ids: list[UUID]) -> str:
    return str(ids[0]) if len(ids) == 1 else ""


async def book(
    *,
    staff: CurrentStaff,
    client_id: UUID,
    visit: Visit,
    once: UUID | None = None,
    asking_id: UUID | None = None,
    anyway: bool = False,
) -> UUID:
    """Book an appointment for a client; give its id. Raises NotAllowed, NotFound, StateForbids, Unfit, Overlapping."""
    chart = await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.CREATE)
    choices = await offered()
    check_moment(visit.starts_at, now=datetime.now(UTC))
    _check_chosen(visit, choices)
    _check_in_care(chart, visit, choices)
    if not anyway:
        await _check_free(visit, choices, but=once)
    return await service.book(
        by=staff.actor, client_id=client_id, visit=visit, appointment_id=once, asking_id=asking_id
    )


async def move(
    *,
    staff: CurrentStaff,
    client_id: UUID,
    appointment_id: UUID,
    starts_at: datetime,
    minutes: int,
    asking_id: UUID | None = None,
    anyway: bool = False,
) -> None:
    """Give an appointment another moment. Raises NotAllowed, NotFound, StateForbids, Unfit, Overlapping."""
    chart, line = await appointment_for(staff, client_id, appointment_id, Action.MODIFY)
    visit = replace(line.visit, starts_at=starts_at, minutes=minutes)
    await _place(staff, chart, line, visit, anyway=anyway, asking_id=asking_id)


async def change(
    *, staff: CurrentStaff, client_id: UUID, appointment_id: UUID, visit: Visit, anyway: bool = False
) -> None:
    """Give an appointment another clinician, location, link, copay or length; its time stays what clocks there show.

    Raises NotAllowed, NotFound, StateForbids, Unfit, Overlapping.
    """
    chart, line = await appointment_for(staff, client_id, appointment_id, Action.MODIFY)
    there = (await offered()).zone(visit.location_id)
    starts_at = _by_the_clocks_there(line.visit.starts_at, zone_of(line.zone), there)
    await _place(staff, chart, line, replace(visit, starts_at=starts_at), anyway=anyway)


async def cancel(
    *, staff: CurrentStaff, client_id: UUID, appointment_id: UUID, asking_id: UUID | None = None
) -> AppointmentLine:
    """Cancel an appointment, also one of the past. Raises NotAllowed, NotFound, StateForbids."""
    _, line = await appointment_for(staff, client_id, appointment_id, Action.DELETE)
    check_stands(line.state)
    await service.cancel(
        by=staff.actor, client_id=client_id, appointment_id=appointment_id, asking_id=asking_id
    )
    return line


async def decline(*, staff: CurrentStaff, client_id: UUID, asking_id: UUID) -> AskingLine:
    """Leave things as they are, against what the client asked. Raises NotAllowed, NotFound, StateForbids."""
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.MODIFY)
    await service.decline(by=staff.actor, client_id=client_id, asking_id=asking_id)
    line = await asking_of(client_id, asking_id)
    assert line is not None, "what was asked is never deleted"  # noqa: S101  # it was settled just now
    return line


async def appointment_for(
    staff: CurrentStaff, client_id: UUID, appointment_id: UUID, action: Action
) -> tuple[StaffChart, AppointmentLine]:
    """Give an appointment of a chart to a staff member who may do `action`; raises NotAllowed, NotFound."""
    chart = await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=action)
    line = await appointment_of(client_id, appointment_id)
    if line is None:
        raise NotFound(
            by=staff.actor, object_kind=service.OBJECT, object_id=appointment_id, client_id=client_id
        )
    return chart, line


async def _place(
    staff: CurrentStaff,
    chart: StaffChart,
    line: AppointmentLine,
    visit: Visit,
    *,
    anyway: bool,
    asking_id: UUID | None = None,
) -> None:
    now, choices, before = datetime.now(UTC), await offered(), line.visit
    check_stands(line.state)
    _check_chosen(visit, choices, before=before)
    if visit.starts_at != before.starts_at:
        check_can_move(line.state, before.starts_at, before.minutes, now=now)
        check_moment(visit.starts_at, now=now)
        _check_in_care(chart, visit, choices)
    taken = (visit.starts_at, visit.minutes, visit.clinician_id)
    if not anyway and taken != (before.starts_at, before.minutes, before.clinician_id):
        await _check_free(visit, choices, but=line.id)
    await service.place(
        by=staff.actor, client_id=chart.client_id, appointment_id=line.id, visit=visit, asking_id=asking_id
    )


def _check_chosen(visit: Visit, choices: Offered, *, before: Visit | None = None) -> None:
    """Raise Unfit for somebody or somewhere that is not offered, unless it is what stood there before."""
    known = {None, *(each for each, _ in choices.clinicians), before.clinician_id if before else None}
    if visit.clinician_id not in known:
        raise Unfit("clinician", NOT_ON_THE_LIST)
    open_places = {place.id for place in choices.places if place.active}
    if visit.location_id not in {None, *open_places, before.location_id if before else None}:
        raise Unfit("location", NOT_ON_THE_LIST)


def _check_in_care(chart: StaffChart, visit: Visit, choices: Offered) -> None:
    starts_on = visit.starts_at.astimezone(choices.zone(visit.location_id)).date()
    check_in_care(starts_on, discharged_on=chart.discharged_on)


async def _check_free(visit: Visit, choices: Offered, *, but: UUID | None) -> None:
    """Raise Overlapping where the clinician has another appointment at the time; whose it is is not said."""
    if visit.clinician_id is None or visit.starts_at <= datetime.now(UTC):
        return
    ends_at = visit.starts_at + timedelta(minutes=visit.minutes)
    other = await db.row(AT_THE_SAME_TIME, visit.clinician_id, visit.starts_at, ends_at, but)
    if other is not None:
        name = dict(choices.clinicians).get(visit.clinician_id, "")
        span = worded_span(other["starts_at"], other["minutes"], choices.zone(visit.location_id))
        sentence = gettext("%(name)s has another appointment then: %(span)s.")
        raise Overlapping(sentence % {"name": name, "span": span})


def _by_the_clocks_there(starts_at: datetime, here: ZoneInfo, there: ZoneInfo) -> datetime:
    """Give the moment at which clocks there show what they showed here; raises Unfit where none, or two, do."""
    if here.key == there.key:
        return starts_at
    shown = starts_at.astimezone(here)
    try:
        return read_moment(shown.date(), shown.time(), there)
    except (NoSuchTime, HappensTwice):
        raise Unfit("location", CLOCKS_CHANGE) from None
