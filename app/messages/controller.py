"""The client's pages of messages."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath

from app.accounts.own import drafts as kept
from app.accounts.own.drafts import Keeps
from app.accounts.pages import portal_page
from app.accounts.sessions import CurrentChart
from app.activity.refusals import StateForbids
from app.files.rules import ACCEPTED, Unacceptable
from app.messages import drafts, service, task_types, threads
from app.messages.attachments import LARGEST_FORM, SLOW, choose_again, take_all
from app.messages.conversation import conversation
from app.messages.forms import Drafting, NewMessage, Reading, Reply, again, resumed
from app.messages.writing import AlreadySent
from app.web.cursor import read_cursor
from app.web.errors import error_page
from app.web.forms import FilledForm, filled, parse
from app.web.language import gettext
from app.web.pages import see, wants_fragment
from app.web.request import Request
from app.web.security import Audience
from app.web.uploads import SentFile, sent_files

NEW = Keeps(NewMessage, page="/messages/new", address="/messages/new")
REPLY = Keeps(Reply, page="/messages/{thread_id}", address="/messages/{thread_id}/replies")
"""What is kept of a form that is sent, or saved, after the session ran out."""


class MessagesController(Controller):
    path = "/messages"
    opt = {"audience": Audience.CLIENT}

    @get("/", name="messages.threads")
    async def threads(self, request: Request, chart: CurrentChart) -> Response[Any]:
        before = read_cursor(request.query_params.get("before", ""))
        listed = await threads.threads_of(chart, before=before)
        return await portal_page(
            request,
            chart,
            "messages/threads",
            threads=listed.threads,
            older=listed.older,
            first=before is None,
        )

    @get("/new", name="messages.new")
    async def new(self, request: Request, chart: CurrentChart) -> Response[Any]:
        return await _new_page(request, chart)

    @post(
        "/new",
        name="messages.new.post",
        status_code=303,
        opt={"keeps": NEW} | SLOW,
        request_max_body_size=LARGEST_FORM,
    )
    async def send(self, request: Request, chart: CurrentChart) -> Response[Any]:
        data = await request.form()
        form = parse(NewMessage, data)
        sent = _files(chart, data)
        if isinstance(form, FilledForm):
            return await _new_page(request, chart, form=choose_again(form, sent), status=422)
        try:
            thread_id = await service.start_thread(
                chart=chart,
                by=chart.actor,
                once=form.once,
                task_type=form.task_type,
                subject=form.subject,
                body=form.body,
                attached=await take_all(sent),
            )
        except Unacceptable as why:
            refused = filled(data).refused(file=why.sentence)
            return await _new_page(request, chart, form=refused, status=why.status)
        except AlreadySent as why:
            return await _new_page(request, chart, form=again(filled(data), why), status=422)
        except StateForbids as why:
            return await _new_page(
                request,
                chart,
                form=choose_again(filled(data).refused(task_type=why.sentence), sent),
                status=422,
            )
        await kept.forget(chart, _sent_to(None))
        return see(f"/messages/{thread_id}", flash=gettext("Your message is sent."))

    @get("/new/draft", name="messages.new.draft")
    async def new_draft(self, request: Request, chart: CurrentChart) -> Response[Any]:
        return await _draft(request, chart, None)

    @post("/new/draft", name="messages.new.draft.post", status_code=303, opt={"keeps": NEW})
    async def keep_new_draft(self, request: Request, chart: CurrentChart) -> Response[Any]:
        return await _keep_draft(request, chart, None)

    @get("/{thread_id:uuid}", name="messages.thread")
    async def thread(self, request: Request, chart: CurrentChart, thread_id: FromPath[UUID]) -> Response[Any]:
        return await _thread_page(request, chart, thread_id)

    @get("/{thread_id:uuid}/draft", name="messages.thread.draft")
    async def draft(self, request: Request, chart: CurrentChart, thread_id: FromPath[UUID]) -> Response[Any]:
        return await _draft(request, chart, thread_id)

    @post("/{thread_id:uuid}/draft", name="messages.thread.draft.post", status_code=303, opt={"keeps": REPLY})
    async def keep_draft(
        self, request: Request, chart: CurrentChart, thread_id: FromPath[UUID]
    ) -> Response[Any]:
        return await _keep_draft(request, chart, thread_id)

    @post(
        "/{thread_id:uuid}/replies",
        name="messages.thread.replies",
        status_code=303,
        opt={"keeps": REPLY} | SLOW,
        request_max_body_size=LARGEST_FORM,
    )
    async def reply(self, request: Request, chart: CurrentChart, thread_id: FromPath[UUID]) -> Response[Any]:
        data = await request.form()
        form = parse(Reply, data)
        sent = _files(chart, data)
        if isinstance(form, FilledForm):
            return await _thread_page(request, chart, thread_id, form=choose_again(form, sent), status=422)
        try:
            await service.reply(
                chart=chart,
                by=chart.actor,
                once=form.once,
                thread_id=thread_id,
                body=form.body,
                attached=await take_all(sent),
            )
        except Unacceptable as why:
            refused = filled(data).refused(file=why.sentence)
            return await _thread_page(request, chart, thread_id, form=refused, status=why.status)
        except AlreadySent as why:
            return await _thread_page(request, chart, thread_id, form=again(filled(data), why), status=422)
        await kept.forget(chart, _sent_to(thread_id))
        return see(f"/messages/{thread_id}", flash=gettext("Your message is sent."))

    @post("/{thread_id:uuid}/reading", name="messages.thread.reading", status_code=303)
    async def mark(self, request: Request, chart: CurrentChart, thread_id: FromPath[UUID]) -> Response[Any]:
        form = parse(Reading, await request.form())
        if isinstance(form, FilledForm):
            return error_page(request, 422, sentence=form.error("message"))
        await service.mark(
            chart=chart,
            by=chart.actor,
            thread_id=thread_id,
            message_id=form.message,
            read=form.state == "read",
        )
        return see("/messages" if form.back == "list" else f"/messages/{thread_id}")


def _files(chart: CurrentChart, data: FormMultiDict) -> tuple[SentFile, ...]:
    """Give the files of a form; none where documents are closed to whoever acts."""
    return sent_files(data, "file") if chart.opens("documents") else ()


async def _new_page(
    request: Request, chart: CurrentChart, *, form: FilledForm | None = None, status: int = 200
) -> Response[Any]:
    """Show the form as it was sent, or with the reader's draft."""
    draft = await drafts.draft_of_new(chart) if form is None else None
    left = await kept.given_back(chart, _sent_to(None)) if form is None else None
    return await portal_page(
        request,
        chart,
        "messages/new",
        status=status,
        here="/messages/new",
        form=form or resumed(draft, left),
        draft=None if left else draft,
        left=left,
        task_types=await task_types.task_types_for(chart),
        accepted=ACCEPTED,
        may_attach=chart.opens("documents"),
    )


