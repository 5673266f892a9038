"""What somebody means who types something into the client search."""

import re
from dataclasses import dataclass
from datetime import date

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
AMERICAN = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
LARGEST_NUMBER = 2**31 - 1
FEWEST_DIGITS_OF_PHONE = 10
MOST_WORDS = 4
"""Of a name that is looked for in both orders."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One of these is given; nothing at all means everybody."""

    number: int | None = None
    phone: str = ""
    born_on: date | None = None
    email: str = ""
    name: str = ""


def wanted(typed: str) -> Wanted:
    """Read a client number, a phone number, a birth date (as here or as 1988-04-12), an e-mail, else a name's beginning."""
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
    return Wanted(email=words) if "@" in words else Wanted(name=words)


def splits(name: str) -> tuple[tuple[str, str], ...]:
    """Give what may be the first and the last name of "Alice Anderson", "Anderson, Alice" or "Anderson Alice"."""
    last, comma, first = name.partition(",")
    if comma:
        pairs = [(first.strip(), last.strip())]
    else:
        words = name.split()[:MOST_WORDS]
        parts = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
        pairs = [*parts, *((last, first) for first, last in parts)]
    return tuple((first, last) for first, last in pairs if first and last)


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
