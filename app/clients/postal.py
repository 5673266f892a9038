"""Postal addresses: of the United States as its post wants them, or of any other country."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.clients.lists.places import COUNTRIES, HOME, STATES
from app.web.forms import BadParts, GroupReader
from app.web.language import Phrase, _l
from app.web.readers.names import line

ZIP = re.compile(r"([0-9]{5})(?:[-‐‑–  ]?([0-9]{4}))?")
LENGTHS = {
    "line1": 100,
    "line2": 100,
    "city": 60,
    "state": 2,
    "zip": 20,
    "country": 2,
    "region": 60,
    "postal_code": 20,
}
"""The parts and how long each may be. State and ZIP are of an address here, region and postal code of one abroad."""
NO_STREET = _l("Type the street and number, or the post office box.")
NO_CITY = _l("Type the city.")
NO_STATE = _l("Choose the state.")
NO_ZIP = _l("Type the ZIP code: five digits, such as 60601, or nine, such as 60601-1234.")
NO_COUNTRY = _l("Choose the country.")


@dataclass(frozen=True, slots=True)
class PostalAddress:
    line1: str
    city: str
    line2: str = ""
    state: str = ""
    """The code of a state of the United States; abroad the region, if there is one, in its own words."""
    postal_code: str = ""
    country: str = HOME

    @property
    def lines(self) -> tuple[str, ...]:
        """The address as it stands on a letter; abroad with the country's name in the reader's language."""
        if self.country == HOME:
            last = [f"{self.city}, {self.state} {self.postal_code}"]
        else:
            place = " ".join(part for part in (self.postal_code, self.city) if part)
            last = [place, self.state, COUNTRIES.label(self.country)]
        return tuple(part for part in (self.line1, self.line2, *last) if part)

    def typed(self, name: str) -> dict[str, str]:
        """Give the address as it stands in the inputs of the field `name`."""
        here = self.country == HOME
        parts = {
            "line1": self.line1,
            "line2": self.line2,
            "city": self.city,
            "country": self.country,
            "state" if here else "region": self.state,
            "zip" if here else "postal_code": self.postal_code,
        }
        return {f"{name}_{part}": value for part, value in parts.items()}


def postal_address(*, missing: Phrase | None = None) -> GroupReader:
    """Read the inputs NAME_line1, NAME_line2, NAME_city, NAME_state, NAME_zip, NAME_country, NAME_region and
    NAME_postal_code as one address, with a sentence at each bad one.

    All empty, whatever the country: refused with `missing` at the first, or None without it.
    """

    def read(raw: Any) -> PostalAddress | None:
        if raw is None or isinstance(raw, PostalAddress):
            return raw
        parts = _cleaned(raw)
        if not any(value for part, value in parts.items() if part != "country"):
            if missing is not None:
                raise BadParts({"line1": missing})
            return None
        here = parts["country"] in ("", HOME)
        bad = _wrong(parts) | (_wrong_here(parts) if here else _wrong_abroad(parts))
        if bad:
            raise BadParts({part: bad[part] for part in LENGTHS if part in bad})
        return _here(parts) if here else _abroad(parts)

    return GroupReader(read, parts=tuple(LENGTHS))


def _cleaned(raw: Mapping[str, Any]) -> dict[str, str]:
    parts: dict[str, str] = {}
    bad: dict[str, Phrase | str] = {}
    for part, most in LENGTHS.items():
        try:
            parts[part] = line(raw.get(part, ""), most=most)
        except ValueError as why:
            bad[part] = str(why)
    if bad:
        raise BadParts(bad)
    return parts


def _wrong(parts: Mapping[str, str]) -> dict[str, Phrase | str]:
    sentences: dict[str, Phrase | str] = {"line1": NO_STREET, "city": NO_CITY}
    return {part: sentence for part, sentence in sentences.items() if not parts[part]}


def _wrong_here(parts: Mapping[str, str]) -> dict[str, Phrase | str]:
    bad: dict[str, Phrase | str] = {}
    if parts["region"] or parts["postal_code"]:
        bad["country"] = NO_COUNTRY
        return bad
    if parts["state"] not in STATES.codes:
        bad["state"] = NO_STATE
    try:
        zip_code(parts["zip"])
    except ValueError as why:
        bad["zip"] = str(why)
    return bad


def _wrong_abroad(parts: Mapping[str, str]) -> dict[str, Phrase | str]:
    return {} if parts["country"] in COUNTRIES.codes else {"country": NO_COUNTRY}


def zip_code(typed: str) -> str:
    """Give a ZIP code as it is kept; raises ValueError with a sentence."""
    found = ZIP.fullmatch(typed)
    if found is None:
        raise ValueError(NO_ZIP)
    return "-".join(part for part in found.groups() if part)


def _here(parts: Mapping[str, str]) -> PostalAddress:
    return PostalAddress(
        line1=parts["line1"],
        line2=parts["line2"],
        city=parts["city"],
        state=parts["state"],
        postal_code=zip_code(parts["zip"]),
    )


def _abroad(parts: Mapping[str, str]) -> PostalAddress:
    return PostalAddress(
        line1=parts["line1"],
        line2=parts["line2"],
        city=parts["city"],
        state=parts["region"],
        postal_code=parts["postal_code"],
        country=parts["country"],
    )
