"""The chart's tab Billing: what is owed, statements, and taking them back."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.charts import chart_for_staff, open_chart
from app.accounts.pages import chart_page
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids, Unfit
from app.billing.desk import service
from app.billing.desk.forms import ReasonForm
from app.billing.desk.listing import MOST_OPEN, balance_of, lines_of, open_statements, paid_by, statements_of
from app.billing.desk.pages import (
    TAB,
    address,
    lead_back,
    may_do,
    new_statement_page,
    refused,
    statement_voiding_page,
)
from app.billing.desk.payments import payments_of
from app.billing.desk.service import RULE, statement_for
from app.billing.desk.statement_form import PARTS, TypedStatement, beginning, place, read_statement
from app.billing.desk.told import posted
from app.billing.ledger.rules import check_can_void_statement
from app.billing.ledger.taking import SentOtherwise
from app.staff.rules import Action
from app.web.cursor import read_cursor
from app.web.forms import FilledForm, filled, parse
from app.web.language import gettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience

Here = FromPath[UUID]


class ChartBillingController(Controller):
    path = "/staff/clients/{client_id:uuid}/billing"
    opt = {"audience": Audience.STAFF}
    exception_handlers = {StateForbids: lead_back}

    @get("/", name="billing.staff.billing")
    async def billing(self, request: Request, staff: CurrentStaff, client_id: Here) -> Response[Any]:
        chart = await open_chart(staff=staff, client_id=client_id, rule=RULE)
        before = read_cursor(request.query_params.get("before", ""))
        open_now = await open_statements(client_id)
        return chart_page(
            request,
            staff,
            chart,
            "billing/staff/billing",
            tab=TAB,
            path=address(client_id),
            balance=await balance_of(client_id),
            statements=open_now[:MOST_OPEN],
            more_statements=len(open_now) > MOST_OPEN,
            payments=await payments_of(client_id, before=before),
            **may_do(staff),
        )

    @get("/statements", name="billing.staff.statements")
    async def statements(self, request: Request, staff: CurrentStaff, client_id: Here) -> Response[Any]:
        chart = await open_chart(staff=staff, client_id=client_id, rule=RULE)
        before = read_cursor(request.query_params.get("before", ""))
        return chart_page(
            request,
            staff,
            chart,
            "billing/staff/statements",
            tab=TAB,
            path=address(client_id),
            statements=await statements_of(client_id, before=before),
            **may_do(staff),
        )

    @get("/statements/new", name="billing.staff.new_statement")
    async def new_statement(self, request: Request, staff: CurrentStaff, client_id: Here) -> Response[Any]:
        chart = await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.CREATE)
        return await new_statement_page(request, staff, chart, form=beginning())

    @post("/statements", name="billing.staff.statements.post", status_code=303)
    async def post_statement(self, request: Request, staff: CurrentStaff, client_id: Here) -> Response[Any]:
        """Post a statement; or show the form again with more rows, where that is asked for."""
        chart = await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.CREATE)
        data = await request.form()
        if data.get("more"):
            return await new_statement_page(request, staff, chart, form=filled(data), more=True)
        typed = read_statement(data)
        if isinstance(typed, FilledForm):
            return await new_statement_page(request, staff, chart, form=typed, status=422)
        try:
            statement_id = await service.post(
                staff=staff, client_id=client_id, draft=typed.draft, told=typed.told, once=typed.once
            )
        except SentOtherwise:
            raise
        except StateForbids as why:
            wrong = filled(data).refused(**{_field(why, typed): why.sentence})
            return await new_statement_page(request, staff, chart, form=wrong, status=422)
        return see(
            address(client_id, "statements", statement_id), flash=await posted(client_id, told=typed.told)
        )

    @get("/statements/{statement_id:uuid}", name="billing.staff.statement")
    async def statement(
        self, request: Request, staff: CurrentStaff, client_id: Here, statement_id: Here
    ) -> Response[Any]:
        _, found = await statement_for(staff, client_id, statement_id, Action.VIEW)
        return chart_page(
            request,
            staff,
            await open_chart(staff=staff, client_id=client_id, rule=RULE),
            "billing/staff/statement",
            tab=TAB,
            path=address(client_id),
            statement=found,
            lines=await lines_of(statement_id),
            paid_by=await paid_by(statement_id),
            **may_do(staff),
        )

    @get("/statements/{statement_id:uuid}/voiding", name="billing.staff.statement_voiding")
    async def why_void(
        self, request: Request, staff: CurrentStaff, client_id: Here, statement_id: Here
    ) -> Response[Any]:
        chart, found = await statement_for(staff, client_id, statement_id, Action.DELETE)
        check_can_void_statement(found.state)
        return await statement_voiding_page(request, staff, chart, found)

    @post(
        "/statements/{statement_id:uuid}/voiding",
        name="billing.staff.statement_voiding.post",
        status_code=303,
    )
    async def void(
        self, request: Request, staff: CurrentStaff, client_id: Here, statement_id: Here
    ) -> Response[Any]:
        chart, found = await statement_for(staff, client_id, statement_id, Action.DELETE)
        data = await request.form()
        form = parse(ReasonForm, data)
        if isinstance(form, FilledForm):
            return await statement_voiding_page(request, staff, chart, found, form=form, status=422)
        try:
            await service.void_statement(
                staff=staff, client_id=client_id, statement_id=statement_id, reason=form.reason
            )
        except Unfit as why:
            wrong = refused(filled(data), why, otherwise="reason")
            return await statement_voiding_page(request, staff, chart, found, form=wrong, status=422)
        done = gettext(
            "The statement is voided. What was paid for it went to other statements, or to credit."
        )
        return see(address(client_id, "statements", statement_id), flash=done)


def _field(why: StateForbids, typed: TypedStatement) -> str:
    """Give the field of the form that a sentence of the ledger is about: it counts lines, the form counts rows."""
    field = why.field if isinstance(why, Unfit) else ""
    part, _, position = field.rpartition("_")
    if part in PARTS and position.isdigit():
        return place(typed.places[int(position) - 1], part)
    return field if field in ("due_on", "issued_on", "note") else place(1, "words")
