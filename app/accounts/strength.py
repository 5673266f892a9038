"""How soon a password is guessed: zxcvbn's estimate of it, and why, in our own words.

zxcvbn is called by its parts: its front door keeps the words of the last person it was asked about, for every thread.
"""

from collections import Counter
from functools import partial
from itertools import chain
from math import prod
from typing import Any

from app.accounts.passwords import off_the_loop
from app.accounts.rules import (
    HOLDS_A_NAME,
    HOLDS_THE_PRACTICE,
    USUAL,
    PasswordRule,
    fault_of_password,
    normal_password,
    words_of,
)
from app.practice.declared import SETTINGS
from app.practice.settings import setting
from app.web.language import Phrase, _l

MOST_SCORED = 72
"""Characters that are looked at; the cost grows with their square, and what comes after only helps."""
MOST_WORK = 16 * MOST_SCORED**2
"""Ways to read signs as letters ("@" as "a", "1" as "i" or "l"), times the square of the length: about 0.1 s."""
FEWER_SIGNS = str.maketrans("@!|$+{[<", "41157(((")
"""One sign for each letter: for what has so many that it is made to keep us busy, or by chance."""
GOOD = 3

COMMON = _l(
    "Many people have a password like this one, so it is tried first. Please use four or five unrelated words."
)
FEW_WORDS = _l("One or two common words are guessed fast. Please use four or five unrelated words.")
NAMES = _l("First and last names are guessed fast. Please use four or five unrelated words.")
KEYBOARD = _l(
    "Keys that are side by side, such as qwerty, are guessed fast. Please use four or five unrelated words."
)
REPEATS = _l("Repeated words and characters are guessed fast. Please use four or five unrelated words.")
ROWS = _l("Rows such as abcd or 9876 are guessed fast. Please use four or five unrelated words.")
DATES = _l("Dates and years are guessed fast. Please use four or five unrelated words.")
OWN, PRACTICE = "own", "practice"
WEAKNESSES = {
    "passwords": COMMON,
    "english_wikipedia": FEW_WORDS,
    "us_tv_and_film": FEW_WORDS,
    "female_names": NAMES,
    "male_names": NAMES,
    "surnames": NAMES,
    OWN: HOLDS_A_NAME,
    PRACTICE: HOLDS_THE_PRACTICE,
    "spatial": KEYBOARD,
    "repeat": REPEATS,
    "sequence": ROWS,
    "regex": DATES,
    "date": DATES,
}
"""By zxcvbn's list of words, or by its pattern."""


async def fault_of_new_password(
    raw: str, *, names: tuple[str, ...], rule: PasswordRule = USUAL
) -> Phrase | str | None:
    """Give the sentence that says why a password is refused, by every rule there is; None when it is good."""
    practice = practice_names()
    fault = fault_of_password(raw, names=names, practice=practice, rule=rule)
    if fault is not None:
        return fault
    look = partial(weakness_of, names=words_of(names), practice=words_of(practice))
    return await off_the_loop(look, normal_password(raw))


def practice_names() -> tuple[str, ...]:
    """Give what the practice is called; nothing before it has said so."""
    name, acronym = setting("practice_name"), setting("practice_acronym")
    return () if name == SETTINGS["practice_name"].default else (name, acronym)


def weakness_of(
    password: str, *, names: frozenset[str] = frozenset(), practice: frozenset[str] = frozenset()
) -> Phrase | None:
    """Say what makes a password weak; None when zxcvbn's score is 3 or more, or it knows nothing of it but its length.

    The length is for the rule to judge: eight characters drawn at random have a score of 2.
    """
    from zxcvbn import matching, scoring, time_estimates  # 14 MB, which most processes never need

    ranked = matching.build_ranked_dict
    known = {**matching.RANKED_DICTIONARIES, OWN: ranked(sorted(names)), PRACTICE: ranked(sorted(practice))}
    head = _with_fewer_readings(password[:MOST_SCORED])
    found = scoring.most_guessable_match_sequence(head, matching.omnimatch(head, known))
    recognised = [match for match in found["sequence"] if match["pattern"] != "bruteforce"]
    if not recognised or time_estimates.guesses_to_score(found["guesses"]) >= GOOD:
        return None
    return _worded(max(recognised, key=lambda match: len(match["token"])))


def _worded(match: dict[str, Any]) -> Phrase:
    return WEAKNESSES[match.get("dictionary_name", match["pattern"])]


def _with_fewer_readings(head: str) -> str:
    return head.translate(FEWER_SIGNS) if _readings(head) * len(head) ** 2 > MOST_WORK else head


def _readings(head: str) -> int:
    """Give in how many ways, at most, the signs can be read as letters."""
    from zxcvbn import matching

    signs = list(matching.relevant_l33t_subtable(head, matching.L33T_TABLE).values())
    of_several = Counter(chain.from_iterable(signs))
    return prod(map(len, signs)) * prod(of_several.values())
