"""Files of who looks after which client: their columns, and what a file would do. Pure: what there is is handed in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from app.activity.refusals import Unfit
from app.chart.importing.cells import word_cell
from app.chart.importing.planning import (
    Act,
    Allowed,
    Assigned,
    Plan,
    Planned,
    StaffNames,
    client_of,
    plan_rows,
    staff_called,
)
from app.staff.tables import AssignmentRole
from app.web.forms import Form, text
from app.web.language import _l, gettext
from app.web.readers.sheets import client_number_cell, day_cell
from app.web.sheet import Column, ReadRow
from app.web.templates import day_short

COLUMNS = (
    Column("client number", also=("client", "client no", "client id", "chart number", "mrn"), needed=True),
    Column("staff", also=("staff email", "staff e mail", "clinician", "provider", "username"), needed=True),
    Column("role", also=("kind",)),
    Column("from", also=("since", "starts on", "start date"), into="starts_on"),
    Column("until", also=("ends on", "end date"), into="ends_on"),
)
NAMES = {column.field: column.name for column in COLUMNS}
ROLES: dict[str, str] = {
    **dict.fromkeys(("clinician", "provider", "therapist"), AssignmentRole.CLINICIAN.value),
    **dict.fromkeys(("care team", "team"), AssignmentRole.CARE_TEAM.value),
}
NO_ROLE = _l("Write clinician or care team.")
NO_STAFF = _l("Write the e-mail address, username or name of a staff member.")
TURNED_ROUND = _l("The last day is before the first day. Please check both.")
NOT_HERE = _l("This person does not work here any more. Write until when they looked after the client.")
SAME_ROW = _l("Row %(row)s says the same with other days.")
OVERLAPS = _l(
    "They look after this client already, from %(day)s. Write that day as the first, or another time."
)


class AssignmentRow(Form):
    """A row of which every cell is good by itself."""

    client_number: Annotated[int, client_number_cell()]
    staff: Annotated[str, text(most=254, missing=NO_STAFF)]
    role: Annotated[str, word_cell(ROLES, sentence=NO_ROLE, blank=AssignmentRole.CLINICIAN.value)]
    starts_on: Annotated[date | None, day_cell()]
    ends_on: Annotated[date | None, day_cell()]


@dataclass(frozen=True, slots=True)
class KnownAssignment:
    id: UUID
    staff_id: UUID
    role: AssignmentRole
    starts_on: date
    ends_on: date | None
    """None: until further notice."""

    def overlaps(self, starts_on: date, ends_on: date | None) -> bool:
        return (ends_on is None or self.starts_on <= ends_on) and (
            self.ends_on is None or starts_on <= self.ends_on
        )


@dataclass(frozen=True, slots=True)
class Known:
    today: date
    clients: Mapping[int, UUID]
    """By number."""
    staff: StaffNames
    active: Collection[UUID]
    assignments: Mapping[UUID, Sequence[KnownAssignment]]
    """By client."""


Read = ReadRow[AssignmentRow]


def plan(rows: Sequence[Read], known: Known, allowed: Allowed) -> Plan:
    """Say what these rows would do: client, staff member, role and first day say which assignment is meant."""
    taken: dict[tuple[UUID, UUID, str], list[tuple[int, KnownAssignment]]] = {}

    def planned(read: Read) -> Planned | None:
        row = read.form
        client_id = client_of(row.client_number, known.clients)
        staff_id = staff_called(row.staff, known.staff, field="staff")
        held, wanted = _wanted(row, staff_id, known.assignments.get(client_id, ()), known.today)
        _check(wanted, held, known)
        above = taken.setdefault((client_id, staff_id, row.role), [])
        for number, other in above:
            if other.overlaps(wanted.starts_on, wanted.ends_on):
                raise Unfit("starts_on", gettext(SAME_ROW.message) % {"row": number})
        above.append((read.row.number, wanted))
        return _planned(read, client_id, held, wanted)

    return plan_rows(rows, planned, names=NAMES, may_change=allowed.change)


def _wanted(
    row: AssignmentRow, staff_id: UUID, assignments: Sequence[KnownAssignment], today: date
) -> tuple[KnownAssignment | None, KnownAssignment]:
    """Give the assignment that a row is about, None for a new one, and how it is to be; raises Unfit.

    Without a first day it is the one that holds today, or one that begins today.
    """
    own = [each for each in assignments if each.staff_id == staff_id and each.role == row.role]
    if row.starts_on is None:
        held = next((each for each in own if each.overlaps(today, today)), None)
    else:
        held = next((each for each in own if each.starts_on == row.starts_on), None)
    starts_on = held.starts_on if held else row.starts_on or today
    ends_on = row.ends_on or (held.ends_on if held else None)
    wanted = KnownAssignment(
        held.id if held else staff_id, staff_id, AssignmentRole(row.role), starts_on, ends_on
    )
    for other in own:
        if other is not held and other.overlaps(starts_on, ends_on):
            raise Unfit("starts_on", gettext(OVERLAPS.message) % {"day": day_short(other.starts_on)})
    return held, wanted


def _check(wanted: KnownAssignment, held: KnownAssignment | None, known: Known) -> None:
    if wanted.ends_on is not None and wanted.ends_on < wanted.starts_on:
        raise Unfit("ends_on", TURNED_ROUND)
    goes_on = wanted.ends_on is None or wanted.ends_on >= known.today
    if held is None and goes_on and wanted.staff_id not in known.active:
        raise Unfit("ends_on", NOT_HERE)


def _planned(
    read: Read, client_id: UUID, held: KnownAssignment | None, wanted: KnownAssignment
) -> Planned | None:
    if wanted == held:
        return None
    return Planned(
        row=read.row.number,
        act=Act.ADD if held is None else Act.CHANGE,
        client_id=client_id,
        client_number=read.form.client_number,
        called=read.form.staff,
        changes=() if held is None else ("until",),
        does=Assigned(
            held.id if held else None, wanted.staff_id, wanted.role, wanted.starts_on, wanted.ends_on
        ),
    )
