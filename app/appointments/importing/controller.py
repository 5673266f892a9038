"""Taking in a file of appointments: it is sent, what it would do is shown, and then it is done."""

from typing import Annotated, Any

from litestar import Controller, Response, get, post

from app.accounts.pages import staff_page
from app.accounts.sessions import CurrentStaff
from app.appointments.importing import service
from app.appointments.importing.columns import COLUMNS
from app.appointments.importing.planning import Plan
from app.appointments.importing.service import MOST_ROWS, check_may_import
from app.appointments.importing.showing import EXAMPLE, meanings, shown
from app.web.carried import LARGEST_FORM, LARGEST_SENT, content_of, packed, unpacked
from app.web.downloads import kept_answer
from app.web.forms import BLANK, FilledForm, Form, filled, parse, ticked
from app.web.language import gettext, ngettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience
from app.web.sheet import BadSheet
from app.web.spreadsheet import MEDIA_TYPE, write_csv
from app.web.uploads import sent_files

PATH = "/staff/appointments/import"


class TakenIn(Form):
    told: Annotated[bool, ticked()]


class ImportController(Controller):
    path = PATH
    opt = {"audience": Audience.STAFF}

    @get("/", name="appointments.staff.import")
    async def choose(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        check_may_import(staff)
        return _choosing(request, staff)

    @get("/example", name="appointments.staff.import_example")
    async def example(self, staff: CurrentStaff) -> Response[Any]:
        """Give a file with every column, to begin with."""
        check_may_import(staff)
        return kept_answer(write_csv(EXAMPLE), name="appointments.csv", media_type=MEDIA_TYPE)

    @post("/", name="appointments.staff.import.post", request_max_body_size=LARGEST_SENT, status_code=303)
    async def examine(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        """Say what a file would do; it travels back with the page, and is examined again when it is taken in."""
        check_may_import(staff)
        data = await request.form()
        sent = sent_files(data, "file")
        try:
            content = await content_of(sent)
            found = await service.examine(content)
        except BadSheet as why:
            wrong = filled(data).refused(file=why.sentence)
            return _choosing(request, staff, form=wrong, status=422)
        return staff_page(
            request,
            staff,
            "appointments/staff/examined",
            here=PATH,
            path=PATH,
            file_name=sent[0].name,
            sheet=packed(content),
            before=found.before,
            plan=found.plan,
            shown=shown(found.plan, found.remarks),
            overlaps=len(found.remarks),
        )

    @post(
        "/confirmation",
        name="appointments.staff.import_confirmation",
        request_max_body_size=LARGEST_FORM,
        status_code=303,
    )
    async def take_in(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        check_may_import(staff)
        data = await request.form()
        form = parse(TakenIn, data)
        told = not isinstance(form, FilledForm) and form.told
        try:
            done = await service.take_in(by=staff.actor, content=unpacked(data.get("sheet", "")), told=told)
        except BadSheet as why:
            return _choosing(request, staff, form=BLANK.refused(file=why.sentence), status=422)
        return see("/staff/appointments", flash=_said(done.plan))


def _choosing(
    request: Request, staff: CurrentStaff, *, form: FilledForm = BLANK, status: int = 200
) -> Response[Any]:
    return staff_page(
        request,
        staff,
        "appointments/staff/import",
        status=status,
        here=PATH,
        path=PATH,
        form=form,
        columns=meanings(COLUMNS),
        most=f"{MOST_ROWS:,}",
    )


def _said(done: Plan) -> str:
    """Say what was done."""
    said = gettext("Taken in: %(added)s added, %(changed)s changed, %(cancelled)s cancelled.")
    words = said % {"added": done.added, "changed": done.changed, "cancelled": done.cancelled}
    if not done.problems:
        return words
    left = ngettext("%(count)s row was left out.", "%(count)s rows were left out.", done.rows_left_out)
    return f"{words} {left % {'count': done.rows_left_out}}"
