"""Letting go of exports that hold what is to be in none any more, and removing what no row names."""

from collections.abc import Iterable
from uuid import UUID

from app import db
from app.files.storage import StorageAway, storage
from app.web.logs import log_fault

AREA = "record"
LET_GO = """
with held as (
  select id, state, place from record_export
  where client = $1 and state in ('waiting', 'ready') and ($2 or not for_self)
    and (areas = '' or $3 = any(string_to_array(areas, ',')))
  order by id for update)
update record_export export set
  state = case held.state when 'ready' then 'gone' else held.state end,
  tries = case held.state when 'waiting' then greatest(export.tries - 1, 0) else export.tries end,
  place = null, data_key = null
from held where held.id = export.id returning held.place
"""
"""In SQL: one that is being made at the moment loses its try, and so cannot become ready by it: it is made again."""


async def let_go(client_id: UUID, *, of_self: bool) -> list[UUID]:
    """Let go of the exports of a chart that could hold its record, in the transaction under way.

    Of all of them, or where not `of_self`, of those for who acts for the client. Give the places of bytes to be removed
    once it is committed.
    """
    return [row["place"] for row in await db.rows(LET_GO, client_id, of_self, AREA) if row["place"]]


async def remove(places: Iterable[UUID]) -> None:
    """Remove bytes that no row names; where the storage is away, the sweep does it."""
    for place in places:
        try:
            await storage().remove(place)
        except StorageAway as fault:
            log_fault("export not removed", fault, place=str(place))
