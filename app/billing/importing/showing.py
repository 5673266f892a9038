"""How what a file would do is shown, and what its columns mean."""

from dataclasses import dataclass

from app.billing.desk.words import WAYS
from app.billing.importing.columns import COLUMNS, What
from app.billing.importing.planning import Plan, Planned
from app.billing.ledger.desk import DeskPayment
from app.web.language import Phrase, _l, gettext, ngettext
from app.web.sheet import ShownPlan, shown_plan
from app.web.templates import day_short

SAME_CLIENT = _l("Needed. The client's number here.")
MEANINGS: dict[What, dict[str, Phrase]] = {
    What.STATEMENTS: {
        "statement id": _l(
            "Needed. What your other program calls it. Rows with the same id are the lines of one statement."
        ),
        "client number": SAME_CLIENT,
        "statement date": _l("2026-12-03 or 12/3/2026. Blank: today."),
        "due date": _l("Likewise. Blank: as many days later as the settings say."),
        "note": _l("The client reads it."),
        "service date": _l("The day of what the line is for."),
        "description": _l("Needed. What was done, in words. Never a diagnosis."),
        "charge": _l("Needed. In dollars, such as 150 or 150.00."),
        "insurance paid": _l("In dollars. It is taken off the charge."),
        "adjusted": _l("In dollars. It is taken off the charge as well."),
    },
    What.PAYMENTS: {
        "payment id": _l("Needed. What your other program calls it. It is taken in once."),
        "client number": SAME_CLIENT,
        "amount": _l("Needed. In dollars, such as 25 or 25.00."),
        "way": _l(
            "Needed. cash, check, terminal (a card at the office), or credit (let off by the practice)."
        ),
        "received on": _l("Needed. 2026-12-03 or 12/3/2026, up to today."),
        "statement id": _l(
            "Of a statement that came from a file: it is paid first. Blank: what is due first."
        ),
        "note": _l("The client reads it, such as the number of a check."),
        "keep rest": _l("yes: what is more than is owed becomes credit. Blank: such a row is left out."),
    },
}
EXAMPLES: dict[What, tuple[tuple[str, ...], ...]] = {
    What.STATEMENTS: (
        ("S-1001", "1001", "2026-11-30", "2026-12-30", "", "2026-11-20", "Psychotherapy, 45 minutes", "150.00", "100.00", "20.00"),
        ("S-1001", "1001", "", "", "", "2026-11-27", "Psychotherapy, 45 minutes", "150.00", "100.00", "20.00"),
    ),
    What.PAYMENTS: (("P-1001", "1001", "25.00", "check", "2026-11-30", "", "Check 1234", "yes"),),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlannedLine:
    row: int
    client_number: int
    external_id: str
    words: str
    cents: int


def shown(plan: Plan) -> ShownPlan[PlannedLine]:
    """Give as much of a plan as a page shows."""
    return shown_plan(plan.planned, plan.problems, line=_line)


def meanings(what: What) -> list[tuple[str, str]]:
    """Give each column of a file with what it means."""
    return [(column.name, str(MEANINGS[what][column.name])) for column in COLUMNS[what]]


def example(what: What) -> list[tuple[str, ...]]:
    """Give a file with every column."""
    return [tuple(column.name for column in COLUMNS[what]), *EXAMPLES[what]]


def _line(planned: Planned) -> PlannedLine:
    does = planned.does
    if isinstance(does, DeskPayment):
        words = f"{WAYS[does.way]}, {day_short(does.received_on)}"
    else:
        count = len(does.lines)
        lines = ngettext("%(count)s line", "%(count)s lines", count) % {"count": count}
        words = f"{lines}, {gettext('Due %(day)s') % {'day': day_short(does.due_on)}}"
    return PlannedLine(planned.row, planned.client_number, planned.external_id, words, planned.cents)
