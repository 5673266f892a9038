"""Names and other single lines that stand beside those of other people: kept as typed, and honest to look at."""

import re
import unicodedata
from typing import Any

from pydantic import BeforeValidator

from app.web.forms import ODD_CHARACTERS, cleaned, nothing
from app.web.language import Phrase, _l

MOST_MARKS = 6
"""Marks on one letter: no script writes more, though Tibetan comes near."""
IDLE_JOINER = re.compile(r"(?:^|[\0-\x7f])[\u200c\u200d]|[\u200c\u200d](?:$|[\0-\x7f\u200c\u200d])")
"""A joiner that joins nothing: by it two names could look the same and not be."""
TAGS = re.compile("[\U000e0000-\U000e007f]")
BLANKS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and signs that are drawn as nothing."""
NUMBER_ON_CARD = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./#*&+_-]*")
NO_NUMBER_ON_CARD = _l(
    "Type the number as it stands on the card: letters, digits, spaces and hyphens, nothing else."
)


def name(*, most: int = 100, missing: Phrase | None = None) -> BeforeValidator:
    """Read a person's name, or a line of an address: never split, never re-cased; spaces in a row count once.

    Empty, or nothing that can be seen: refused with `missing`, or "" without it.
    """

    def read(raw: Any) -> str:
        return line(raw, most=most) or nothing(missing, "")

    return BeforeValidator(read)


def line(raw: Any, *, most: int) -> str:
    """Give one line as a name is read; raises ValueError with a sentence."""
    words = " ".join(cleaned(raw, most=most).split())
    if IDLE_JOINER.search(words) or TAGS.search(words) or _longest_row_of_marks(words) > MOST_MARKS:
        raise ValueError(ODD_CHARACTERS)
    return words if any(_is_seen(character) for character in words) else ""


def number_on_card(*, most: int = 40, missing: Phrase | None = None) -> BeforeValidator:
    """Read a member id or group number as text: leading zeros, letters and case are kept as they are."""

    def read(raw: Any) -> str:
        return card_number(raw, most=most) or nothing(missing, "")

    return BeforeValidator(read)


def card_number(raw: Any, *, most: int = 40) -> str:
    """Give a number of a card, "" for nothing; raises ValueError with a sentence."""
    words = line(raw, most=most)
    if words and not NUMBER_ON_CARD.fullmatch(words):
        raise ValueError(NO_NUMBER_ON_CARD)
    return words


def _longest_row_of_marks(words: str) -> int:
    longest = row = 0
    for character in words:
        row = row + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        longest = max(longest, row)
    return longest


def _is_seen(character: str) -> bool:
    return character not in BLANKS and unicodedata.category(character)[0] in "LNPS"
