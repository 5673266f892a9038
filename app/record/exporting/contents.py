"""What is in an export, file by file, with the page that names them all at the end."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from app.encryption import Unreadable
from app.files.storage import Missing
from app.printing.service import NotPrinted
from app.record.exporting.packing import Member, Names
from app.record.exporting.pages import About, Link, Part, index_page, table_page
from app.record.exporting.sources import Source, Sources
from app.web.logs import log_fault
from app.web.panel import ExportedFile, ExportedTable, Exporting
from app.web.spreadsheet import write_csv

PAGES, SHEETS, INDEX = "pages", "spreadsheets", "index.html"
LOST = (NotPrinted, Missing, Unreadable)
"""What is wrong with one file, and keeps no other from being taken away."""


@dataclass(slots=True)
class _Filled:
    """What of one area is in already."""

    title: str
    pages: list[Link] = field(default_factory=list)
    files: list[Link] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def part(self) -> Part:
        return Part(self.title, tuple(self.pages), tuple(self.files), tuple(self.missing))


async def contents(about: About, asked: Exporting, sources: Sources) -> AsyncIterator[Member]:
    """Give every file of an export, of the areas that are open to whoever gets it."""
    names, parts = Names(), list[Part]()
    names.unique(INDEX)
    for source in sources:
        if source.is_open(asked):
            filled = _Filled(str(source.title))
            async for member in _of_source(source, about, asked, names, filled):
                yield member
            parts.append(filled.part())
    yield Member(INDEX, _at_once(index_page(about, parts)))


async def _of_source(
    source: Source, about: About, asked: Exporting, names: Names, filled: _Filled
) -> AsyncIterator[Member]:
    async for each in source.exported(asked):
        if isinstance(each, ExportedTable):
            for member in _of_table(each, about, names, filled):
                yield member
        elif (member := await _of_file(each, names, filled)) is not None:
            yield member


def _of_table(table: ExportedTable, about: About, names: Names, filled: _Filled) -> Iterator[Member]:
    page = names.unique(f"{PAGES}/{table.name}.html")
    sheet = names.unique(f"{SHEETS}/{table.name}.csv")
    filled.pages.append(Link(table.title, page, sheet))
    yield Member(page, _at_once(table_page(about, table, sheet=f"../{sheet}")))
    yield Member(sheet, _at_once(write_csv((table.columns, *table.rows))))


async def _of_file(each: ExportedFile, names: Names, filled: _Filled) -> Member | None:
    """Give a file, once its first bytes are there; one that is lost is named as missing."""
    parts = each.parts()
    try:
        first = await anext(parts, b"")
    except LOST as fault:
        log_fault("file left out of an export", fault)
        filled.missing.append(PurePosixPath(each.name).name)
        return None
    name = names.unique(each.name)
    filled.files.append(Link(PurePosixPath(name).name, name))
    return Member(name, _with(first, parts))


async def _at_once(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def _with(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for part in rest:
        yield part
