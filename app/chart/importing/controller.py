"""Taking in a file of clients, contacts, policies or assignments: it is sent, what it would do is shown, then it is done."""

from typing import Annotated, Any

from litestar import Controller, Response, get, post

from app.accounts.pages import staff_page
from app.accounts.sessions import CurrentStaff
from app.chart.importing import service
from app.chart.importing.planning import Allowed, What
from app.chart.importing.service import MOST_ROWS, Done, check_may_import, may_change, may_invite
from app.chart.importing.showing import TITLES, example, meanings, shown
from app.web.carried import LARGEST_FORM, LARGEST_SENT, content_of, packed, unpacked
from app.web.downloads import kept_answer
from app.web.forms import BLANK, FilledForm, Form, filled, one_of, parse, ticked
from app.web.language import gettext, ngettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience
from app.web.sheet import BadSheet
from app.web.spreadsheet import MEDIA_TYPE, write_csv
from app.web.templates import moment
from app.web.uploads import sent_files

FRONT = "/staff/clients"
PATH = f"{FRONT}/import"


class Wanted(Form):
    """What is chosen beside the file."""

    what: Annotated[str, one_of(*What)]
    anyway: Annotated[bool, ticked()]
    invite: Annotated[bool, ticked()]


class ChartImportController(Controller):
    path = PATH
    opt = {"audience": Audience.STAFF}

    @get("/", name="chart.import")
    async def choose(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        check_may_import(staff)
        return _choosing(request, staff, _what(request.query_params.get("what")))

    @get("/example", name="chart.import_example")
    async def example(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        """Give a file with every column, to begin with."""
        check_may_import(staff)
        what = _what(request.query_params.get("what"))
        return kept_answer(
            write_csv(example(what, staff=staff.username)), name=f"{what}.csv", media_type=MEDIA_TYPE
        )

    @post("/", name="chart.import.post", request_max_body_size=LARGEST_SENT, status_code=303)
    async def examine(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        """Say what a file would do; it travels back with the page, and is examined again when it is taken in."""
        check_may_import(staff)
        data = await request.form()
        wanted, sent = _wanted(parse(Wanted, data)), sent_files(data, "file")
        what = What(wanted.what)
        try:
            content = await content_of(sent)
            found = await service.examine(what, content, allowed=_allowed(staff, wanted))
        except BadSheet as why:
            wrong = filled(data).refused(file=why.sentence)
            return _choosing(request, staff, what, form=wrong, status=422)
        return staff_page(
            request,
            staff,
            "chart/examined",
            here=PATH,
            path=PATH,
            what=what.value,
            title=str(TITLES[what]),
            file_name=sent[0].name,
            sheet=packed(content),
            before=found.before,
            plan=found.plan,
            shown=shown(found.plan),
            anyway=wanted.anyway,
            may_invite=what is What.CLIENTS and found.plan.added > 0 and may_invite(staff),
        )

    @post(
        "/confirmation", name="chart.import_confirmation", request_max_body_size=LARGEST_FORM, status_code=303
    )
    async def take_in(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        check_may_import(staff)
        data = await request.form()
        wanted = _wanted(parse(Wanted, data))
        what = What(wanted.what)
        try:
            done = await service.take_in(
                by=staff.actor,
                what=what,
                content=unpacked(data.get("sheet", "")),
                allowed=_allowed(staff, wanted),
                invited_by=staff.staff_id if wanted.invite and may_invite(staff) else None,
            )
        except BadSheet as why:
            return _choosing(request, staff, what, form=BLANK.refused(file=why.sentence), status=422)
        front = f"{FRONT}/invitations/{done.invited}" if done.invited else FRONT
        return see(front, flash=_said(done))


def _wanted(form: Wanted | FilledForm) -> Wanted:
    """Give what was chosen; every field of the form reads anything."""
    return form if isinstance(form, Wanted) else Wanted(what=What.CLIENTS, anyway=False, invite=False)


def _allowed(staff: CurrentStaff, wanted: Wanted) -> Allowed:
    return Allowed(change=may_change(staff), doubles=wanted.anyway)


def _what(asked: Any) -> What:
    """Read what is in a file; clients, where nothing else is said."""
    return What(asked) if asked in set(What) else What.CLIENTS


def _choosing(
    request: Request, staff: CurrentStaff, what: What, *, form: FilledForm = BLANK, status: int = 200
) -> Response[Any]:
    return staff_page(
        request,
        staff,
        "chart/import",
        status=status,
        here=PATH,
        path=PATH,
        what=what.value,
        kinds=[(str(TITLES[each]), f"{PATH}?what={each}", each is what, 0) for each in What],
        form=form,
        columns=meanings(what),
        most=f"{MOST_ROWS:,}",
    )


def _said(outcome: Done) -> str:
    """Say what was done; or when it was, where this very file had been taken in already."""
    if outcome.before is not None:
        before = gettext("This very file was taken in on %(when)s. Nothing is to be done.")
        return before % {"when": moment(outcome.before)}
    done = outcome.plan
    said = gettext("Taken in: %(added)s added, %(changed)s changed.")
    words = said % {"added": done.added, "changed": done.changed}
    if not done.problems:
        return words
    left = ngettext("%(count)s row was left out.", "%(count)s rows were left out.", done.rows_left_out)
    return f"{words} {left % {'count': done.rows_left_out}}"