async def _thread_page(
    request: Request,
    chart: CurrentChart,
    thread_id: UUID,
    *,
    form: FilledForm | None = None,
    status: int = 200,
) -> Response[Any]:
    """Show a thread with the reply as it was sent, or with the reader's draft."""
    before = read_cursor(request.query_params.get("before", ""))
    shown = await conversation(chart, thread_id, before=before)
    left = await kept.given_back(chart, _sent_to(thread_id)) if form is None else None
    return await portal_page(
        request,
        chart,
        "messages/thread",
        status=status,
        here=f"/messages/{thread_id}",
        thread=shown.thread,
        messages=shown.messages,
        earlier=shown.earlier,
        accepted=ACCEPTED,
        may_attach=chart.opens("documents"),
        form=form or resumed(shown.draft, left),
        draft=shown.draft if form is None and left is None else None,
        left=left,
    )


def _form_of(thread_id: UUID | None) -> str:
    return f"/messages/{thread_id or 'new'}"


def _sent_to(thread_id: UUID | None) -> str:
    return f"/messages/{thread_id}/replies" if thread_id else "/messages/new"


async def _draft(request: Request, chart: CurrentChart, thread_id: UUID | None) -> Response[Any]:
    """Say when the draft was last kept, where htmx asks; anybody else is shown the form that has it."""
    if not wants_fragment(request):
        return await _form_page(request, chart, thread_id)
    kept = await (drafts.draft_of_reply(chart, thread_id) if thread_id else drafts.draft_of_new(chart))
    return await portal_page(request, chart, "messages/_draft", draft=kept, sentences=())


async def _keep_draft(request: Request, chart: CurrentChart, thread_id: UUID | None) -> Response[Any]:
    form = parse(Drafting, await request.form())
    if isinstance(form, FilledForm):
        return await _unkept(request, chart, thread_id, form)
    await kept.forget(chart, _sent_to(thread_id))
    if form.state == "discarded":
        await drafts.discard(chart=chart, thread_id=thread_id)
        return see(_form_of(thread_id), flash=gettext("Your draft is gone."))
    await drafts.keep(chart=chart, by=chart.actor, thread_id=thread_id, once=form.once, typed=form.typed())
    if wants_fragment(request):
        return see(f"{_form_of(thread_id)}/draft")
    return see(_form_of(thread_id), flash=gettext("Your draft is saved."))


async def _unkept(
    request: Request, chart: CurrentChart, thread_id: UUID | None, form: FilledForm
) -> Response[Any]:
    if wants_fragment(request):
        sentences = tuple(form.sentences.values())
        return await portal_page(
            request, chart, "messages/_draft", status=422, draft=None, sentences=sentences
        )
    return await _form_page(request, chart, thread_id, form=form, status=422)


async def _form_page(
    request: Request,
    chart: CurrentChart,
    thread_id: UUID | None,
    *,
    form: FilledForm | None = None,
    status: int = 200,
) -> Response[Any]:
    if thread_id is None:
        return await _new_page(request, chart, form=form, status=status)
    return await _thread_page(request, chart, thread_id, form=form, status=status)
