"""What clients changed of their chart, field by field, and what the practice decided."""

from piccolo.columns import UUID, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from app.activity.actor import ActorKind
from app.changes.rules import Act, Section, Standing
from app.clients.tables import Client
from app.db import new_id
from app.encryption import Encrypted


class ChangeRequest(Table, tablename="change_request"):
    """One save from the portal."""

    id = UUID(primary_key=True, default=new_id)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    section = Varchar(length=20, choices=Section)
    sent_at = Timestamptz()
    sent_by_kind = Varchar(length=20, choices=ActorKind)
    sent_by_name = Varchar(length=200)
    account = UUID(null=True, default=None)  # none: it came by the demo practice


class ChangedField(Table, tablename="changed_field"):
    """One field of a save. Values are texts as the part that owns the field keeps them; "" is none."""

    id = UUID(primary_key=True, default=new_id)
    request = ForeignKey(ChangeRequest, null=False, on_delete=OnDelete.restrict)
    client = ForeignKey(Client, null=False, on_delete=OnDelete.restrict)
    part = Varchar(length=40)
    subject = UUID(null=False, default=None)  # the row that the part writes
    act = Varchar(length=10, choices=Act)
    field = Varchar(length=40)
    position = Integer(default=0)
    old_value = Encrypted()
    new_value = Encrypted()
    kept_value = Encrypted(null=True, default=None)  # none: not corrected by staff
    standing = Varchar(length=20, choices=Standing)
    reason = Encrypted(null=True, default=None)  # none: not declined
    decided_at = Timestamptz(null=True, default=None)  # none: nobody had to, or has yet
    decided_by = UUID(null=True, default=None)  # likewise
    decided_by_name = Varchar(length=200, default="")
