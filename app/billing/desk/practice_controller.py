"""Billing of the whole practice: payments, what is to be seen to, aged balances, and tables to take away."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app import config
from app.accounts.charts import check_rule
from app.accounts.pages import staff_page
from app.accounts.sessions import CurrentStaff, today
from app.billing.desk import practice, service
from app.billing.desk.aged import aged_balances
from app.billing.desk.exporting import export_balances, export_payments, may_export
from app.billing.desk.forms import SHOWN_WORDS, WHERE_WORDS, chosen
from app.billing.desk.pages import may_do
from app.billing.desk.rules import Choice, Shown
from app.billing.desk.service import RULE
from app.billing.importing.service import may_import
from app.config import Payments
from app.staff.rules import Action
from app.web.cursor import read_cursor
from app.web.downloads import kept_answer
from app.web.forms import FilledForm, asked, filled
from app.web.language import gettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience
from app.web.spreadsheet import MEDIA_TYPE, write_csv

PATH = "/staff/billing"
ASKED_FOR = ("shown", "where", "since", "until", "demo")


class PracticeBillingController(Controller):
    path = PATH
    opt = {"audience": Audience.STAFF}

    @get("/", name="billing.staff.payments")
    async def payments(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        check_rule(staff, RULE, Action.VIEW)
        data = asked(request)
        choice = chosen(data)
        form = choice if isinstance(choice, FilledForm) else filled(data)
        choice = Choice() if isinstance(choice, FilledForm) else choice
        before = read_cursor(request.query_params.get("before", ""))
        return staff_page(
            request,
            staff,
            "billing/staff/payments",
            status=422 if form.errors else 200,
            here=PATH,
            path=PATH,
            tabs=tabs(PATH),
            form=form,
            query=_query(request),
            narrowed=any(form.value(name) not in ("", "money", "any") for name in ASKED_FOR),
            shown=[(each.value, str(SHOWN_WORDS[each])) for each in Shown],
            where=[(each.value, str(words)) for each, words in WHERE_WORDS.items()],
            knows_demo=config.current().payments is Payments.DEMO,
            listed=await practice.payments(staff, choice, before=before),
            came_in=await practice.came_in(staff, choice),
            see_to=await practice.to_see_to(staff, now=datetime.now(UTC)),
            parked=await practice.parked(staff),
            may_import=may_import(staff),
            may_export=may_export(staff),
            **may_do(staff),
        )

    @get("/aged", name="billing.staff.aged")
    async def aged(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        check_rule(staff, RULE, Action.VIEW)
        after = read_cursor(request.query_params.get("before", ""))
        return staff_page(
            request,
            staff,
            "billing/staff/aged",
            path=f"{PATH}/aged",
            tabs=tabs(f"{PATH}/aged"),
            aged=await aged_balances(staff, after=after),
            may_export=may_export(staff),
        )

    @get("/payments.csv", name="billing.staff.payments_csv")
    async def take_payments(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        """Give what came in and was given back as a table, by the same choice of days and way as the list."""
        choice = chosen(asked(request))
        rows = await export_payments(
            staff=staff, choice=Choice() if isinstance(choice, FilledForm) else choice
        )
        return kept_answer(write_csv(rows), name=f"payments-{today()}.csv", media_type=MEDIA_TYPE)

    @get("/aged.csv", name="billing.staff.aged_csv")
    async def take_balances(self, staff: CurrentStaff) -> Response[Any]:
        rows = await export_balances(staff=staff)
        return kept_answer(write_csv(rows), name=f"aged-balances-{today()}.csv", media_type=MEDIA_TYPE)

    @post("/events/{event_id:uuid}/seen", name="billing.staff.seen", status_code=303)
    async def seen(self, staff: CurrentStaff, event_id: FromPath[UUID]) -> Response[Any]:
        await service.mark_seen(staff=staff, event_id=event_id)
        return see(PATH, flash=gettext("It is marked as seen."))


def tabs(here: str) -> list[tuple[str, str, bool, int]]:
    """Give the pages of billing for a tab bar."""
    pages = ((gettext("Payments"), PATH), (gettext("Aged balances"), f"{PATH}/aged"))
    return [(label, path, path == here, 0) for label, path in pages]


def _query(request: Request) -> str:
    """Give what is asked for as the beginning of an address's query."""
    kept = {name: value for name in ASKED_FOR if (value := request.query_params.get(name, "")[:20])}
    return f"{urlencode(kept)}&" if kept else ""
