"""The client's pages of billing: what is owed, each statement, the history of payments, and receipts."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath

from app.accounts.pages import portal_page
from app.accounts.sessions import CurrentChart
from app.billing.reading import service
from app.billing.reading.account import PATH, account_of, takes_cards
from app.billing.reading.history import history_of
from app.billing.reading.statements import statements_of
from app.files.rules import MEDIA_TYPES, FileKind
from app.web.cursor import read_cursor
from app.web.downloads import kept_answer
from app.web.language import gettext
from app.web.request import Request
from app.web.security import Audience

HISTORY = f"{PATH}/history"
PDF = MEDIA_TYPES[FileKind.PDF]


def tabs(here: str) -> list[tuple[str, str, bool, int]]:
    """Give the tabs of billing."""
    items = ((gettext("Statements"), PATH), (gettext("History"), HISTORY))
    return [(label, path, path == here, 0) for label, path in items]


class BillingController(Controller):
    path = PATH
    opt = {"audience": Audience.CLIENT}

    @get("/", name="billing.billing")
    async def billing(self, request: Request, chart: CurrentChart) -> Response[Any]:
        before = read_cursor(request.query_params.get("before", ""))
        return await portal_page(
            request,
            chart,
            "billing/billing",
            tabs=tabs(PATH),
            account=await account_of(chart),
            statements=await statements_of(chart, before=before),
            takes_cards=takes_cards(),
        )

    @get("/history", name="billing.history")
    async def history(self, request: Request, chart: CurrentChart) -> Response[Any]:
        before = read_cursor(request.query_params.get("before", ""))
        return await portal_page(
            request,
            chart,
            "billing/history",
            tabs=tabs(HISTORY),
            account=await account_of(chart),
            history=await history_of(chart, before=before),
        )


class StatementController(Controller):
    path = f"{PATH}/statements/{{statement_id:uuid}}"
    opt = {"audience": Audience.CLIENT}

    @get("/", name="billing.statement")
    async def statement(
        self, request: Request, chart: CurrentChart, statement_id: FromPath[UUID]
    ) -> Response[Any]:
        statement = await service.see_statement(chart=chart, statement_id=statement_id)
        can_pay = takes_cards() and statement.is_open
        return await portal_page(request, chart, "billing/statement", statement=statement, can_pay=can_pay)

    @get("/pdf", name="billing.statement.pdf")
    async def pdf(self, chart: CurrentChart, statement_id: FromPath[UUID]) -> Response[Any]:
        """Give a statement as a PDF."""
        statement, content = await service.print_statement(chart=chart, statement_id=statement_id)
        return kept_answer(content, name=f"{statement.name}.pdf", media_type=PDF)


class ReceiptController(Controller):
    path = f"{PATH}/receipts/{{receipt_id:uuid}}"
    opt = {"audience": Audience.CLIENT}

    @get("/", name="billing.receipt")
    async def receipt(
        self, request: Request, chart: CurrentChart, receipt_id: FromPath[UUID]
    ) -> Response[Any]:
        receipt = await service.see_receipt(chart=chart, receipt_id=receipt_id)
        return await portal_page(request, chart, "billing/receipt", receipt=receipt)

    @get("/pdf", name="billing.receipt.pdf")
    async def pdf(self, chart: CurrentChart, receipt_id: FromPath[UUID]) -> Response[Any]:
        """Give a receipt as a PDF."""
        receipt, content = await service.print_receipt(chart=chart, receipt_id=receipt_id)
        return kept_answer(content, name=f"{receipt.name}.pdf", media_type=PDF)
