"""Reading forms: each reader, good and bad, and what is given back."""

from datetime import date
from typing import Annotated
from uuid import UUID

import pytest
from litestar.datastructures import FormMultiDict

from app.accounts.own.drafts import Keeps
from app.clients.lists.origin import ALONE, ORIGINS
from app.clients.postal import PostalAddress, postal_address
from app.web.forms import (
    BLANK,
    ODD_CHARACTERS,
    FilledForm,
    Form,
    filled,
    identifier,
    one_of,
    parse,
    secret,
    text,
    typed_fields,
)
from app.web.language import Language, _l, speaking
from app.web.readers.choices import several_from
from app.web.readers.dates import day_in_parts
from app.web.readers.numbers import ssn

ID = "4b9d1f0c-7a52-4d3f-9a57-0f2f3b1f9d10"
FAMILY = "👨‍👩‍👧‍👦"


class Example(Form):
    subject: Annotated[str, text(most=20, missing=_l("Write a short subject."))]
    note: Annotated[str, text(most=5000, lines=True)]
    password: Annotated[str, secret(missing=_l("Type your password."))]
    about: Annotated[UUID, identifier(missing=_l("Choose what it is about."))]
    state: Annotated[str, one_of("read", "unread")]


GOOD = {"subject": "Sleep", "note": "Fine", "password": "a b", "about": ID, "state": "unread"}


def data(*pairs: tuple[str, str], **changes: str) -> FormMultiDict:
    return FormMultiDict([*(GOOD | changes).items(), *pairs])


def good(**changes: str) -> Example:
    form = parse(Example, data(**changes))
    assert isinstance(form, Example), form
    return form


def bad(**changes: str) -> FilledForm:
    form = parse(Example, data(**changes))
    assert isinstance(form, FilledForm), form
    return form


def test_a_good_form_gives_typed_values() -> None:
    form = good()
    assert (form.subject, form.note, form.password, form.state) == ("Sleep", "Fine", "a b", "unread")
    assert form.about == UUID(ID)


def test_every_bad_field_gets_one_sentence_and_the_typed_text_comes_back() -> None:
    form = bad(subject=" ", about="1", note="kept as typed", password="")
    assert form.sentences == {
        "subject": "Write a short subject.",
        "about": "Choose what it is about.",
        "password": "Type your password.",
    }
    assert form.value("note") == "kept as typed"
    assert form.value("about") == "1"
    assert form.errors[0] == ("subject", "Write a short subject.")


def test_a_form_that_came_empty_names_every_missing_field() -> None:
    form = parse(Example, FormMultiDict([]))
    assert isinstance(form, FilledForm)
    assert set(form.sentences) == {"subject", "password", "about"}


def test_secrets_and_tokens_never_come_back() -> None:
    form = filled(data(password="my password", current_password="my old one", _csrf="token"))
    assert not {"password", "current_password", "_csrf"} & set(form.typed)
    assert "my password" not in str(form.refused(subject="x"))


def test_the_first_of_two_values_of_one_name_counts() -> None:
    both = data(("subject", "second"), subject="first")
    form = parse(Example, both)
    assert isinstance(form, Example)
    assert form.subject == "first"
    assert typed_fields(both)["subject"] == "first"
    assert filled(both).value("subject") == "first"


def test_fields_nobody_asked_for_are_ignored() -> None:
    form = good(client_id=ID, is_admin="true")
    assert not hasattr(form, "client_id")
    assert "is_admin" not in form.model_dump()


@pytest.mark.parametrize(
    "odd",
    [
        "nul \x00",
        "bell \x07",
        "escape \x1b[2J",
        "override \u202egnp.exe",
        "lone \ud83d",
        "private \ue000",
    ],
)
@pytest.mark.parametrize("field", ["subject", "note"])
def test_characters_that_cannot_be_shown_honestly_are_refused(field: str, odd: str) -> None:
    form = bad(**{field: odd})
    assert form.sentences == {field: str(ODD_CHARACTERS)}


@pytest.mark.parametrize(
    "invisible", ["\u00ad", "\u200b", "\u200f", "\u202a", "\u202c", "\u2060", "\u2066", "\ufeff"]
)
def test_invisible_marks_that_come_with_pasted_text_are_left_out(invisible: str) -> None:
    form = good(note=f"312{invisible} 555 0107{invisible}")
    assert form.note == "312 555 0107"


WALES = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"


@pytest.mark.parametrize(
    "kept",
    [WALES, FAMILY, "Zoë Ñandú", "李小龙", "שלום", "مرحبا", "می‌خواهم", "£5 – “fine”", "<b>{{7*7}}</b>"],
)
def test_every_language_and_family_is_kept(kept: str) -> None:
    assert good(note=kept).note == kept


def test_text_is_kept_in_one_unicode_form() -> None:
    assert good(subject="Zoe\u0308").subject == "Zo\u00eb"


def test_five_thousand_characters_fit_and_one_more_does_not() -> None:
    assert len(good(note="a" * 5000).note) == 5000
    assert bad(note="a" * 5001).sentences == {"note": "Please use at most 5000 characters."}


def test_an_emoji_of_many_parts_counts_by_its_characters() -> None:
    assert len(good(note=FAMILY * 700).note) == 4900
    assert bad(note=FAMILY * 1000).error("note")


