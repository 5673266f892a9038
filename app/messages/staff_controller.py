"""All threads that staff may see, and the form that writes to a client."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post

from app.accounts.pages import staff_page
from app.accounts.sessions import CurrentStaff
from app.activity import service as activity
from app.activity.refusals import NotFound, StateForbids
from app.files.rules import ACCEPTED, Unacceptable
from app.files.service import TakenIn
from app.messages import inbox, staff_service, task_types
from app.messages.attachments import LARGEST_FORM, SLOW, choose_again, take_all
from app.messages.forms import ToClient, again, blank
from app.messages.inbox import Listed
from app.messages.writing import AlreadySent
from app.practice.settings import is_switched_off
from app.staff.rules import Action, PermissionRule, may
from app.web.cursor import read_cursor
from app.web.forms import FilledForm, filled, parse
from app.web.language import _l, gettext
from app.web.pages import see
from app.web.request import Request
from app.web.security import Audience
from app.web.uploads import sent_files

NO_SUCH_CLIENT = _l("No chart with this number is open to you.")


class StaffMessagesController(Controller):
    path = "/staff/messages"
    opt = {"audience": Audience.STAFF}

    @get("/", name="messages.staff.messages")
    async def messages(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        staff_service.check_messages(staff, Action.VIEW, by=staff.actor)
        before = read_cursor(request.query_params.get("before", ""))
        found = await inbox.inbox_of(staff, Listed.ALL, before=before)
        return staff_page(
            request,
            staff,
            "messages/staff/messages",
            kept="",
            listed=Listed.ALL,
            threads=found.threads,
            older=found.older,
            may_write=inbox.may_write(staff),
        )

    @get("/new", name="messages.staff.new")
    async def new(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        number = request.query_params.get("client", "")[:10]
        return await _new_page(request, staff, form=FilledForm({**blank().typed, "client": number}))

    @post(
        "/new",
        name="messages.staff.new.post",
        status_code=303,
        opt=SLOW,
        request_max_body_size=LARGEST_FORM,
    )
    async def send(self, request: Request, staff: CurrentStaff) -> Response[Any]:
        data = await request.form()
        form = parse(ToClient, data)
        sent = sent_files(data, "file")
        if isinstance(form, FilledForm):
            return await _new_page(request, staff, form=choose_again(form, sent), status=422)
        try:
            thread_id = await _start_thread(staff, form, await take_all(sent))
        except Unacceptable as why:
            return await _new_page(
                request, staff, form=filled(data).refused(file=why.sentence), status=why.status
            )
        except NotFound as refusal:
            await activity.record_refusal(refusal)
            return await _new_page(
                request, staff, form=filled(data).refused(client=NO_SUCH_CLIENT), status=422
            )
        except AlreadySent as why:
            return await _new_page(request, staff, form=again(filled(data), why), status=422)
        except StateForbids as why:
            return await _new_page(
                request, staff, form=filled(data).refused(task_type=why.sentence), status=422
            )
        return see(f"/staff/messages/{thread_id}", flash=gettext("Your message is sent."))


async def _start_thread(staff: CurrentStaff, form: ToClient, attached: tuple[TakenIn, ...]) -> UUID:
    client_id = await staff_service.client_numbered(staff=staff, by=staff.actor, number=form.number)
    return await staff_service.start_thread_as_staff(
        staff=staff,
        by=staff.actor,
        once=form.once,
        client_id=client_id,
        task_type=form.task_type,
        subject=form.subject,
        body=form.body,
        attached=attached,
    )


async def _new_page(
    request: Request, staff: CurrentStaff, *, form: FilledForm, status: int = 200
) -> Response[Any]:
    staff_service.check_messages(staff, Action.CREATE, by=staff.actor)
    return staff_page(
        request,
        staff,
        "messages/staff/new",
        status=status,
        here="/staff/messages/new",
        form=form,
        clients_see_none=is_switched_off("messages"),
        task_types=await task_types.task_types_in_use(),
        accepted=ACCEPTED,
        may_attach=may(staff.permissions, PermissionRule.SAVE_TO_PORTAL_FOLDER, Action.CREATE),
    )
