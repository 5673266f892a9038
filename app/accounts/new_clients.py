"""A new client: their chart begins here, with a number of its own and who looks after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from uuid import UUID

from app import db
from app.accounts.charts import check_rule
from app.accounts.links.credentials import invite_if_asked
from app.accounts.sessions import CurrentStaff, today
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import StateForbids
from app.clients import details
from app.clients.names import full_name
from app.clients.tables import Client
from app.staff.rules import Action, PermissionRule
from app.staff.service import OPEN_CHARTS
from app.staff.tables import ClientAssignment
from app.web.language import Language, _l

FIRST_NUMBER = 1001
AT_ONCE = 500
"""Rows of one statement."""
ONE_AT_A_TIME = 0x_C11E_2A72
"""The number of the lock under which numbers are given, so that no two clients are given the same."""
LIKELY_DOUBLE = _l(
    "This client may be here already. Look at the charts that are alike, or add the client anyway."
)
NO_CLINICIAN = _l("Please choose one of the clinicians on the list.")

DOUBLES = f"""
select id, number, first_name, preferred_name, last_name,
  ($6 or id in {OPEN_CHARTS.format(staff="$7", today="$8")}) as open
from client
where (lower(last_name) = lower($2) and (lower(first_name) = lower($1) or lower(preferred_name) = lower($1))
    and (birth_date_hash is null or $3::bytea is null or birth_date_hash = $3))
  or (lower(email) = lower($4) and email <> '' and $4 <> '') or phone_hash = $5
order by number limit 5
"""
CLINICIANS = """
select id, concat_ws(' ', first_name, last_name) as name from staff_member
where active and profile is not null order by last_name, first_name, id limit 500
"""


@dataclass(frozen=True, slots=True)
class NewClient:
    first_name: str
    last_name: str
    preferred_name: str = ""
    born_on: date | None = None
    email: str = ""
    phone: str = ""
    language: Language | None = None
    clinician: UUID | None = None
    number: int | None = None
    """None: the next one is given."""
    discharged_on: date | None = None
    """None: in care."""


@dataclass(frozen=True, slots=True)
class Double:
    """A client who may be the same person; without a path the chart is not open to who adds."""

    words: str
    path: str


class LikelyDoubles(StateForbids):
    """There are clients who may be the same person."""

    def __init__(self, doubles: tuple[Double, ...]) -> None:
        super().__init__(LIKELY_DOUBLE)
        self.doubles = doubles


async def clinicians() -> tuple[tuple[UUID, str], ...]:
    """Give the active staff members who can look after a client."""
    return tuple((row["id"], row["name"]) for row in await db.rows(CLINICIANS))


async def add_client(*, staff: CurrentStaff, new: NewClient, anyway: bool) -> UUID:
    """Begin a client's chart and assign its clinician.

    Raises NotAllowed, StateForbids for a clinician who does not work here, and LikelyDoubles unless `anyway`.
    """
    check_rule(staff, PermissionRule.CLIENTS, Action.CREATE)
    if new.clinician is not None and new.clinician not in dict(await clinicians()):
        raise StateForbids(NO_CLINICIAN)
    async with db.transaction():
        await db.row("select pg_advisory_xact_lock($1)", ONE_AT_A_TIME)
        doubles = () if anyway else await _doubles(staff, new)
        if doubles:
            raise LikelyDoubles(doubles)
        client_id = await begin_chart(by=staff.actor, new=new)
        await invite_if_asked(staff=staff, client_id=client_id)
    return client_id


async def begin_chart(*, by: Actor, new: NewClient) -> UUID:
    """Begin a client's chart, in the transaction under way. Whether they are here already, the caller has asked."""
    (client_id,) = await begin_charts(by=by, several=[new])
    return client_id


async def begin_charts(*, by: Actor, several: Sequence[NewClient]) -> list[UUID]:
    """Begin the charts of several clients likewise; give their ids in that order.

    A number that a client brings along must be free. Who brings none gets the next one above all there are.
    """
    await db.row("select pg_advisory_xact_lock($1)", ONE_AT_A_TIME)
    clients = _numbered(several, newest=await _newest_number())
    for begin in range(0, len(clients), AT_ONCE):
        await Client.insert(*clients[begin : begin + AT_ONCE])
    assigned = [
        ClientAssignment(client=client.id, staff=new.clinician, starts_on=today())
        for client, new in zip(clients, several, strict=True)
        if new.clinician is not None
    ]
    for begin in range(0, len(assigned), AT_ONCE):
        await ClientAssignment.insert(*assigned[begin : begin + AT_ONCE])
    added = [
        activity.Done(kind=Kind.CLIENT_ADDED, object_kind="client", object_id=each.id, client_id=each.id)
        for each in clients
    ]
    await activity.record_all(by=by, acts=added)
    return [client.id for client in clients]


async def _newest_number() -> int:
    row = await db.row("select max(number) as number from client")
    return row["number"] if row and row["number"] else FIRST_NUMBER - 1


def _numbered(several: Sequence[NewClient], *, newest: int) -> list[Client]:
    highest = max([newest, *(new.number for new in several if new.number is not None)])
    fresh = count(highest + 1)
    return [_client(new, next(fresh) if new.number is None else new.number) for new in several]


def _client(new: NewClient, number: int) -> Client:
    client_id = db.new_id()
    return Client(
        id=client_id,
        number=number,
        first_name=new.first_name,
        last_name=new.last_name,
        preferred_name=new.preferred_name,
        email=new.email,
        language=new.language.value if new.language else None,
        discharged_on=new.discharged_on,
        created_at=datetime.now(UTC),
        **details.birth_date_columns(client_id, new.born_on),
        **details.phone_columns(client_id, new.phone),
    )


async def _doubles(staff: CurrentStaff, new: NewClient) -> tuple[Double, ...]:
    found = await db.rows(
        DOUBLES,
        new.first_name,
        new.last_name,
        details.hash_of_birth_date(new.born_on) if new.born_on else None,
        new.email,
        details.hash_of_phone(new.phone) if new.phone else None,
        staff.permissions.client_admin,
        staff.staff_id,
        today(),
    )
    return tuple(_double(row) for row in found)


def _double(row: db.Record) -> Double:
    if not row["open"]:
        return Double("", "")
    name = full_name(
        first_name=row["first_name"], preferred_name=row["preferred_name"], last_name=row["last_name"]
    )
    return Double(f"{name}, {row['number']}", f"/staff/clients/{row['id']}")


async def clinician_named(name: str) -> UUID:
    """Give the clinician of a name; raises StateForbids when nobody, or more than one, is called so."""
    wanted = name.casefold()
    found = [each for each, called in await clinicians() if called.casefold() == wanted]
    if len(found) != 1:
        raise StateForbids(NO_CLINICIAN)
    return found[0]
