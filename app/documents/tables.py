"""Documents of a chart: what clients send, and what the practice keeps and shares."""

from typing import Any

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from app.clients.tables import Client
from app.db import new_id
from app.documents.rules import Ask
from app.encryption import Encrypted
from app.files.tables import StoredFile


class DocumentType(Table, tablename="document_type"):
    """What a document is; the practice's picklist. `key` marks the few that the portal itself knows."""

    id = UUID(primary_key=True, default=new_id)
    key = Varchar(length=40, unique=True, null=True, default=None)  # none: of the practice's own making
    label = Varchar(length=100)
    label_es = Varchar(length=100, default="")
    for_clients = Boolean(default=True)
    never_shared = Boolean(default=False)
    position = Integer(default=0)
    active = Boolean(default=True)


class Document(Table, tablename="document"):
    """A document of a chart. What clients see of it: once it is shared, and its file is clean."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    file = ForeignKey(StoredFile, null=False, on_delete=OnDelete.restrict)
    document_type = ForeignKey(DocumentType, null=False, on_delete=OnDelete.restrict)
    title = Encrypted()
    never_shared = Boolean(default=False)
    from_client = Boolean()
    sent_at = Timestamptz()
    sent_by_name = Varchar(length=200)
    account = UUID(null=True, default=None)  # none: of a staff member
    staff = UUID(null=True, default=None)  # none: of a client or guardian
    answers: ForeignKey[Any] = ForeignKey(
        "self", null=True, default=None, on_delete=OnDelete.restrict
    )  # none: it answers no blank
    ask = Varchar(length=20, choices=Ask, default=Ask.NOTHING)
    due_on = Date(null=True, default=None)  # none: whenever
    shared_at = Timestamptz(null=True, default=None)  # none: in the chart only
    read_at = Timestamptz(null=True, default=None)  # none: not opened by the client yet
    completed_at = Timestamptz(null=True, default=None)  # none: not completed, or nothing to complete
    completed_by_name = Varchar(length=200, default="")
    signature = Encrypted(null=True, default=None)  # none: not signed; else name, consent and digest as JSON
    withdrawn_at = Timestamptz(null=True, default=None)  # none: not taken back
    withdrawn_by_name = Varchar(length=200, default="")
    reviewed_at = Timestamptz(null=True, default=None)  # none: no staff member has looked at it yet
    reviewed_by_name = Varchar(length=200, default="")
