"""The pages of an export: they stand by themselves, need no other file to be read, and no network."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from app.practice.settings import PRACTICE
from app.web.language import FORMATS, current_language
from app.web.panel import ExportedTable
from app.web.templates import environment


@dataclass(frozen=True, slots=True)
class About:
    """Whose export it is, and when it was made."""

    client: str
    number: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """A file of the export, as its first page names it; `sheets` hold the tables of a page as spreadsheets."""

    words: str
    name: str
    sheets: "tuple[Link, ...]" = ()

    @property
    def address(self) -> str:
        return quote(self.name)


@dataclass(frozen=True, slots=True)
class Part:
    """What one area of the portal holds."""

    title: str
    pages: tuple[Link, ...]
    files: tuple[Link, ...]
    empty: str
    """What there is nothing of, in words; "": of everything there is something."""
    missing: tuple[str, ...]
    """Files that could not be made, or are lost."""


def index_page(about: About, parts: Sequence[Part]) -> bytes:
    """Make the first page, from which all others are reached."""
    return _rendered("index", about=about, parts=parts)


def tables_page(about: About, tables: Sequence[ExportedTable]) -> bytes:
    """Make a page of tables, titled as the first of them; those that are empty are named in one line."""
    filled = [table for table in tables if table.rows]
    empty = ", ".join(table.title for table in tables if not table.rows)
    return _rendered("tables", about=about, title=tables[0].title, tables=filled, empty=empty)


def _rendered(name: str, **values: object) -> bytes:
    language = current_language()
    html = environment.get_template(f"record/export/{name}.html").render(
        language=language.value, locale=FORMATS[language], text_direction="ltr", head=PRACTICE, **values
    )
    return html.encode()
