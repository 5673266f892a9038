"""The payments of a chart: taken at the desk, looked at, given back, taken out."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.charts import chart_for_staff, open_chart
from app.accounts.pages import chart_page
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids, Unfit
from app.billing.desk import refunding, service
from app.billing.desk.forms import ReasonForm, RefundForm, TakeForm, taking
from app.billing.desk.listing import balance_of
from app.billing.desk.pages import (
    TAB,
    address,
    lead_back,
    may_do,
    new_payment_page,
    not_taken,
    payment_voiding_page,
    refund_page,
    refused,
)
from app.billing.desk.payments import put_to, refunds_of, steps_of
from app.billing.desk.service import RULE, payment_for
from app.billing.desk.words import ENDED
from app.billing.ledger.desk import DeskPayment
from app.billing.ledger.taking import SentOtherwise
from app.staff.rules import Action
from app.web.forms import FilledForm, filled, parse
from app.web.language import gettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience

Here = FromPath[UUID]


class ChartPaymentsController(Controller):
    path = "/staff/clients/{client_id:uuid}/billing/payments"
    opt = {"audience": Audience.STAFF}
    exception_handlers = {StateForbids: lead_back}

    @get("/new", name="billing.staff.new_payment")
    async def new_payment(self, request: Request, staff: CurrentStaff, client_id: Here) -> Response[Any]:
        chart = await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.CREATE)
        balance = await balance_of(client_id)
        statement = request.query_params.get("statement", "")[:40]
        form = taking(owed_cents=balance.payable_cents, statement=statement)
        return await new_payment_page(request, staff, chart, form=form)

    @post("/", name="billing.staff.payments.post", status_code=303)
    async def take(self, request: Request, staff: CurrentStaff, client_id: Here) -> Response[Any]:
        chart = await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.CREATE)
        data = await request.form()
        form = parse(TakeForm, data)
        if isinstance(form, FilledForm):
            return await new_payment_page(request, staff, chart, form=form, status=422)
        payment = DeskPayment(
            way=form.way,
            amount_cents=form.amount,
            received_on=form.received_on,
            memo=form.memo,
            statement_id=form.statement,
            keep_rest=form.keep_rest,
        )
        try:
            payment_id = await service.take(staff=staff, client_id=client_id, payment=payment, once=form.once)
        except SentOtherwise:
            raise
        except StateForbids as why:
            wrong = await not_taken(client_id, filled(data), why)
            return await new_payment_page(request, staff, chart, form=wrong, status=422)
        done = gettext("The payment is entered. The client finds it in the portal, with a receipt.")
        return see(address(client_id, "payments", payment_id), flash=done)

    @get("/{payment_id:uuid}", name="billing.staff.payment")
    async def payment(
        self, request: Request, staff: CurrentStaff, client_id: Here, payment_id: Here
    ) -> Response[Any]:
        _, found = await payment_for(staff, client_id, payment_id, Action.VIEW)
        return chart_page(
            request,
            staff,
            await open_chart(staff=staff, client_id=client_id, rule=RULE),
            "billing/staff/payment",
            tab=TAB,
            path=address(client_id),
            payment=found,
            put_to=await put_to(payment_id),
            refunds=await refunds_of(payment_id),
            steps=await steps_of(payment_id),
            **refunding.may_follow(found),
            **may_do(staff),
        )

    @post("/{payment_id:uuid}/ending", name="billing.staff.ending", status_code=303)
    async def end(self, staff: CurrentStaff, client_id: Here, payment_id: Here) -> Response[Any]:
        """End a card payment that is under way; where it was paid meanwhile, say so."""
        left = await service.end(staff=staff, client_id=client_id, payment_id=payment_id)
        return see(address(client_id, "payments", payment_id), flash=str(ENDED[left]))

    @get("/{payment_id:uuid}/refund", name="billing.staff.refund")
    async def how_much(
        self, request: Request, staff: CurrentStaff, client_id: Here, payment_id: Here
    ) -> Response[Any]:
        chart, found = await payment_for(staff, client_id, payment_id, Action.MODIFY)
        refunding.check_refundable(found)
        return await refund_page(request, staff, chart, found)

    @post("/{payment_id:uuid}/refund", name="billing.staff.refund.post", status_code=303)
    async def refund(
        self, request: Request, staff: CurrentStaff, client_id: Here, payment_id: Here
    ) -> Response[Any]:
        chart, found = await payment_for(staff, client_id, payment_id, Action.MODIFY)
        data = await request.form()
        form = parse(RefundForm, data)
        if isinstance(form, FilledForm):
            return await refund_page(request, staff, chart, found, form=form, status=422)
        try:
            said = await refunding.give_back(
                staff=staff,
                client_id=client_id,
                payment_id=payment_id,
                cents=form.amount,
                reason=form.reason,
                once=form.once,
            )
        except Unfit as why:
            wrong = refused(filled(data), why, otherwise="amount")
            return await refund_page(request, staff, chart, found, form=wrong, status=422)
        return see(address(client_id, "payments", payment_id), flash=said)

    @get("/{payment_id:uuid}/voiding", name="billing.staff.payment_voiding")
    async def why_void(
        self, request: Request, staff: CurrentStaff, client_id: Here, payment_id: Here
    ) -> Response[Any]:
        chart, found = await payment_for(staff, client_id, payment_id, Action.DELETE)
        refunding.check_voidable(found)
        return await payment_voiding_page(request, staff, chart, found)

    @post("/{payment_id:uuid}/voiding", name="billing.staff.payment_voiding.post", status_code=303)
    async def void(
        self, request: Request, staff: CurrentStaff, client_id: Here, payment_id: Here
    ) -> Response[Any]:
        chart, found = await payment_for(staff, client_id, payment_id, Action.DELETE)
        data = await request.form()
        form = parse(ReasonForm, data)
        if isinstance(form, FilledForm):
            return await payment_voiding_page(request, staff, chart, found, form=form, status=422)
        try:
            await service.void_payment(
                staff=staff, client_id=client_id, payment_id=payment_id, reason=form.reason
            )
        except Unfit as why:
            wrong = refused(filled(data), why, otherwise="reason")
            return await payment_voiding_page(request, staff, chart, found, form=wrong, status=422)
        done = gettext("The payment is taken out. What it had paid is owed again.")
        return see(address(client_id, "payments", payment_id), flash=done)
