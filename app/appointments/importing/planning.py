"""What a file of appointments would do. Pure: what there is already is handed in."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from app.activity.refusals import Unfit
from app.appointments.desk.rules import check_in_care
from app.appointments.importing.columns import NAMES, AppointmentRow, Status
from app.appointments.rules import AppointmentState
from app.appointments.service import Visit
from app.web.language import Phrase, _l, gettext
from app.web.sheet import Problem, ReadRow, problem_of

USUAL_MINUTES = 50
NO_CLIENT = _l("There is no client of this number.")
OTHER_CLIENT = _l("The appointment of this id is another client's.")
NO_CLINICIAN = _l("Nobody of this name or e-mail address works here.")
SEVERAL_CLINICIANS = _l("Several people are called so. Write the e-mail address instead.")
NO_LOCATION = _l("There is no office location of this name.")
NO_MOMENT = _l("Write when it starts: in the column starts, or in date and time.")
CANCELLED_HERE = _l(
    "It was cancelled here by hand. Cancel it where the file comes from too, or give the new one an id of its own."
)
CIRCUMSTANCES: dict[str, Callable[[Visit], object]] = {
    "minutes": lambda visit: visit.minutes,
    "clinician": lambda visit: visit.clinician_id,
    "location": lambda visit: visit.location_id,
    "telehealth link": lambda visit: visit.telehealth_url,
    "copay": lambda visit: visit.copay_cents,
}
"""What of an appointment a file tells beside its moment, by the names of columns."""
SAME_ID = _l("Row %(row)s has the same id.")


class Act(StrEnum):
    ADD = "add"
    MOVE = "move"
    CHANGE = "change"
    BOOK_AGAIN = "book_again"
    """The file before cancelled it itself."""
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class KnownClient:
    id: UUID
    discharged_on: date | None


@dataclass(frozen=True, slots=True)
class Held:
    """An appointment that is there already under an id of the file."""

    id: UUID
    client_id: UUID
    state: AppointmentState
    visit: Visit
    cancelled_by_file: bool = False

    @property
    def is_cancelled(self) -> bool:
        return self.state is AppointmentState.CANCELLED


@dataclass(frozen=True, slots=True)
class Known:
    """What rows may name; names and addresses in small letters."""

    clients: Mapping[int, KnownClient]
    clinicians: Mapping[str, Collection[UUID]]
    locations: Mapping[str, tuple[UUID, ZoneInfo]]
    practice_zone: ZoneInfo
    held: Mapping[str, Held]
    """By the id in the file."""

    def zone_at(self, location_id: UUID | None) -> ZoneInfo:
        zones = (zone for known_id, zone in self.locations.values() if known_id == location_id)
        return next(zones, self.practice_zone)


@dataclass(frozen=True, slots=True)
class Planned:
    """What one row would do."""

    row: int
    act: Act
    client_id: UUID
    client_number: int
    external_id: str
    visit: Visit
    zone: ZoneInfo
    held: UUID | None = None
    before: Visit | None = None
    zone_before: ZoneInfo | None = None

    @property
    def changes(self) -> tuple[str, ...]:
        """What of the appointment becomes another, beside its moment, by the names of columns."""
        if self.before is None:
            return ()
        return tuple(name for name, kept in CIRCUMSTANCES.items() if kept(self.before) != kept(self.visit))


@dataclass(frozen=True, slots=True)
class Plan:
    planned: tuple[Planned, ...] = ()
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()
    unknown: tuple[str, ...] = field(default=())
    """Columns of the file that nothing is read from."""

    def count(self, *acts: Act) -> int:
        return sum(each.act in acts for each in self.planned)

    @property
    def added(self) -> int:
        return self.count(Act.ADD)

    @property
    def changed(self) -> int:
        return self.count(Act.MOVE, Act.CHANGE, Act.BOOK_AGAIN)

    @property
    def cancelled(self) -> int:
        return self.count(Act.CANCEL)

    @property
    def rows_left_out(self) -> int:
        return len({problem.row for problem in self.problems})


Rows = Sequence[ReadRow[AppointmentRow]]


def once_each(rows: Rows) -> tuple[list[ReadRow[AppointmentRow]], list[Problem]]:
    """Leave out rows whose id another row above has."""
    first: dict[str, int] = {}
    good, problems = [], []
    for read in rows:
        above = first.setdefault(read.form.appointment_id, read.row.number)
        if above == read.row.number:
            good.append(read)
        else:
            sentence = gettext(SAME_ID.message) % {"row": above}
            problems.append(_problem(read, "appointment_id", sentence))
    return good, problems


def plan(rows: Rows, known: Known, *, fields: Collection[str], now: datetime) -> Plan:
    """Say what these rows would do; `fields` are those of the columns the file has: the others leave things as they are."""
    planned: list[Planned] = []
    problems: list[Problem] = []
    unchanged = 0
    for read in rows:
        try:
            found = _planned(read, known, fields=fields, now=now)
        except Unfit as why:
            problems.append(_problem(read, why.field, str(why.sentence)))
            continue
        if found is None:
            unchanged += 1
        else:
            planned.append(found)
    return Plan(tuple(planned), unchanged, tuple(problems))


def _planned(
    read: ReadRow[AppointmentRow], known: Known, *, fields: Collection[str], now: datetime
) -> Planned | None:
    """Say what a row would do; None: nothing. Raises Unfit."""
    row = read.form
    client, held = _about(row, known)
    if row.status is Status.CANCELLED:
        if held is None or held.is_cancelled:
            return None
        return _act(read, Act.CANCEL, client, held.visit, known, held)
    if held is not None and held.is_cancelled and not held.cancelled_by_file:
        raise Unfit("status", CANCELLED_HERE)
    visit, zone = _visit(row, known, fields=fields, before=held.visit if held else None)
    if held is not None and not held.is_cancelled and visit == held.visit:
        return None
    if visit.starts_at > now:
        _check_in_care(visit, zone, client)
    return _act(read, _what(visit, held), client, visit, known, held)


def _about(row: AppointmentRow, known: Known) -> tuple[KnownClient, Held | None]:
    """Give whom a row is about, and what is there already under its id; raises Unfit."""
    client, held = known.clients.get(row.client_number), known.held.get(row.appointment_id)
    if client is None:
        raise Unfit("client_number", NO_CLIENT)
    if held is not None and held.client_id != client.id:
        raise Unfit("appointment_id", OTHER_CLIENT)
    return client, held


def _what(visit: Visit, held: Held | None) -> Act:
    if held is None:
        return Act.ADD
    if held.is_cancelled:
        return Act.BOOK_AGAIN
    return Act.CHANGE if visit.starts_at == held.visit.starts_at else Act.MOVE


def _visit(
    row: AppointmentRow, known: Known, *, fields: Collection[str], before: Visit | None
) -> tuple[Visit, ZoneInfo]:
    """Give what a row says, over what was known before; raises Unfit."""
    location_id, zone = _location(row.location, known)
    if "location" not in fields and before is not None:
        location_id = before.location_id
        zone = known.zone_at(location_id)
    typed = row.typed_moment
    if typed is None:
        raise Unfit("starts", NO_MOMENT)
    told: dict[str, dict[str, Any]] = {
        "minutes": {"minutes": row.minutes or USUAL_MINUTES},
        "clinician": {"clinician_id": _clinician(row.clinician, known)},
        "telehealth_link": {"telehealth_url": row.telehealth_link},
        "copay": {"copay_cents": row.copay},
    }
    usual = Visit(typed.moment(zone), USUAL_MINUTES)
    visit = replace(before or usual, starts_at=usual.starts_at, location_id=location_id)
    for name, values in told.items():
        if name in fields:
            visit = replace(visit, **values)
    return visit, zone


def _location(name: str, known: Known) -> tuple[UUID | None, ZoneInfo]:
    if not name:
        return None, known.practice_zone
    found = known.locations.get(name.casefold())
    if found is None:
        raise Unfit("location", NO_LOCATION)
    return found


def _clinician(name: str, known: Known) -> UUID | None:
    if not name:
        return None
    found = known.clinicians.get(name.casefold(), ())
    if len(found) != 1:
        raise Unfit("clinician", SEVERAL_CLINICIANS if found else NO_CLINICIAN)
    return next(iter(found))


def _check_in_care(visit: Visit, zone: ZoneInfo, client: KnownClient) -> None:
    try:
        check_in_care(visit.starts_at.astimezone(zone).date(), discharged_on=client.discharged_on)
    except Unfit as why:
        raise Unfit("starts", why.sentence) from None


def _act(
    read: ReadRow[AppointmentRow],
    act: Act,
    client: KnownClient,
    visit: Visit,
    known: Known,
    held: Held | None,
) -> Planned:
    return Planned(
        row=read.row.number,
        act=act,
        client_id=client.id,
        client_number=read.form.client_number,
        external_id=read.form.appointment_id,
        visit=visit,
        zone=known.zone_at(visit.location_id),
        held=held.id if held else None,
        before=held.visit if held else None,
        zone_before=known.zone_at(held.visit.location_id) if held else None,
    )


def _problem(read: ReadRow[AppointmentRow], field: str, sentence: Phrase | str) -> Problem:
    shown = "date" if field == "starts" and "starts" not in read.row.cells else field
    return problem_of(read.row, shown, NAMES[shown], str(sentence))
