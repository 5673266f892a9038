"""What makes a login and a safe word usable."""

import re
import unicodedata

from app.web.language import Phrase, _l

SHORTEST_SAFE_WORD, LONGEST_SAFE_WORD = 4, 60
"""Letters and digits; what is left out when safe words are compared does not count."""
LOGIN = re.compile(r"[^\s\"'<>&,;:/\\]{3,100}")

BAD_LOGIN = _l("Use 3 to 100 letters, digits and signs such as . _ - @ without spaces.")
SHORT_SAFE_WORD = _l("Please use at least 4 letters or digits.")
LONG_SAFE_WORD = _l("Please use at most 60 letters and digits.")


def is_login(login: str) -> bool:
    """Whether somebody can sign in with it: what is typed on any keyboard, in one word."""
    return LOGIN.fullmatch(login) is not None


def normal_safe_word(typed: str) -> str:
    """Give a safe word as it is compared: without case, accents, spaces and punctuation."""
    parted = unicodedata.normalize("NFKD", typed.casefold())
    return "".join(character for character in parted if character.isalnum())


def fault_of_safe_word(typed: str) -> Phrase | None:
    """Give the sentence that says why a safe word is refused; None when it is good."""
    length = len(normal_safe_word(typed))
    if length < SHORTEST_SAFE_WORD:
        return SHORT_SAFE_WORD
    return LONG_SAFE_WORD if length > LONGEST_SAFE_WORD else None
