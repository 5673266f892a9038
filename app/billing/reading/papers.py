"""Statements and receipts on paper: all words, in the order they stand in."""

from typing import Any
from urllib.parse import urlsplit

from app import config
from app.accounts.sessions import today
from app.billing.reading.account import takes_cards
from app.billing.reading.receipts import Part, Receipt
from app.billing.reading.statements import LineView, PaymentView, StatementView
from app.practice.settings import PRACTICE
from app.web.language import current_language, gettext
from app.web.templates import day_short, moment, money

Rows = list[tuple[str, str]]


def of_statement(statement: StatementView, *, client: str, owed_in_all: int) -> dict[str, Any]:
    """Give the words of a statement."""
    facts = [(gettext("Client"), client), (gettext("Sent"), day_short(statement.issued_on))]
    due = [] if statement.is_void else [(gettext("Due by"), day_short(statement.due_on))]
    columns = (gettext("Charge"), gettext("Insurance paid"), gettext("Adjusted"), gettext("Your part"))
    sums = statement.sums
    return _letterhead(statement.name, client) | {
        "facts": _rows([*facts, *due, *_standing(statement)]),
        "columns": [gettext("What it is for"), *columns],
        "lines": [_line(line) for line in statement.lines],
        "sums": _rows(
            [(gettext("Total"), money(sums.total)), (gettext("Paid so far"), money(statement.less_paid))]
        ),
        "left": {"label": gettext("Left to pay"), "words": money(sums.owed)},
        "in_all": _rows([(_in_all(), money(owed_in_all))]),
        "paid_title": gettext("Paid for this statement"),
        "paid": _rows([(_paid_by(each), money(each.cents)) for each in statement.payments]),
        "note": statement.note,
        "taken_back": _taken_back(statement),
        "pay_title": gettext("How to pay") if statement.is_open else "",
        "pay": _ways_to_pay() if statement.is_open else [],
    }


def _in_all() -> str:
    return gettext("Left to pay on all statements, %(date)s") % {"date": day_short(today())}


def _paid_by(payment: PaymentView) -> str:
    demo = "" if payment.live else gettext("DEMO")
    return ", ".join(filter(None, (payment.title, day_short(payment.on), payment.receipt, demo)))


def _ways_to_pay() -> list[str]:
    host = urlsplit(config.current().public_url).netloc
    by_card = gettext("By card in the portal: %(host)s") % {"host": host} if takes_cards() else ""
    return [words for words in (by_card, PRACTICE.how_to_pay) if words]


def _standing(statement: StatementView) -> Rows:
    """Say how a statement stands, where that is not said by the day it is due."""
    words, _ = statement.tag
    partly = [gettext("Partly paid")] if statement.sums.is_partly_paid else []
    said = partly if statement.is_due else [*partly, words]
    return [(gettext("How it stands"), ", ".join(said))] if said else []


def _taken_back(statement: StatementView) -> str:
    if not statement.is_void:
        return ""
    words = gettext("Your practice took this statement back. You owe nothing for it.")
    return f"{words} {statement.void_reason}".strip()


def _line(line: LineView) -> dict[str, Any]:
    amounts = (line.charge, -line.insurance, -line.adjusted, line.yours)
    return {
        "words": line.words,
        "on": day_short(line.on) if line.on else "",
        "amounts": [money(cents) for cents in amounts],
    }


def of_receipt(receipt: Receipt, *, client: str) -> dict[str, Any]:
    """Give the words of a receipt."""
    how = gettext("How it was given back") if receipt.is_refund else gettext("How it was paid")
    typed = gettext("Reason") if receipt.is_refund else gettext("Note")
    facts = [
        (gettext("Day and time"), moment(receipt.at)),
        (gettext("Client"), client),
        (how, receipt.how),
        (gettext("Paid in the portal by"), receipt.payer),
        (gettext("Reference number"), str(receipt.number)),
        (gettext("Refund of"), receipt.of.words if receipt.of else ""),
        (typed, receipt.typed),
    ]
    return _letterhead(receipt.name, client) | {
        "amount": {"label": receipt.title, "words": money(receipt.cents)},
        "facts": _rows([(label, words) for label, words in facts if words]),
        "parts_title": gettext("What it was for"),
        "parts": _rows([(part.words, money(part.cents)) for part in receipt.parts]),
        "back_title": receipt.refunded,
        "back": _rows([(_part_on(part), money(-part.cents)) for part in receipt.given_back]),
        "left": _left(receipt),
        "note": receipt.note,
        "demo": receipt.mark,
    }


def _part_on(part: Part) -> str:
    return f"{part.words}, {day_short(part.on)}" if part.on else part.words


def _left(receipt: Receipt) -> list[dict[str, str]]:
    if receipt.owed_after is None:
        return []
    return _rows([(gettext("Left to pay after this"), money(receipt.owed_after))])


def _letterhead(title: str, client: str) -> dict[str, Any]:
    tax_id = PRACTICE.tax_id
    about = (
        PRACTICE.billing_address,
        PRACTICE.phone_display,
        gettext("Tax id: %(number)s") % {"number": tax_id} if tax_id else "",
    )
    return {
        "title": title,
        "practice": PRACTICE.name,
        "about": [words for words in about if words],
        "language": current_language().value,
        "footer": f"{client} · {title}",
    }


def _rows(rows: Rows) -> list[dict[str, str]]:
    return [{"label": label, "words": words} for label, words in rows]
