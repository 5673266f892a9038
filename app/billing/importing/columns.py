"""The columns of files of statements and of payments, and how each cell is read."""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator

from app.billing.desk.forms import LONGEST_MEMO, NO_AMOUNT, NO_DAY
from app.billing.desk.statement_form import LONGEST_NOTE, LONGEST_WORDS, NO_CHARGE, NO_WORDS, Dollars
from app.billing.rules import MOST_PAID_CENTS, MOST_STATED_CENTS, Way
from app.web.forms import Form, cleaned, text
from app.web.language import _l
from app.web.readers.numbers import money
from app.web.readers.sheets import LONGEST_CELL, client_number_cell, day_cell
from app.web.sheet import Column

NO_ID = _l("Every statement needs an id of its own.")
NO_PAYMENT_ID = _l("Every payment needs an id of its own.")
NO_WAY = _l("Write cash, check, terminal or credit.")
NO_CHOICE = _l("Write yes or no.")


class What(StrEnum):
    """What is in a file."""

    STATEMENTS = "statements"
    PAYMENTS = "payments"


CLIENT = Column("client number", also=("client", "client no", "client id", "chart number"), needed=True)
STATEMENTS = (
    Column("statement id", also=("id", "statement", "invoice", "invoice id", "external id"), needed=True),
    CLIENT,
    Column("statement date", also=("issued on", "issued", "invoice date")),
    Column("due date", also=("due on", "due")),
    Column("note", also=("note to the client", "memo")),
    Column("service date", also=("date of service", "service on", "dos")),
    Column("description", also=("what for", "words", "service"), needed=True),
    Column("charge", also=("charges", "fee", "amount"), needed=True),
    Column("insurance paid", also=("insurance", "insurance payment")),
    Column("adjusted", also=("adjustment", "adjustments", "write off")),
)
PAYMENTS = (
    Column("payment id", also=("id", "payment", "external id", "receipt"), needed=True),
    CLIENT,
    Column("amount", also=("paid", "payment amount"), needed=True),
    Column("way", also=("how", "method", "payment method", "type"), needed=True),
    Column("received on", also=("date", "paid on", "payment date", "received"), needed=True),
    Column("statement id", also=("statement", "invoice", "invoice id")),
    Column("note", also=("memo", "check number")),
    Column("keep rest", also=("keep the rest as credit", "keep rest as credit")),
)
COLUMNS: dict[What, tuple[Column, ...]] = {What.STATEMENTS: STATEMENTS, What.PAYMENTS: PAYMENTS}

WAYS: dict[str, Way] = {
    "cash": Way.CASH,
    **dict.fromkeys(("check", "cheque"), Way.CHECK),
    **dict.fromkeys(("terminal", "card", "credit card", "debit card", "card at the office"), Way.TERMINAL),
    **dict.fromkeys(("credit", "let off", "courtesy", "write off"), Way.CREDIT),
}
CHOICES = {"": False, "no": False, "n": False, "false": False, "0": False, "yes": True, "y": True, "true": True, "1": True}  # fmt: skip


def _word(raw: Any) -> str:
    return re.sub(r"[\s_-]+", " ", cleaned(raw, most=LONGEST_CELL)).casefold()


def _way(raw: Any) -> Way:
    found = WAYS.get(_word(raw))
    if found is None:
        raise ValueError(NO_WAY)
    return found


def _choice(raw: Any) -> bool:
    found = CHOICES.get(_word(raw))
    if found is None:
        raise ValueError(NO_CHOICE)
    return found


class StatementRow(Form):
    """A line of a statement, of which every cell is good by itself; rows of one id are one statement."""

    statement_id: Annotated[str, text(most=100, missing=NO_ID)]
    client_number: Annotated[int, client_number_cell()]
    statement_date: Annotated[date | None, day_cell()]
    due_date: Annotated[date | None, day_cell()]
    note: Annotated[str, text(most=LONGEST_NOTE)]
    service_date: Annotated[date | None, day_cell()]
    description: Annotated[str, text(most=LONGEST_WORDS, missing=NO_WORDS)]
    charge: Annotated[int, money(most_cents=MOST_STATED_CENTS, missing=NO_CHARGE)]
    insurance_paid: Dollars
    adjusted: Dollars


class PaymentRow(Form):
    """A payment, of which every cell is good by itself."""

    payment_id: Annotated[str, text(most=100, missing=NO_PAYMENT_ID)]
    client_number: Annotated[int, client_number_cell()]
    amount: Annotated[int, money(most_cents=MOST_PAID_CENTS, missing=NO_AMOUNT)]
    way: Annotated[Way, BeforeValidator(_way)]
    received_on: Annotated[date, day_cell(missing=NO_DAY)]
    statement_id: Annotated[str, text(most=100)]
    note: Annotated[str, text(most=LONGEST_MEMO)]
    keep_rest: Annotated[bool, BeforeValidator(_choice)]
