"""The chart pages of billing, with what was typed into them."""

from typing import Any
from uuid import UUID

from app.accounts.charts import StaffChart
from app.accounts.pages import chart_page
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids, Unfit
from app.billing.desk.forms import TAKEN, giving_back
from app.billing.desk.listing import StatementRow, balance_of, open_statements
from app.billing.desk.payments import PaymentRow, put_to
from app.billing.desk.service import allowed
from app.billing.desk.statement_form import rows_of
from app.billing.desk.words import WAYS
from app.web.forms import BLANK, FilledForm
from app.web.language import gettext
from app.web.pages import Answer
from app.web.request import Request
from app.web.templates import money

TAB = "billing"


def address(client_id: UUID, *parts: object) -> str:
    """Give where the billing of a chart stands, or something within it."""
    return "/".join((f"/staff/clients/{client_id}/billing", *map(str, parts)))


def refused(form: FilledForm, why: StateForbids, *, otherwise: str) -> FilledForm:
    """Give the form back with the sentence at its field; that of the whole at the field `otherwise`."""
    return form.refused(**{why.field if isinstance(why, Unfit) else otherwise: why.sentence})


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
    return chart_page(
        request,
        staff,
        chart,
        "billing/staff/new_payment",
        tab=TAB,
        status=status,
        path=address(chart.client_id),
        form=form,
        balance=await balance_of(chart.client_id),
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
