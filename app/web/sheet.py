"""Tables that come from elsewhere: CSV as spreadsheets and other programs write it, read row by row, never trusted.

A row is read by a form, as if its cells had been typed into the fields of that name; what is wrong with it is said
with its row, as spreadsheets number them, and its column.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from litestar.datastructures import FormMultiDict

from app.web.forms import FilledForm, FormType, parse
from app.web.language import Phrase, _l, gettext
from app.web.spreadsheet import BEGINS_FORMULA

DELIMITERS = (",", ";", "\t")
LONGEST_SHOWN = 60
MOST_PROBLEMS, MOST_LINES = 100, 50
PlannedType = TypeVar("PlannedType")
LineType = TypeVar("LineType")
NOT_TEXT = _l("This is no CSV file in UTF-8. In the spreadsheet, save it as “CSV UTF-8”.")
NOTHING_IN_IT = _l("There is nothing in this file.")
BROKEN_QUOTES = _l("Row %(row)s cannot be read: a quotation mark is not closed, or stands where none may.")
TOO_LONG = _l("Row %(row)s has a cell of more than %(most)s letters. Please shorten it.")
MISSING = _l("These columns are missing: %(names)s. The first row of the file names the columns.")
TWICE = _l("The column “%(name)s” is there more than once.")
TOO_MANY = _l("The file has more than %(most)s rows. Please divide it.")
TOO_WIDE = _l("This row has more cells than the first row names.")


class BadSheet(ValueError):
    """The file as a whole cannot be read; `sentence` says why."""

    def __init__(self, sentence: Phrase | str) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is known by its name, or by another in `also`; in small letters, words parted by a space."""

    name: str
    also: tuple[str, ...] = ()
    needed: bool = False
    into: str = ""
    """What it is called in a form, where that is not its name."""

    @property
    def field(self) -> str:
        """What it is called in a form."""
        return self.into or self.name.replace(" ", "_")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell of a row."""

    row: int
    column: str
    typed: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    cells: dict[str, str]
    """By the field of each column there is."""
    too_wide: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    rows: tuple[Row, ...]
    fields: frozenset[str]
    """Of the known columns, those that the file has."""
    unknown: tuple[str, ...]
    """Columns of the file that nothing is read from."""


@dataclass(frozen=True, slots=True)
class ReadRow(Generic[FormType]):
    """A row of which every cell is good."""

    row: Row
    form: FormType


@dataclass(frozen=True, slots=True)
class ShownPlan(Generic[LineType]):
    """As much as a page shows of what a file would do, and of what is wrong with it."""

    lines: tuple[LineType, ...]
    more: int
    problems: tuple[Problem, ...]
    more_problems: int


def shown_plan(
    planned: Sequence[PlannedType], problems: tuple[Problem, ...], *, line: Callable[[PlannedType], LineType]
) -> ShownPlan[LineType]:
    """Give the first of what is planned, each made a line, and the first problems; of the others how many there are."""
    return ShownPlan(
        lines=tuple(line(each) for each in planned[:MOST_LINES]),
        more=max(0, len(planned) - MOST_LINES),
        problems=problems[:MOST_PROBLEMS],
        more_problems=max(0, len(problems) - MOST_PROBLEMS),
    )


def read_sheet(content: bytes, columns: Sequence[Column], *, most: int) -> Sheet:
    """Read a CSV file of at most `most` rows beneath its first one, which names the columns; raises BadSheet."""
    text = _decoded(content)
    lines = _lines(text, _delimiter(text, columns))
    header = next(lines, None)
    if header is None:
        raise BadSheet(NOTHING_IN_IT)
    fields, unknown = _fields(header[1], columns)
    rows: list[Row] = []
    for number, cells in lines:
        if len(rows) == most:
            raise BadSheet(gettext(TOO_MANY.message) % {"most": f"{most:,}"})
        rows.append(_row(number, cells, fields))
    return Sheet(tuple(rows), frozenset(filter(None, fields)), unknown)


def read_rows(
    sheet: Sheet, form: type[FormType], columns: Sequence[Column]
) -> tuple[list[ReadRow[FormType]], list[Problem]]:
    """Read each row by the form: the good ones, and what is wrong with the others."""
    names = {column.field: column.name for column in columns}
    good: list[ReadRow[FormType]] = []
    problems: list[Problem] = []
    for row in sheet.rows:
        if row.too_wide:
            problems.append(Problem(row.number, "", "", str(TOO_WIDE)))
            continue
        read = parse(form, FormMultiDict(row.cells))
        if isinstance(read, FilledForm):
            problems += [problem_of(row, field, names[field], why) for field, why in read.errors]
        else:
            good.append(ReadRow(row, read))
    return good, problems


def problem_of(row: Row, field: str, column: str, sentence: str) -> Problem:
    """Say what is wrong with a cell, with the beginning of what stands there."""
    typed = row.cells.get(field, "")
    shown = typed if len(typed) <= LONGEST_SHOWN else f"{typed[:LONGEST_SHOWN]}…"
    return Problem(row.number, column, shown, sentence)


def _decoded(content: bytes) -> str:
    """Read the bytes as spreadsheets write them: UTF-8, or UTF-16 that says so."""
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeError:
        raise BadSheet(NOT_TEXT) from None
    if "\x00" in text:
        raise BadSheet(NOT_TEXT)
    return text


def _delimiter(text: str, columns: Sequence[Column]) -> str:
    """Give what parts the cells: that by which the first row names the most columns."""
    first = text.lstrip("\r\n").split("\n", 1)[0]

    def known(delimiter: str) -> int:
        return sum(_known(name, columns) is not None for name in first.split(delimiter))

    return max(DELIMITERS, key=known)


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Give the rows that are not blank, each with its number in a spreadsheet."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error as why:
            raise BadSheet(_unreadable(number, why)) from None
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield number, [_plain(cell) for cell in cells]


def _unreadable(number: int, why: csv.Error) -> str:
    """Say why a row cannot be read; csv tells it in English words alone."""
    if "field larger than field limit" in str(why):
        return gettext(TOO_LONG.message) % {"row": number, "most": f"{csv.field_size_limit():,}"}
    return gettext(BROKEN_QUOTES.message) % {"row": number}


def _plain(cell: str) -> str:
    """Take away the apostrophe that keeps a spreadsheet from running a cell."""
    cell = cell.strip()
    return cell[1:] if cell.startswith(tuple(f"'{mark}" for mark in BEGINS_FORMULA)) else cell


def _fields(header: Iterable[str], columns: Sequence[Column]) -> tuple[list[str], tuple[str, ...]]:
    """Give the field of each column, "" for one that is not known, and the names of those; raises BadSheet."""
    fields: list[str] = []
    unknown: list[str] = []
    for name in header:
        column = _known(name, columns)
        if column is not None and column.field in fields:
            raise BadSheet(gettext(TWICE.message) % {"name": column.name})
        fields.append(column.field if column else "")
        if column is None and name.strip():
            unknown.append(name[:LONGEST_SHOWN])
    missing = [column.name for column in columns if column.needed and column.field not in fields]
    if missing:
        raise BadSheet(gettext(MISSING.message) % {"names": ", ".join(missing)})
    return fields, tuple(unknown)


def _known(name: str, columns: Sequence[Column]) -> Column | None:
    words = re.sub(r"[\s_\-]+", " ", name.strip(" \r\"'")).casefold()
    return next((column for column in columns if words == column.name or words in column.also), None)


def _row(number: int, cells: list[str], fields: list[str]) -> Row:
    kept = {field: cell for field, cell in zip(fields, cells, strict=False) if field}
    return Row(number, kept, too_wide=any(cells[len(fields) :]))
