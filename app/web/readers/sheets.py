"""Cells of tables that come from elsewhere, as programs and spreadsheets write them."""

from datetime import date
from typing import Any

from pydantic import BeforeValidator

from app.web.forms import cleaned, nothing
from app.web.language import Phrase, _l
from app.web.readers.dates import EARLIEST, LATEST, day_typed

NO_NUMBER = _l("Type the client's number.")
NO_DAY = _l("Write it like this: 2026-12-03, or 12/3/2026.")
LARGEST_NUMBER = 2**31 - 1
LONGEST_CELL = 500


def read_day(raw: Any) -> date | None:
    """Read a day as 2026-12-03 or 12/3/2026; a blank cell is None. Raises ValueError."""
    typed = cleaned(raw, most=LONGEST_CELL)
    if not typed:
        return None
    try:
        on = day_typed(typed)
    except ValueError:
        raise ValueError(NO_DAY) from None
    if not EARLIEST <= on <= LATEST:
        raise ValueError(NO_DAY)
    return on


def day_cell(*, missing: Phrase | None = None) -> BeforeValidator:
    """Read a day; a blank cell: refused with `missing`, or None without it."""

    def read(raw: Any) -> date | None:
        return read_day(raw) or nothing(missing, None)

    return BeforeValidator(read)


def client_number_cell() -> BeforeValidator:
    """Read the number of a client."""

    def read(raw: Any) -> int:
        typed = cleaned(raw, most=LONGEST_CELL)
        if not (
            typed.isascii() and typed.isdigit() and len(typed) <= 10 and 1 <= int(typed) <= LARGEST_NUMBER
        ):
            raise ValueError(NO_NUMBER)
        return int(typed)

    return BeforeValidator(read)
