"""Facts put into a record as an import leaves them."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from app import db
from app.record.clinical.facts import (
    Coded,
    Fact,
    Kind,
    Measured,
    Medication,
    Observation,
    Precision,
    Problem,
    When,
)
from app.record.clinical.storing import Counts, Read, Target, store
from app.record.rules import ImportState
from app.record.tables import ClinicalImport
from tests import people

SOURCE = "Green Valley EHR"
AT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


async def keep(
    kind: Kind,
    fact: Fact,
    *,
    client: str = "alice",
    own_only: bool = False,
    part_2: bool = False,
    gone: bool = False,
    source: str = SOURCE,
    named: str = "",
) -> UUID:
    """Put one fact into a client's record, from the resource Thing/`named` of its own; give the entry's id."""
    client_id = people.client_id(client)
    read = Read("Thing", named or str(uuid4()), b"{}", ((kind, fact),), own_only, part_2, gone)
    await store(Target(client_id, source, await an_import(client_id), AT), [read], Counts())
    row = await db.row(
        "select entry.id from clinical_entry entry join clinical_resource resource on resource.id = entry.resource"
        " where resource.resource_id = $1 and resource.client = $2 and resource.source = $3",
        read.resource_id,
        client_id,
        source,
    )
    assert row is not None
    entry: UUID = row["id"]
    return entry


async def an_import(client_id: UUID, source: str = SOURCE) -> UUID:
    row = ClinicalImport(
        id=uuid4(),
        client=client_id,
        source=source,
        state=ImportState.DONE,
        begun_at=AT,
        begun_by_name="a test",
    )
    await ClinicalImport.insert(row)
    return row.id


def on(year: int, month: int = 1, day: int = 1) -> When:
    return When(datetime(year, month, day), Precision.DAY)  # noqa: DTZ001  # a day has no zone


def problem(
    words: str, status: str = "active", *, onset: When | None = None, abated: When | None = None
) -> Problem:
    return Problem(Coded(words), status, onset=onset, abated=abated, category="problem-list-item")


def observed(words: str, value: str, *, taken: When | None = None) -> Observation:
    return Observation(Coded(words), "final", Measured(text=value), taken=taken)


def medicine(words: str, *, reason: str, reason_of: str) -> Medication:
    return Medication(Coded(words), "active", reason=reason, reason_of=(f"Thing/{reason_of}",))


def days(first: int, last: int) -> dict[str, date]:
    """Give a range of whole years."""
    return {"from_on": date(first, 1, 1), "until_on": date(last, 12, 31)}
