"""How a statement stands for the client who reads it. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.billing.rules import StatementState


class Standing(Enum):
    DUE = "due"
    OVERDUE = "overdue"
    PAID = "paid"
    NOTHING = "nothing"
    """It never asked for anything: insurance paid it all, say."""
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Sums:
    """What a statement says, in whole cents."""

    total: int
    paid: int
    owed: int

    @property
    def is_partly_paid(self) -> bool:
        return self.paid > 0 and self.owed > 0


def standing_of(state: StatementState, sums: Sums, *, due_on: date, today: date) -> Standing:
    """Say how a statement stands; on the day it is due it is not overdue yet."""
    if state is StatementState.VOID:
        return Standing.VOID
    if sums.owed:
        return Standing.OVERDUE if due_on < today else Standing.DUE
    return Standing.PAID if sums.total else Standing.NOTHING
