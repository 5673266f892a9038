"""Taking in a file: examined without a change, or taken in whole, in one transaction, or not at all."""

from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.record.clinical.storing import Counts, Read, Target, compare, forget, store
from app.record.importing import visits
from app.record.importing.limits import AT_ONCE, MOST_LISTED
from app.record.importing.refusing import DIFFERS, Refused
from app.record.importing.repairs import Ignored
from app.record.importing.report import Difference, LeftOut, Line, Repaired, Report
from app.record.importing.visits import Booked
from app.record.importing.walking import Opened, outcomes
from app.record.importing.whose import check_chart

ONE_AT_A_TIME = 0x_F412_0A11
"""The number of the lock under which files are taken in, so that two of them do not add the same resource."""
NEVER_SHARED = (
    "select lower(label) as label, lower(label_es) as label_es from document_type where never_shared"
)

Progress = Callable[[int], Awaitable[None]]
"""Is told how many resources were read so far."""


@dataclass(slots=True)
class _Tally:
    """What is counted on the way."""

    counts: Counts = field(default_factory=Counts)
    left_out: Counter[tuple[str, Ignored]] = field(default_factory=Counter)
    booked: list[Booked] = field(default_factory=list)
    forgotten: list[tuple[str, str]] = field(default_factory=list)


async def nobody(_count: int) -> None:
    """Tell nobody of the progress."""


async def examine(
    opened: Opened, *, source: str, client_id: UUID | None, progress: Progress = nobody
) -> Report:
    """Say what taking a file in would do; without a chart, as if it were a new one. Raises Refused."""
    differs = (
        await check_chart(opened.patient, source=source, client_id=client_id) if client_id is not None else ()
    )

    async def keep(reads: list[Read], counts: Counts) -> None:
        await compare(client_id, source, reads, counts)

    tally = await _walk(opened, source, keep, progress)
    return _report(opened, tally, await visits.plan(client_id, tally.booked), differs)


async def take_in(
    opened: Opened,
    *,
    by: Actor,
    source: str,
    client_id: UUID,
    import_id: UUID,
    anyway: bool,
    told: bool = True,
    progress: Progress = nobody,
) -> Report:
    """Take a file in; its import row is there. Raises Refused, then nothing of it is kept.

    `anyway`: also where its patient differs from the chart. `told`: the client is told of appointments to come.
    """
    async with db.transaction():
        await db.row("select pg_advisory_xact_lock($1)", ONE_AT_A_TIME)
        differs = await check_chart(opened.patient, source=source, client_id=client_id)
        if differs and not anyway:
            raise Refused(DIFFERS)
        target = Target(client_id, source, import_id, datetime.now(UTC))

        tally = await _fill(opened, target, progress)
        planned = await visits.plan(client_id, tally.booked)
        await visits.book(by, client_id, planned, told=told)
        report = _report(opened, tally, planned, differs)
        await _note(by, client_id, import_id, source, report)
    return report


async def fill(opened: Opened, target: Target) -> Report:
    """Write a file's resources and entries down, in the transaction under way, and nothing else of it.

    Whose they are, the caller knows.
    """
    return _report(opened, await _fill(opened, target, nobody), [], ())


async def _fill(opened: Opened, target: Target, progress: Progress) -> _Tally:
    async def keep(reads: list[Read], counts: Counts) -> None:
        await store(target, reads, counts)

    tally = await _walk(opened, target.source, keep, progress)
    await forget(target, tally.forgotten)
    return tally


async def _walk(
    opened: Opened,
    source: str,
    keep: Callable[[list[Read], Counts], Awaitable[None]],
    progress: Progress,
) -> _Tally:
    tally, waiting, count = _Tally(), list[Read](), 0
    async for kind, outcome in outcomes(opened):
        count += 1
        if outcome.read:
            waiting.append(outcome.read)
        if outcome.ignored:
            tally.left_out[kind, outcome.ignored] += 1
        if outcome.forgotten:
            tally.forgotten.append(outcome.forgotten)
        if outcome.resource is not None:
            tally.booked.append(visits.booked(opened.reading, outcome.resource, source=source))
        if len(waiting) >= AT_ONCE:
            await keep(waiting, tally.counts)
            waiting = []
            await progress(count)
    if waiting:
        await keep(waiting, tally.counts)
    await progress(count)
    return tally


async def never_shared() -> frozenset[str]:
    """Give the names in small letters of the document types that the practice never shares."""
    found = await db.rows(NEVER_SHARED)
    return frozenset(name.casefold() for row in found for name in (row["label"], row["label_es"]) if name)


def _report(
    opened: Opened, tally: _Tally, planned: list[visits.Planned], differs: tuple[Difference, ...]
) -> Report:
    reading = opened.reading
    return Report(
        patient=opened.patient,
        resources=opened.resources,
        lines=_lines(tally.counts),
        repaired=tuple(
            Repaired(repair, times, tuple(reading.examples[repair]))
            for repair, times in reading.repairs.most_common()
        ),
        left_out=tuple(
            LeftOut(kind, why, times) for (kind, why), times in tally.left_out.most_common(MOST_LISTED)
        ),
        visits=visits.lines(planned),
        differs=differs,
    )


def _lines(counts: Counts) -> tuple[Line, ...]:
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for name in ("added", "changed", "unchanged"):
        for kind, times in getattr(counts, name).items():
            found[kind][name] = times
    return tuple(Line(kind, **times) for kind, times in sorted(found.items()))


async def _note(by: Actor, client_id: UUID, import_id: UUID, source: str, report: Report) -> None:
    await activity.record(
        by=by,
        kind=Kind.RECORD_IMPORTED,
        object_kind="clinical_import",
        object_id=import_id,
        client_id=client_id,
        detail={
            "source": source,
            "resources": report.resources,
            "changes": report.changes,
            "differs": [each.value for each in report.differs],
        },
    )
