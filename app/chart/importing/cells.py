"""Cells of files of charts: each gives the text of a field as the chart keeps it. A blank cell gives "": nothing is told."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BeforeValidator

from app.accounts.sessions import today
from app.changes.fields import Field, text_of_address
from app.clients.lists.places import COUNTRIES, HOME, STATES
from app.clients.postal import postal_address
from app.web.forms import BadParts, GroupReader, cleaned
from app.web.language import Phrase, _l, gettext
from app.web.readers.sheets import LONGEST_CELL, NO_NUMBER, read_day
from app.web.value_list import ValueList

MOST_NAMED = 6
LARGEST_NUMBER = 999_999_999
"""Of a number that a file brings along: the portal goes on counting from the largest."""
TO_COME = _l("This day is still to come.")
NO_STATE = _l("Write the state, such as IL or Illinois.")
ADDRESS = ("line1", "line2", "city", "state", "zip", "country")
HOME_ALSO = ("usa", "u s", "u s a", "united states of america")
SHORT_ZIP = re.compile(r"[0-9]{3,4}")
"""A ZIP code of which a spreadsheet has taken the zeros in front."""


def cell_of(field: Field) -> BeforeValidator:
    """Read a cell as the field of a form is read that has one input."""

    def read(raw: Any) -> str:
        typed = cleaned(raw, most=LONGEST_CELL)
        return field.text_of(field.reader.func(typed)) if typed else ""  # type: ignore[call-arg]  # of one value

    return BeforeValidator(read)


def list_cell(values: ValueList, also: Mapping[str, str] | None = None) -> BeforeValidator:
    """Read a cell as a value of a list: its code, its words in either language, or other words in `also`."""
    codes = {_plain(word): code for code, word in (*values.spanish.items(), *values.english.items())}
    codes |= {_plain(code): code for code in values.codes} | dict(also or {})

    def read(raw: Any) -> str:
        typed = cleaned(raw, most=LONGEST_CELL)
        if not typed:
            return ""
        found = codes.get(_plain(typed))
        if found is None:
            raise ValueError(_none_of(values))
        return found

    return BeforeValidator(read)


def word_cell(words: Mapping[str, str], *, sentence: Phrase, blank: str = "") -> BeforeValidator:
    """Read a cell as one of a few words, in small letters; `blank` is what an empty one means."""

    def read(raw: Any) -> str:
        typed = _plain(cleaned(raw, most=LONGEST_CELL))
        if typed and typed not in words:
            raise ValueError(sentence)
        return words[typed] if typed else blank

    return BeforeValidator(read)


def past_day_cell() -> BeforeValidator:
    """Read a day up to today; gives its text."""

    def read(raw: Any) -> str:
        on = read_day(raw)
        if on is not None and on > today():
            raise ValueError(TO_COME)
        return on.isoformat() if on else ""

    return BeforeValidator(read)


def day_text_cell() -> BeforeValidator:
    """Read any day; gives its text."""

    def read(raw: Any) -> str:
        on = read_day(raw)
        return on.isoformat() if on else ""

    return BeforeValidator(read)


def number_or_blank_cell() -> BeforeValidator:
    """Read the number of a client, or None for one who is to be given one."""

    def read(raw: Any) -> int | None:
        typed = cleaned(raw, most=LONGEST_CELL)
        if not typed:
            return None
        if not (
            typed.isascii() and typed.isdigit() and len(typed) <= 10 and 1 <= int(typed) <= LARGEST_NUMBER
        ):
            raise ValueError(NO_NUMBER)
        return int(typed)

    return BeforeValidator(read)


def address_cells() -> GroupReader:
    """Read six cells as one address, with a sentence at each bad one; abroad, state and ZIP code are as they are there."""
    read_address = postal_address().func

    def read(raw: Any) -> str:
        typed = {part: cleaned(raw.get(part, ""), most=LONGEST_CELL) for part in ADDRESS}
        if not any(typed.values()):
            return ""
        named = typed["country"]
        country = HOME if not named or _plain(named) in HOME_ALSO else _code(COUNTRIES, named)
        try:
            return text_of_address(read_address(_inputs(typed, country)))  # type: ignore[call-arg]  # of one value
        except BadParts as why:
            cells = {"region": "state", "postal_code": "zip"}
            raise BadParts({cells.get(part, part): words for part, words in why.sentences.items()}) from None

    return GroupReader(read, parts=ADDRESS)


def _inputs(typed: Mapping[str, str], country: str) -> dict[str, str]:
    inputs = {part: typed[part] for part in ("line1", "line2", "city")} | {"country": country}
    if country != HOME:
        return inputs | {"region": typed["state"], "postal_code": typed["zip"]}
    state = _code(STATES, typed["state"])
    if state and state not in STATES.codes:
        raise BadParts({"state": NO_STATE})
    zip_code = typed["zip"].zfill(5) if SHORT_ZIP.fullmatch(typed["zip"]) else typed["zip"]
    return inputs | {"state": state, "zip": zip_code}


def _code(values: ValueList, typed: str) -> str:
    """Give the code of a value by its code or its English words; what is on no list is given back."""
    plain = _plain(typed)
    known = (code for code in values.codes if plain in (_plain(code), _plain(values.english[code])))
    return next(known, typed)


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", words).split()).casefold()


def _none_of(values: ValueList) -> str:
    labels = [values.label(code) for code in values.codes if code not in values.unoffered]
    some = ", ".join(labels[:MOST_NAMED])
    if len(labels) > MOST_NAMED:
        return gettext("Write it as the list has it, such as: %(some)s.") % {"some": some}
    return gettext("Write one of these: %(some)s.") % {"some": some}
