"""The form of a statement: its days and note, and lines that are read row by row; rows left blank are none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from app.accounts.sessions import today
from app.billing.desk.forms import NO_DAY, Once, Ticked
from app.billing.ledger.drafts import LineDraft, StatementDraft
from app.billing.rules import MOST_STATED_CENTS
from app.db import new_id
from app.practice.settings import setting
from app.web.forms import FilledForm, Form, Sent, filled, parse, text, typed_fields
from app.web.language import _l
from app.web.readers.dates import day
from app.web.readers.numbers import money

LONGEST_WORDS, LONGEST_NOTE = 200, 500
ROWS, MOST_LINES = 6, 40
"""Blank rows that the form begins with, and that it has at most."""
PARTS = ("service_on", "words", "charge", "insurance", "adjusted")
NO_WORDS = _l("Say what this line is for.")
NO_CHARGE = _l("Type the charge.")
NO_LINES = _l("Type at least one line.")

Dollars = Annotated[int | None, money(most_cents=MOST_STATED_CENTS)]


class HeadForm(Form):
    issued_on: Annotated[date, day(missing=NO_DAY)]
    due_on: Annotated[date, day(missing=NO_DAY)]
    note: Annotated[str, text(most=LONGEST_NOTE)]
    told: Ticked
    once: Once


class LineForm(Form):
    service_on: Annotated[date | None, day()]
    words: Annotated[str, text(most=LONGEST_WORDS, missing=NO_WORDS)]
    charge: Annotated[int, money(most_cents=MOST_STATED_CENTS, missing=NO_CHARGE)]
    insurance: Dollars
    adjusted: Dollars

    def draft(self) -> LineDraft:
        return LineDraft(
            service_on=self.service_on,
            words=self.words,
            charge_cents=self.charge,
            insurance_cents=self.insurance or 0,
            adjusted_cents=self.adjusted or 0,
        )


@dataclass(frozen=True, slots=True)
class TypedStatement:
    draft: StatementDraft
    places: tuple[int, ...]
    """The rows of the form in which the lines stand."""
    told: bool
    once: UUID | None


def beginning() -> FilledForm:
    """Give the form as it begins: of today, due after as many days as the practice gives."""
    due_on = today() + timedelta(days=int(setting("due_days")))
    typed = {
        "issued_on": today().isoformat(),
        "due_on": due_on.isoformat(),
        "told": "yes",
        "once": str(new_id()),
    }
    return FilledForm(typed)


def rows_of(form: FilledForm, *, more: bool = False) -> range:
    """Give the numbers of the rows to show: all that something stands in, and so many blank ones."""
    typed = [
        number for number in range(1, MOST_LINES + 1) if any(form.value(name) for name in _names(number))
    ]
    shown = max([ROWS, _rows_shown(form), *typed])
    return range(1, min(MOST_LINES, shown + ROWS * more) + 1)


def read_statement(data: Sent) -> TypedStatement | FilledForm:
    """Read the whole form; a sentence stands at each bad field of each line."""
    form, head = filled(data), parse(HeadForm, data)
    sentences: dict[str, str] = {}
    lines: list[LineForm] = []
    places: list[int] = []
    for number, typed in _lines(data):
        line = parse(LineForm, typed)
        if isinstance(line, FilledForm):
            sentences |= {place(number, part): sentence for part, sentence in line.errors}
        else:
            lines.append(line)
            places.append(number)
    if isinstance(head, FilledForm):
        return form.refused(**(dict(head.errors) | sentences))
    if not (lines or sentences):
        sentences = {place(1, "words"): str(NO_LINES)}
    if sentences:
        return form.refused(**sentences)
    draft = StatementDraft(
        issued_on=head.issued_on,
        due_on=head.due_on,
        note=head.note,
        lines=tuple(line.draft() for line in lines),
    )
    return TypedStatement(draft, tuple(places), head.told, head.once)


def place(number: int, part: str) -> str:
    """Give the name of a field of a line."""
    return f"{part}_{number}"


def _names(number: int) -> tuple[str, ...]:
    return tuple(place(number, part) for part in PARTS)


def _lines(data: Sent) -> Iterator[tuple[int, Sent]]:
    """Give the rows in which something is typed, each as a form of its own."""
    typed = typed_fields(data)
    for number in range(1, MOST_LINES + 1):
        cells = {part: typed.get(place(number, part), "") for part in PARTS}
        if any(cell.strip() for cell in cells.values()):
            yield number, Sent(cells)


def _rows_shown(form: FilledForm) -> int:
    """Give how many rows the page had that sent the form."""
    shown = form.value("rows")
    return int(shown) if shown.isascii() and shown.isdigit() and len(shown) <= 3 else 0
