"""Forms: the practice's questionnaires, what is assigned to clients, and what they answered."""

from typing import Any

from piccolo.columns import (
    UUID,
    Boolean,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    Numeric,
    OnDelete,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from app.activity.actor import ActorKind
from app.clients.tables import Client
from app.db import new_id
from app.encryption import Encrypted
from app.forms.rules import Every, ResponseStatus, Role, Source
from app.staff.tables import StaffMember


class Questionnaire(Table, tablename="questionnaire"):
    """A version of a form. It stays as it was brought in: answers are answers to exactly this text."""

    id = UUID(primary_key=True, default=new_id)
    url = Varchar(length=500)
    version = Varchar(length=100)
    title = Varchar(length=300)
    title_es = Varchar(length=300, default="")
    definition = Text()  # a FHIR R4 Questionnaire, JSON
    notes = Text()  # what the import gate repaired and noticed, JSON
    instrument = Varchar(length=40, default="")  # by which of our scores it is scored; "": by none
    signed = Boolean(default=False)  # whether whoever sends it signs
    built_in = Boolean(default=False)
    brought_in_at = Timestamptz()
    brought_in_by_name = Varchar(length=200, default="")
    retired_at = Timestamptz(null=True, default=None)  # none: it can be assigned


class SafetyRule(Table, tablename="safety_rule"):
    """Answers of a form that the practice wants to be told of at once; those of the built-in forms are in code."""

    id = UUID(primary_key=True, default=new_id)
    url = Varchar(length=500)
    link_id = Varchar(length=300)
    codes = Text()  # the answers, as the tokens of `app.forms.questionnaire`, JSON
    made_at = Timestamptz()
    made_by_name = Varchar(length=200)


class SafetyContact(Table, tablename="safety_contact"):
    """Whom safety alerts go to. Before the first of them stands the client's own clinician."""

    id = UUID(primary_key=True, default=new_id)
    role = Varchar(length=10, choices=Role, unique=True)
    staff = ForeignKey(StaffMember, null=False, on_delete=OnDelete.restrict)


class FormPacket(Table, tablename="form_packet"):
    """Forms that are assigned together."""

    id = UUID(primary_key=True, default=new_id)
    name = Varchar(length=100)
    active = Boolean(default=True)


class PacketForm(Table, tablename="packet_form"):
    """A form of a packet, in whatever version is current when the packet is assigned."""

    id = UUID(primary_key=True, default=new_id)
    packet = ForeignKey(FormPacket, null=False, on_delete=OnDelete.cascade)  # a list of its own, nothing more
    url = Varchar(length=500)
    required = Boolean(default=True)
    position = Integer(default=0)


class FormRecurrence(Table, tablename="form_recurrence"):
    """A form that is assigned to a client again and again."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    url = Varchar(length=500)
    required = Boolean(default=True)
    every = Integer(default=1)
    unit = Varchar(length=10, choices=Every)
    due_days = Integer(null=True, default=None)  # none: without a due date
    next_on = Date()
    until_on = Date(null=True, default=None)  # none: until somebody ends it
    made_by_name = Varchar(length=200)
    ended_at = Timestamptz(null=True, default=None)  # none: it goes on


class FormAssignment(Table, tablename="form_assignment"):
    """A form that a client is to fill in."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    questionnaire = ForeignKey(Questionnaire, null=False, on_delete=OnDelete.restrict)
    packet = ForeignKey(FormPacket, null=True, default=None, on_delete=OnDelete.restrict)  # none: by itself
    recurrence = ForeignKey(
        FormRecurrence, null=True, default=None, on_delete=OnDelete.restrict
    )  # none: once
    required = Boolean(default=True)
    due_on = Date(null=True, default=None)  # none: whenever
    assigned_at = Timestamptz()
    assigned_by_name = Varchar(length=200)
    reminded_at = Timestamptz(null=True, default=None)  # none: nobody has reminded the client
    reminded_for = Date(null=True, default=None)  # none: nor has the clock; else the day that was for
    completed_at = Timestamptz(null=True, default=None)  # none: not sent yet
    taken_back_at = Timestamptz(null=True, default=None)  # none: not taken back
    taken_back_by_name = Varchar(length=200, default="")
    taken_back_reason = Encrypted(null=True, default=None)  # none: taken back unanswered, or not at all


class FormResponse(Table, tablename="form_response"):
    """What was answered: a QuestionnaireResponse. Once sent it stays; a correction is a further one."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    assignment = ForeignKey(FormAssignment, null=False, on_delete=OnDelete.restrict)
    corrects: ForeignKey[Any] = ForeignKey(
        "self", null=True, default=None, on_delete=OnDelete.restrict
    )  # none: the first answers
    status = Varchar(length=20, choices=ResponseStatus, default=ResponseStatus.IN_PROGRESS)
    answers = Encrypted()  # the QuestionnaireResponse, JSON
    unread = Encrypted(
        null=True, default=None
    )  # none: all that was typed could be read; else the typed texts
    revision = Integer(default=0)  # grows with every save
    page = Integer(default=1)  # where the writer left off
    answered = Integer(default=0)  # of the questions that are open, how many are answered
    asked = Integer(default=0)  # and how many those are
    started_at = Timestamptz()
    saved_at = Timestamptz()
    sent_at = Timestamptz(null=True, default=None)  # none: not sent yet
    written_by_kind = Varchar(length=20, choices=ActorKind)
    written_by_name = Varchar(length=200)
    account = UUID(null=True, default=None)  # none: entered by staff
    staff = UUID(null=True, default=None)  # none: written in the portal
    source = Varchar(length=20, choices=Source, default=Source.PORTAL)
    signature = Encrypted(null=True, default=None)  # none: not signed; else name, statement and digest, JSON
    set_aside_at = Timestamptz(null=True, default=None)  # none: not marked as entered in error
    set_aside_reason = Encrypted(null=True, default=None)  # likewise
    reviewed_at = Timestamptz(null=True, default=None)  # none: no staff member has looked at it yet
    reviewed_by_name = Varchar(length=200, default="")


class FormScore(Table, tablename="form_score"):
    """A score of sent answers, by our own rules. No total: the answers were not complete enough for one."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    response = ForeignKey(FormResponse, null=False, on_delete=OnDelete.restrict)
    instrument = Varchar(length=40)
    total = Numeric(null=True, default=None)  # none: incomplete
    band = Varchar(length=60, default="")
    positive = Boolean(null=True, default=None)  # none: incomplete, or without a cut-off
    flags = Text()  # what else is to be seen, JSON
    scored_at = Timestamptz()


class SafetyEvent(Table, tablename="safety_event"):
    """An answer that shows that somebody may be in danger, and who has seen to it."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    response = ForeignKey(FormResponse, null=False, on_delete=OnDelete.restrict)
    rule = Varchar(length=300)  # the link id of the question
    answer_hash = Bytea()  # keyed: tells whether the answer has changed since
    answer = Encrypted(
        null=True, default=None
    )  # in words, as it was then; none: noticed before that was kept
    noticed_at = Timestamptz()
    changed_at = Timestamptz(null=True, default=None)  # none: the answer still stands
    told = UUID(null=True, default=None)  # the first person, once told
    escalates_at = Timestamptz()
    escalated_at = Timestamptz(null=True, default=None)  # none: not yet, or acknowledged in time
    escalated_to = UUID(null=True, default=None)  # likewise
    acknowledged_at = Timestamptz(null=True, default=None)  # none: nobody has yet
    acknowledged_by = UUID(null=True, default=None)  # likewise
    acknowledged_by_name = Varchar(length=200, default="")
    done = Encrypted(null=True, default=None)  # none: nobody has said what was done
    done_at = Timestamptz(null=True, default=None)  # likewise
    done_by_name = Varchar(length=200, default="")
