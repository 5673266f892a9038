"""What is in an export, file by file, with the page that names them all at the end."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from app.encryption import Unreadable
from app.files.service import beginning_with
from app.files.storage import Missing
from app.printing.service import NotPrinted
from app.record.exporting.packing import Member, Names
from app.record.exporting.pages import About, Link, Part, index_page, tables_page
from app.record.exporting.sources import Source, Sources
from app.web.logs import log_fault
from app.web.panel import ExportedFile, ExportedTable, Exporting
from app.web.spreadsheet import write_csv

PAGES, SHEETS, INDEX = "pages", "spreadsheets", "index.html"
LOST = (NotPrinted, Missing, Unreadable)
"""What is wrong with one file, and keeps no other from being taken away."""


@dataclass(slots=True)
class _Filled:
    """What of one area is in already; `waiting` are tables of a page that goes on."""

    title: str
    pages: list[Link] = field(default_factory=list)
    files: list[Link] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    waiting: list[ExportedTable] = field(default_factory=list)

    def goes_on_with(self, table: ExportedTable) -> bool:
        """Whether a table stands on the page of those that wait."""
        return bool(self.waiting and table.page and self.waiting[-1].page == table.page)

    def part(self) -> Part:
        return Part(
            self.title, tuple(self.pages), tuple(self.files), ", ".join(self.empty), tuple(self.missing)
        )


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
            if not filled.goes_on_with(each):
                for member in _page(about, names, filled):
                    yield member
            filled.waiting.append(each)
        elif (member_of_file := await _of_file(each, names, filled)) is not None:
            yield member_of_file
    for member in _page(about, names, filled):
        yield member


def _page(about: About, names: Names, filled: _Filled) -> Iterator[Member]:
    """Give the page of the tables that wait, and each of them as a spreadsheet; where nothing is in them, no file."""
    tables, filled.waiting = filled.waiting, []
    if not any(table.rows for table in tables):
        filled.empty += [table.title for table in tables]
        return
    page = names.unique(f"{PAGES}/{tables[0].page or tables[0].name}.html")
    yield Member(page, _at_once(tables_page(about, tables)))
    sheets = list[Link]()
    for table in tables:
        if table.rows:
            sheet = names.unique(f"{SHEETS}/{table.name}.csv")
            sheets.append(Link(table.title, sheet))
            yield Member(sheet, _at_once(write_csv((table.columns, *table.rows))))
    filled.pages.append(Link(tables[0].title, page, tuple(sheets)))


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
    return Member(name, beginning_with(first, parts))


async def _at_once(content: bytes) -> AsyncIterator[bytes]:
    yield content
