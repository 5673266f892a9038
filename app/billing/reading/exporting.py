"""What a client owes and paid for the export of their whole portal record: lists, statements and receipts as PDFs."""

from collections.abc import AsyncIterator, Callable
from uuid import UUID

from app import db
from app.billing.reading import papers
from app.billing.reading.account import Account, account_in
from app.billing.reading.history import Entry, whole_history
from app.billing.reading.receipts import receipt_in
from app.billing.reading.statements import StatementView, every_statement
from app.billing.reading.wording import DEMO_MARK, receipt_name
from app.printing.service import print_pdf
from app.web.language import gettext
from app.web.panel import Exported, ExportedFile, ExportedTable, Exporting
from app.web.templates import day_short, money

RECEIPTS = """
select id, number, paid_at as at from payment
where client = $1 and paid_at is not null and state in ('succeeded', 'voided')
union all
select refund.id, refund.number, refund.asked_at from refund join payment on payment.id = refund.payment
where refund.client = $1 and payment.paid_at is not null and payment.state in ('succeeded', 'voided')
order by at desc, number desc
"""


async def exported(asked: Exporting) -> AsyncIterator[Exported]:
    """Give statements and the history of payments as the pages of billing show them."""
    account, statements = await account_in(asked.client_id), await every_statement(asked.client_id)
    yield _account(account)
    yield _statements(statements)
    yield _lines(statements)
    yield _history(await whole_history(asked.client_id))
    for statement in statements:
        yield ExportedFile(f"statements/{statement.name}.pdf", _statement_pdf(asked, statement, account))
    for row in await db.rows(RECEIPTS, asked.client_id):
        yield ExportedFile(f"receipts/{receipt_name(row['number'])}.pdf", _receipt_pdf(asked, row["id"]))


def _account(account: Account) -> ExportedTable:
    rows = (
        (gettext("Left to pay"), money(account.owed)),
        (gettext("Credit"), money(account.credit)),
        (gettext("Paid for visits to come"), money(account.ahead)),
    )
    columns = (gettext("What"), gettext("Amount"))
    return ExportedTable("balance", gettext("Balance"), columns, rows)


def _statements(statements: tuple[StatementView, ...]) -> ExportedTable:
    columns = (
        gettext("Statement"),
        gettext("Sent"),
        gettext("Due by"),
        gettext("Total"),
        gettext("Paid so far"),
        gettext("Left to pay"),
        gettext("How it stands"),
        gettext("Note"),
    )
    return ExportedTable("statements", gettext("Statements"), columns, tuple(map(_statement, statements)))


def _statement(statement: StatementView) -> tuple[str, ...]:
    sums = statement.sums
    amounts = tuple(money(cents) for cents in (sums.total, sums.paid, sums.owed))
    days = (day_short(statement.issued_on), day_short(statement.due_on))
    note = " ".join(filter(None, (statement.note, statement.void_reason)))
    return (statement.name, *days, *amounts, statement.tag[0], note)


def _lines(statements: tuple[StatementView, ...]) -> ExportedTable:
    columns = (
        gettext("Statement"),
        gettext("What it is for"),
        gettext("Date"),
        gettext("Charge"),
        gettext("Insurance paid"),
        gettext("Adjusted"),
        gettext("Your part"),
    )
    rows = tuple(
        (
            statement.name,
            line.words,
            day_short(line.on) if line.on else "",
            *(money(cents) for cents in (line.charge, line.insurance, line.adjusted, line.yours)),
        )
        for statement in statements
        for line in statement.lines
    )
    return ExportedTable("statement-lines", gettext("What the statements are for"), columns, rows)


def _history(entries: tuple[Entry, ...]) -> ExportedTable:
    columns = (
        gettext("Date"),
        gettext("What it is"),
        gettext("Amount"),
        gettext("Owed then"),
        gettext("How it stands"),
        gettext("Note"),
    )
    return ExportedTable("payments", gettext("History"), columns, tuple(map(_entry, entries)))


def _entry(entry: Entry) -> tuple[str, ...]:
    title = ", ".join((entry.title, *entry.said))
    marks = (entry.tag[0], entry.credit, "" if entry.live else str(DEMO_MARK))
    standing = ", ".join(filter(None, marks))
    return (day_short(entry.on), title, entry.figure, money(entry.owed_then), standing, entry.typed)


def _statement_pdf(
    asked: Exporting, statement: StatementView, account: Account
) -> Callable[[], AsyncIterator[bytes]]:
    async def parts() -> AsyncIterator[bytes]:
        words = papers.of_statement(statement, client=asked.client_name, owed_in_all=account.owed)
        yield await print_pdf("statement", words)

    return parts


def _receipt_pdf(asked: Exporting, receipt_id: UUID) -> Callable[[], AsyncIterator[bytes]]:
    async def parts() -> AsyncIterator[bytes]:
        receipt = await receipt_in(asked.client_id, receipt_id, client=asked.client_name)
        if receipt is not None:
            yield await print_pdf("receipt", papers.of_receipt(receipt, client=asked.client_name))

    return parts
