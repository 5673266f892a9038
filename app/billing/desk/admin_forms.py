"""What staff do with billing in Piccolo Admin: by client, statement and receipt number, through the same services."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID, uuid5

from pydantic import BaseModel, BeforeValidator, Field

from app import db
from app.accounts.charts import numbered
from app.accounts.sessions import CurrentStaff, today
from app.activity.refusals import NotFound, StateForbids
from app.billing.desk import refunding, service
from app.billing.desk.forms import LONGEST_REASON, NO_AMOUNT, NO_DAY, NO_REASON, Memo, ReceivedOn
from app.billing.desk.service import RULE
from app.billing.desk.statement_form import LONGEST_NOTE, LONGEST_WORDS, Dollars
from app.billing.desk.told import posted
from app.billing.ledger.desk import DeskPayment
from app.billing.ledger.drafts import LineDraft, StatementDraft
from app.billing.rules import MOST_PAID_CENTS, Way
from app.staff.rules import Action
from app.web.admin import Choices, FormsOf
from app.web.forms import text
from app.web.language import Phrase, _l
from app.web.readers.dates import day
from app.web.readers.numbers import money

BILLING = _l("Billing")
SPACE = UUID("6f0f8f0e-2b64-4a5c-8f3c-3a1d0c9d5e41")
LARGEST_NUMBER = 2**31 - 1
LINES = (1, 2, 3)
NO_WAY = _l("Type cash, check, terminal or credit.")
NO_LINE = _l("Line %(number)s has an amount and no words, or words and no charge.")
ENTERED_BEFORE = _l("The very same was entered today already. If it was paid twice, say so in the note.")
STATEMENT_BEFORE = _l("The very same was posted today already. If both are meant, say so in the note.")
REFUNDED_BEFORE = _l("The very same was refunded today already. If both are meant, say so in the reason.")
PAYMENT_MADE, STATEMENT_MADE, REFUND_MADE = (
    f"select 1 from {table} where id = $1" for table in ("payment", "statement", "refund")
)
STATEMENT = "select id, client from statement where number = $1"
PAYMENT = "select id, client from payment where number = $1"

DONE_PAYMENT = _l("The payment is entered. The client finds it in the portal, with a receipt.")
DONE_VOID_STATEMENT = _l(
    "The statement is voided. What was paid for it went to other statements, or to credit."
)
DONE_VOID_PAYMENT = _l("The payment is taken out. What it had paid is owed again.")


def _way(raw: Any) -> str:
    """Read how it was paid, kept as text, which is what the admin's own form can hold."""
    typed = str(raw or "").strip().casefold()
    if typed not in (Way.CASH, Way.CHECK, Way.TERMINAL, Way.CREDIT):
        raise ValueError(NO_WAY)
    return typed


Number = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
Amount = Annotated[int, money(missing=NO_AMOUNT, most_cents=MOST_PAID_CENTS)]
Words = Annotated[str, text(most=LONGEST_WORDS)]
Reason = Annotated[str, text(most=LONGEST_REASON, missing=NO_REASON)]
Needed = Annotated[date, day(missing=NO_DAY)]


class PostedStatement(BaseModel):
    client_number: Number
    issued_on: Needed
    due_on: Needed
    words_1: Words
    charge_1: Dollars
    insurance_1: Dollars = None
    adjusted_1: Dollars = None
    words_2: Words = ""
    charge_2: Dollars = None
    insurance_2: Dollars = None
    adjusted_2: Dollars = None
    words_3: Words = ""
    charge_3: Dollars = None
    insurance_3: Dollars = None
    adjusted_3: Dollars = None
    note: Annotated[str, text(most=LONGEST_NOTE)] = ""
    tell_nobody: bool = False


class RecordedPayment(BaseModel):
    client_number: Number
    way: Annotated[str, BeforeValidator(_way)]
    amount: Amount
    received_on: ReceivedOn
    memo: Memo = ""
    keep_the_rest: bool = False


class Refunded(BaseModel):
    receipt_number: Number
    amount: Amount
    reason: Reason


class VoidedStatement(BaseModel):
    statement_number: Number
    reason: Reason


class VoidedPayment(BaseModel):
    receipt_number: Number
    reason: Reason


async def post(*, staff: CurrentStaff, form: PostedStatement) -> str:
    """Post a statement of up to three lines; give what the admin says then."""
    client_id = await numbered(staff=staff, number=form.client_number)
    lines = tuple(line for number in LINES if (line := _line(form, number)) is not None)
    draft = StatementDraft(issued_on=form.issued_on, due_on=form.due_on, note=form.note, lines=lines)
    once = await _new(STATEMENT_MADE, _once(staff, form), STATEMENT_BEFORE)
    told = not form.tell_nobody
    await service.post(staff=staff, client_id=client_id, draft=draft, told=told, once=once)
    return await posted(client_id, told=told)


async def take(*, staff: CurrentStaff, form: RecordedPayment) -> str:
    client_id = await numbered(staff=staff, number=form.client_number)
    once = await _new(PAYMENT_MADE, _once(staff, form), ENTERED_BEFORE)
    payment = DeskPayment(
        way=Way(form.way),
        amount_cents=form.amount,
        received_on=form.received_on,
        memo=form.memo,
        keep_rest=form.keep_the_rest,
    )
    await service.take(staff=staff, client_id=client_id, payment=payment, once=once)
    return str(DONE_PAYMENT)


