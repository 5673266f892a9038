"""What a file of statements would do: rows of one id are the lines of one statement, which is posted whole or not at all."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from app.activity.refusals import Unfit
from app.billing.importing.columns import STATEMENTS, StatementRow
from app.billing.importing.planning import NO_CLIENT, HeldStatement, Known, Plan, Planned
from app.billing.ledger.drafts import LineDraft, StatementDraft, check_draft
from app.billing.rules import StatementState
from app.web.language import _l, gettext
from app.web.sheet import Problem, ReadRow, Row, problem_of

Read = ReadRow[StatementRow]
Rows = Sequence[Read]

NAMES = {column.field: column.name for column in STATEMENTS}
PARTS = {
    "service_on": "service_date",
    "words": "description",
    "charge": "charge",
    "insurance": "insurance_paid",
    "adjusted": "adjusted",
}
"""The columns of a line, by what the ledger calls them."""
OF_HEAD = {"issued_on": "statement_date", "due_on": "due_date", "note": "note"}
HEAD = ("client_number", "statement_date", "due_date", "note")
"""What is said once of a statement: in its first row, and the same or nothing in the others."""
DIFFERS = _l("Row %(row)s says something else of the same statement.")
OTHER_ROW = _l("Row %(row)s of the same statement is not right.")
OTHER_CLIENT = _l("The statement of this id is another client's.")
OTHER_LINES = _l(
    "It was posted before, with something else in it. Void it here, and give the new one another id."
)
IS_VOID = _l("It was posted before, and voided here. Give the new one another id.")


def plan(rows: Rows, bad: Sequence[Problem], sheet_rows: Sequence[Row], known: Known) -> Plan:
    """Say what these rows would do; `bad` are the problems of other rows, whose statements are left out."""
    spoiled = _spoiled(bad, sheet_rows)
    planned: list[Planned] = []
    problems: list[Problem] = []
    unchanged = 0
    for external_id, group in _grouped(rows).items():
        found = _problems(group, spoiled.get(external_id), known)
        if found:
            problems += found
            continue
        draft, held = draft_of(group, known), known.statements.get(external_id)
        if held is not None:
            wrong = _against(held, draft, group, known)
            problems += wrong
            unchanged += not wrong
            continue
        try:
            check_draft(draft, today=known.today)
        except Unfit as why:
            problems += _unfit(group, why)
            continue
        planned.append(_planned(group, draft, known.clients[group[0].form.client_number]))
    return Plan(tuple(planned), unchanged, tuple(problems))


def draft_of(group: Rows, known: Known) -> StatementDraft:
    """Put the rows of a statement together; days that are not said are those it was posted with, or the usual ones."""
    head, held = group[0].form, known.statements.get(group[0].form.statement_id)
    before = held.draft if held else None
    issued_on = head.statement_date or (before.issued_on if before else known.today)
    usual = before.due_on if before else issued_on + timedelta(days=known.due_days)
    return StatementDraft(
        issued_on=issued_on,
        due_on=head.due_date or usual,
        lines=tuple(_line(read.form) for read in group),
        note=head.note,
    )


def _line(row: StatementRow) -> LineDraft:
    return LineDraft(
        service_on=row.service_date,
        words=row.description,
        charge_cents=row.charge,
        insurance_cents=row.insurance_paid or 0,
        adjusted_cents=row.adjusted or 0,
    )


def _planned(group: Rows, draft: StatementDraft, client_id: UUID) -> Planned:
    first = group[0]
    return Planned(
        row=first.row.number,
        client_id=client_id,
        client_number=first.form.client_number,
        external_id=first.form.statement_id,
        cents=draft.total_cents,
        does=draft,
    )


def _grouped(rows: Rows) -> dict[str, list[Read]]:
    grouped: dict[str, list[Read]] = defaultdict(list)
    for read in rows:
        grouped[read.form.statement_id].append(read)
    return grouped


def _spoiled(bad: Sequence[Problem], sheet_rows: Sequence[Row]) -> dict[str, int]:
    """Give the statements of which some row is bad, each with the first such row."""
    numbers = {problem.row for problem in bad}
    spoiled: dict[str, int] = {}
    for row in sheet_rows:
        if row.number in numbers:
            spoiled.setdefault(row.cells.get("statement_id", "").strip(), row.number)
    return spoiled


def _problems(group: Rows, bad_row: int | None, known: Known) -> list[Problem]:
    """Give what is wrong with a statement as a whole, whatever stands in its lines."""
    if bad_row is not None:
        return [_problem(read, "statement_id", _of_row(OTHER_ROW.message, bad_row)) for read in group]
    first = group[0]
    if first.form.client_number not in known.clients:
        return [_problem(read, "client_number", str(NO_CLIENT)) for read in group]
    for name in HEAD:
        said = getattr(first.form, name)
        other = next((read for read in group[1:] if getattr(read.form, name) not in (None, "", said)), None)
        if other is not None:
            wrong = _problem(other, name, _of_row(DIFFERS.message, first.row.number))
            return [wrong, *_rest(group, other)]
    return []


def _against(held: HeldStatement, draft: StatementDraft, group: Rows, known: Known) -> list[Problem]:
    """Give what speaks against a statement whose id was taken in before; nothing where it says the same."""
    if held.client_id != known.clients[group[0].form.client_number]:
        sentence = OTHER_CLIENT
    elif held.state is StatementState.VOID:
        sentence = IS_VOID
    elif replace(draft, note=draft.note or held.draft.note) != held.draft:
        sentence = OTHER_LINES
    else:
        return []
    return [_problem(read, "statement_id", str(sentence)) for read in group]


def _unfit(group: Rows, why: Unfit) -> list[Problem]:
    """Name the cell that the ledger would refuse, and the other rows of its statement."""
    part, _, position = why.field.rpartition("_")
    if part in PARTS and position.isdigit():
        read, column = group[int(position) - 1], PARTS[part]
    else:
        read, column = group[0], OF_HEAD.get(why.field, "statement_id")
    return [_problem(read, column, str(why.sentence)), *_rest(group, read)]


def _rest(group: Rows, wrong: Read) -> list[Problem]:
    sentence = _of_row(OTHER_ROW.message, wrong.row.number)
    return [_problem(read, "statement_id", sentence) for read in group if read is not wrong]


def _of_row(message: str, number: int) -> str:
    return gettext(message) % {"row": number}


def _problem(read: Read, name: str, sentence: str) -> Problem:
    return problem_of(read.row, name, NAMES[name], sentence)
