"""Numbers that people have: Social Security numbers, those of clinicians, and amounts of money."""

import re
from typing import Any

from pydantic import BeforeValidator

from app.web.forms import cleaned, nothing
from app.web.language import Phrase, _l, gettext

SSN = re.compile(r"([0-9]{3})([-‐‑– ]?)([0-9]{2})\2([0-9]{4})")
NO_SSN = _l("A Social Security number has nine digits: three, two and four. Please check it.")
NEVER_ISSUED = _l(
    "This is not a Social Security number that is given to people. Please check it, or leave it empty."
)
AN_ITIN = _l(
    "This looks like a taxpayer number (ITIN), not a Social Security number. Please leave this field empty."
)
ITIN_GROUPS = frozenset({*range(50, 66), *range(70, 89), *range(90, 93), *range(94, 100)})
DUMMIES = frozenset(
    {"078051120", "219099999", "457555462", "123456789", *(digit * 9 for digit in "12345678")}
)
"""Numbers printed in advertisements and typed as placeholders."""

NPI = re.compile(r"[12][0-9]{9}")
NO_NPI = _l("An NPI has ten digits, and these do not fit together. Please check it.")
PREFIX_OF_NPI = "80840"
"""Health applications (80), United States (840): CMS counts it into the check digit."""

MONEY = re.compile(r"\$? ?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\.([0-9]{1,2}))?")
NO_MONEY = _l("Type an amount in dollars, such as 25 or 25.50.")
LONGEST = 40


def ssn(*, missing: Phrase | None = None) -> BeforeValidator:
    """Read a Social Security number, kept as nine digits; empty: refused with `missing`, or "" without it.

    Never issued: areas 000, 666 and 900 to 999, group 00, serial 0000 (Social Security Administration).
    """

    def read(raw: Any) -> str:
        typed = cleaned(raw, most=LONGEST)
        if not typed:
            return nothing(missing, "")
        found = SSN.fullmatch(typed)
        if found is None:
            raise ValueError(NO_SSN)
        _check_issued(area=found[1], group=found[3], serial=found[4])
        return found[1] + found[3] + found[4]

    return BeforeValidator(read)


def masked_ssn(nine_digits: str) -> str:
    """Show the last four digits and no more: "***-**-6789"; "" for none."""
    return f"***-**-{nine_digits[-4:]}" if nine_digits else ""


def npi(*, missing: Phrase | None = None) -> BeforeValidator:
    """Read the National Provider Identifier of a clinician; empty: refused with `missing`, or "" without it."""

    def read(raw: Any) -> str:
        typed = cleaned(raw, most=LONGEST)
        if not typed:
            return nothing(missing, "")
        return npi_number(typed)

    return BeforeValidator(read)


def npi_number(typed: str) -> str:
    """Give an NPI as it is typed; raises ValueError with a sentence where its digits do not fit together."""
    if not NPI.fullmatch(typed) or not _luhn(PREFIX_OF_NPI + typed):
        raise ValueError(NO_NPI)
    return typed


def money(*, most_cents: int = 99_999_99, missing: Phrase | None = None) -> BeforeValidator:
    """Read an amount in dollars ("25", "25.00", "$25") as cents; empty: refused with `missing`, or None without it.

    Forms that are built from a schema, as in Piccolo Admin, ask for text: whole numbers could not be typed with cents.
    """

    def read(raw: Any) -> int | None:
        typed = cleaned(raw, most=LONGEST)
        if not typed:
            return nothing(missing, None)
        found = MONEY.fullmatch(typed)
        if found is None:
            raise ValueError(NO_MONEY)
        cents = int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0"))
        if cents > most_cents:
            most = f"{most_cents // 100:,}.{most_cents % 100:02}"
            raise ValueError(gettext("Type an amount of at most $%(most)s.") % {"most": most})
        return cents

    return BeforeValidator(read, json_schema_input_type=str)


def typed_money(cents: int | None) -> str:
    """Give an amount as it stands in its field: "25.00"."""
    return "" if cents is None else f"{cents // 100}.{cents % 100:02}"


def _check_issued(*, area: str, group: str, serial: str) -> None:
    if area[0] == "9" and int(group) in ITIN_GROUPS:
        raise ValueError(AN_ITIN)
    if area in ("000", "666") or area[0] == "9" or group == "00" or serial == "0000":
        raise ValueError(NEVER_ISSUED)
    if area + group + serial in DUMMIES:
        raise ValueError(NEVER_ISSUED)


def _luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812-1)."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0
