"""Cells of tables that come from elsewhere, as programs and spreadsheets write them."""

import re
from datetime import date
from typing import Any

from pydantic import BeforeValidator

from app.web.forms import cleaned, nothing
from app.web.language import Phrase, _l
from app.web.readers.dates import EARLIEST, LATEST

ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
AMERICAN = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
NO_NUMBER = _l("Type the client's number.")
NO_DAY = _l("Write it like this: 2026-12-03, or 12/3/2026.")
LARGEST_NUMBER = 2**31 - 1
LONGEST_CELL = 500


def read_day(raw: Any) -> date | None:
    """Read a day as 2026-12-03 or 12/3/2026; a blank cell is None. Raises ValueError."""
    typed = cleaned(raw, most=LONGEST_CELL)
    if not typed:
        return None
    iso, american = ISO.fullmatch(typed), AMERICAN.fullmatch(typed)
    try:
        if iso:
            return _within(date(int(iso[1]), int(iso[2]), int(iso[3])))
        if american:
            return _within(date(int(american[3]), int(american[1]), int(american[2])))
    except ValueError:
        pass
    raise ValueError(NO_DAY)


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


def _within(on: date) -> date:
    if not EARLIEST <= on <= LATEST:
        raise ValueError(NO_DAY)
    return on
