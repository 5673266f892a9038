"""What makes a password good enough (NIST SP 800-63B-4); how easily it is guessed is said by `strength`."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from app.web.language import Phrase, _l, gettext

SHORTEST = 15
SHORTEST_WITH_SECOND_STEP = 8
LONGEST = 128
CHARACTERS_OF_ONE = 4
"""Typed characters that NFC puts together into one at most."""
SHORTEST_NAME = 4
"""Names shorter than this are part of too many words to be refused in a password."""
UNTELLING = frozenset({"from", "with", "your", "para"})
"""Words of a practice's name that are in everybody's sentences."""

TOO_LONG = _l("Please use at most 128 characters.")
TOO_PLAIN = _l("Please use more different characters.")
HOLDS_A_NAME = _l("Please leave your name, your username and your e-mail address out of the password.")
HOLDS_THE_PRACTICE = _l("Please leave the name of the practice out of the password.")
NOT_READABLE = _l("This password holds a character that cannot be typed again. Please choose another.")
NOT_COMPOSED = _l(
    "Please use at least one capital letter, one small letter, one digit and one sign such as ! or -."
)
FEWEST_DIFFERENT = 5


@dataclass(frozen=True, slots=True)
class PasswordRule:
    """What is asked of a new password; `composed` is setting -661."""

    shortest: int = SHORTEST
    composed: bool = False


USUAL = PasswordRule()


def normal_password(raw: str) -> str:
    """Give the form of a password that is hashed: NFC, so that every keyboard gives the same one.

    What is too long to be a password stays as it is: NFC takes the square of the time for a row of accents.
    """
    return raw if _is_beyond(raw) else unicodedata.normalize("NFC", raw)


def fault_of_password(
    raw: str, *, names: Iterable[str], practice: Iterable[str] = (), rule: PasswordRule = USUAL
) -> Phrase | str | None:
    """Give the sentence that says why a password is refused; None when it is good.

    `names` are those of its owner, e-mail addresses included; `practice` those of the practice.
    """
    if _is_beyond(raw):
        return TOO_LONG
    password = normal_password(raw)
    if "\x00" in password or any(unicodedata.category(character) == "Cs" for character in password):
        return NOT_READABLE
    return (
        _fault_of_length(password, rule)
        or (TOO_PLAIN if len(set(password)) < FEWEST_DIFFERENT else None)
        or (NOT_COMPOSED if rule.composed and not is_composed(password) else None)
        or (HOLDS_A_NAME if _holds(password, words_of(names)) else None)
        or (HOLDS_THE_PRACTICE if _holds(password, words_of(practice)) else None)
    )


def is_long_enough(password: str) -> bool:
    """Whether a password may stand without a second step."""
    return len(normal_password(password)) >= SHORTEST


def hint_of(rule: PasswordRule) -> str:
    """Say, before anything is typed, what is asked."""
    sentences = [
        gettext(
            "At least %(shortest)s characters. Four or five plain words are easy to remember and hard to guess."
        )
        % {"shortest": rule.shortest},
        gettext("Leave out your name and that of the practice."),
    ]
    if rule.composed:
        sentences.append(
            gettext("It needs a capital letter, a small letter, a digit and a sign such as ! or -.")
        )
    return " ".join(sentences)


def is_composed(password: str) -> bool:
    """Whether a password has a capital letter, a small letter, a digit and a sign (setting -661)."""
    kinds = (str.isupper, str.islower, str.isdecimal, _is_sign)
    return all(any(map(kind, password)) for kind in kinds)


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Give the words of names and e-mail addresses as they are compared; what ends a domain tells nothing."""
    words = set[str]()
    for text in texts:
        local, _, domain = text.partition("@")
        words.update(re.findall(r"[^\W_]+", _plain(f"{local} {domain.rpartition('.')[0]}")))
    return frozenset(words - UNTELLING)


def _fault_of_length(password: str, rule: PasswordRule) -> Phrase | str | None:
    if len(password) < rule.shortest:
        sentence = gettext(
            "Please use at least %(shortest)s characters. Four or five unrelated words work well."
        )
        return sentence % {"shortest": rule.shortest}
    return TOO_LONG if len(password) > LONGEST else None


def _is_beyond(raw: str) -> bool:
    return len(raw) > LONGEST * CHARACTERS_OF_ONE


def _is_sign(character: str) -> bool:
    return not character.isalnum() and not character.isspace()


def _holds(password: str, words: Iterable[str]) -> bool:
    plain = _plain(password)
    return any(len(word) >= SHORTEST_NAME and word in plain for word in words)


def _plain(text: str) -> str:
    """Give a text without case and accents."""
    parted = unicodedata.normalize("NFKD", text)
    return "".join(part for part in parted if unicodedata.category(part) != "Mn").casefold()
