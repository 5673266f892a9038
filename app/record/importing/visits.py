"""The appointments in a file, taken in as the portal's own: where clinician and place are known here."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from app import db
from app.activity.actor import Actor
from app.activity.refusals import Unfit
from app.appointments import service
from app.appointments.desk.rules import check_in_care
from app.appointments.rules import AppointmentState
from app.appointments.service import Visit, visit_of
from app.practice.settings import zone_of
from app.record.clinical.facts import When
from app.record.importing.naming import id_in
from app.record.importing.pieces import (
    MOST_EXAMPLES,
    Reading,
    Tree,
    called,
    number,
    text_of,
    tree_of,
    trees_of,
    when,
)
from app.record.importing.report import VisitFate, VisitLine

SOURCE = "fhir"
LONGEST_ID = 100
USUAL_MINUTES, MOST_MINUTES = 50, 24 * 60
STANDS = frozenset({"booked", "arrived", "fulfilled", "checked-in", "noshow"})
CANCELLED = frozenset({"cancelled", "entered-in-error"})
CLINICIAN_TYPES = ("Practitioner", "PractitionerRole")

CLINICIANS = """
select id, lower(first_name || ' ' || last_name) as name, lower(first_name || ' ' || last_name || ', ' || credentials)
  as full_name from staff_member where active
