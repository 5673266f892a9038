"""Taking in a file of statements or payments: it is sent, what it would do is shown, and then it is done."""

from typing import Annotated, Any

from litestar import Controller, Response, get, post

from app.accounts.pages import staff_page
from app.accounts.sessions import CurrentStaff
from app.billing.importing import service
from app.billing.importing.columns import What
from app.billing.importing.service import MOST_ROWS, Done, check_may_import
from app.billing.importing.showing import example, meanings, shown
from app.web.carried import LARGEST_FORM, LARGEST_SENT, content_of, packed, unpacked
from app.web.downloads import kept_answer
from app.web.forms import BLANK, FilledForm, Form, filled, one_of, parse, ticked
from app.web.language import gettext, ngettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience
from app.web.sheet import BadSheet
from app.web.spreadsheet import MEDIA_TYPE, write_csv
from app.web.templates import moment, money
from app.web.uploads import sent_files

FRONT = "/staff/billing"
PATH = f"{FRONT}/import"


class TakenIn(Form):
    what: Annotated[str, one_of(*What)]
    told: Annotated[bool, ticked()]


class BillingImportController(Controller):
    path = PATH
    opt = {"audience": Audience.STAFF}

    @get("/", name="billing.staff.import")
    async def choose(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        check_may_import(staff)
        return _choosing(request, staff, _what(request.query_params.get("what")))

    @get("/example", name="billing.staff.import_example")
    async def example(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        """Give a file with every column, to begin with."""
        check_may_import(staff)
        what = _what(request.query_params.get("what"))
        return kept_answer(write_csv(example(what)), name=f"{what}.csv", media_type=MEDIA_TYPE)

    @post("/", name="billing.staff.import.post", request_max_body_size=LARGEST_SENT, status_code=303)
    async def examine(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        """Say what a file would do; it travels back with the page, and is examined again when it is taken in."""
        check_may_import(staff)
        data = await request.form()
        what, sent = _what(data.get("what")), sent_files(data, "file")
        try:
            content = await content_of(sent)
            found = await service.examine(what, content)
        except BadSheet as why:
            wrong = filled(data).refused(file=why.sentence)
            return _choosing(request, staff, what, form=wrong, status=422)
        return staff_page(
            request,
            staff,
            "billing/staff/examined",
            here=PATH,
            path=PATH,
            what=what.value,
            file_name=sent[0].name,
            sheet=packed(content),
            before=found.before,
            plan=found.plan,
            shown=shown(found.plan),
        )

    @post(
        "/confirmation",
        name="billing.staff.import_confirmation",
        request_max_body_size=LARGEST_FORM,
        status_code=303,
    )
    async def take_in(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        check_may_import(staff)
        data = await request.form()
        form, what = parse(TakenIn, data), _what(data.get("what"))
        told = not isinstance(form, FilledForm) and form.told
        try:
            content = unpacked(data.get("sheet", ""))
            done = await service.take_in(by=staff.actor, what=what, content=content, told=told)
        except BadSheet as why:
            return _choosing(request, staff, what, form=BLANK.refused(file=why.sentence), status=422)
        return see(FRONT, flash=_said(done))


def _what(asked: Any) -> What:
    """Read what is in a file; statements, where nothing else is said."""
    return What.PAYMENTS if asked == What.PAYMENTS else What.STATEMENTS


def _choosing(
    request: Request, staff: CurrentStaff, what: What, *, form: FilledForm = BLANK, status: int = 200
) -> Response[Any]:
    titles = {What.STATEMENTS: gettext("Statements"), What.PAYMENTS: gettext("Payments at the desk")}
    return staff_page(
        request,
        staff,
        "billing/staff/import",
        status=status,
        here=PATH,
        path=PATH,
        what=what.value,
        kinds=[(titles[each], f"{PATH}?what={each}", each is what, 0) for each in What],
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
    said = gettext("Taken in: %(added)s added, %(amount)s in all.")
    words = said % {"added": done.added, "amount": money(done.cents)}
    if not done.problems:
        return words
    left = ngettext("%(count)s row was left out.", "%(count)s rows were left out.", done.rows_left_out)
    return f"{words} {left % {'count': done.rows_left_out}}"
