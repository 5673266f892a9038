"""What a file of statements or of payments would do. Pure: what there is already is handed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from app.billing.ledger.desk import DeskPayment
from app.billing.ledger.drafts import StatementDraft
from app.billing.rules import StatementState, Way
from app.web.language import _l
from app.web.sheet import Problem

NO_CLIENT = _l("There is no client of this number.")
SAME_ID = _l("Row %(row)s has the same id.")


@dataclass(frozen=True, slots=True)
class HeldStatement:
    """A statement that was taken in before under an id of the file."""

    id: UUID
    client_id: UUID
    state: StatementState
    draft: StatementDraft


@dataclass(frozen=True, slots=True)
class HeldPayment:
    client_id: UUID
    way: Way
    amount_cents: int
    received_on: date


@dataclass(frozen=True, slots=True)
class Known:
    """What rows may name."""

    today: date
    due_days: int
    clients: Mapping[int, UUID]
    """By number."""
    statements: Mapping[str, HeldStatement]
    """By the id in the file."""
    payments: Mapping[str, HeldPayment] = field(default_factory=dict)
    free: Mapping[UUID, int] = field(default_factory=dict)
    """What can be paid now, by client."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One statement or payment that a file would add."""

    row: int
    """The first of the file that tells of it."""
    client_id: UUID
    client_number: int
    external_id: str
    cents: int
    does: StatementDraft | DeskPayment


@dataclass(frozen=True, slots=True)
class Plan:
    planned: tuple[Planned, ...] = ()
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()
    unknown: tuple[str, ...] = ()
    """Columns of the file that nothing is read from."""

    @property
    def added(self) -> int:
        return len(self.planned)

    @property
    def cents(self) -> int:
        """What is added, in all."""
        return sum(each.cents for each in self.planned)

    @property
    def rows_left_out(self) -> int:
        return len({problem.row for problem in self.problems})
