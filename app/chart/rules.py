"""What somebody means who types something into the client search."""

import re
from dataclasses import dataclass
from datetime import date

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
AMERICAN = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
LARGEST_NUMBER = 2**31 - 1
FEWEST_DIGITS_OF_PHONE = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """One of the four is given; nothing at all means everybody."""

    number: int | None = None
    phone: str = ""
    born_on: date | None = None
    name: str = ""


def wanted(typed: str) -> Wanted:
    """Read a client number, a phone number, a birth date (as here or as 1988-04-12), else the beginning of a name."""
    words = typed.strip()
    digits = "".join(character for character in words if character in "0123456789")
    born_on = _day(words)
    if born_on is not None:
        return Wanted(born_on=born_on)
    if (
        re.fullmatch(r"[0-9]+", words)
        and int(words) <= LARGEST_NUMBER
        and len(words) < FEWEST_DIGITS_OF_PHONE
    ):
        return Wanted(number=int(words))
    if len(digits) >= FEWEST_DIGITS_OF_PHONE and not re.search(r"[^\W\d_]", words):
        return Wanted(phone=words)
    return Wanted(name=words)


def prefix(word: str) -> str:
    """Give the LIKE pattern of all that begins with a word, in small letters."""
    return re.sub(r"([\\%_])", r"\\\1", word.lower()) + "%"


def _day(words: str) -> date | None:
    iso, american = ISO.fullmatch(words), AMERICAN.fullmatch(words)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        return date(int(american[3]), int(american[1]), int(american[2])) if american else None
    except ValueError:
        return None
