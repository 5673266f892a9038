"""The clinical record as a read copy of the EHR's, requests about it, copies that were made of it, and where they went."""

from piccolo.columns import (
    UUID,
    Boolean,
    Bytea,
    Date,
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
from app.record.clinical.facts import Kind
from app.record.rules import ExportState, ImportState, RequestKind, RequestState


class ClinicalImport(Table, tablename="clinical_import"):
    """One file of FHIR resources: examined, then taken in whole or not at all."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=True, on_delete=OnDelete.restrict)  # none: whose it is was not found
    source = Varchar(length=60)  # the system it comes from, as the practice calls it
    digest = Bytea(default=b"")  # SHA-256 of the file
    state = Varchar(length=20, choices=ImportState, default=ImportState.RECEIVED)
    place = UUID(
        null=True, default=None, unique=True
    )  # in the storage; none: by the command line, or done with
    data_key = Encrypted(null=True, default=None)  # likewise
    size_bytes = Integer(default=0)
    resources = Integer(default=0)  # how many were read so far
    report = Encrypted(null=True, default=None)  # none: not examined yet; else a Report as JSON
    fault = Encrypted(null=True, default=None)  # none: it was not refused; else the sentence that says why
    begun_at = Timestamptz()
    begun_by_name = Varchar(length=200)
    staff = UUID(null=True, default=None)  # none: by the command line
    ended_at = Timestamptz(null=True, default=None)  # none: it goes on, or waits for somebody


class ClinicalResource(Table, tablename="clinical_resource"):
    """A FHIR resource as it came, known by the chart, the source and what that calls it.

    What several charts share, such as a practitioner, stands in each.
    """

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    source = Varchar(length=60)
    resource_type = Varchar(length=40)
    resource_id = Varchar(length=64)
    digest = Bytea()  # SHA-256 of its canonical JSON, and of its marks
    content = Encrypted()  # that JSON, compressed
    clinical_import = ForeignKey(ClinicalImport, null=False, on_delete=OnDelete.restrict)
    taken_at = Timestamptz()  # when it last came otherwise than before

    clinical_resource_once = Unique(["source", "resource_type", "resource_id", "client"])


class ClinicalEntry(Table, tablename="clinical_entry"):
    """A fact of the record, read from a resource. What staff marked outlasts every import."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    resource = ForeignKey(ClinicalResource, null=False, on_delete=OnDelete.restrict)
    position = SmallInt(default=0)  # among the facts of its resource
    kind = Varchar(length=20, choices=Kind)
    content = Encrypted()  # a Fact as JSON
    from_on = Date(null=True, default=None)  # none: not known
    until_on = Date(null=True, default=None)  # none: it goes on, or is not known; of a moment, that day
    own_only = Boolean(default=False)  # kept from representatives, by a label of its resource
    part_2 = Boolean(default=False)  # covered by 42 CFR Part 2, by a label of its resource
    kept_own_at = Timestamptz(null=True, default=None)  # none: staff did not keep it from representatives
    kept_own_by_name = Varchar(length=200, default="")
    withheld_at = Timestamptz(null=True, default=None)  # none: staff did not withhold it from everybody
    withheld_by_name = Varchar(length=200, default="")
    withheld_reason = Encrypted(null=True, default=None)  # none: likewise
    gone_at = Timestamptz(null=True, default=None)  # none: it stands; else when its source took it back
    taken_at = Timestamptz()  # when it last came otherwise than before

    clinical_entry_once = Unique(["resource", "position"])


class RecordRequest(Table, tablename="record_request"):
    """Something a client asks about the record: a copy, an amendment, or a restriction of who is told."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(length=20, choices=RequestKind)
    state = Varchar(length=20, choices=RequestState, default=RequestState.WAITING)
    account = UUID(default=None, null=False)  # whose sign-in asked
    by_self = Boolean()  # not: a representative asked
    asked_by_name = Varchar(length=200)
    asked_at = Timestamptz()
    from_on = Date(null=True, default=None)  # of a copy; none: from the beginning
    until_on = Date(null=True, default=None)  # of a copy; none: until now
    about = ForeignKey(ClinicalEntry, null=True, on_delete=OnDelete.restrict)  # none: of no one fact
    words = Encrypted(null=True, default=None)  # none: a copy; else what is asked, as JSON
    due_on = Date()
    reminded_at = Timestamptz(null=True, default=None)  # none: staff were not reminded yet
    answered_at = Timestamptz(null=True, default=None)  # none: it waits, or was withdrawn
    answered_by_name = Varchar(length=200, default="")
    staff = UUID(null=True, default=None)  # none: likewise
    answer = Encrypted(null=True, default=None)  # none: none was written; the client reads it
    disagreement = Encrypted(null=True, default=None)  # none: the client left a declined amendment at that
    ended_at = Timestamptz(
        null=True, default=None
    )  # of a restriction: when it ended; none: it holds, or never did


class RecordCopy(Table, tablename="record_copy"):
    """A copy of the record as it stood: its page, PDF and XML are all made from what is kept here."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    request = ForeignKey(
        RecordRequest, null=True, on_delete=OnDelete.restrict
    )  # none: nobody had to release it
    account = UUID(null=True, default=None)  # for whom; none: for staff
    for_self = Boolean()  # not: what representatives are not told is left out
    from_on = Date(null=True, default=None)  # none: from the beginning
    until_on = Date(null=True, default=None)  # none: until it was made
    made_at = Timestamptz()
    made_by_name = Varchar(length=200)
    entries = Integer(default=0)
    content = Encrypted(null=True, default=None)  # a Record as JSON, compressed; none: its time is over
    expires_at = Timestamptz()


class RecordSending(Table, tablename="record_sending"):
    """A link to a copy, sent to an address. Its token is derived from the id, never kept."""

    id = UUID(primary_key=True, default=new_id)
    copy = ForeignKey(RecordCopy, null=False, on_delete=OnDelete.restrict)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    account = UUID(default=None, null=False)  # whose sign-in sent it
    sent_by_name = Varchar(length=200)
    address = Encrypted()
    language = Varchar(length=5)
    asked_at = Timestamptz()
    sent_at = Timestamptz(null=True, default=None)  # none: not on its way yet
    fault = Varchar(length=100, default="")  # "": it could be sent, or is still to be
    expires_at = Timestamptz()
    ended_at = Timestamptz(null=True, default=None)  # none: nobody took it back
    opened_at = Timestamptz(null=True, default=None)  # none: not opened yet; else for the first time
    opened_times = Integer(default=0)


class RecordExport(Table, tablename="record_export"):
    """The whole of a client's portal as a zip, made by the worker and kept for a few days."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    account = UUID(null=True, default=None)  # for whom; none: for staff
    staff = UUID(null=True, default=None)  # likewise
    asked_by_name = Varchar(length=200)
    for_self = Boolean()
    areas = Varchar(length=400, default="")  # the areas open to whoever asked, by comma; "": all
    language = Varchar(length=5)
    state = Varchar(length=20, choices=ExportState, default=ExportState.WAITING)
    asked_at = Timestamptz()
    made_at = Timestamptz(null=True, default=None)  # none: not made yet
    expires_at = Timestamptz(null=True, default=None)  # likewise
    place = UUID(null=True, default=None, unique=True)  # in the storage; none: not made yet, or removed
    data_key = Encrypted(null=True, default=None)  # likewise
    size_bytes = Integer(default=0)
    tries = Integer(default=0)
