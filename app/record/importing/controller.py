"""Files of the EHR in a chart: sent, what they would do, and taken in."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.charts import StaffChart, chart_for_staff
from app.accounts.pages import chart_page
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids, Unfit
from app.record.importing import limits, service
from app.record.importing.rows import LONGEST_SOURCE
from app.record.importing.service import RULE, USUAL_SOURCE, ImportView
from app.staff.rules import Action
from app.web.forms import BLANK, FilledForm, Form, filled, parse, text, ticked
from app.web.language import _l, gettext
from app.web.pages import see, wants_fragment
from app.web.request import Request
from app.web.security import Audience
from app.web.uploads import sent_files

LARGEST_FORM = limits.LARGEST_BYTES + 1_000_000
SLOW = {"body_seconds": 600}
NO_FILE = _l("Please choose a file.")
Here = FromPath[UUID]


class SentForm(Form):
    source: Annotated[str, text(most=LONGEST_SOURCE)]


class TakenIn(Form):
    same_person: Annotated[bool, ticked()]


class ChartImportController(Controller):
    path = "/staff/clients/{client_id:uuid}/record/imports"
    opt = {"audience": Audience.STAFF}

    @get("/", name="record.staff.imports")
    async def imports(self, request: Request, staff: CurrentStaff, client_id: Here) -> Response[Any]:
        chart = await _chart(staff, client_id)
        return await _imports_page(request, staff, chart)

    @post(
        "/", name="record.staff.imports.post", status_code=303, request_max_body_size=LARGEST_FORM, opt=SLOW
    )
    async def send(self, request: Request, staff: CurrentStaff, client_id: Here) -> Response[Any]:
        """Keep a file; the page it leads to shows how far the look over it is."""
        chart = await _chart(staff, client_id)
        data = await request.form()
        form, sent = parse(SentForm, data), sent_files(data, "file")
        if isinstance(form, FilledForm) or not sent:
            refused = form if isinstance(form, FilledForm) else filled(data)
            refused = refused if sent else refused.refused(file=NO_FILE)
            return await _imports_page(request, staff, chart, form=refused, status=422)
        try:
            import_id = await service.receive(
                staff=staff, client_id=client_id, source=form.source, parts=sent[0].parts()
            )
        except Unfit as why:
            refused = filled(data).refused(**{why.field: why.sentence})
            return await _imports_page(request, staff, chart, form=refused, status=422)
        return see(f"{_path(client_id)}/{import_id}")

    @get("/{import_id:uuid}", name="record.staff.import")
    async def one(
        self, request: Request, staff: CurrentStaff, client_id: Here, import_id: Here
    ) -> Response[Any]:
        chart = await _chart(staff, client_id)
        return await _import_page(request, staff, chart, import_id)

    @get("/{import_id:uuid}/state", name="record.staff.import.state", opt={"poll": True})
    async def state(
        self, request: Request, staff: CurrentStaff, client_id: Here, import_id: Here
    ) -> Response[Any]:
        """Show how far a file is, as long as it is worked on."""
        chart = await _chart(staff, client_id)
        if not wants_fragment(request):
            return see(f"{_path(client_id)}/{import_id}")
        return await _import_page(request, staff, chart, import_id)

    @post("/{import_id:uuid}/taking-in", name="record.staff.import.taking_in", status_code=303)
    async def take_in(
        self, request: Request, staff: CurrentStaff, client_id: Here, import_id: Here
    ) -> Response[Any]:
        chart = await _chart(staff, client_id)
        form = parse(TakenIn, await request.form())
        same_person = not isinstance(form, FilledForm) and form.same_person
        try:
            await service.take_in(
                staff=staff, client_id=client_id, import_id=import_id, same_person=same_person
            )
        except Unfit as why:
            refused = BLANK.refused(**{why.field: why.sentence})
            return await _import_page(request, staff, chart, import_id, form=refused, status=422)
        except StateForbids as why:
            return see(f"{_path(client_id)}/{import_id}", flash=str(why.sentence))
        return see(f"{_path(client_id)}/{import_id}")

    @post("/{import_id:uuid}/setting-aside", name="record.staff.import.setting_aside", status_code=303)
    async def set_aside(self, staff: CurrentStaff, client_id: Here, import_id: Here) -> Response[Any]:
        try:
            await service.set_aside(staff=staff, client_id=client_id, import_id=import_id)
        except StateForbids as why:
            return see(f"{_path(client_id)}/{import_id}", flash=str(why.sentence))
        return see(_path(client_id), flash=gettext("The file is set aside. Nothing of it was taken in."))


async def _chart(staff: CurrentStaff, client_id: UUID) -> StaffChart:
    return await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.CREATE)


def _path(client_id: UUID) -> str:
    return f"/staff/clients/{client_id}/record/imports"


async def _imports_page(
    request: Request, staff: CurrentStaff, chart: StaffChart, *, form: FilledForm = BLANK, status: int = 200
) -> Response[Any]:
    imports = await service.imports_of(chart.client_id)
    newest = imports[0].source if imports else USUAL_SOURCE
    return chart_page(
        request,
        staff,
        chart,
        "record/staff/imports",
        tab="record",
        status=status,
        path=_path(chart.client_id),
        imports=imports,
        form=form if form is not BLANK else FilledForm({"source": newest}),
    )


async def _import_page(
    request: Request,
    staff: CurrentStaff,
    chart: StaffChart,
    import_id: UUID,
    *,
    form: FilledForm = BLANK,
    status: int = 200,
) -> Response[Any]:
    view: ImportView = await service.import_of(staff=staff, client_id=chart.client_id, import_id=import_id)
    return chart_page(
        request,
        staff,
        chart,
        "record/staff/import",
        tab="record",
        status=status,
        path=_path(chart.client_id),
        view=view,
        polled=wants_fragment(request),
        form=form,
    )
