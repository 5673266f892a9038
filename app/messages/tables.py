"""Messages between a client and the practice."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, OnDelete, SmallInt, Text, Timestamptz, Varchar
from piccolo.table import Table

from app.accounts.tables import PortalAccount
from app.clients.tables import Client
from app.db import new_id
from app.documents.tables import Document
from app.encryption import Encrypted
from app.messages.rules import StepKind
from app.staff.tables import StaffMember, UserGroup


class TaskType(Table, tablename="task_type"):
    """What a message is about, and so who answers it; the practice's picklist."""

    id = UUID(primary_key=True, default=new_id)
    label = Varchar(length=100, unique=True)
    label_es = Varchar(length=100, default="")
    to_provider = Boolean(default=False, help_text="Goes to the client's provider; the group covers.")
    user_group = ForeignKey(UserGroup, null=True, on_delete=OnDelete.restrict)  # none: not offered to clients
    usual_working_days = SmallInt(
        null=True, default=None, help_text="Clients read: usually within so many working days."
    )  # none: clients are told no time
    position = SmallInt(default=0)
    active = Boolean(default=True)
    for_appointments = Boolean(
        default=False, help_text="What clients ask about their appointments comes in this task type."
    )


class MessageThread(Table, tablename="message_thread"):
    """A conversation about one thing.

    What lists show and filter by stands here, so that they need not look through the messages: `last_*` repeat the
    newest message, `unread_by_practice` whether a message of the client's is not marked read.
    """

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    task_type = ForeignKey(TaskType, null=False, on_delete=OnDelete.restrict)
    subject = Encrypted()
    started_at = Timestamptz()
    last_at = Timestamptz()
    last_from_client = Boolean()
    unread_by_practice = Boolean(default=False)
    answered_at = Timestamptz(null=True, default=None)  # none: the client never got an answer
    waiting_since = Timestamptz(null=True, default=None)  # none: the client waits for no answer
    soon_late_at = Timestamptz(null=True, default=None)  # none: nobody waits, or no time was told
    late_at = Timestamptz(null=True, default=None)  # likewise
    closed_at = Timestamptz(null=True, default=None)  # none: open
    assignee = ForeignKey(StaffMember, null=True, on_delete=OnDelete.restrict)  # none: as the task type says
    assignee_group = ForeignKey(UserGroup, null=True, on_delete=OnDelete.restrict)  # likewise


class Message(Table, tablename="message"):
    """One message; it is never changed. `read_at` is when the other side marked it read."""

    id = UUID(primary_key=True, default=new_id)
    thread = ForeignKey(MessageThread, null=False, on_delete=OnDelete.restrict)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    from_client = Boolean()
    account = UUID(default=None, null=True)  # of the client's side only
    staff = UUID(default=None, null=True)  # of the practice's side only
    sender_name = Varchar(length=200)
    body = Encrypted()
    sent_at = Timestamptz()
    read_at = Timestamptz(null=True, default=None)  # none: not marked read


class MessageDraft(Table, tablename="message_draft"):
    """What somebody is writing: one for each account, chart and thread. Its id is made of the three."""

    id = UUID(primary_key=True, default=new_id)
    account = ForeignKey(PortalAccount, null=False, on_delete=OnDelete.restrict)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    thread = ForeignKey(MessageThread, null=True, on_delete=OnDelete.restrict)  # none: a new message
    task_type = ForeignKey(
        TaskType, null=True, on_delete=OnDelete.set_null
    )  # none: not chosen, or a reply; a draft does not keep a task type from being deleted
    subject = Encrypted()
    body = Encrypted()
    saved_at = Timestamptz()


class MessageAttachment(Table, tablename="message_attachment"):
    """A document that went with a message."""

    id = UUID(primary_key=True, default=new_id)
    message = ForeignKey(Message, null=False, on_delete=OnDelete.restrict)
    document = ForeignKey(Document, null=False, on_delete=OnDelete.restrict)
    position = Integer()


class InternalNote(Table, tablename="internal_note"):
    """What staff tell one another beside a thread; no client ever sees it."""

    id = UUID(primary_key=True, default=new_id)
    thread = ForeignKey(MessageThread, null=False, on_delete=OnDelete.restrict)
    staff = ForeignKey(StaffMember, null=False, on_delete=OnDelete.restrict)
    staff_name = Varchar(length=200)
    body = Encrypted()
    written_at = Timestamptz()


class ThreadStep(Table, tablename="thread_step"):
    """Something that was done with a thread: given to somebody, closed, opened again."""

    id = UUID(primary_key=True, default=new_id)
    thread = ForeignKey(MessageThread, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=20, choices=StepKind)
    by_name = Varchar(length=200)
    to_name = Varchar(length=200, default="")
    done_at = Timestamptz()


class SavedReply(Table, tablename="saved_reply"):
    """A text that staff send often, as a beginning for a reply."""

    id = UUID(primary_key=True, default=new_id)
    title = Varchar(length=100)
    body = Text()
    user_group = ForeignKey(UserGroup, null=True, on_delete=OnDelete.restrict)  # none: for everybody
    created_by = ForeignKey(StaffMember, null=True, on_delete=OnDelete.restrict)  # none: the system
