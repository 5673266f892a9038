"""What outlives a session for a day: that it ran out, and what was being typed in it."""

from enum import StrEnum

from piccolo.columns import UUID, Bytea, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from app.accounts.tables import PortalAccount
from app.clients.tables import Client
from app.db import new_id
from app.encryption import Encrypted


class Reason(StrEnum):
    IDLE = "idle"
    LONGEST = "longest"


class EndedSession(Table, tablename="ended_session"):
    """A session that ran out by itself. One that somebody ended leaves nothing."""

    token_hash = Bytea(primary_key=True)
    account = ForeignKey(
        PortalAccount, null=True, default=None, on_delete=OnDelete.restrict
    )  # none: of staff
    chart = ForeignKey(
        Client, null=True, default=None, on_delete=OnDelete.restrict
    )  # none: it showed no chart
    reason = Varchar(length=10, choices=Reason)
    ended_at = Timestamptz()


class Draft(Table, tablename="draft"):
    """What was being typed into a form when the session ran out; nobody's but the writer's."""

    id = UUID(primary_key=True, default=new_id)
    account = ForeignKey(PortalAccount, null=False, on_delete=OnDelete.restrict)
    client = ForeignKey(Client, null=True, default=None, on_delete=OnDelete.restrict)  # none: of no chart
    address = Varchar(length=200)  # where the form is sent to
    fields = Encrypted()
    kept_at = Timestamptz()
