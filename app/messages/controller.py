"""The client's pages of messages."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app import db
from app.accounts.pages import portal_page
from app.accounts.sessions import CurrentChart
from app.activity.refusals import StateForbids
from app.messages import reading, service
from app.web.cursor import read_cursor
from app.web.forms import FilledForm, Form, filled, identifier, one_of, parse, text
from app.web.language import _l, gettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience

LONGEST = 5000
NO_MESSAGE = _l("Write your message.")
RELOAD = _l("Please open this page again, then send.")


class NewMessage(Form):
    once: Annotated[UUID, identifier(missing=RELOAD)]
    task_type: Annotated[UUID, identifier(missing=_l("Choose what your message is about."))]
    subject: Annotated[str, text(most=120, missing=_l("Write a short subject."))]
    body: Annotated[str, text(most=LONGEST, missing=NO_MESSAGE, lines=True)]


class Reply(Form):
    once: Annotated[UUID, identifier(missing=RELOAD)]
    body: Annotated[str, text(most=LONGEST, missing=NO_MESSAGE, lines=True)]


class Reading(Form):
    message: Annotated[UUID, identifier(missing=RELOAD)]
    state: Annotated[str, one_of("read", "unread")]
    back: Annotated[str, one_of("thread", "list")]


def blank() -> FilledForm:
    """Give an empty form that knows the id of the message it will make."""
    return FilledForm({"once": str(db.new_id())})


def again(form: FilledForm, why: StateForbids) -> FilledForm:
    """Give the form back with its text, ready to make another message."""
    return FilledForm({**form.typed, "once": str(db.new_id())}).refused(body=why.sentence)


class MessagesController(Controller):
    path = "/messages"
    opt = {"audience": Audience.CLIENT}

    @get("/", name="messages.threads")
    async def threads(self, request: Request, chart: CurrentChart) -> Response[Any]:
        before = read_cursor(request.query_params.get("before", ""))
        listed = await reading.threads_of(chart, before=before)
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
        return await _new_page(request, chart, form=blank())

    @post("/new", name="messages.new.post", status_code=303)
    async def send(self, request: Request, chart: CurrentChart) -> Response[Any]:
        data = await request.form()
        form = parse(NewMessage, data)
        if isinstance(form, FilledForm):
            return await _new_page(request, chart, form=form, status=422)
        try:
            thread_id = await service.start_thread(
                chart=chart,
                by=chart.actor,
                once=form.once,
                task_type=form.task_type,
                subject=form.subject,
                body=form.body,
            )
        except service.AlreadySent as why:
            return await _new_page(request, chart, form=again(filled(data), why), status=422)
        except StateForbids as why:
            return await _new_page(
                request, chart, form=filled(data).refused(task_type=why.sentence), status=422
            )
        return see(f"/messages/{thread_id}", flash=gettext("Your message is sent."))

    @get("/{thread_id:uuid}", name="messages.thread")
    async def thread(self, request: Request, chart: CurrentChart, thread_id: FromPath[UUID]) -> Response[Any]:
        return await _thread_page(request, chart, thread_id, form=blank())

    @post("/{thread_id:uuid}/replies", name="messages.thread.replies", status_code=303)
    async def reply(self, request: Request, chart: CurrentChart, thread_id: FromPath[UUID]) -> Response[Any]:
        data = await request.form()
        form = parse(Reply, data)
        if isinstance(form, FilledForm):
            return await _thread_page(request, chart, thread_id, form=form, status=422)
        try:
            await service.reply(
                chart=chart, by=chart.actor, once=form.once, thread_id=thread_id, body=form.body
            )
        except service.AlreadySent as why:
            return await _thread_page(request, chart, thread_id, form=again(filled(data), why), status=422)
        return see(f"/messages/{thread_id}", flash=gettext("Your message is sent."))

    @post("/{thread_id:uuid}/reading", name="messages.thread.reading", status_code=303)
    async def mark(self, request: Request, chart: CurrentChart, thread_id: FromPath[UUID]) -> Response[Any]:
        form = parse(Reading, await request.form())
        if isinstance(form, FilledForm):
            return await _thread_page(request, chart, thread_id, form=blank(), status=422)
        await service.mark(
            chart=chart,
            by=chart.actor,
            thread_id=thread_id,
            message_id=form.message,
            read=form.state == "read",
        )
        return see("/messages" if form.back == "list" else f"/messages/{thread_id}")


async def _new_page(
    request: Request, chart: CurrentChart, *, form: FilledForm, status: int = 200
) -> Response[Any]:
    task_types = await reading.task_types_for(chart)
    return await portal_page(request, chart, "messages/new", status=status, form=form, task_types=task_types)


async def _thread_page(
    request: Request, chart: CurrentChart, thread_id: UUID, *, form: FilledForm, status: int = 200
) -> Response[Any]:
    before = read_cursor(request.query_params.get("before", ""))
    shown = await reading.conversation(chart, thread_id, before=before)
    return await portal_page(
        request,
        chart,
        "messages/thread",
        status=status,
        here=f"/messages/{thread_id}",
        thread=shown.thread,
        messages=shown.messages,
        earlier=shown.earlier,
        form=form,
    )
