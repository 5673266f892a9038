"""What a file of payments would do, in the order of its rows: each is measured at what is owed once those above it paid."""

from collections.abc import Sequence
from uuid import UUID

from app.activity.refusals import Unfit
from app.billing.importing.columns import PAYMENTS, PaymentRow
from app.billing.importing.planning import NO_CLIENT, SAME_ID, Known, Plan, Planned
from app.billing.ledger.desk import DeskPayment
from app.billing.ledger.drafts import LONGEST_MEMO, check_words
from app.billing.ledger.rules import TO_COME, check_pays_for
from app.billing.ledger.taking import MoreThanOwed, check_taken
from app.web.language import _l, gettext
from app.web.sheet import Problem, ReadRow, problem_of
from app.web.templates import money

Read = ReadRow[PaymentRow]

NAMES = {column.field: column.name for column in PAYMENTS}
OTHERS = _l("A payment of this id was taken in before, with something else in it.")
TOO_MUCH = _l(
    "This is more than is owed at the moment: %(owed)s. Write yes in the column “keep rest”, or correct the amount."
)
NO_STATEMENT = _l("No statement of this client was taken in under this id.")


def plan(rows: Sequence[Read], known: Known) -> Plan:
    """Say what these rows would do."""
    free, first = dict(known.free), dict[str, int]()
    planned: list[Planned] = []
    problems: list[Problem] = []
    unchanged = 0
    for read in rows:
        above = first.setdefault(read.form.payment_id, read.row.number)
        if above != read.row.number:
            problems.append(_problem(read, "payment_id", gettext(SAME_ID.message) % {"row": above}))
            continue
        try:
            found = _planned(read, known, free)
        except Unfit as why:
            problems.append(_problem(read, why.field, str(why.sentence)))
            continue
        if found is None:
            unchanged += 1
        else:
            planned.append(found)
            free[found.client_id] = max(0, free.get(found.client_id, 0) - found.cents)
    return Plan(tuple(planned), unchanged, tuple(problems))


def _planned(read: Read, known: Known, free: dict[UUID, int]) -> Planned | None:
    """Say what a row would do; None: nothing, it was taken in before. Raises Unfit."""
    row = read.form
    client_id = known.clients.get(row.client_number)
    if client_id is None:
        raise Unfit("client_number", NO_CLIENT)
    if row.payment_id in known.payments:
        _check_same(row, client_id, known)
        return None
    if row.received_on > known.today:
        raise Unfit("received_on", TO_COME)
    check_words("note", row.note, most=LONGEST_MEMO)
    _check_taken(row, free=free.get(client_id, 0))
    payment = DeskPayment(
        way=row.way,
        amount_cents=row.amount,
        received_on=row.received_on,
        memo=row.note,
        statement_id=_statement(row, client_id, known),
        keep_rest=row.keep_rest,
    )
    return Planned(read.row.number, client_id, row.client_number, row.payment_id, row.amount, payment)


def _check_taken(row: PaymentRow, *, free: int) -> None:
    try:
        check_taken(row.amount, way=row.way, owed=free, held=0, keep_rest=row.keep_rest)
    except MoreThanOwed as why:
        raise Unfit("amount", str(TOO_MUCH) % {"owed": money(why.free_cents)}) from None


def _check_same(row: PaymentRow, client_id: UUID, known: Known) -> None:
    held = known.payments[row.payment_id]
    told = (client_id, row.way, row.amount, row.received_on)
    if told != (held.client_id, held.way, held.amount_cents, held.received_on):
        raise Unfit("payment_id", OTHERS)


def _statement(row: PaymentRow, client_id: UUID, known: Known) -> UUID | None:
    if not row.statement_id:
        return None
    held = known.statements.get(row.statement_id)
    if held is None or held.client_id != client_id:
        raise Unfit("statement_id", NO_STATEMENT)
    try:
        check_pays_for(held.state)
    except Unfit as why:
        raise Unfit("statement_id", why.sentence) from None
    return held.id


def _problem(read: Read, name: str, sentence: str) -> Problem:
    return problem_of(read.row, name, NAMES[name], sentence)
