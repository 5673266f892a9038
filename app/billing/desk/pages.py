"""The chart pages of billing, with what was typed into them."""

from typing import Any
from uuid import UUID

from app.accounts.charts import StaffChart
from app.accounts.pages import chart_page
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids, Unfit
from app.billing.desk.forms import TAKEN, giving_back
from app.billing.desk.listing import StatementRow, balance_of, open_statements
from app.billing.desk.payments import PaymentRow, put_to, under_way_of
from app.billing.desk.service import allowed
from app.billing.desk.statement_form import rows_of
from app.billing.desk.words import WAYS
from app.billing.ledger.taking import MoreThanOwed
from app.web.errors import Way, error_page
from app.web.forms import BLANK, FilledForm
from app.web.language import _l, gettext
from app.web.pages import Answer, Page
from app.web.request import Request
from app.web.templates import clock, money

TAB = "billing"


def address(client_id: UUID, *parts: object) -> str:
    """Give where the billing of a chart stands, or something within it."""
    return "/".join((f"/staff/clients/{client_id}/billing", *map(str, parts)))


def refused(form: FilledForm, why: StateForbids, *, otherwise: str) -> FilledForm:
    """Give the form back with the sentence at its field; that of the whole at the field `otherwise`."""
    return form.refused(**{why.field if isinstance(why, Unfit) else otherwise: why.sentence})


async def not_taken(client_id: UUID, form: FilledForm, why: StateForbids) -> FilledForm:
    """Give the form of a payment back; where card payments under way leave less to take, say so."""
    if not isinstance(why, MoreThanOwed) or not why.held_cents:
        return refused(form, why, otherwise="amount")
    under_way = [being_paid(each) for each in await under_way_of(client_id)]
    left = gettext(
        "So %(free)s can be taken now. Tick “Keep the rest as credit”, correct the amount, or end that payment first."
    )
    return form.refused(amount=" ".join([*under_way, left % {"free": money(why.free_cents)}]))


def being_paid(payment: PaymentRow) -> str:
    """Say that a client is paying so much by card just now, and until when they can."""
    if payment.is_open and payment.expires_at is not None:
        words = gettext("A card payment of %(amount)s is under way until %(time)s.")
        return words % {"amount": money(payment.amount_cents), "time": clock(payment.expires_at)}
    words = gettext("A card payment of %(amount)s is under way: the bank has not answered yet.")
    return words % {"amount": money(payment.amount_cents)}


def lead_back(request: Request, error: StateForbids) -> Page:
    """Answer 409 with what stands in the way, and lead back to what it is about."""
    known = request.path_params
    path, label = address(known["client_id"]), _l("Go to billing")
    for name, part, words in (
        ("payment_id", "payments", _l("Go to the payment")),
        ("statement_id", "statements", _l("Go to the statement")),
    ):
        if name in known:
            path, label = address(known["client_id"], part, known[name]), words
    return error_page(request, 409, sentence=error.sentence, ways=(Way(label, path),))


async def new_statement_page(
    request: Request,
    staff: CurrentStaff,
    chart: StaffChart,
    *,
    form: FilledForm,
    more: bool = False,
    status: int = 200,
) -> Answer:
    """Ask what a client is to pay for; `more`: with more blank rows than before."""
    rows = rows_of(form, more=more)
    return chart_page(
        request,
        staff,
        chart,
        "billing/staff/new_statement",
        tab=TAB,
        status=status,
        path=address(chart.client_id),
        form=form,
        rows=rows,
        row_count=len(rows),
        more=more,
    )


async def new_payment_page(
    request: Request, staff: CurrentStaff, chart: StaffChart, *, form: FilledForm, status: int = 200
) -> Answer:
    """Ask what was taken at the desk."""
    open_now = await open_statements(chart.client_id)
    balance = await balance_of(chart.client_id)
    under_way = await under_way_of(chart.client_id) if balance.held_cents else ()
    return chart_page(
        request,
        staff,
        chart,
        "billing/staff/new_payment",
        tab=TAB,
        status=status,
        path=address(chart.client_id),
        form=form,
        balance=balance,
        under_way=[(being_paid(each), each.id, each.called) for each in under_way],
        ways=[("", gettext("Choose how")), *((way.value, str(WAYS[way])) for way in TAKEN)],
        statements=[("", gettext("What is due first")), *(_option(each) for each in open_now)],
    )


async def refund_page(
    request: Request,
    staff: CurrentStaff,
    chart: StaffChart,
    payment: PaymentRow,
    *,
    form: FilledForm | None = None,
    status: int = 200,
) -> Answer:
    """Ask how much is given back and why; say which statements are owed again by it."""
    return chart_page(
        request,
        staff,
        chart,
        "billing/staff/refund",
        tab=TAB,
        status=status,
        path=address(chart.client_id, "payments", payment.id),
        payment=payment,
        form=form or giving_back(payment.refundable_cents),
        put_to=await put_to(payment.id),
    )


async def statement_voiding_page(
    request: Request,
    staff: CurrentStaff,
    chart: StaffChart,
    statement: StatementRow,
    *,
    form: FilledForm = BLANK,
    status: int = 200,
) -> Answer:
    return chart_page(
        request,
        staff,
        chart,
        "billing/staff/statement_voiding",
        tab=TAB,
        status=status,
        path=address(chart.client_id, "statements", statement.id),
        statement=statement,
        form=form,
    )


async def payment_voiding_page(
    request: Request,
    staff: CurrentStaff,
    chart: StaffChart,
    payment: PaymentRow,
    *,
    form: FilledForm = BLANK,
    status: int = 200,
) -> Answer:
    return chart_page(
        request,
        staff,
        chart,
        "billing/staff/payment_voiding",
        tab=TAB,
        status=status,
        path=address(chart.client_id, "payments", payment.id),
        payment=payment,
        form=form,
        put_to=await put_to(payment.id),
    )


def may_do(staff: CurrentStaff) -> dict[str, Any]:
    """Give a template what the rule lets a staff member do."""
    return {"may": allowed(staff)}


def _option(statement: StatementRow) -> tuple[str, str]:
    words = gettext("Statement %(number)s: %(owed)s") % {
        "number": statement.number,
        "owed": money(statement.owed_cents),
    }
    return str(statement.id), words
