"""What is still to be done after a change, and what staff are told."""

from enum import StrEnum

from piccolo.columns import UUID, Array, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from app.clients.tables import Client
from app.db import new_id
from app.encryption import Encrypted
from app.staff.tables import StaffMember


class OutboxMessage(Table, tablename="outbox_message"):
    """Something to do after the change it was written with; done once, whatever dies in between."""

    id = UUID(primary_key=True, default=new_id)
    kind = Varchar(length=60)
    payload = Encrypted()
    created_at = Timestamptz()
    due_at = Timestamptz()
    done_at = Timestamptz(null=True, default=None)  # none until it is done
    attempts = Integer(default=0)
    fault = Varchar(length=100, default="")


class SentMail(Table, tablename="sent_mail"):
    """An e-mail that went out, under the id of its outbox row: that is not sent again."""

    id = UUID(primary_key=True, default=new_id)
    sent_at = Timestamptz(index=True)
    letter = Encrypted(null=True, default=None)  # none in production: the links in it open accounts


class AlertKind(StrEnum):
    MESSAGE = "message"
    MESSAGE_ASSIGNED = "message_assigned"
    ACCESS_END_ASKED = "access_end_asked"
    DOCUMENT_UPLOAD = "document_upload"
    DOCUMENT_COMPLETED = "document_completed"
    DOCUMENT_HELD_BACK = "document_held_back"


class Alert(Table, tablename="alert"):
    """One event, told once to one staff member, and those of its kind that came while it was open."""

    id = UUID(primary_key=True, default=new_id)
    event = UUID(default=None, null=False)
    recipient = ForeignKey(StaffMember, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=40)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    object_id = UUID(default=None, null=False)
    grown_by = Array(base_column=UUID(), default=list)  # the further events it tells of
    raised_at = Timestamptz()  # when the newest of them was told
    read_at = Timestamptz(null=True, default=None)  # none until the recipient marks it
    acknowledged_at = Timestamptz(null=True, default=None)  # none until one of its recipients says so
    acknowledged_by = ForeignKey(StaffMember, null=True, on_delete=OnDelete.restrict)  # likewise
    done_at = Timestamptz(null=True, default=None)  # none until one of its recipients is done, for all
    done_by = ForeignKey(StaffMember, null=True, on_delete=OnDelete.restrict)  # likewise

    alert_once = Unique(["event", "recipient"])
