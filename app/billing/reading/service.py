"""What clients do with statements and receipts: look at them and take them away, which their activity keeps."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart
from app.activity import service as activity
from app.activity.kinds import Kind
from app.billing.reading import papers
from app.billing.reading.account import account_of
from app.billing.reading.receipts import Receipt, receipt_of
from app.billing.reading.statements import StatementView, statement_of
from app.billing.reading.wording import receipt_name, statement_name
from app.printing.service import print_pdf
from app.web.templates import money

ONE_VIEW = timedelta(hours=1)
"""How long coming back to a page is one view of it."""

NAMED = """
select id, number, null::integer as cents, false as has_receipt from statement where client = $1 and id = any($2)
union all
select id, number, amount_cents, paid_at is not null from payment where client = $1 and id = any($2)
union all
select id, number, amount_cents, true from refund where client = $1 and id = any($2)
"""


async def see_statement(*, chart: CurrentChart, statement_id: UUID) -> StatementView:
    """Give a statement for its page; raises NotFound."""
    statement = await statement_of(chart, statement_id)
    await _note_view(chart, Kind.STATEMENT_VIEWED, "statement", statement_id)
    return statement


async def print_statement(*, chart: CurrentChart, statement_id: UUID) -> tuple[StatementView, bytes]:
    """Give a statement as a PDF to keep; raises NotFound and NotPrinted."""
    statement = await statement_of(chart, statement_id)
    await _note_download(chart, Kind.STATEMENT_DOWNLOADED, "statement", statement_id)
    owed = (await account_of(chart)).owed
    words = papers.of_statement(statement, client=chart.client_name, owed_in_all=owed)
    return statement, await print_pdf("statement", words)


async def see_receipt(*, chart: CurrentChart, receipt_id: UUID) -> Receipt:
    """Give the receipt of a payment or a refund for its page; raises NotFound."""
    receipt = await receipt_of(chart, receipt_id)
    await _note_view(chart, Kind.RECEIPT_VIEWED, "receipt", receipt_id)
    return receipt


async def print_receipt(*, chart: CurrentChart, receipt_id: UUID) -> tuple[Receipt, bytes]:
    """Give a receipt as a PDF to keep; raises NotFound and NotPrinted."""
    receipt = await receipt_of(chart, receipt_id)
    await _note_download(chart, Kind.RECEIPT_DOWNLOADED, "receipt", receipt_id)
    return receipt, await print_pdf("receipt", papers.of_receipt(receipt, client=chart.client_name))


async def _note_view(chart: CurrentChart, kind: Kind, object_kind: str, object_id: UUID) -> None:
    async with db.transaction():
        await activity.record_once(
            within=ONE_VIEW,
            by=chart.actor,
            kind=kind,
            object_kind=object_kind,
            object_id=object_id,
            client_id=chart.client_id,
        )


async def _note_download(chart: CurrentChart, kind: Kind, object_kind: str, object_id: UUID) -> None:
    async with db.transaction():
        await activity.record(
            by=chart.actor,
            kind=kind,
            object_kind=object_kind,
            object_id=object_id,
            client_id=chart.client_id,
        )


async def names_of(client_id: UUID, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Give what each of these statements, payments and refunds is called in the log of the chart."""
    return {row["id"]: _name(row) for row in await db.rows(NAMED, client_id, list(ids))}


def _name(row: db.Record) -> str:
    if row["cents"] is None:
        return statement_name(row["number"])
    amount = money(row["cents"])
    return f"{receipt_name(row['number'])}, {amount}" if row["has_receipt"] else amount
