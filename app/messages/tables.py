"""Messages between a client and the practice."""

from piccolo.columns import UUID, Boolean, ForeignKey, OnDelete, SmallInt, Timestamptz, Varchar
from piccolo.table import Table

from app.clients.tables import Client
from app.db import new_id
from app.encryption import Encrypted
from app.staff.tables import UserGroup


class TaskType(Table, tablename="task_type"):
    """What a message is about, and so who answers it; the practice's picklist."""

    id = UUID(primary_key=True, default=new_id)
    label = Varchar(length=100, unique=True)
    label_es = Varchar(length=100, default="")
    to_provider = Boolean(default=False, help_text="Goes to the client's provider; the group covers.")
    user_group = ForeignKey(UserGroup, null=True, on_delete=OnDelete.restrict)  # none: not offered to clients
    position = SmallInt(default=0)
    active = Boolean(default=True)


class MessageThread(Table, tablename="message_thread"):
    """A conversation about one thing. `last_*` repeat the newest message, so that lists need not look it up."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    task_type = ForeignKey(TaskType, null=False, on_delete=OnDelete.restrict)
    subject = Encrypted()
    started_at = Timestamptz()
    last_at = Timestamptz()
    last_from_client = Boolean()


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
