"""The forms by which clients ask for a change of the record, or to keep something from others, and each request."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.own import drafts
from app.accounts.own.drafts import Keeps
from app.accounts.pages import portal_page
from app.accounts.sessions import CurrentChart
from app.activity.refusals import StateForbids
from app.record.asking import service
from app.record.asking.forms import ForAmendment, ForDisagreement, ForRestriction
from app.record.asking.listing import Choices, choices_of, request_of
from app.record.asking.words import MOST_OF_WHOM, MOST_OF_WORDS
from app.record.reading.listing import PATH
from app.web.forms import BLANK, FilledForm, filled, parse
from app.web.language import gettext
from app.web.pages import see
from app.web.readers.choices import NOT_ON_THE_LIST, maybe_row
from app.web.request import Request
from app.web.security import Audience

AMENDMENT, RESTRICTION, REQUESTS = f"{PATH}/amendment", f"{PATH}/restriction", f"{PATH}/requests"
OPEN_AFTER_DISCHARGE = {"audience": Audience.CLIENT, "pays": True}
"""The rights in the record do not end with the care."""


class AskingController(Controller):
    path = PATH
    opt = OPEN_AFTER_DISCHARGE

    @get("/amendment", name="record.amendment")
    async def amendment(self, request: Request, chart: CurrentChart) -> Response[Any]:
        asked = request.query_params
        typed = {"copy_id": asked.get("copy", ""), "kind": asked.get("kind", "")}
        return await _amendment_page(request, chart, form=FilledForm(typed))

    @post("/amendment", name="record.amendment.post", status_code=303, opt={"keeps": Keeps(ForAmendment)})
    async def ask_amendment(self, request: Request, chart: CurrentChart) -> Response[Any]:
        data = await request.form()
        form = parse(ForAmendment, data)
        if isinstance(form, FilledForm):
            return await _amendment_page(request, chart, form=form, status=422)
        about_words = ""
        if form.about is not None:
            choices = await choices_of(chart, copy_id=form.copy_id, kind=form.kind)
            about_words = choices.words_of(form.about) if choices else ""
            if not about_words:
                refused = filled(data).refused(about=NOT_ON_THE_LIST)
                return await _amendment_page(request, chart, form=refused, status=422)
        try:
            asked = await service.ask_amendment(
                chart=chart, once=form.once, words=form.words, about=form.about, about_words=about_words
            )
        except StateForbids as why:
            refused = filled(data).refused(words=why.sentence)
            return await _amendment_page(request, chart, form=refused, status=422)
        return await _asked(chart, AMENDMENT, asked)

    @get("/restriction", name="record.restriction")
    async def restriction(self, request: Request, chart: CurrentChart) -> Response[Any]:
        return await _restriction_page(request, chart)

    @post(
        "/restriction", name="record.restriction.post", status_code=303, opt={"keeps": Keeps(ForRestriction)}
    )
    async def ask_restriction(self, request: Request, chart: CurrentChart) -> Response[Any]:
        data = await request.form()
        form = parse(ForRestriction, data)
        if isinstance(form, FilledForm):
            return await _restriction_page(request, chart, form=form, status=422)
        try:
            asked = await service.ask_restriction(
                chart=chart, once=form.once, words=form.words, whom=form.whom
            )
        except StateForbids as why:
            refused = filled(data).refused(words=why.sentence)
            return await _restriction_page(request, chart, form=refused, status=422)
        return await _asked(chart, RESTRICTION, asked)


class RequestController(Controller):
    path = f"{REQUESTS}/{{asked_id:uuid}}"
    opt = OPEN_AFTER_DISCHARGE

    @get("/", name="record.request")
    async def asked(self, request: Request, chart: CurrentChart, asked_id: FromPath[UUID]) -> Response[Any]:
        return await _request_page(request, chart, asked_id)

    @get(["/withdrawal", "/disagreement"], name="record.request.form")
    async def form(self, chart: CurrentChart, asked_id: FromPath[UUID]) -> Response[Any]:
        """Lead somebody who opens the address of a form to the page it stands on."""
        return see((await request_of(chart, asked_id)).path)

    @post("/withdrawal", name="record.request.withdrawal", status_code=303)
    async def withdraw(self, chart: CurrentChart, asked_id: FromPath[UUID]) -> Response[Any]:
        await service.withdraw(chart=chart, request_id=asked_id)
        return see(f"{REQUESTS}/{asked_id}", flash=gettext("You took that back. Your practice can see it."))

    @post(
        "/disagreement",
        name="record.request.disagreement",
        status_code=303,
        opt={
            "keeps": Keeps(
                ForDisagreement, page=f"{REQUESTS}/{{asked_id}}", address=f"{REQUESTS}/{{asked_id}}"
            )
        },
    )
    async def disagree(
        self, request: Request, chart: CurrentChart, asked_id: FromPath[UUID]
    ) -> Response[Any]:
        form = parse(ForDisagreement, await request.form())
        if isinstance(form, FilledForm):
            return await _request_page(request, chart, asked_id, form=form, status=422)
        await service.state_disagreement(chart=chart, request_id=asked_id, words=form.words)
        await drafts.forget(chart, f"{REQUESTS}/{asked_id}")
        return see(f"{REQUESTS}/{asked_id}", flash=gettext("Saved. It stands with your record from now on."))


async def _asked(chart: CurrentChart, address: str, request_id: UUID) -> Response[Any]:
    await drafts.forget(chart, address)
    return see(f"{REQUESTS}/{request_id}", flash=gettext("Sent. Your practice will answer."))


async def _amendment_page(
    request: Request, chart: CurrentChart, *, form: FilledForm, status: int = 200
) -> Response[Any]:
    left = await drafts.given_back(chart, AMENDMENT) if status == 200 else None
    begun = FilledForm({**form.typed, **left.form.typed}) if left else form
    copy_id = maybe_row(begun.value("copy_id"))
    choices: Choices | None = await choices_of(chart, copy_id=copy_id, kind=begun.value("kind"))
    return await portal_page(
        request,
        chart,
        "record/amendment",
        status=status,
        here=AMENDMENT,
        form=_with_once(begun),
        left=left,
        choices=choices,
        back_to=f"{PATH}/{copy_id}" if choices else PATH,
        most=MOST_OF_WORDS,
    )


async def _restriction_page(
    request: Request, chart: CurrentChart, *, form: FilledForm = BLANK, status: int = 200
) -> Response[Any]:
    left = await drafts.given_back(chart, RESTRICTION) if status == 200 else None
    return await portal_page(
        request,
        chart,
        "record/restriction",
        status=status,
        here=RESTRICTION,
        form=_with_once(left.form if left else form),
        left=left,
        most=MOST_OF_WORDS,
        most_whom=MOST_OF_WHOM,
    )


async def _request_page(
    request: Request, chart: CurrentChart, asked_id: UUID, *, form: FilledForm = BLANK, status: int = 200
) -> Response[Any]:
    here = f"{REQUESTS}/{asked_id}"
    left = await drafts.given_back(chart, here) if status == 200 else None
    return await portal_page(
        request,
        chart,
        "record/request",
        status=status,
        here=here,
        asked=await request_of(chart, asked_id),
        form=left.form if left else form,
        left=left,
        most=MOST_OF_WORDS,
    )


def _with_once(form: FilledForm) -> FilledForm:
    """Give a form that knows the id of the request it will make."""
    once = maybe_row(form.value("once")) or service.new_once()
    return FilledForm({**form.typed, "once": str(once)}, form.sentences, form.ticked)