def test_line_breaks_of_browsers_count_once_and_stay_in_long_text() -> None:
    assert good(note="one\r\ntwo\rthree\n").note == "one\ntwo\nthree"
    assert len(good(note="\r\n".join("a" * 2500)).note) == 4999


def test_line_breaks_become_spaces_in_short_text() -> None:
    assert good(subject="one\r\ntwo\tthree").subject == "one two three"


def test_spaces_around_text_are_cut_off_but_a_password_is_taken_as_it_is() -> None:
    form = good(subject="  Sleep  ", password="  two  ")
    assert (form.subject, form.password) == ("Sleep", "  two  ")


@pytest.mark.parametrize("value", ["", "1", "x" * 40, "4b9d1f0c-7a52-4d3f-9a57", "\x00", "٤b9d1f0c"])
def test_what_is_no_id_is_refused_with_the_sentence_of_the_field(value: str) -> None:
    assert bad(about=value).sentences == {"about": "Choose what it is about."}


@pytest.mark.parametrize("value", ["", "READ", "deleted", "read\x00"])
def test_of_a_few_fixed_values_the_first_stands_for_anything_else(value: str) -> None:
    assert good(state=value).state == "read"


def test_sentences_are_in_the_language_of_the_reader() -> None:
    with speaking(Language.SPANISH):
        assert bad(subject="").error("subject")


def test_a_blank_form_has_nothing_typed_and_nothing_wrong() -> None:
    assert (BLANK.value("subject"), BLANK.error("subject"), BLANK.errors) == ("", "", [])


def test_a_file_where_text_is_asked_for_counts_as_not_sent() -> None:
    class File:
        filename = "x.png"

    form = parse(Example, FormMultiDict([*GOOD.items(), ("subject", File()), ("extra", File())]))
    assert isinstance(form, Example)


def test_a_text_far_too_long_is_refused_before_it_is_put_in_order() -> None:
    """A row of accents takes the square of its length to bring to its normal form: a minute for this one."""
    form = parse(Named, FormMultiDict([("name", "a" + "\u0316\u0301" * 200_000)]))
    assert isinstance(form, FilledForm)
    assert form.error("name") == "Please use at most 100 characters."


class Named(Form):
    name: Annotated[str, text(most=100)]


class Grouped(Form):
    born_on: Annotated[date | None, day_in_parts(past=True)]
    home: Annotated[PostalAddress | None, postal_address()]
    origins: Annotated[tuple[str, ...], several_from(ORIGINS, alone=ALONE)]
    ssn: Annotated[str, ssn()]


BORN = {"born_on_month": "4", "born_on_day": "12", "born_on_year": "1988"}
HOME = {"home_line1": "12 Oak St", "home_city": "Chicago", "home_state": "IL", "home_zip": "60601"}


def grouped(*pairs: tuple[str, str], **changes: str) -> Grouped | FilledForm:
    return parse(Grouped, FormMultiDict([*(BORN | HOME | changes).items(), *pairs]))


def test_a_group_of_inputs_is_one_field_and_check_boxes_of_one_name_are_another() -> None:
    form = grouped(("origins", "2106-3"), ("origins", "2028-9"), ssn="772-45-6789")
    assert isinstance(form, Grouped)
    assert (form.born_on, form.origins, form.ssn) == (date(1988, 4, 12), ("2028-9", "2106-3"), "772456789")
    assert form.home is not None
    assert form.home.lines == ("12 Oak St", "Chicago, IL 60601")


def test_a_group_left_out_is_not_known() -> None:
    form = parse(Grouped, FormMultiDict([]))
    assert isinstance(form, Grouped)
    assert (form.born_on, form.home, form.origins, form.ssn) == (None, None, (), "")


def test_a40_of_an_input_of_a_group_sent_twice_the_first_counts() -> None:
    form = grouped(("born_on_year", "2001"), ("home_city", "Springfield"))
    assert isinstance(form, Grouped)
    assert form.born_on == date(1988, 4, 12)
    assert form.home is not None
    assert form.home.city == "Chicago"


def test_a_group_has_its_sentence_where_it_belongs_and_keeps_what_was_typed() -> None:
    form = grouped(("origins", "ASKU"), ("origins", "2028-9"), born_on_day="32", home_zip="1", home_city=" ")
    assert isinstance(form, FilledForm)
    assert form.sentences == {
        "born_on": "Type the day as a number from 1 to 31.",
        "home_city": "Type the city.",
        "home_zip": "Type the ZIP code: five digits, such as 60601, or nine, such as 60601-1234.",
        "origins": "“I prefer not to answer” cannot go with other answers.",
    }
    assert (form.value("born_on_day"), form.value("home_zip")) == ("32", "1")
    assert form.has("origins", "2028-9")


def test_a08_a_social_security_number_never_comes_back() -> None:
    form = grouped(ssn="772-45-678")
    assert isinstance(form, FilledForm)
    assert form.error("ssn")
    assert "772" not in str(form)


def test_what_is_kept_of_a_form_that_came_too_late_are_its_inputs_but_no_secret() -> None:
    sent = {
        **{name: (value, "again") for name, value in BORN.items()},
        "origins": ("2028-9", "2106-3"),
        "ssn": ("772-45-6789",),
        "of_another_form": ("x",),
    }
    assert Keeps(Grouped).typed(sent) == BORN | {"origins": ["2028-9", "2106-3"]}
