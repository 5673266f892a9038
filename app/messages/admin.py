"""Messages in Piccolo Admin: task types, saved replies, and sending a client a first message."""

from typing import Annotated
from uuid import UUID, uuid5

from pydantic import BaseModel, Field

from app import db
from app.accounts.sessions import CurrentStaff, today
from app.activity.refusals import StateForbids
from app.messages import staff_service
from app.messages.forms import LARGEST_NUMBER, Body, Subject
from app.messages.tables import SavedReply, TaskType
from app.staff.rules import Action, PermissionRule
from app.web.admin import AdminForm, AdminPart, AdminTable
from app.web.forms import text
from app.web.language import _l, gettext

PICKLISTS = _l("Picklist Management")
SPACE = UUID("8f0c3f6e-2b0f-4a39-9a0e-6a5d1c9be7d4")
NO_TASK_TYPE = _l("There is no task type of this name. Look it up under Task Types.")
BY_LABEL = "select id from task_type where lower(label) = lower($1) or lower(label_es) = lower($1)"

OF_TASK_TYPES = (
    TaskType.label,
    TaskType.label_es,
    TaskType.to_provider,
    TaskType.user_group,
    TaskType.usual_working_days,
    TaskType.for_appointments,
    TaskType.position,
    TaskType.active,
)
TASK_TYPES = AdminTable(
    table=TaskType,
    name="task_types",
    group=PICKLISTS,
    rule=PermissionRule.PICKLISTS,
    columns=(TaskType.id, *OF_TASK_TYPES),
    named_by=(TaskType.label,),
    ordered_by=(TaskType.position, TaskType.label),
    creatable=OF_TASK_TYPES,
    changeable=OF_TASK_TYPES,
    needed=(TaskType.label,),
    ranges={"usual_working_days": (1, 60), "position": (0, 9999)},
    deletable=True,
    labels={"label_es": _l("Label in Spanish"), "to_provider": _l("To the client's provider")},
    notes={
        "to_provider": _l("Goes to the client's provider; the group covers."),
        "user_group": _l("Who answers. Without a group clients are not offered this task type."),
        "usual_working_days": _l("Clients read: usually within so many working days."),
        "for_appointments": _l("What clients ask about their appointments comes in this task type."),
    },
)

OF_SAVED_REPLIES = (SavedReply.title, SavedReply.body, SavedReply.user_group)
SAVED_REPLIES = AdminTable(
    table=SavedReply,
    name="saved_replies",
    group=PICKLISTS,
    rule=PermissionRule.PICKLISTS,
    columns=(SavedReply.id, *OF_SAVED_REPLIES),
    named_by=(SavedReply.title,),
    creatable=OF_SAVED_REPLIES,
    changeable=OF_SAVED_REPLIES,
    needed=(SavedReply.title, SavedReply.body),
    deletable=True,
    notes={"user_group": _l("Blank: offered to everybody.")},
)


class FirstMessage(BaseModel):
    client_number: int = Field(ge=1, le=LARGEST_NUMBER)
    task_type: Annotated[str, text(most=100, missing=_l("Type the name of a task type."))]
    subject: Subject
    body: Annotated[Body, Field(json_schema_extra={"extra": {"widget": "text-area"}})]


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


def _once(staff: CurrentStaff, form: FirstMessage) -> UUID:
    """Make the id from what is sent: the form carries none, and pressed twice it shall make one message a day."""
    return uuid5(SPACE, f"{staff.staff_id} {today()} {form.model_dump_json()}")


async def _task_type(label: str) -> UUID:
    row = await db.row(BY_LABEL, label)
    if row is None:
        raise StateForbids(NO_TASK_TYPE)
    found: UUID = row["id"]
    return found


SEND = AdminForm(
    name=_l("Send a message to a client"),
    description=_l("The client is told that a message waits, and reads it in the portal."),
    group=_l("Messages"),
    rule=PermissionRule.SEND_MESSAGES,
    action=Action.CREATE,
    model=FirstMessage,
    labels={
        "client_number": _l("Client number"),
        "task_type": _l("Task type"),
        "subject": _l("Subject"),
        "body": _l("Message"),
    },
    act=send_first_message,
)

ADMIN = AdminPart(tables=(TASK_TYPES, SAVED_REPLIES), forms=(SEND,))
