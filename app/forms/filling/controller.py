"""The client's pages of forms: the list, each form page by page, its review, and what was sent."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.admission import PORTAL_COOKIE
from app.accounts.pages import page_tabs, portal_page
from app.accounts.sessions import CurrentChart
from app.activity.refusals import StateForbids, Unfit
from app.files.rules import ALLOWED, Unacceptable
from app.forms.filling import sending, service
from app.forms.filling.fields import FILE_MARK, Typed, number_in, read_typed
from app.forms.filling.files import files_in
from app.forms.filling.forms import ANSWERS, LONGEST_NAME, Sending
from app.forms.filling.leafing import is_other, is_settled, leaf_of
from app.forms.filling.listing import forms_of, shelves_of
from app.forms.filling.opened import OpenedForm, opened
from app.forms.filling.sending import NotReady
from app.forms.filling.service import Filling
from app.forms.filling.signing import STATEMENT, digest_of
from app.forms.printing.paper import fhir_of
from app.forms.rules import SENT_ALREADY, can_correct
from app.web.downloads import kept_answer
from app.web.forms import BLANK, FilledForm, all_values, filled, parse
from app.web.headers import with_pictures_inside
from app.web.language import gettext
from app.web.pages import page, see, wants_fragment
from app.web.panel import Bar
from app.web.request import Request
from app.web.security import Audience
from app.web.uploads import marked_files

LIST = "/forms"
LARGEST_PAGE = 43_000_000
"""Bytes of a page of a form with its files: two of the largest."""
SLOW = {"body_seconds": 600}
FHIR = "application/fhir+json"
AGAIN, IN_PLACE = "outerHTML", "outerMorph"
"""How a page takes the place of itself: anew, or where it differs only, which leaves alone what somebody chose."""


class FormsController(Controller):
    path = LIST
    opt = {"audience": Audience.CLIENT}

    @get("/", name="forms.forms")
    async def forms(self, request: Request, chart: CurrentChart) -> Response[Any]:
        only = request.query_params.get("show", "")
        shelves = shelves_of(chart, await forms_of(chart), only=only)
        return await portal_page(
            request,
            chart,
            "forms/forms",
            here=LIST,
            tabs=page_tabs(request, chart, Bar.LIBRARY, here=LIST),
            shelves=shelves,
            alone=any(shelf.name == only for shelf in shelves),
        )

    @get("/{form_id:uuid}", name="forms.form")
    async def form(self, request: Request, chart: CurrentChart, form_id: FromPath[UUID]) -> Response[Any]:
        form = await opened(chart, form_id)
        if not service.is_open(form):
            return await _sent_page(request, chart, form)
        checked = "checked" in request.query_params and not form.hides
        filling = await service.filling_of(chart, form, checked=checked)
        number = number_in(request.query_params.get("page", "")) or filling.page
        return await _fill_page(request, chart, filling, number, telling=checked)

    @post(
        "/{form_id:uuid}",
        name="forms.form.post",
        status_code=303,
        opt={"keeps": ANSWERS} | SLOW,
        request_max_body_size=LARGEST_PAGE,
    )
    async def go_on(self, request: Request, chart: CurrentChart, form_id: FromPath[UUID]) -> Response[Any]:
        data = await request.form()
        typed = read_typed(all_values(data), marked_files(data, FILE_MARK))
        try:
            filling = await service.save(chart=chart, form_id=form_id, typed=typed)
        except StateForbids as why:
            return await _closed_page(request, chart, form_id, why)
        except Unacceptable as why:
            return await _not_taken(request, chart, form_id, typed, why)
        return await _next_page(request, chart, filling, typed)

    @get("/{form_id:uuid}/answers", name="forms.form.answers")
    async def answers(self, chart: CurrentChart, form_id: FromPath[UUID]) -> Response[Any]:
        """Lead somebody who opens the address of what is saved to the page it is saved from."""
        return see((await opened(chart, form_id)).path)

    @post("/{form_id:uuid}/answers", name="forms.form.answers.post", status_code=303, opt={"keeps": ANSWERS})
    async def save(self, request: Request, chart: CurrentChart, form_id: FromPath[UUID]) -> Response[Any]:
        typed = read_typed(all_values(await request.form()))
        try:
            filling = await service.save(chart=chart, form_id=form_id, typed=typed)
        except StateForbids as why:
            return await _closed_page(request, chart, form_id, why)
        if not wants_fragment(request):
            return see(f"{filling.form.path}?page={typed.page}")
        settled = is_settled(filling, typed)
        if settled and not is_other(filling, typed):
            return _saved(request, filling, typed)
        return _instead(
            await _fill_page(request, chart, filling, typed.page, telling=typed.telling),
            swap=IN_PLACE if settled and not filling.elsewhere else AGAIN,
        )

    @get("/{form_id:uuid}/review", name="forms.form.review")
    async def review(self, request: Request, chart: CurrentChart, form_id: FromPath[UUID]) -> Response[Any]:
        form = await opened(chart, form_id)
        if not service.is_open(form) or form.hides:  # nobody looks over answers that are not shown
            return see(form.path)
        return await _review_page(request, chart, await service.filling_of(chart, form, checked=True))

    @get("/{form_id:uuid}/submission", name="forms.form.submission")
    async def submission(
        self, request: Request, chart: CurrentChart, form_id: FromPath[UUID]
    ) -> Response[Any]:
        return await _sent_page(request, chart, await opened(chart, form_id))

    @post("/{form_id:uuid}/submission", name="forms.form.submission.post", status_code=303)
    async def send(self, request: Request, chart: CurrentChart, form_id: FromPath[UUID]) -> Response[Any]:
        data = await request.form()
        form = parse(Sending, data)
        if isinstance(form, FilledForm):
            return await _reviewed_again(request, chart, form_id, form)
        try:
            await sending.send(
                chart=chart, form_id=form_id, sending=sending.Sending(form.shown, form.typed_name)
            )
        except NotReady:
            return await _reviewed_again(request, chart, form_id, filled(data))
        except Unfit as why:
            return await _reviewed_again(
                request, chart, form_id, filled(data).refused(**{why.field: why.sentence})
            )
        except StateForbids as why:
            if why.sentence is SENT_ALREADY:
                return see(f"{LIST}/{form_id}", flash=str(why.sentence))
            return await _closed_page(request, chart, form_id, why)
        return see(f"{LIST}/{form_id}", flash=gettext("Thank you. Your answers are sent."))

    @get("/{form_id:uuid}/correction", name="forms.form.correction")
    async def correcting(self, chart: CurrentChart, form_id: FromPath[UUID]) -> Response[Any]:
        """Lead somebody who opens the address of a correction to the form."""
        return see((await opened(chart, form_id)).path)

    @post("/{form_id:uuid}/correction", name="forms.form.correction.post", status_code=303)
    async def correct(self, request: Request, chart: CurrentChart, form_id: FromPath[UUID]) -> Response[Any]:
        stops = all_values(await request.form()).get("act") == ("stop",)
        if stops:
            await sending.leave_as_sent(chart=chart, form_id=form_id)
            return see(f"{LIST}/{form_id}", flash=gettext("Nothing was changed. What you sent stands."))
        await sending.correct(chart=chart, form_id=form_id)
        return see(f"{LIST}/{form_id}?page=1")

    @get("/{form_id:uuid}/fhir", name="forms.form.fhir")
    async def fhir(self, chart: CurrentChart, form_id: FromPath[UUID]) -> Response[Any]:
        """Give what was sent as a FHIR QuestionnaireResponse."""
        form, sent = await sending.take_away(chart=chart, form_id=form_id)
        content = fhir_of(sent.response, response_id=sent.id, signature=sent.signature)
        return kept_answer(content, name=f"{form.title}.json", media_type=FHIR)


async def _next_page(request: Request, chart: CurrentChart, filling: Filling, typed: Typed) -> Response[Any]:
    """Answer the button that was pressed: go on, back, or stay."""
    path, leaf = filling.form.path, leaf_of(filling, typed.page)
    if filling.refused:
        return await _fill_page(request, chart, filling, typed.page, telling=True, status=422)
    if typed.act == "later":
        return see(
            LIST, flash=gettext("Your answers are saved. You can go on at any time, on any of your devices.")
        )
    if typed.act == "back":
        return see(f"{path}?page={max(1, leaf.number - 1)}")
    if typed.act != "next":
        return see(f"{path}?page={leaf.number}{_place(filling, typed)}")
    if leaf.problems:
        return await _fill_page(request, chart, filling, typed.page, telling=True, status=422)
    return see(f"{path}/review" if leaf.is_last else f"{path}?page={leaf.number + 1}")


def _place(filling: Filling, typed: Typed) -> str:
    """Give what leads to the row that was added last."""
    return ""


def _saved(request: Request, filling: Filling, typed: Typed) -> Response[Any]:
    """Say that answers are saved, beside them."""
    return page(
        request,
        "forms/_saved",
        here=filling.form.path,
        cookie=PORTAL_COOKIE,
        filling=filling,
        leaf=leaf_of(filling, typed.page),
    )


def _instead(answer: Response[Any], *, swap: str) -> Response[Any]:
    """Have htmx put a page in the place of the whole page, whatever asked for it."""
    answer.headers["hx-retarget"] = "#fill"
    answer.headers["hx-reswap"] = swap
    return answer


async def _form_page(
    request: Request, chart: CurrentChart, name: str, *, status: int = 200, **values: Any
) -> Response[Any]:
    """Render a page of a form, whose own pictures stand in it."""
    answer = await portal_page(request, chart, name, status=status, **values)
    answer.headers.update(with_pictures_inside(request.scope))
    return answer


async def _fill_page(
    request: Request,
    chart: CurrentChart,
    filling: Filling,
    number: int,
    *,
    telling: bool = False,
    status: int = 200,
) -> Response[Any]:
    leaf = leaf_of(filling, number)
    return await _form_page(
        request,
        chart,
        "forms/fill",
        status=status,
        here=f"{filling.form.path}?page={leaf.number}",
        filling=filling,
        form=filling.form,
        leaf=leaf,
        telling=telling,
        told=telling or status == 200,
        files=await files_in(chart, filling.shown),
        allowed=ALLOWED,
    )


async def _not_taken(
    request: Request, chart: CurrentChart, form_id: UUID, typed: Typed, why: Unacceptable
) -> Response[Any]:
    """Keep what was typed beside a file for which a chart has no room, and say so."""
    without = Typed(fields=typed.fields, page=typed.page, revision=typed.revision)
    filling = await service.save(chart=chart, form_id=form_id, typed=without)
    refused = service.refused(filling, str(why.sentence))
    return await _fill_page(request, chart, refused, typed.page, telling=True, status=why.status)


async def _closed_page(
    request: Request, chart: CurrentChart, form_id: UUID, why: StateForbids
) -> Response[Any]:
    """Say that a form takes no answers any more, and what of them is kept."""
    form = await opened(chart, form_id)
    answer = await portal_page(
        request,
        chart,
        "forms/closed",
        status=409,
        here=form.path,
        form=form,
        sentence=why.sentence,
        can_correct=can_correct(form.facts),
    )
    return _instead(answer, swap=AGAIN)


async def _reviewed_again(
    request: Request, chart: CurrentChart, form_id: UUID, form: FilledForm
) -> Response[Any]:
    """Show the review once more, with what keeps the form from being sent."""
    filling = await service.see(chart=chart, form_id=form_id, checked=True)
    if not service.is_open(filling.form):
        return see(filling.form.path)
    return await _review_page(request, chart, filling, typed=form, status=422)


async def _review_page(
    request: Request,
    chart: CurrentChart,
    filling: Filling,
    *,
    typed: FilledForm = BLANK,
    status: int = 200,
) -> Response[Any]:
    return await _form_page(
        request,
        chart,
        "forms/review",
        status=status,
        here=f"{filling.form.path}/review",
        filling=filling,
        form=filling.form,
        typed=typed,
        digest=digest_of(filling.shown),
        statement=STATEMENT,
        longest_name=LONGEST_NAME,
    )


async def _sent_page(request: Request, chart: CurrentChart, form: OpenedForm) -> Response[Any]:
    if form.sent is None:
        return await _closed_page(request, chart, form.id, StateForbids(service.why_closed(form)))
    shown = await sending.read(chart=chart, form=form)
    return await _form_page(
        request,
        chart,
        "forms/sent",
        here=form.path,
        form=form,
        sent=form.sent,
        shown=shown,
        can_correct=can_correct(form.facts) and form.begun is None,
    )
