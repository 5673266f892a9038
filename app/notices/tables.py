"""What is still to be done after a change, what staff are told, and how clients want to be told."""

from enum import StrEnum

from piccolo.columns import (
    UUID,
    Array,
    Boolean,
    Bytea,
    ForeignKey,
    Integer,
    OnDelete,
    SmallInt,
    Timestamptz,
    Varchar,
)
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
    DEMOGRAPHIC_UPDATE = "demographic_update"
    FORM_COMPLETED = "form_completed"
    FORM_SAFETY = "form_safety"
    """Answers that show that somebody may be in danger."""
    NOTICE_FAILED = "notice_failed"
    """A client could not be told that something waits."""
    PAYMENT = "payment"
    DISPUTE = "dispute"
    """A cardholder's bank asks money back."""
    RECORD_REQUEST = "record_request"
    """Somebody asks for the record, or for something about it."""


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


class Channel(StrEnum):
    """By what a client is told that something waits."""

    TEXT = "text"
    EMAIL = "email"


class MessagingPreference(Table, tablename="messaging_preference"):
    """How a client wants to be told; its id is the client's. Who never chose has none: see `preferences.DEFAULTS`."""

    id = UUID(primary_key=True, default=new_id)
    channel = Varchar(length=10, choices=Channel)
    notices = Array(base_column=Varchar(length=20), default=list)
    quiet_from = SmallInt(null=True, default=None)  # none: no quiet hours; else a whole hour of the day
    quiet_until = SmallInt(null=True, default=None)  # none: likewise
    discreet = Boolean(default=False)
    zone = Varchar(length=60, default="")  # "": the practice's


class ConsentSource(StrEnum):
    """How somebody agreed to text messages, or stopped them."""

    PORTAL = "portal"
    STAFF = "staff"
    REPLY = "reply"
    """By answering a text with STOP."""


class TextConsent(Table, tablename="text_consent"):
    """Somebody agreed to text messages to one number; nothing of it is ever changed but that it is withdrawn, once."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    phone = Encrypted()
    phone_hash = Bytea(index=True)
    wording = Encrypted()  # exactly what was agreed to; it names the number
    given_at = Timestamptz()
    source = Varchar(length=10, choices=ConsentSource)
    account = UUID(null=True, default=None)  # none: it did not come by the portal
    given_by_name = Varchar(length=200)
    withdrawn_at = Timestamptz(null=True, default=None)  # none: in force
    withdrawn_by_name = Varchar(length=200, default="")
    withdrawal_source = Varchar(length=10, choices=ConsentSource, null=True, default=None)  # none: in force


class NoticeState(StrEnum):
    """What became of telling a client."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    """Refused for good, or tried for too long."""
    NOT_NEEDED = "not_needed"
    """What it told of was seen, done or gone before it went out."""
    REDIRECTED = "redirected"
    """It goes by the other channel: the client changed how they are told before it went out."""
    UNKNOWN = "unknown"
    """A text that was handed over while its worker died: it is not sent again."""


class ClientNotice(Table, tablename="client_notice"):
    """A client is told once, by one channel, that something waits; several that are due together go out as one."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    account = UUID(default=None, null=False)  # whose sign-in the link is for
    notice = Varchar(length=20)
    event = UUID(default=None, null=False)  # what happened: it is told of once
    object_id = UUID(default=None, null=False)  # what waits
    path = Varchar(length=200)  # where it waits
    needed = Boolean(default=False)  # it is told whatever notices the client chose
    channel = Varchar(length=10, choices=Channel)
    created_at = Timestamptz()
    due_at = Timestamptz()
    delivery = UUID(null=True, default=None)  # none: not begun; else the outbox row that carries it
    state = Varchar(length=20, choices=NoticeState, default=NoticeState.WAITING)
    settled_at = Timestamptz(null=True, default=None)  # none: it waits
    fault = Varchar(length=200, default="")
    sent_to = Encrypted(null=True, default=None)  # none: it never went out

    told_once = Unique(["notice", "event", "account", "channel"])


class TextState(StrEnum):
    """How far a text message came."""

    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"


class TextMessage(Table, tablename="text_message"):
    """A text message, under the id of its outbox row: written before it is handed over, so that none goes out twice."""

    id = UUID(primary_key=True, default=new_id)
    provider_id = Varchar(length=64, default="")  # "": the provider has not answered
    state = Varchar(length=20, choices=TextState, default=TextState.SENDING)
    fault = Varchar(length=100, default="")
    written_at = Timestamptz(index=True)
    settled_at = Timestamptz(null=True, default=None)  # none: it is being handed over
    letter = Encrypted(null=True, default=None)  # none in production, as of e-mails


class TextMeaning(StrEnum):
    """What somebody means who answers a text."""

    STOP = "stop"
    HELP = "help"
    OTHER = "other"


class TextReply(Table, tablename="text_reply"):
    """A text that came in, under an id made from the service's own: it has its effect once. What it says is not kept."""

    id = UUID(primary_key=True, default=new_id)
    phone_hash = Bytea(index=True)
    meaning = Varchar(length=10, choices=TextMeaning)
    came_at = Timestamptz(index=True)


class AlertMail(Table, tablename="alert_mail"):
    """Whether a staff member asked to be told of alerts by e-mail; its id is the member's."""

    id = UUID(primary_key=True, default=new_id)
    wanted = Boolean(default=False)
    due_at = Timestamptz(null=True, default=None)  # none: no e-mail is under way
    sent_at = Timestamptz(null=True, default=None)  # none: never


class ClockRun(Table, tablename="clock_run"):
    """One run of recurring work, by its name and the moment it was due: it is begun once, whoever comes first."""

    id = UUID(primary_key=True, default=new_id)
    name = Varchar(length=60)
    due_at = Timestamptz()
    started_at = Timestamptz()
    finished_at = Timestamptz(null=True, default=None)  # none: under way, or its worker died

    run_once = Unique(["name", "due_at"])