async def refund(*, staff: CurrentStaff, form: Refunded) -> str:
    payment_id, client_id = await _found(staff, PAYMENT, form.receipt_number, "payment")
    return await refunding.give_back(
        staff=staff,
        client_id=client_id,
        payment_id=payment_id,
        cents=form.amount,
        reason=form.reason,
        once=await _new(REFUND_MADE, _once(staff, form), REFUNDED_BEFORE),
    )


async def void_statement(*, staff: CurrentStaff, form: VoidedStatement) -> str:
    statement_id, client_id = await _found(staff, STATEMENT, form.statement_number, "statement")
    await service.void_statement(
        staff=staff, client_id=client_id, statement_id=statement_id, reason=form.reason
    )
    return str(DONE_VOID_STATEMENT)


async def void_payment(*, staff: CurrentStaff, form: VoidedPayment) -> str:
    payment_id, client_id = await _found(staff, PAYMENT, form.receipt_number, "payment")
    await service.void_payment(staff=staff, client_id=client_id, payment_id=payment_id, reason=form.reason)
    return str(DONE_VOID_PAYMENT)


def _line(form: PostedStatement, number: int) -> LineDraft | None:
    """Give a line of the form; None where it is blank. Raises StateForbids for half a line."""
    words, charge, insurance, adjusted = (
        getattr(form, f"{part}_{number}") for part in ("words", "charge", "insurance", "adjusted")
    )
    if not words and charge is insurance is adjusted is None:
        return None
    if not words or charge is None:
        raise StateForbids(str(NO_LINE) % {"number": number})
    return LineDraft(
        service_on=None,
        words=words,
        charge_cents=charge,
        insurance_cents=insurance or 0,
        adjusted_cents=adjusted or 0,
    )


def _once(staff: CurrentStaff, form: BaseModel) -> UUID:
    """Make the id from what is sent: the form carries none, and pressed twice it shall be done once a day."""
    return uuid5(SPACE, f"{type(form).__name__} {staff.staff_id} {today()} {form.model_dump_json()}")


async def _new(statement: str, once: UUID, before: Phrase) -> UUID:
    """Give the id back where nothing was done by it yet; raises StateForbids."""
    if await db.row(statement, once) is not None:
        raise StateForbids(before)
    return once


async def _found(staff: CurrentStaff, statement: str, number: int, what: str) -> tuple[UUID, UUID]:
    """Give the id of what has a number, and whose it is; raises NotFound."""
    row = await db.row(statement, number)
    if row is None:
        raise NotFound(by=staff.actor, object_kind=what)
    return row["id"], row["client"]


CLIENT: dict[str, Phrase] = {"client_number": _l("Client number")}
WHY: dict[str, Phrase] = {"reason": _l("Reason; the client reads it")}
RECEIPT: dict[str, Phrase] = {"receipt_number": _l("Receipt number")}
OF_LINES: dict[str, Phrase] = {
    "words_1": _l("Line 1: what for, never a diagnosis"),
    "charge_1": _l("Line 1: charge in dollars"),
    "insurance_1": _l("Line 1: insurance paid"),
    "adjusted_1": _l("Line 1: adjusted"),
    "words_2": _l("Line 2: what for"),
    "charge_2": _l("Line 2: charge"),
    "insurance_2": _l("Line 2: insurance paid"),
    "adjusted_2": _l("Line 2: adjusted"),
    "words_3": _l("Line 3: what for"),
    "charge_3": _l("Line 3: charge"),
    "insurance_3": _l("Line 3: insurance paid"),
    "adjusted_3": _l("Line 3: adjusted"),
}

WAYS: dict[str, Choices] = {
    "way": {
        Way.CASH.value: _l("Cash"),
        Way.CHECK.value: _l("Check"),
        Way.TERMINAL.value: _l("Card terminal"),
        Way.CREDIT.value: _l("Let off by the practice"),
    }
}

_form = FormsOf(BILLING, RULE)

FORMS = (
    _form(
        _l("Post a statement"),
        _l(
            "Of up to three lines; longer ones are posted on the chart’s tab Billing. The client sees it at once."
        ),
        Action.CREATE,
        PostedStatement,
        {
            **CLIENT,
            "issued_on": _l("Date of the statement"),
            "due_on": _l("Due on"),
            **OF_LINES,
            "note": _l("Note to the client"),
            "tell_nobody": _l("Do not tell the client"),
        },
        post,
    ),
    _form(
        _l("Record a payment at the desk"),
        _l("It pays what is due first. The client finds it in the portal, with a receipt."),
        Action.CREATE,
        RecordedPayment,
        {
            **CLIENT,
            "way": _l("How it was paid"),
            "amount": _l("Amount in dollars"),
            "received_on": _l("Received on"),
            "memo": _l("Note; the client reads it"),
            "keep_the_rest": _l("Keep what is more than is owed as credit"),
        },
        take,
        WAYS,
    ),
    _form(
        _l("Refund a payment"),
        _l(
            "By card it goes back to the card; else you hand it out. Statements that it had paid are owed again."
        ),
        Action.MODIFY,
        Refunded,
        {**RECEIPT, "amount": _l("Amount in dollars"), **WHY},
        refund,
    ),
    _form(
        _l("Void a statement"),
        _l("Nothing of it is owed any more. What was paid for it goes to other statements, or to credit."),
        Action.DELETE,
        VoidedStatement,
        {"statement_number": _l("Statement number"), **WHY},
        void_statement,
    ),
    _form(
        _l("Void a payment"),
        _l("Only where it was entered at the desk by mistake. What it had paid is owed again."),
        Action.DELETE,
        VoidedPayment,
        {**RECEIPT, "reason": _l("Reason")},
        void_payment,
    ),
)
