"""The client's pages of paying: how much, off to the vendor's page, and what became of it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.own import drafts
from app.accounts.own.drafts import Keeps
from app.accounts.pages import portal_page
from app.accounts.sessions import CurrentChart
from app.activity.refusals import StateForbids, Unfit
from app.billing.paying import results, service
from app.billing.paying.forms import PayingAnother, again, blank, limits_of_another, read
from app.billing.paying.listing import Payable, payable_of
from app.billing.paying.pages import UNFIT, is_demo, leading_on, status_of
from app.billing.paying.results import Looked
from app.billing.paying.rules import NO_CARDS
from app.billing.paying.service import takes_cards
from app.billing.paying.wording import said_of
from app.billing.rules import LEAST_PAID_CENTS
from app.web.forms import FilledForm, filled
from app.web.pages import Page, see
from app.web.request import Request
from app.web.security import Audience

BILLING, PAY = "/billing", "/billing/pay"
MOST_POLLS = 10
"""How often a page that waits asks by itself."""

Here = FromPath[UUID]


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that was not taken: as it is given back, why (where that belongs to no field), and the status."""

    form: FilledForm
    status: int
    sentence: str = ""


class PayingController(Controller):
    path = BILLING
    opt = {"audience": Audience.CLIENT}

    @get("/pay", name="billing.pay")
    async def pay(self, request: Request, chart: CurrentChart) -> Response[Any]:
        if not takes_cards():
            return see(BILLING)  # which says how to pay
        return await _pay_page(request, chart, _row_in(request.query_params.get("statement", "")))

    @post(
        "/payments",
        name="billing.payments",
        status_code=303,
        opt={"keeps": Keeps(PayingAnother, page=PAY, address=PAY)},
    )
    async def begin(self, request: Request, chart: CurrentChart) -> Response[Any]:
        data = await request.form()
        if not takes_cards():
            return await _again(request, chart, _refused(filled(data), StateForbids(NO_CARDS)))
        sent = read(data)
        if isinstance(sent, FilledForm):
            return await _again(request, chart, Refused(again(sent), UNFIT))
        try:
            begun = await service.begin(chart, sent)
        except StateForbids as why:
            return await _again(request, chart, _refused(filled(data), why))
        await drafts.forget(chart, PAY)
        return see(begun.leads_to)

    @get("/payments/{payment_id:uuid}", name="billing.payment", opt={"alone": True})  # it asks the vendor
    async def payment(self, request: Request, chart: CurrentChart, payment_id: Here) -> Response[Any]:
        return await _payment_page(request, chart, await results.look_at(chart, payment_id))

    @get("/payments/{payment_id:uuid}/answer", name="billing.payment.answer", opt={"poll": True})
    async def answer(self, request: Request, chart: CurrentChart, payment_id: Here) -> Response[Any]:
        looked = await results.look_at(chart, payment_id)
        return await _payment_page(request, chart, looked, polled=_polled(request))

    @post("/payments/{payment_id:uuid}/cancellation", name="billing.cancellation", status_code=303)
    async def take_back(self, chart: CurrentChart, payment_id: Here) -> Response[Any]:
        payment = await results.take_back(chart, payment_id)
        return see(payment.path)


def _refused(form: FilledForm, why: StateForbids) -> Refused:
    """Say how a form is given back that the rules did not take."""
    if isinstance(why, Unfit):
        return Refused(again(form, **{why.field: why.sentence}), UNFIT)
    return Refused(again(form), status_of(why), sentence=str(why.sentence))


async def _again(request: Request, chart: CurrentChart, refused: Refused) -> Page:
    statement_id = _row_in(refused.form.value("statement"))
    return await _pay_page(request, chart, statement_id, refused=refused)


async def _pay_page(
    request: Request, chart: CurrentChart, statement_id: UUID | None, *, refused: Refused | None = None
) -> Page:
    payable = await payable_of(chart, statement_id)
    left = await drafts.given_back(chart, PAY) if refused is None else None
    form = refused.form if refused else _begun(payable, left)
    page = await portal_page(
        request,
        chart,
        "billing/pay",
        status=refused.status if refused else 200,
        here=PAY,
        payable=payable,
        form=form,
        left=left,
        said=refused.sentence if refused else "",
        takes_cards=takes_cards(),
        another=payable.free_cents > LEAST_PAID_CENTS,
        limits=limits_of_another(payable),
        demo=is_demo(),
    )
    return leading_on(request, page)


def _begun(payable: Payable, left: drafts.GivenBack | None) -> FilledForm:
    begun = blank(payable)
    kept = left.form.typed if left else {}
    return FilledForm({**begun.typed, **{name: kept[name] for name in ("how", "amount") if name in kept}})


async def _payment_page(request: Request, chart: CurrentChart, looked: Looked, *, polled: int = 0) -> Page:
    payment, said = looked.payment, said_of(looked.payment, sure=looked.sure)
    return await portal_page(
        request,
        chart,
        "billing/payment",
        here=payment.path,
        payment=payment,
        said=said,
        polled=polled,
        next_look=polled + 1 if said.waits and polled < MOST_POLLS else 0,
    )


def _polled(request: Request) -> int:
    """Read how often a page has asked by itself."""
    typed = request.query_params.get("looks", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else MOST_POLLS


def _row_in(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
