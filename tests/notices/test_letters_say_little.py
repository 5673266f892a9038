"""Whatever goes out tells nobody what kind of practice it is from, nor of whom: every letter and text, in both languages."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from jinja2.ext import extract_from_ast

from app.notices import mail
from app.notices.mail import Mail
from app.notices.preferences import Notice
from app.notices.telling import wording
from app.notices.telling.wording import Waiting
from app.web.language import Language, gettext, speaking
from app.web.templates import FOLDER, environment
from tests import rows
from tests.notices.letters import LETTERS, Example

TEMPLATES = sorted(
    path.relative_to(FOLDER).with_suffix("").as_posix()
    for path in FOLDER.glob("**/*.html")
    if "mail" in path.relative_to(FOLDER).parts[:-1] or path.name in ("mail.html", "letter.html")
)
CLINICAL = re.compile(
    r"behavio|mental|psych|psic|psiq|clinic|clínic|therap|terap|counsel|consejer|patient|pacient|diagnos|treatment|tratamiento"
    r"|medic|médic|doctor|\bdr\b|provider|proveedor|prescri|recet|depress|depres|anxi|ansied|suicid|addict|adicci|substance"
    r"|\bsustanci|trauma|crisis|danger|peligro|safety|\bPHQ|\bGAD|\bLCSW|\b988\b|health|salud|symptom|síntoma|questionnaire|cuestionario",
    re.IGNORECASE,
)
"""What would tell others which kind of practice somebody goes to, or why."""
KIND_OF_THING = re.compile(
    r"message|mensaje|document|form\b|formulario|appointment|\bcita\b|bill|factura|Sunrise|555-|\b[AP]M\b|lunes|Monday",
    re.IGNORECASE,
)
"""What, and whose, somebody who wants to be told discreetly does not want to be read."""


def every_letter() -> Iterator[tuple[Example, Mail]]:
    for example in LETTERS:
        for language in Language:
            yield example, example.compose(language)


def said(letter: Mail) -> str:
    """Give all that somebody beside the reader may see of a letter."""
    message = mail.as_message(letter, uuid4())
    return "\n".join([str(message["From"]), str(message["Subject"]), letter.text, letter.html])


def texts() -> Iterator[str]:
    home = "http://localhost:8000/home"
    for language in Language:
        with speaking(language):
            for discreet in (False, True):
                for waiting in (*((notice,) for notice in Notice), tuple(Notice)):
                    parts = [Waiting(notice, home) for notice in waiting]
                    yield wording.text(parts, sender="Sunrise", home=home, discreet=discreet)


def words_of_templates() -> Iterator[str]:
    """Give every text that stands in a letter's template, in both languages, whatever it depends on."""
    for name in TEMPLATES:
        source = (FOLDER / f"{name}.html").read_text()
        for _, _, words in extract_from_ast(environment.parse(source)):
            for each in words if isinstance(words, tuple) else (words,):
                for language in Language:
                    with speaking(language):
                        yield gettext(str(each))


def test_every_letter_has_an_example() -> None:
    of_letters = {name for name in TEMPLATES if not name.startswith("layouts/")}
    assert of_letters == {example.template for example in LETTERS}


async def test_no_letter_tells_what_kind_of_practice_it_is_from_nor_of_whom(portal: object) -> None:
    names = await names_of_people()
    assert {"Tran", "Anderson"} <= names
    for example, letter in every_letter():
        assert not CLINICAL.search(said(letter)), f"{example.name}: {CLINICAL.search(said(letter))}"
        told = names & set(re.findall(r"\w+", said(letter)))
        assert not told, f"{example.name} names {told}."


async def names_of_people() -> set[str]:
    """Give the names of everybody who works here or is a client."""
    found = await rows.value(
        "select array_agg(name) from (select unnest(array[first_name, last_name, preferred_name]) as name from client"
        " union select unnest(array[first_name, last_name]) from staff_member) names where name <> ''"
    )
    return set(found)


def test_no_text_that_a_letter_may_contain_is_clinical() -> None:
    found = list(words_of_templates())
    assert len(found) > 2 * 40
    for words in found:
        assert not CLINICAL.search(words), words


async def test_a_text_message_says_no_more_and_how_to_stop_them(portal: object) -> None:
    names = await names_of_people()
    for text in texts():
        assert not CLINICAL.search(text), text
        assert not names & set(re.findall(r"\w+", text)), text
        assert "STOP" in text, text


async def test_who_wants_to_be_told_discreetly_is_told_that_something_waits_and_no_more(
    portal: object,
) -> None:
    discreet = [(example, letter) for example, letter in every_letter() if example.discreet]
    assert discreet
    for example, letter in discreet:
        leads_to = "/home\n" if len(example.waiting) > 1 else "/notices/"
        assert f":\nhttp://localhost:8000{leads_to}" in letter.text
        assert not KIND_OF_THING.search(said(letter)), f"{example.name}: {KIND_OF_THING.search(said(letter))}"
    for text in texts():
        assert "Sunrise" in text or not KIND_OF_THING.search(text), text


@pytest.mark.parametrize("language", list(Language))
def test_a_letter_for_several_things_names_each_with_its_link(language: Language, portal: object) -> None:
    several = next(example for example in LETTERS if example.name == "several").compose(language)
    with speaking(language):
        for notice in Notice:
            assert f"{wording.WORDS[notice]}:\nhttp://localhost:8000/notices/" in several.text


def test_no_letter_has_an_empty_paragraph_which_readers_would_stop_at(portal: object) -> None:
    for example, letter in every_letter():
        assert not re.search(r"<p[^>]*>\s*</p>", letter.html), example.name
