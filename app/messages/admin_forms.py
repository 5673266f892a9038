"""Messages as forms in Piccolo Admin: a first message, and what is done with a conversation, named by its subject."""

from typing import Annotated, Any
from uuid import UUID, uuid5

from pydantic import BaseModel, Field

from app import db
from app.accounts.sessions import CurrentStaff, today
from app.activity.refusals import StateForbids
from app.messages import assigning, staff_service
from app.messages.assigning import AS_USUAL
from app.messages.forms import LARGEST_NUMBER, Body, Subject
from app.messages.tables import MessageThread
from app.staff.rules import Action, PermissionRule
from app.web.admin import LONG_TEXT, FormsOf
from app.web.forms import text
from app.web.language import Phrase, _l, gettext

MESSAGES = _l("Messages")
SPACE = UUID("8f0c3f6e-2b0f-4a39-9a0e-6a5d1c9be7d4")
MOST_THREADS = 500
"""Among so many of a client's newest conversations a subject is looked for."""
NO_TASK_TYPE = _l("There is no task type of this name. Look it up under Task Types.")
NO_THREAD = _l("The client has no conversation of this subject. Look it up in the chart.")
SEVERAL_THREADS = _l("The client has several conversations of this subject. Please use the page Messages.")
NOBODY_CALLED_SO = _l(
    "Nobody of this name, and no user group, may answer this client. Look the name up on the page of the conversation."
)
BY_LABEL = "select id from task_type where lower(label) = lower($1) or lower(label_es) = lower($1)"
TASK_TYPES = "select label from task_type where active order by position, label limit 200"
SUBJECTS = (
    f"select id, subject from message_thread where client = $1 order by last_at desc limit {MOST_THREADS}"
)

Typed = Annotated[Body, LONG_TEXT]


class OfClient(BaseModel):
    client_number: int = Field(ge=1, le=LARGEST_NUMBER)


class FirstMessage(OfClient):
    task_type: Annotated[str, text(most=100, missing=_l("Type the name of a task type."))]
    subject: Subject
    body: Typed


class OfThread(OfClient):
    subject: Subject


class Answer(OfThread):
    body: Typed


class PassedOn(OfThread):
    to: Annotated[str, text(most=200)] = ""


async def send_first_message(*, staff: CurrentStaff, form: FirstMessage) -> str:
    """Send a client a first message; give what the admin says then."""
    client_id = await staff_service.client_numbered(staff=staff, by=staff.actor, number=form.client_number)
    await staff_service.start_thread_as_staff(
        staff=staff,
        by=staff.actor,
        once=_once(staff, form),
        client_id=client_id,
        task_type=await _task_type(form.task_type),
        subject=form.subject,
        body=form.body,
    )
    return gettext("Your message is sent.")


async def reply(*, staff: CurrentStaff, form: Answer) -> str:
    which, _ = await _thread(staff, form, Action.MODIFY)
    await staff_service.reply_as_staff(**which, once=_once(staff, form), body=form.body)
    return gettext("Your answer is sent.")


async def pass_on(*, staff: CurrentStaff, form: PassedOn) -> str:
    which, client_id = await _thread(staff, form, Action.MODIFY)
    to = await _assignee(client_id, form.to) if form.to else AS_USUAL
    await assigning.assign_thread(**which, to=to)
    return gettext("Passed on.")


async def close(*, staff: CurrentStaff, form: OfThread) -> str:
    which, _ = await _thread(staff, form, Action.DELETE)
    await staff_service.close_thread(**which)
    return gettext("Closed. The client can still read it.")


async def reopen(*, staff: CurrentStaff, form: OfThread) -> str:
    which, _ = await _thread(staff, form, Action.DELETE)
    await staff_service.reopen_thread(**which)
    return gettext("Open again.")


async def _thread(staff: CurrentStaff, form: OfThread, action: Action) -> tuple[dict[str, Any], UUID]:
    """Give which conversation is meant, as the services take it, and its client.

    Subjects are encrypted, so they are looked through. Raises NotAllowed, NotFound, StateForbids.
    """
    staff_service.check_messages(staff, action, by=staff.actor)
    client_id = await staff_service.client_numbered(staff=staff, by=staff.actor, number=form.client_number)
    wanted = form.subject.casefold()
    found = [
        row["id"]
        for row in await db.rows(SUBJECTS, client_id)
        if MessageThread.subject.open(row["subject"], row=row["id"]).casefold() == wanted
    ]
    if len(found) != 1:
        raise StateForbids(SEVERAL_THREADS if found else NO_THREAD)
    return {"staff": staff, "by": staff.actor, "thread_id": found[0]}, client_id


async def _assignee(client_id: UUID, name: str) -> str:
    able = await assigning.assignees_of(client_id)
    found = [each.value for each in able if each.name.casefold() == name.casefold()]
    if len(found) != 1:
        raise StateForbids(NOBODY_CALLED_SO)
    return found[0]


def _once(staff: CurrentStaff, form: BaseModel) -> UUID:
    """Make the id from what is sent: the form carries none, and pressed twice it shall make one message a day."""
    return uuid5(SPACE, f"{staff.staff_id} {today()} {form.model_dump_json()}")


async def _task_type(label: str) -> UUID:
    row = await db.row(BY_LABEL, label)
    if row is None:
        raise StateForbids(NO_TASK_TYPE)
    found: UUID = row["id"]
    return found


async def _offered() -> dict[str, str]:
    """Give the task types in use, which are named by their labels."""
    return {row["label"]: row["label"] for row in await db.rows(TASK_TYPES)}


CLIENT: dict[str, Phrase] = {"client_number": _l("Client number")}
THREAD = CLIENT | {"subject": _l("Subject of the conversation")}

_form = FormsOf(MESSAGES, PermissionRule.SEND_MESSAGES)

FORMS = (
    _form(
        _l("Send a message to a client"),
        _l("The client is told that a message waits, and reads it in the portal."),
        Action.CREATE,
        FirstMessage,
        CLIENT | {"task_type": _l("Task type"), "subject": _l("Subject"), "body": _l("Message")},
        send_first_message,
        {"task_type": _offered},
    ),
    _form(
        _l("Answer a client"),
        _l("Answers a conversation, and marks what the client wrote before as read."),
        Action.MODIFY,
        Answer,
        THREAD | {"body": _l("Message")},
        reply,
    ),
    _form(
        _l("Pass a conversation on"),
        _l("To a member or user group that may answer this client. Blank: as the task type says."),
        Action.MODIFY,
        PassedOn,
        THREAD | {"to": _l("Name of the member or user group")},
        pass_on,
    ),
    _form(
        _l("Close a conversation"),
        _l("Nobody waits in it any more. The client can read it, and opens it again by writing."),
        Action.DELETE,
        OfThread,
        THREAD,
        close,
    ),
    _form(
        _l("Open a conversation again"),
        _l("Of one that was closed."),
        Action.DELETE,
        OfThread,
        THREAD,
        reopen,
    ),
)