"""
LOCATIONS = "select id, lower(name) as name, zone from office_location"
HELD = "select * from appointment where source = $1 and external_id = any($2) for no key update"
DISCHARGED = "select discharged_on from client where id = $1"


@dataclass(frozen=True, slots=True)
class Booked:
    """An appointment as a file has it."""

    external_id: str
    status: str
    starts_at: datetime | None
    minutes: int
    clinician: str
    """The names in small letters; "" for none."""
    location: str
    here: str


@dataclass(frozen=True, slots=True)
class Planned:
    booked: Booked
    fate: VisitFate
    visit: Visit | None = None
    held: UUID | None = None
    again: bool = False
    """Whether it was cancelled by a file before."""


@dataclass(frozen=True, slots=True)
class _Known:
    clinicians: Mapping[str, set[UUID]]
    locations: Mapping[str, tuple[UUID, str]]
    held: Mapping[str, db.Record]
    discharged_on: date | None


def booked(reading: Reading, resource: Tree, *, source: str) -> Booked:
    """Read an Appointment; raises Refused where it is not what FHIR R4 has there."""
    begins, ends = when(reading, resource, "start"), when(reading, resource, "end")
    actors = [tree_of(reading, each, "actor") for each in trees_of(reading, resource, "participant")]
    return Booked(
        external_id=_external(source, id_in(resource) or reading.here.rpartition(" ")[2]),
        status=text_of(reading, resource, "status"),
        starts_at=begins.at if begins and begins.at.tzinfo else None,
        minutes=_minutes(number(reading, resource, "minutesDuration"), begins, ends),
        clinician=_named(reading, actors, CLINICIAN_TYPES),
        location=_named(reading, actors, ("Location",)),
        here=reading.here,
    )


def _external(source: str, resource_id: str) -> str:
    whole = f"{source}/{resource_id}"
    return whole if len(whole) <= LONGEST_ID else hashlib.sha256(whole.encode()).hexdigest()


def _minutes(said: str, begins: When | None, ends: When | None) -> int:
    if said and said.isdecimal() and 0 < int(said) <= MOST_MINUTES:
        return int(said)
    if begins and ends and begins.at.tzinfo and ends.at.tzinfo and ends.at > begins.at:
        return min(max((ends.at - begins.at) // timedelta(minutes=1), 1), MOST_MINUTES)
    return USUAL_MINUTES


def _named(reading: Reading, actors: Sequence[Tree], types: tuple[str, ...]) -> str:
    for actor in actors:
        reference = text_of(reading, actor, "reference", most=300)
        kind = reading.directory.kind(reference) or text_of(reading, actor, "type")
        if kind in types:
            return called(reading, actor).casefold()
    return ""


async def plan(client_id: UUID | None, found: Sequence[Booked]) -> list[Planned]:
    """Say what becomes of the appointments of a file."""
    if not found:
        return []
    known = await _known(client_id, found)
    now = datetime.now(UTC)
    return [_planned(each, known, client_id, now=now) for each in found]


async def book(by: Actor, client_id: UUID, planned: Sequence[Planned], *, told: bool) -> None:
    """Do what was planned, in the transaction under way; `told`: the client is told of what is still to come."""
    for each in planned:
        await _do(by, client_id, each, told=told)


def lines(planned: Sequence[Planned]) -> tuple[VisitLine, ...]:
    times = Counter(each.fate for each in planned)
    return tuple(
        VisitLine(
            fate, count, tuple(each.booked.here for each in planned if each.fate is fate)[:MOST_EXAMPLES]
        )
        for fate, count in times.items()
    )


async def _known(client_id: UUID | None, found: Sequence[Booked]) -> _Known:
    clinicians: dict[str, set[UUID]] = {}
    for row in await db.rows(CLINICIANS):
        for name in ("name", "full_name"):
            clinicians.setdefault(row[name].casefold(), set()).add(row["id"])
    locations = {row["name"].casefold(): (row["id"], row["zone"]) for row in await db.rows(LOCATIONS)}
    held = await db.rows(HELD, SOURCE, [each.external_id for each in found])
    client = await db.row(DISCHARGED, client_id)
    return _Known(
        clinicians,
        locations,
        {each["external_id"]: each for each in held},
        client["discharged_on"] if client else None,
    )


def _planned(each: Booked, known: _Known, client_id: UUID | None, *, now: datetime) -> Planned:
    held = known.held.get(each.external_id)
    if held is not None and held["client"] != client_id:
        return Planned(each, VisitFate.NOT_THEIRS)
    if each.status in CANCELLED:
        stands = held is not None and held["state"] == AppointmentState.BOOKED.value
        fate = VisitFate.CANCELLED if stands else VisitFate.UNCHANGED
        return Planned(each, fate, held=held["id"] if held else None)
    refused = _refused(each, known)
    if refused is not None:
        return Planned(each, refused)
    visit, zone = _visit(each, known, held)
    if visit.starts_at > now and not _in_care(visit, zone, known):
        return Planned(each, VisitFate.DISCHARGED)
    return _placed(each, visit, held)


def _placed(each: Booked, visit: Visit, held: db.Record | None) -> Planned:
    if held is None:
        return Planned(each, VisitFate.BOOKED, visit)
    if held["state"] == AppointmentState.CANCELLED.value:
        by_file = held["cancelled_by_source"] == SOURCE
        fate = VisitFate.BOOKED if by_file else VisitFate.CANCELLED_HERE
        return Planned(each, fate, visit, held["id"], again=by_file)
    fate = VisitFate.UNCHANGED if visit == visit_of(held) else VisitFate.MOVED
    return Planned(each, fate, visit, held["id"])


def _refused(each: Booked, known: _Known) -> VisitFate | None:
    if each.status not in STANDS:
        return VisitFate.NOT_BOOKED
    if each.starts_at is None:
        return VisitFate.NO_MOMENT
    if len(known.clinicians.get(each.clinician, ())) != 1:
        return VisitFate.NO_CLINICIAN
    return VisitFate.NO_LOCATION if each.location and each.location not in known.locations else None


def _visit(each: Booked, known: _Known, held: db.Record | None) -> tuple[Visit, str]:
    """Give what a file says, over what only the portal knows, with the zone it takes place in."""
    location, zone = known.locations.get(each.location, (None, ""))
    (clinician,) = known.clinicians[each.clinician]
    starts_at = each.starts_at or datetime.min.replace(tzinfo=UTC)
    before = visit_of(held) if held else Visit(starts_at, each.minutes)
    return replace(
        before, starts_at=starts_at, minutes=each.minutes, clinician_id=clinician, location_id=location
    ), zone


def _in_care(visit: Visit, zone: str, known: _Known) -> bool:
    try:
        check_in_care(visit.starts_at.astimezone(zone_of(zone)).date(), discharged_on=known.discharged_on)
    except Unfit:
        return False
    return True


async def _do(by: Actor, client_id: UUID, planned: Planned, *, told: bool) -> None:
    if planned.fate is VisitFate.CANCELLED and planned.held:
        await service.cancel(by=by, client_id=client_id, appointment_id=planned.held, source=SOURCE)
    elif planned.visit is None or planned.fate not in (VisitFate.BOOKED, VisitFate.MOVED):
        return
    elif planned.held is None:
        await service.book(
            by=by,
            client_id=client_id,
            visit=planned.visit,
            source=SOURCE,
            external_id=planned.booked.external_id,
            told=told,
        )
    elif planned.again:
        await service.book_again(by=by, client_id=client_id, appointment_id=planned.held, visit=planned.visit)
    else:
        await service.place(by=by, client_id=client_id, appointment_id=planned.held, visit=planned.visit)
