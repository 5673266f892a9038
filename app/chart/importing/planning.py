"""What a file of charts would do. Pure: what there is already is handed in."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from app.accounts.new_clients import NewClient
from app.activity.refusals import Unfit
from app.changes.parts import Part, Texts
from app.staff.tables import AssignmentRole
from app.web.forms import FormType
from app.web.language import Language, Phrase, _l
from app.web.sheet import Problem, ReadRow, problem_of

NO_CLIENT = _l("There is no client of this number.")
NOBODY = _l("Nobody of this name, username or e-mail address works here.")
SEVERAL = _l("Several people are called so. Write the e-mail address instead.")
NO_CHANGES = _l(
    "This would change what stands here, and your profile's rule “Clients” does not include “Modify”."
)


class What(StrEnum):
    """What is in a file."""

    CLIENTS = "clients"
    CONTACTS = "contacts"
    POLICIES = "policies"
    ASSIGNMENTS = "assignments"


class Act(StrEnum):
    ADD = "add"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class NewChart:
    """A client who is not here yet; `basic` and `details` are what stands beside the chart's first page."""

    new: NewClient
    basic: Texts
    details: Texts


@dataclass(frozen=True, slots=True)
class Edited:
    """A subject of a part that gets other texts; None: it is new."""

    part: Part
    subject: UUID | None
    old: Texts | None
    new: Texts


@dataclass(frozen=True, slots=True)
class ChangedChart:
    """A chart that is here already; None: that stays as it is."""

    edits: tuple[Edited, ...] = ()
    language: Language | None = None
    clinician: UUID | None = None
    discharged_on: date | None = None
    discharged_before: date | None = None


@dataclass(frozen=True, slots=True)
class Assigned:
    """A staff member looks after a client; `held`: the row that says so already, None for a new one."""

    held: UUID | None
    staff_id: UUID
    role: AssignmentRole
    starts_on: date
    ends_on: date | None


Does: TypeAlias = NewChart | ChangedChart | Edited | Assigned


@dataclass(frozen=True, slots=True)
class Planned:
    """What one row would do."""

    row: int
    act: Act
    client_id: UUID | None
    """None: the chart begins with this row."""
    client_number: int | None
    """None: it is given one then."""
    called: str
    """Whom or what the row is about."""
    changes: tuple[str, ...]
    """What becomes another, by the names of columns."""
    does: Does


@dataclass(frozen=True, slots=True)
class Plan:
    planned: tuple[Planned, ...] = ()
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()
    unknown: tuple[str, ...] = field(default=())
    """Columns of the file that nothing is read from."""

    @property
    def added(self) -> int:
        return sum(each.act is Act.ADD for each in self.planned)

    @property
    def changed(self) -> int:
        return sum(each.act is Act.CHANGE for each in self.planned)

    @property
    def rows_left_out(self) -> int:
        return len({problem.row for problem in self.problems})


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the file may do beside adding."""

    change: bool = True
    """Whether what stands here already may become another."""
    doubles: bool = False
    """Whether clients are added who may be here already."""


StaffNames: TypeAlias = Mapping[str, Collection[UUID]]
"""Staff members by e-mail address, username and name, in small letters."""


def plan_rows(
    rows: Sequence[ReadRow[FormType]],
    planned: Callable[[ReadRow[FormType]], Planned | None],
    *,
    names: Mapping[str, str],
    may_change: bool,
) -> Plan:
    """Plan each row by itself; `planned` gives None where nothing is to be done, and raises Unfit."""
    found: list[Planned] = []
    problems: list[Problem] = []
    unchanged = 0
    for read in rows:
        try:
            each = planned(read)
            if each is not None and each.act is Act.CHANGE and not may_change:
                raise Unfit(next(iter(names)), NO_CHANGES)
        except Unfit as why:
            problems.append(problem_of(read.row, why.field, names[why.field], str(why.sentence)))
            continue
        if each is None:
            unchanged += 1
        else:
            found.append(each)
    return Plan(tuple(found), unchanged, tuple(problems))


def client_of(number: int, clients: Mapping[int, UUID]) -> UUID:
    """Give the client of a number; raises Unfit."""
    found = clients.get(number)
    if found is None:
        raise Unfit("client_number", NO_CLIENT)
    return found


def staff_called(name: str, staff: StaffNames, *, field: str) -> UUID:
    """Give the staff member who is meant; raises Unfit for nobody, and for several."""
    found = staff.get(name.casefold(), ())
    if len(found) != 1:
        raise Unfit(field, SEVERAL if found else NOBODY)
    return next(iter(found))


def first_wrong(sentences: Mapping[str, Phrase | str]) -> None:
    """Raise Unfit with the first of several sentences, if there is one."""
    for name, sentence in sentences.items():
        raise Unfit(name, sentence)


def changed(old: Texts, told: Texts) -> dict[str, str]:
    """Give what is told that stands otherwise in the chart."""
    return {name: text for name, text in told.items() if text != old.get(name, "")}


def in_order(names: Iterable[str], words: Mapping[str, str]) -> tuple[str, ...]:
    """Name fields by their columns, in the order of these; `words` has the column of each field."""
    order = list(words)
    return tuple(dict.fromkeys(words[name] for name in sorted(names, key=order.index)))
