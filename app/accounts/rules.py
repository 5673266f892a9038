"""What makes a password good enough."""

import unicodedata
from collections.abc import Iterable

from app.web.language import Phrase, _l

SHORTEST = 15
LONGEST = 128
SHORTEST_NAME = 4
"""Names shorter than this are part of too many words to be refused in a password."""

TOO_SHORT = _l("Please use at least 15 characters. Three or four unrelated words work well.")
TOO_LONG = _l("Please use at most 128 characters.")
TOO_PLAIN = _l("Please use more different characters.")
HOLDS_A_NAME = _l("Please leave your name and your username out of the password.")
NOT_READABLE = _l("This password holds a character that cannot be typed again. Please choose another.")
FEWEST_DIFFERENT = 5


def normal_password(raw: str) -> str:
    """Give the form of a password that is hashed: NFC, so that every keyboard gives the same one."""
    return unicodedata.normalize("NFC", raw)


def fault_of_password(raw: str, *, names: Iterable[str]) -> Phrase | None:
    """Give the sentence that says why a password is refused; None when it is good (NIST SP 800-63B-4)."""
    password = normal_password(raw)
    folded = password.casefold()
    if "\x00" in password or any(unicodedata.category(character) == "Cs" for character in password):
        return NOT_READABLE
    if len(password) < SHORTEST:
        return TOO_SHORT
    if len(password) > LONGEST:
        return TOO_LONG
    if len(set(password)) < FEWEST_DIFFERENT:
        return TOO_PLAIN
    if any(len(name) >= SHORTEST_NAME and name.casefold() in folded for name in names):
        return HOLDS_A_NAME
    return None
