"""What things of the record are called in the log of a chart."""

from collections.abc import Collection, Mapping
from uuid import UUID

from app import db
from app.record.reading.wording import span_words
from app.record.rules import RequestKind
from app.record.tables import RecordSending

NAMED = """
select id, null::bytea as address, from_on, until_on from record_copy where client = $1 and id = any($2)
union all
select id, address, null, null from record_sending where client = $1 and id = any($2)
union all
select id, null, from_on, until_on from record_request where client = $1 and id = any($2) and kind = $3
"""


async def names_of(client_id: UUID, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Name copies and requests for them by their days, and links that were sent by their addressee."""
    found = await db.rows(NAMED, client_id, list(ids), RequestKind.RECORD)
    return {row["id"]: _name(row) for row in found}


def _name(row: db.Record) -> str:
    if row["address"] is None:
        return span_words(row["from_on"], row["until_on"])
    return RecordSending.address.open(row["address"], row=row["id"])
