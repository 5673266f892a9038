"""The staff's inbox, and a client's thread as staff read and answer it."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.pages import staff_page
from app.accounts.sessions import CurrentStaff
from app.messages import inbox, service
from app.messages.controller import Reply, again, blank
from app.notices import alerts
from app.staff.rules import Action
from app.web.cursor import read_cursor
from app.web.forms import FilledForm, Form, filled, one_of, parse
from app.web.language import gettext
from app.web.pages import see, wants_fragment
from app.web.request import Request
from app.web.security import Audience


class AlertReading(Form):
    state: Annotated[str, one_of("read", "unread")]


class InboxController(Controller):
    path = "/staff"
    opt = {"audience": Audience.STAFF}

    @get("/", name="messages.staff.inbox")
    async def inbox(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        service.check_messages(staff, Action.VIEW, by=staff.actor)
        before = read_cursor(request.query_params.get("before", ""))
        listed = await inbox.inbox_of(staff, before=before)
        return staff_page(
            request,
            staff,
            "messages/staff/inbox",
            alerts=await alerts.alerts_of(staff.staff_id),
            threads=listed.threads,
            older=listed.older,
        )

    @get("/alerts", name="messages.staff.alerts", opt={"poll": True})
    async def alerts(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        if not wants_fragment(request):
            return see("/staff")
        return staff_page(
            request, staff, "messages/staff/_alerts", alerts=await alerts.alerts_of(staff.staff_id)
        )

    @post("/alerts/{alert_id:uuid}/reading", name="messages.staff.alerts.reading", status_code=303)
    async def mark_alert(
        self, request: Request, staff: CurrentStaff, alert_id: FromPath[UUID]
    ) -> Response[Any]:
        form = parse(AlertReading, await request.form())
        read = isinstance(form, FilledForm) or form.state == "read"
        await alerts.mark_alert(staff_id=staff.staff_id, by=staff.actor, alert_id=alert_id, read=read)
        return see("/staff/alerts" if wants_fragment(request) else "/staff")

    @get("/messages/{thread_id:uuid}", name="messages.staff.thread")
    async def thread(self, request: Request, staff: CurrentStaff, thread_id: FromPath[UUID]) -> Response[Any]:
        return await _thread_page(request, staff, thread_id, form=blank())

    @post("/messages/{thread_id:uuid}/replies", name="messages.staff.thread.replies", status_code=303)
    async def reply(self, request: Request, staff: CurrentStaff, thread_id: FromPath[UUID]) -> Response[Any]:
        data = await request.form()
        form = parse(Reply, data)
        if isinstance(form, FilledForm):
            return await _thread_page(request, staff, thread_id, form=form, status=422)
        try:
            await service.reply_as_staff(
                staff=staff, by=staff.actor, once=form.once, thread_id=thread_id, body=form.body
            )
        except service.AlreadySent as why:
            return await _thread_page(request, staff, thread_id, form=again(filled(data), why), status=422)
        return see(f"/staff/messages/{thread_id}", flash=gettext("Your answer is sent."))


async def _thread_page(
    request: Request, staff: CurrentStaff, thread_id: UUID, *, form: FilledForm, status: int = 200
) -> Response[Any]:
    before = read_cursor(request.query_params.get("before", ""))
    shown = await inbox.staff_conversation(staff, thread_id, before=before)
    return staff_page(
        request,
        staff,
        "messages/staff/thread",
        status=status,
        here=f"/staff/messages/{thread_id}",
        thread=shown.thread,
        messages=shown.messages,
        earlier=shown.earlier,
        form=form,
    )
