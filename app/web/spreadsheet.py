"""Tables to take away: CSV that spreadsheets open in the right characters, and in which no cell is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

MEDIA_TYPE = "text/csv"
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows as UTF-8 with a byte order mark; a cell that a spreadsheet would run gets a leading apostrophe."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([_inert(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(BEGINS_FORMULA) else cell
