"""Messages in Piccolo Admin: task types, saved replies, and conversations, whose subjects and texts stay out of it."""

from app.messages.admin_forms import FORMS, MESSAGES
from app.messages.tables import MessageThread, SavedReply, TaskType
from app.staff.rules import PermissionRule
from app.web.admin import AdminPart, AdminTable
from app.web.language import _l

PICKLISTS = _l("Picklist Management")

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

THREADS = AdminTable(
    table=MessageThread,
    name="conversations",
    group=MESSAGES,
    rule=PermissionRule.SEND_MESSAGES,
    columns=(
        MessageThread.id,
        MessageThread.client,
        MessageThread.task_type,
        MessageThread.started_at,
        MessageThread.last_at,
        MessageThread.last_from_client,
        MessageThread.unread_by_practice,
        MessageThread.waiting_since,
        MessageThread.late_at,
        MessageThread.answered_at,
        MessageThread.assignee,
        MessageThread.assignee_group,
        MessageThread.closed_at,
    ),
    named_by=(MessageThread.started_at,),
    newest_first=MessageThread.last_at,
    chart=MessageThread.client,
    labels={
        "started_at": _l("Begun"),
        "last_at": _l("Last message"),
        "last_from_client": _l("Last from the client"),
        "unread_by_practice": _l("Unread"),
        "waiting_since": _l("Client waits since"),
        "late_at": _l("Late from"),
        "answered_at": _l("Answered"),
        "assignee": _l("Given to"),
        "assignee_group": _l("Given to the group"),
        "closed_at": _l("Closed"),
    },
    notes={"client": _l("What was written is read in the chart and on the page Messages.")},
)

ADMIN = AdminPart(tables=(TASK_TYPES, SAVED_REPLIES, THREADS), forms=FORMS)
