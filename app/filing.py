"""The commands that take in files of other systems, and the one that writes what a client has into a file."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from app.running import run, settled

UNFIT = 2
OF_CHARTS = ("clients", "contacts", "policies", "assignments")
OTHERS = ("appointments", "statements", "payments")
Command: TypeAlias = Callable[[argparse.Namespace], int]
AddCommand: TypeAlias = Callable[[str, Command, str], argparse.ArgumentParser]
"""Adds a command: its name, what it does, and the sentence that says so."""


def add_commands(command: AddCommand) -> None:
    taken = command("import-csv", import_csv, "Take in a CSV file; a row that is bad is named and left out.")
    taken.add_argument("kind", choices=(*OF_CHARTS, *OTHERS), help="what is in it")
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--dry-run", action="store_true", help="only say what it would do")
    taken.add_argument("--tell-nobody", action="store_true", help="clients are not told of what is new")
    taken.add_argument("--anyway", action="store_true", help="also add clients who may be here already")
    brought = command(
        "import-fhir",
        import_fhir,
        "Take in FHIR R4 bundles of an EHR, each of one person; a bad one changes nothing.",
    )
    brought.add_argument("files", type=Path, metavar="FILE", nargs="+")
    brought.add_argument("--source", default="EHR", help="what the practice calls the system they come from")
    brought.add_argument(
        "--client", type=int, metavar="NUMBER", help="the client they are of; else found by name"
    )
    brought.add_argument("--add-client", action="store_true", help="begin a chart where there is none")
    brought.add_argument(
        "--anyway", action="store_true", help="also where name or birth date differ from the chart's"
    )
    brought.add_argument("--dry-run", action="store_true", help="only say what they would do")
    brought.add_argument(
        "--tell-nobody", action="store_true", help="clients are not told of new appointments"
    )
    exported = command(
        "export-client", export_client, "Write all that a client has in the portal into a ZIP."
    )
    exported.add_argument("number", type=int, help="the client's number in the portal")
    exported.add_argument(
        "--to", type=Path, required=True, metavar="FILE", help="a file that is not there yet"
    )


def import_csv(arguments: argparse.Namespace) -> int:
    try:
        content = arguments.file.read_bytes()
    except OSError as problem:
        print(f"{arguments.file} cannot be read: {os.strerror(problem.errno or 0)}.", file=sys.stderr)
        return UNFIT
    with settled(database_only=True):
        good, lines = run(lambda: _import_csv(arguments, content))
    print(*lines, sep="\n")
    return 0 if good else 1


async def _import_csv(arguments: argparse.Namespace, content: bytes) -> tuple[bool, list[str]]:
    from app.appointments.importing.command import import_appointments
    from app.billing.importing.command import import_billing
    from app.chart.importing.command import import_charts

    kind, dry_run, told = arguments.kind, arguments.dry_run, not arguments.tell_nobody
    if kind in OF_CHARTS:
        return await import_charts(kind, content, dry_run=dry_run, anyway=arguments.anyway)
    if kind == "appointments":
        return await import_appointments(content, dry_run=dry_run, told=told)
    return await import_billing(kind, content, dry_run=dry_run, told=told)


def export_client(arguments: argparse.Namespace) -> int:
    from app.record.exporting.command import export_client
    from app.worker import SOURCES

    with settled(database_only=True):
        done, sentence = run(lambda: export_client(arguments.number, to=arguments.to, sources=SOURCES))
    print(sentence, file=sys.stdout if done else sys.stderr)
    return 0 if done else 1


def import_fhir(arguments: argparse.Namespace) -> int:
    with settled(database_only=True):
        return 0 if run(lambda: _import_fhir(arguments)) else 1


async def _import_fhir(arguments: argparse.Namespace) -> bool:
    """Take the files in one after the other, and say of each what became of it; give whether all were good."""
    from app.record.importing.command import import_file
    from app.record.importing.now import Wanted

    wanted = Wanted(
        source=arguments.source,
        number=arguments.client,
        add_client=arguments.add_client,
        anyway=arguments.anyway,
        told=not arguments.tell_nobody,
    )
    good = True
    for path in arguments.files:
        imported = await import_file(path, wanted, dry_run=arguments.dry_run, progress=_show_resources)
        print(*imported.lines, sep="\n", file=sys.stdout if imported.good else sys.stderr, flush=True)
        good = good and imported.good
    return good


async def _show_resources(count: int) -> None:
    if sys.stdout.isatty():
        print(f"{count:,} resources read", end="\r", flush=True)
