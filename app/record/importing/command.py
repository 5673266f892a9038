"""Taking in files of an EHR on the server: what each did, what was put right and what was left out, in lines of text."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.activity.actor import Actor
from app.practice.settings import load_settings
from app.record.importing import limits
from app.record.importing.now import Wanted, examine_now, take_in_now
from app.record.importing.pieces import MOST_EXAMPLES
from app.record.importing.refusing import TOO_LARGE, Refused
from app.record.importing.report import Report
from app.record.importing.showing import shown
from app.record.importing.taking import Progress, nobody

BY = Actor.system("import-fhir")


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file: it was good, or not; and what to print."""

    good: bool
    lines: tuple[str, ...]


async def import_file(path: Path, wanted: Wanted, *, dry_run: bool, progress: Progress = nobody) -> Imported:
    """Take a file in, or only say what it would do; one that is refused changes nothing."""
    await load_settings()
    try:
        content = _read(path)
        if dry_run:
            report = await examine_now(content, wanted, progress=progress)
        else:
            _, report = await take_in_now(content, wanted, by=BY, progress=progress)
    except OSError as problem:
        return Imported(good=False, lines=(f"{path} cannot be read: {os.strerror(problem.errno or 0)}.",))
    except Refused as why:
        return Imported(good=False, lines=(f"{path.name}: {why.sentence}",))
    return Imported(good=True, lines=tuple(_lines(path.name, report, dry_run=dry_run)))


def _read(path: Path) -> bytes:
    """Read a file, but for one that is too large; raises OSError and Refused."""
    if path.stat().st_size > limits.LARGEST_BYTES:
        raise Refused(TOO_LARGE)
    return path.read_bytes()


def _lines(name: str, report: Report, *, dry_run: bool) -> Iterator[str]:
    said = shown(report, examples=MOST_EXAMPLES)
    yield f"{name}: {report.resources} resources of {report.patient.name}{', only examined' if dry_run else ''}"
    for line in report.lines:
        counts = f"{line.added} new, {line.changed} changed, {line.unchanged} as they were"
        yield f"  {line.resource_type}: {counts}"
    for heading, told in (
        ("Look at this first", said.differences),
        ("Appointments", said.visits),
        ("Put right", said.repaired),
        ("Left out", said.left_out),
    ):
        if told:
            yield f"  {heading}:"
            yield from (f"    {sentence}" for sentence in told)
