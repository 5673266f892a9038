"""The form library: what there is, bringing forms in, and each form with its versions."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.charts import check_rule
from app.accounts.pages import staff_page
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import Unfit
from app.forms.instruments.known import INSTRUMENTS
from app.forms.library import service
from app.forms.library.forms import MarkForm, raw_form
from app.forms.library.listing import form_page, library
from app.forms.library.marking import mark, markable, marks_of, unmark
from app.forms.library.preview import preview
from app.forms.library.rules import LARGEST_DEFINITION
from app.forms.library.service import RULE
from app.practice.settings import setting
from app.staff.rules import Action, may
from app.web.downloads import kept_answer
from app.web.forms import BLANK, FilledForm, filled, parse
from app.web.language import Language, current_language, gettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience

PATH = "/staff/forms"
LARGEST_IMPORT = LARGEST_DEFINITION + 100_000
"""Bytes of the form that brings one in."""
Here = FromPath[UUID]


class LibraryController(Controller):
    path = PATH
    opt = {"audience": Audience.STAFF}

    @get("/", name="forms.staff.library")
    async def library(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        forms = await library(staff=staff)
        return staff_page(request, staff, "forms/staff/library", path=PATH, forms=forms, **_allowed(staff))

    @get("/new", name="forms.staff.new")
    async def new(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        check_rule(staff, RULE, Action.CREATE)
        return _new_page(request, staff)

    @post("/new", name="forms.staff.new.post", request_max_body_size=LARGEST_IMPORT, status_code=303)
    async def look(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        """Say what the gate finds; the form travels back with the page, and is examined again when it is brought in."""
        check_rule(staff, RULE, Action.CREATE)
        data = await request.form()
        try:
            raw = await raw_form(data)
        except ValueError as why:
            return _new_page(request, staff, form=filled(data).refused(file=str(why)), status=422)
        found = await service.look_through(staff=staff, raw=raw)
        return staff_page(
            request,
            staff,
            "forms/staff/examined",
            status=422 if found.errors else 200,
            here=f"{PATH}/new",
            path=PATH,
            found=found,
            raw=raw.decode("utf-8", "replace"),
        )

    @post("/", name="forms.staff.library.post", request_max_body_size=LARGEST_IMPORT, status_code=303)
    async def bring_in(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        check_rule(staff, RULE, Action.CREATE)
        data = await request.form()
        try:
            done = await service.bring_in(staff=staff, raw=await raw_form(data))
        except Unfit as why:
            return _new_page(request, staff, form=filled(data).refused(file=why.sentence), status=422)
        except ValueError as why:
            return _new_page(request, staff, form=filled(data).refused(file=str(why)), status=422)
        said = gettext("%(form)s is in the library. It can be assigned from now on.") % {"form": done.title}
        return see(f"{PATH}/{done.id}", flash=said)

    @get("/{questionnaire_id:uuid}", name="forms.staff.form")
    async def form(self, request: Request, staff: CurrentStaff, questionnaire_id: Here) -> Response[Any]:
        return await _form_page(request, staff, questionnaire_id)

    @get("/{questionnaire_id:uuid}/preview", name="forms.staff.preview")
    async def preview(self, request: Request, staff: CurrentStaff, questionnaire_id: Here) -> Response[Any]:
        page = await form_page(staff=staff, form_id=questionnaire_id)
        asked = request.query_params.get("language", "")
        language = Language(asked) if asked in set(Language) else current_language()
        shown = preview(page.definition, language=language, number=_number(request))
        return staff_page(
            request,
            staff,
            "forms/staff/preview",
            path=f"{PATH}/{questionnaire_id}",
            version=page.version,
            shown=shown,
            spoken=language.value,
        )

    @get("/{questionnaire_id:uuid}/definition", name="forms.staff.definition")
    async def definition(self, staff: CurrentStaff, questionnaire_id: Here) -> Response[Any]:
        """Give the form as it was brought in, to be kept as a file."""
        page = await form_page(staff=staff, form_id=questionnaire_id)
        name = f"{page.version.title} {page.version.version}.json"
        return kept_answer(page.definition.encode(), name=name, media_type="application/fhir+json")

    @post("/{questionnaire_id:uuid}/retirement", name="forms.staff.retirement", status_code=303)
    async def retire(self, staff: CurrentStaff, questionnaire_id: Here) -> Response[Any]:
        title = await service.retire(staff=staff, form_id=questionnaire_id)
        said = gettext("%(form)s is retired. Who has it can still send it.") % {"form": title}
        return see(f"{PATH}/{questionnaire_id}", flash=said)

    @post("/{questionnaire_id:uuid}/return", name="forms.staff.return", status_code=303)
    async def bring_back(self, staff: CurrentStaff, questionnaire_id: Here) -> Response[Any]:
        title = await service.bring_back(staff=staff, form_id=questionnaire_id)
        said = gettext("%(form)s is back. It can be assigned again.") % {"form": title}
        return see(f"{PATH}/{questionnaire_id}", flash=said)

    @post("/{questionnaire_id:uuid}/marks", name="forms.staff.marks", status_code=303)
    async def mark(self, request: Request, staff: CurrentStaff, questionnaire_id: Here) -> Response[Any]:
        data = await request.form()
        form = parse(MarkForm, data)
        if isinstance(form, FilledForm):
            return await _form_page(request, staff, questionnaire_id, form=form, status=422)
        try:
            await mark(staff=staff, form_id=questionnaire_id, link_id=form.question, tokens=form.answer)
        except Unfit as why:
            refused = filled(data).refused(**{why.field: why.sentence})
            return await _form_page(request, staff, questionnaire_id, form=refused, status=422)
        said = gettext("The mark is set. These answers tell at once from now on.")
        return see(f"{PATH}/{questionnaire_id}", flash=said)

    @post("/{questionnaire_id:uuid}/marks/{mark_id:uuid}/removal", name="forms.staff.unmark", status_code=303)
    async def unmark(self, staff: CurrentStaff, questionnaire_id: Here, mark_id: Here) -> Response[Any]:
        await unmark(staff=staff, form_id=questionnaire_id, mark_id=mark_id)
        return see(f"{PATH}/{questionnaire_id}", flash=gettext("The mark is removed."))


def _allowed(staff: CurrentStaff) -> dict[str, bool]:
    """Give what the rule lets a staff member do."""
    return {
        "may_add": may(staff.permissions, RULE, Action.CREATE),
        "may_change": may(staff.permissions, RULE, Action.MODIFY),
        "may_retire": may(staff.permissions, RULE, Action.DELETE),
    }


def _number(request: Request) -> int:
    asked = request.query_params.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 4 else 1


def _new_page(
    request: Request, staff: CurrentStaff, *, form: FilledForm = BLANK, status: int = 200
) -> Response[Any]:
    return staff_page(
        request, staff, "forms/staff/new", status=status, here=f"{PATH}/new", path=PATH, form=form
    )


async def _form_page(
    request: Request,
    staff: CurrentStaff,
    questionnaire_id: UUID,
    *,
    form: FilledForm = BLANK,
    status: int = 200,
) -> Response[Any]:
    page = await form_page(staff=staff, form_id=questionnaire_id)
    questions = markable(page)
    asked = form.value("question") or request.query_params.get("question", "")
    return staff_page(
        request,
        staff,
        "forms/staff/form",
        status=status,
        here=f"{PATH}/{questionnaire_id}",
        path=PATH,
        page=page,
        instruments=INSTRUMENTS,
        marks=await marks_of(page),
        questions=questions,
        asked=next((each for each in questions if each.link_id == asked), None),
        form=form,
        minutes=setting("safety_minutes"),
        **_allowed(staff),
    )
