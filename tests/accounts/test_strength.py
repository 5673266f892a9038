"""How soon a password is guessed, and the reason that is told."""

import time

import pytest

from app.accounts.rules import HOLDS_A_NAME, HOLDS_THE_PRACTICE
from app.accounts.strength import (
    COMMON,
    DATES,
    FEW_WORDS,
    KEYBOARD,
    NAMES,
    REPEATS,
    ROWS,
    WEAKNESSES,
    fault_of_new_password,
    weakness_of,
)
from app.practice.declared import SETTINGS
from app.practice.settings import load_settings
from app.web.language import Language, speaking
from tests import rows

NAME = frozenset({"xaviqbolumtar"})
MOST_MILLISECONDS = 400
"""Of the processor; about a fifth of what zxcvbn takes by itself, and five times what it takes here when all is quiet."""


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("passwordpassword", REPEATS),
        ("P@$$w0rd12345678", COMMON),
        ("iloveyou12345678", COMMON),
        ("1qaz2wsx3edc4rfv", COMMON),
        ("constantinople12", FEW_WORDS),
        ("christopherjones", NAMES),
        ("zxcvbnm,./zxcvbn", KEYBOARD),
        ("cba123cba123cba123", REPEATS),
        ("abcdefghijklmnop", ROWS),
        ("11.04.1987", DATES),
    ],
)
def test_a_weak_password_is_refused_and_the_reason_told(password: str, reason: object) -> None:
    assert weakness_of(password) is reason


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "grey-otter-walks-at-nine",
        "пятнадцать букв",
        "🐢🐙🦑🦐🦞🦀🐡🐠🐟🐬🐳🐋🦈🐊🐸",
        "kT9wQ2zM",
        "İstanbul'da yağmur ıslak",
    ],
)
def test_a_good_password_is_taken(password: str) -> None:
    assert weakness_of(password) is None


@pytest.mark.parametrize("password", ["ratmulobqivax12", "x4v1qb0lumtar12"])
def test_a_name_in_disguise_counts_as_guessed(password: str) -> None:
    assert weakness_of(password) is None
    assert weakness_of(password, names=NAME) is HOLDS_A_NAME
    assert weakness_of(password, practice=NAME) is HOLDS_THE_PRACTICE


def test_the_words_of_one_person_are_not_kept_for_the_next() -> None:
    from zxcvbn import matching

    weakness_of("ratmulobqivax12", names=NAME)
    assert not any(NAME & set(words) for words in matching.RANKED_DICTIONARIES.values())


def test_only_what_begins_a_long_password_is_scored() -> None:
    assert weakness_of("kT9wQ2zM xlv3" + "a" * 115) is None
    assert weakness_of("a" * 72 + "kT9wQ2zM xlv3 Rh7") is REPEATS


@pytest.mark.parametrize(
    "password",
    [
        "4@8({[<369&#@!1|70$5+7%2" * 3,
        "p@$5w0r|)8 m0n+7y 3l3(t|2i{ <69!1 b4[k @nd 7%" * 2,
        "4@8({[<369!1|70$5+7%2 abcdefghijklm" * 4,
        "1" * 128,
        "ab" * 64,
        "e@@&(6Ae7@e009(7@7bz06#h#ll0pAK2(033e<@b%k@#zb438b93%pphGlA7%zA7$(zLj&j%",
    ],
)
def test_no_password_keeps_the_portal_busy(password: str) -> None:
    weakness_of("the lists are read")
    before = time.process_time()
    weakness_of(password)
    assert (time.process_time() - before) * 1000 < MOST_MILLISECONDS


def test_every_list_of_words_has_its_reason() -> None:
    from zxcvbn import matching

    assert set(matching.RANKED_DICTIONARIES) <= set(WEAKNESSES)


def test_the_reasons_can_be_told_in_spanish() -> None:
    with speaking(Language.SPANISH):
        assert str(KEYBOARD).startswith("Las teclas")


@pytest.mark.usefixtures("rolled_back")
async def test_the_name_of_the_practice_counts_once_it_has_one() -> None:
    names = ("alice",)
    assert await fault_of_new_password("seven sunrise otters", names=names) is not None
    await rows.change("delete from system_setting where name = 'practice_name'")
    await load_settings()
    unnamed = SETTINGS["practice_name"].default
    assert await fault_of_new_password(f"{unnamed} otters at nine", names=names) is None
