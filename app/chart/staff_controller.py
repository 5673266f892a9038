"""The staff's clients: the search, a new one, and the first page of a chart."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.admission import STAFF_COOKIE
from app.accounts.charts import chart_for_staff, check_charts, check_rule, open_chart
from app.accounts.new_clients import Double, LikelyDoubles, NewClient, add_client, clinicians
from app.accounts.pages import chart_page, staff_page
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import NotFound, StateForbids
from app.chart.forms import NewClientForm, SearchForm
from app.chart.importing.service import may_import
from app.chart.rules import wanted
from app.chart.search import clients_of, read_before, recent_clients
from app.clients.lists.languages import LANGUAGES
from app.information.basic import same_number_as
from app.staff.rules import Action, PermissionRule, may
from app.web.cookies import read_cookie
from app.web.forms import BLANK, FilledForm, filled, parse
from app.web.language import Language, _l, gettext
from app.web.pages import see
from app.web.request import Request
from app.web.sealed import seal, unseal
from app.web.security import Audience

SEARCH, SEARCH_SECONDS = "client search", 12 * 60 * 60
"""What is looked for stands in addresses encrypted: names and birth dates belong in no history and no log."""
NOT_KNOWN = _l("Not known")


class ClientsController(Controller):
    path = "/staff/clients"
    opt = {"audience": Audience.STAFF}

    @get("/", name="chart.clients")
    async def clients(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        check_charts(staff)
        sealed = request.query_params.get("search", "")[:1000]
        typed = unseal(SEARCH, sealed, bound_to=read_cookie(request, STAFF_COOKIE)) or ""
        before = read_before(request.query_params.get("before", ""))
        found = await clients_of(staff, wanted(typed), before=before)
        return staff_page(
            request,
            staff,
            "chart/clients",
            clients=found.clients,
            older=found.older,
            form=FilledForm({"wanted": typed}),
            query=f"search={sealed}&" if typed else "",
            searched=bool(typed),
            recent=await recent_clients(staff) if not typed and before is None else (),
            may_invite=may(staff.permissions, PermissionRule.PORTAL_ACCOUNTS, Action.MODIFY),
            may_add=may(staff.permissions, PermissionRule.CLIENTS, Action.CREATE),
            may_import=may_import(staff),
        )

    @post("/search", name="chart.clients.search", status_code=303)
    async def search(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        check_charts(staff)
        form = parse(SearchForm, await request.form())
        if isinstance(form, FilledForm) or not form.wanted:
            return see("/staff/clients")
        session = read_cookie(request, STAFF_COOKIE)
        sealed = seal(SEARCH, form.wanted, bound_to=session, seconds=SEARCH_SECONDS)
        return see(f"/staff/clients?search={sealed}")

    @get("/new", name="chart.new")
    async def new(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        return await _new_page(request, staff)

    @post("/new", name="chart.new.post", status_code=303)
    async def add(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        data = await request.form()
        form = parse(NewClientForm, data)
        if isinstance(form, FilledForm):
            return await _new_page(request, staff, form=form, status=422)
        new = NewClient(**form.model_dump(exclude={"anyway"}))
        try:
            client_id = await add_client(staff=staff, new=new, anyway=form.anyway)
        except LikelyDoubles as why:
            refused = filled(data).refused(alike=why.sentence)
            return await _new_page(request, staff, form=refused, doubles=why.doubles, status=422)
        except StateForbids as why:
            return await _new_page(
                request, staff, form=filled(data).refused(clinician=why.sentence), status=422
            )
        return await _to_chart(staff, client_id)

    @get("/{client_id:uuid}", name="chart.overview")
    async def overview(
        self, request: Request, staff: CurrentStaff, client_id: FromPath[UUID]
    ) -> Response[Any]:
        chart = await open_chart(staff=staff, client_id=client_id)
        sees_doubles = may(staff.permissions, PermissionRule.CLIENTS, Action.VIEW)
        return chart_page(
            request,
            staff,
            chart,
            "chart/overview",
            tab="overview",
            may_write=may(staff.permissions, PermissionRule.SEND_MESSAGES, Action.CREATE),
            doubles=await same_number_as(client_id) if sees_doubles else (),
        )


async def _to_chart(staff: CurrentStaff, client_id: UUID) -> Response[Any]:
    """Lead to the chart's tab Client Portal; to the list when the new chart, or that tab, is not open to who added it."""
    try:
        chart = await chart_for_staff(staff=staff, client_id=client_id)
    except NotFound:
        return see(
            "/staff/clients", flash=gettext("The client is added. The chart is open to the clinician.")
        )
    said = gettext("%(name)s is added with number %(number)s.") % {"name": chart.name, "number": chart.number}
    portal = may(staff.permissions, PermissionRule.PORTAL_ACCOUNTS, Action.VIEW)
    return see(f"{chart.path}/portal" if portal else chart.path, flash=said)


async def _new_page(
    request: Request,
    staff: CurrentStaff,
    *,
    form: FilledForm = BLANK,
    doubles: tuple[Double, ...] = (),
    status: int = 200,
) -> Response[Any]:
    check_rule(staff, PermissionRule.CLIENTS, Action.CREATE)
    return staff_page(
        request,
        staff,
        "chart/new",
        status=status,
        here="/staff/clients/new",
        form=form,
        doubles=doubles,
        languages=[("", str(NOT_KNOWN)), *((each, LANGUAGES.label(each)) for each in Language)],
        clinicians=[("", gettext("Nobody yet")), *await clinicians()],
    )
