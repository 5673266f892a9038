"""A file taken in at once, by the command line or the demo: its bytes are at hand, and whoever runs it waits."""

from dataclasses import dataclass
from uuid import UUID

from app import db
from app.activity.actor import Actor
from app.record.importing import rows
from app.record.importing.adding import add_chart
from app.record.importing.refusing import NO_SOURCE, NOT_FOUND, Refused
from app.record.importing.report import Report
from app.record.importing.taking import Progress, examine, never_shared, nobody, take_in
from app.record.importing.walking import Opened, open_file
from app.record.importing.whose import chart_numbered, chart_of
from app.record.rules import ImportState


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a file is to be taken in."""

    source: str
    number: int | None = None
    """Whose chart it belongs to; None: the file says it."""
    add_client: bool = False
    anyway: bool = False
    told: bool = True


async def examine_now(content: bytes, wanted: Wanted, *, progress: Progress = nobody) -> Report:
    """Say what a file would do; raises Refused."""
    opened = await open_file(content, never_shared=await never_shared())
    client_id = await _chart(opened, wanted)
    if client_id is None and not wanted.add_client:
        raise Refused(NOT_FOUND)
    return await examine(opened, source=_source(wanted), client_id=client_id, progress=progress)


async def take_in_now(
    content: bytes, wanted: Wanted, *, by: Actor, progress: Progress = nobody
) -> tuple[UUID, Report]:
    """Take a file in; give whose chart it went to, and what it came to. Raises Refused, then nothing is kept of it."""
    source = _source(wanted)
    opened = await open_file(content, never_shared=await never_shared())
    async with db.transaction():
        client_id = await _chart(opened, wanted)
        if client_id is None:
            if not wanted.add_client:
                raise Refused(NOT_FOUND)
            client_id = await add_chart(opened.patient, by=by)
        import_id = await rows.begin(
            by=by,
            client_id=client_id,
            source=source,
            digest=rows.digest_of(content),
            size_bytes=len(content),
            state=ImportState.TAKING_IN,
        )
        report = await take_in(
            opened,
            by=by,
            source=source,
            client_id=client_id,
            import_id=import_id,
            anyway=wanted.anyway,
            told=wanted.told,
            progress=progress,
        )
        await rows.end(import_id, state=ImportState.DONE, was=ImportState.TAKING_IN, report=report)
    return client_id, report


async def _chart(opened: Opened, wanted: Wanted) -> UUID | None:
    if wanted.number is not None:
        return await chart_numbered(wanted.number)
    return await chart_of(opened.patient, source=wanted.source)


def _source(wanted: Wanted) -> str:
    source = wanted.source.strip()
    if not 0 < len(source) <= rows.LONGEST_SOURCE:
        raise Refused(NO_SOURCE)
    return source
