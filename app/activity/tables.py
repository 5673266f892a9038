"""The client's activity, and the practice's audit log. Ids are plain UUIDs: a log outlives what it names."""

from piccolo.columns import UUID, BigInt, Bytea, Timestamptz, Varchar
from piccolo.table import Table

from app.activity.actor import ActorKind
from app.db import new_id
from app.encryption import Encrypted


class ActivityEntry(Table, tablename="activity_entry"):
    """A line of the client's own log."""

    id = UUID(primary_key=True, default=new_id)
    client = UUID(default=None, null=False)
    at = Timestamptz()
    kind = Varchar(length=40)
    actor_kind = Varchar(length=10, choices=ActorKind)
    actor_name = Varchar(length=200)
    account = UUID(default=None, null=True)  # of a client's or guardian's act only; older lines may lack it
    object_id = UUID(default=None, null=True)  # what it was about, for its name; older lines may lack it


class AuditEvent(Table, tablename="audit_event"):
    """What was done, by whom, to what; written once, in the transaction that did it, never changed.

    `mac` authenticates the whole row; a seal chains it later, outside the transaction.
    """

    id = UUID(primary_key=True, default=new_id)
    at = Timestamptz()
    kind = Varchar(length=40)
    actor_kind = Varchar(length=10, choices=ActorKind)
    account = UUID(default=None, null=True)  # of a client's or guardian's act only
    staff = UUID(default=None, null=True)  # of a staff member's act only
    job = Varchar(length=60, null=True, default=None)  # of the system's act only
    client = UUID(default=None, null=True)  # the chart; none for acts about no chart
    object_kind = Varchar(length=40)
    object_id = UUID(default=None, null=True)  # none where the act has no row, such as a failed sign-in
    detail = Encrypted(null=True, default=None)  # old and new values, where there are any
    request_id = Varchar(length=40, default="")
    network = Varchar(length=50, default="")
    mac = Bytea()


class AuditUnsealed(Table, tablename="audit_unsealed"):
    """An audit row that no seal chains yet; a trigger adds it with the row, the sealer takes it away."""

    event = UUID(primary_key=True, default=None)


class AuditSeal(Table, tablename="audit_seal"):
    """One link of the chain over the audit log: `mac` authenticates its number, its event and the link before it.

    The event is a plain UUID, so that a seal outlives a row somebody deleted, and names it.
    """

    seq = BigInt(primary_key=True, default=None)
    event = UUID(default=None, null=False, unique=True)
    prev = Bytea()
    mac = Bytea()
