"""A client's thread as staff read it, answer it, note beside it, pass it on and close it."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.pages import staff_page
from app.accounts.sessions import CurrentStaff
from app.files.rules import ACCEPTED, Unacceptable
from app.messages import assigning, staff_service
from app.messages.attachments import LARGEST_FORM, SLOW, choose_again, take_all
from app.messages.forms import Assigning, Closing, Note, Reading, Reply, again, blank
from app.messages.staff_conversation import StaffConversation, staff_conversation
from app.messages.writing import AlreadySent
from app.practice.settings import is_switched_off
from app.staff.rules import Action, PermissionRule, may
from app.web.cursor import read_cursor
from app.web.errors import error_page
from app.web.forms import BLANK, FilledForm, filled, parse
from app.web.language import gettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience
from app.web.uploads import sent_files


class StaffThreadController(Controller):
    path = "/staff/messages/{thread_id:uuid}"
    opt = {"audience": Audience.STAFF}

    @get("/", name="messages.staff.thread")
    async def thread(self, request: Request, staff: CurrentStaff, thread_id: FromPath[UUID]) -> Response[Any]:
        return await _thread_page(request, staff, thread_id)

    @post(
        "/replies",
        name="messages.staff.thread.replies",
        status_code=303,
        opt=SLOW,
        request_max_body_size=LARGEST_FORM,
    )
    async def reply(self, request: Request, staff: CurrentStaff, thread_id: FromPath[UUID]) -> Response[Any]:
        data = await request.form()
        form = parse(Reply, data)
        sent = sent_files(data, "file")
        if isinstance(form, FilledForm):
            return await _thread_page(request, staff, thread_id, form=choose_again(form, sent), status=422)
        try:
            await staff_service.reply_as_staff(
                staff=staff,
                by=staff.actor,
                once=form.once,
                thread_id=thread_id,
                body=form.body,
                attached=await take_all(sent),
            )
        except Unacceptable as why:
            refused = filled(data).refused(file=why.sentence)
            return await _thread_page(request, staff, thread_id, form=refused, status=why.status)
        except AlreadySent as why:
            return await _thread_page(request, staff, thread_id, form=again(filled(data), why), status=422)
        return see(_address(thread_id), flash=gettext("Your answer is sent."))

    @post("/reading", name="messages.staff.thread.reading", status_code=303)
    async def mark(self, request: Request, staff: CurrentStaff, thread_id: FromPath[UUID]) -> Response[Any]:
        form = parse(Reading, await request.form())
        if isinstance(form, FilledForm):
            return error_page(request, 422, sentence=form.error("message"))
        await staff_service.mark_as_staff(
            staff=staff,
            by=staff.actor,
            thread_id=thread_id,
            message_id=form.message,
            read=form.state == "read",
        )
        return see(_address(thread_id))

    @post("/notes", name="messages.staff.thread.notes", status_code=303)
    async def note(self, request: Request, staff: CurrentStaff, thread_id: FromPath[UUID]) -> Response[Any]:
        form = parse(Note, await request.form())
        if isinstance(form, FilledForm):
            return await _thread_page(request, staff, thread_id, note=form, status=422)
        await staff_service.write_note(
            staff=staff, by=staff.actor, once=form.once, thread_id=thread_id, body=form.note
        )
        return see(_address(thread_id), flash=gettext("Your note is saved. Only staff see it."))

    @post("/assignments", name="messages.staff.thread.assignments", status_code=303)
    async def assign(self, request: Request, staff: CurrentStaff, thread_id: FromPath[UUID]) -> Response[Any]:
        form = parse(Assigning, await request.form())
        if isinstance(form, FilledForm):
            return await _thread_page(request, staff, thread_id, passing=form, status=422)
        await assigning.assign_thread(staff=staff, by=staff.actor, thread_id=thread_id, to=form.assignee)
        return see(_address(thread_id), flash=gettext("Passed on."))

    @post("/closing", name="messages.staff.thread.closing", status_code=303)
    async def close(self, request: Request, staff: CurrentStaff, thread_id: FromPath[UUID]) -> Response[Any]:
        form = parse(Closing, await request.form())
        if isinstance(form, FilledForm) or form.state == "closed":
            await staff_service.close_thread(staff=staff, by=staff.actor, thread_id=thread_id)
            return see(_address(thread_id), flash=gettext("Closed. The client can still read it."))
        await staff_service.reopen_thread(staff=staff, by=staff.actor, thread_id=thread_id)
        return see(_address(thread_id), flash=gettext("Open again."))


def _address(thread_id: UUID) -> str:
    return f"/staff/messages/{thread_id}"


def _begun(shown: StaffConversation, saved_reply: str) -> FilledForm:
    """Give the reply's form, with the text of the saved reply that was chosen."""
    body = next((reply.body for reply in shown.saved_replies if str(reply.id) == saved_reply), "")
    return FilledForm({**blank().typed, "body": body, "saved_reply": saved_reply})


async def _thread_page(
    request: Request,
    staff: CurrentStaff,
    thread_id: UUID,
    *,
    form: FilledForm | None = None,
    note: FilledForm | None = None,
    passing: FilledForm = BLANK,
    status: int = 200,
) -> Response[Any]:
    """Show a thread; a form that was refused is given back as it was sent."""
    before = read_cursor(request.query_params.get("before", ""))
    shown = await staff_conversation(staff, thread_id, before=before)
    return staff_page(
        request,
        staff,
        "messages/staff/thread",
        status=status,
        here=_address(thread_id),
        thread=shown.thread,
        moments=shown.moments,
        earlier=shown.earlier,
        saved_replies=shown.saved_replies,
        assignees=shown.assignees,
        form=form or _begun(shown, request.query_params.get("saved_reply", "")),
        note=note or blank(),
        passing=passing if passing.errors else FilledForm({"assignee": shown.thread.assignee}),
        wrong=[*(form.errors if form else ()), *(note.errors if note else ()), *passing.errors],
        clients_see_none=is_switched_off("messages"),
        may_answer=may(staff.permissions, PermissionRule.SEND_MESSAGES, Action.MODIFY),
        may_see_documents=may(staff.permissions, PermissionRule.SAVE_TO_PORTAL_FOLDER, Action.VIEW),
        accepted=ACCEPTED,
        may_attach=may(staff.permissions, PermissionRule.SAVE_TO_PORTAL_FOLDER, Action.CREATE),
        may_close=may(staff.permissions, PermissionRule.SEND_MESSAGES, Action.DELETE),
    )
