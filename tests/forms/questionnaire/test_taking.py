import pytest

from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.form import Form
from tests.forms.questionnaire.small import (
    CORE,
    Raw,
    extended,
    form,
    piece,
    posted,
    problem,
    question,
    stored,
    typed,
    value,
)

NAUGHTY = ("a\x00b", "a\x1bb", "\u202eabc", "\ud800", "\ue000")


def one(kind: str, *extensions: Raw, **more: object) -> Form:
    return form(extended(question("q", kind, **more), *extensions))


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        ("string", "  Alice\tRivera ", "Alice Rivera"),
        ("text", "one\r\ntwo", "one\ntwo"),
        ("integer", "12", 12),
        ("integer", " -7 ", -7),
        ("integer", "−7", -7),
        ("decimal", "1.50", 1.5),
        ("decimal", ".5", 0.5),
        ("decimal", "12", 12),
        ("date", "2026-11-30", "2026-11-30"),
        ("date", "2026-November-3", "2026-11-03"),
        ("time", "2:30 PM", "14:30:00"),
        ("time", "12:05 a.m.", "00:05:00"),
        ("time", "14:30", "14:30:00"),
        ("dateTime", "2026-11-30", "2026-11-30"),
        ("dateTime", "2026-11-30T14:30", "2026-11-30T14:30:00+00:00"),
        ("url", "example.org/a", "https://example.org/a"),
        ("url", "https://example.org", "https://example.org"),
        ("reference", "Dr. Lee", {"display": "Dr. Lee"}),
        ("quantity", "70.5", {"value": 70.5}),
    ],
)
def test_what_people_type_is_read(kind: str, text: str, kept: object) -> None:
    answers = typed(one(kind), q=text)

    assert value(answers, "q") == kept
    assert answers.unread == {}
    assert value(stored(answers), "q") == kept


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("integer", "twelve", "Type a whole number"),
        ("integer", "1.5", "Type a whole number"),
        ("integer", "٣", "Type a whole number"),
        ("integer", "99999999999", "too large"),
        ("integer", "9" * 5000, "Please use at most|Type a whole number"),
        ("decimal", "1,5", "Use a point"),
        ("decimal", "a lot", "Type a number"),
        ("decimal", "1e9", "Type a number"),
        ("decimal", "NaN", "Type a number"),
        ("decimal", "0.1234567890123456789", "too many digits"),
        ("date", "2026-2-31", "no such day"),
        ("date", "2026-13-1", "from 1 to 12"),
        ("date", "2026-1-32", "from 1 to 31"),
        ("date", "26-1-3", "all four digits"),
        ("date", "1066-10-14", "too long ago"),
        ("date", "2300-1-1", "too far away"),
        ("date", "tomorrow", "the month, the day and the year"),
        ("time", "25:00", "Type the time"),
        ("time", "13:00 PM", "Type the time"),
        ("dateTime", "T14:30", "the day as well"),
        ("url", "javascript:alert(1)", "Type a web address"),
        ("url", "two words", "Type a web address"),
        *(("string", text, "cannot be shown") for text in NAUGHTY),
        *(("text", text, "cannot be shown") for text in NAUGHTY),
        ("string", "x" * 4001, "at most 4000"),
    ],
)
def test_what_cannot_be_read_stays_as_it_was_typed_with_a_sentence_beside_it(
    kind: str, text: str, sentence: str
) -> None:
    asked = one(kind)

    answers = typed(asked, q=text)

    assert "q" not in answers.values
    assert answers.unread["q"] == [text]
    for kept in (answers, stored(answers)):
        shown = piece(asked, "q", kept)
        assert shown.entries[0].value == text
        assert any(part in shown.problem for part in sentence.split("|")), shown.problem
    assert problem(asked, "q", answers, language="es") not in ("", shown.problem)


@pytest.mark.parametrize(
    ("kind", "extension", "more", "good", "bad", "sentence"),
    [
        ("string", None, {"maxLength": 3}, "abc", "abcd", "at most 3 characters"),
        ("string", ("minLength", {"valueInteger": 3}), {}, "abc", "ab", "at least 3 characters"),
        ("integer", ("minValue", {"valueInteger": 1}), {}, "1", "0", "1 or more"),
        ("integer", ("maxValue", {"valueInteger": 5}), {}, "5", "6", "5 or less"),
        ("decimal", ("maxValue", {"valueDecimal": 0.5}), {}, "0.5", "0.51", "0.5 or less"),
        ("decimal", ("maxDecimalPlaces", {"valueInteger": 1}), {}, "0.5", "0.51", "at most 1"),
        (
            "date",
            ("minValue", {"valueDate": "2026-01-02"}),
            {},
            "2026-01-02",
            "2026-01-01",
            "January 2, 2026 or later",
        ),
        (
            "date",
            ("maxValue", {"valueDate": "2026-01"}),
            {},
            "2026-01-31",
            "2026-02-01",
            "2026-01 or earlier",
        ),
        ("time", ("maxValue", {"valueTime": "12:00:00"}), {}, "12:00", "12:01", "or earlier"),
        ("string", ("regex", {"valueString": "[A-Z]{2}[0-9]"}), {}, "AB1", "ab1", "not written the way"),
        ("quantity", ("maxValue", {"valueQuantity": {"value": 9}}), {}, "9", "10", "9 or less"),
    ],
)
def test_answers_are_held_to_the_limits_of_the_form(
    kind: str, extension: tuple[str, Raw] | None, more: Raw, good: str, bad: str, sentence: str
) -> None:
    extensions = [{"url": CORE + extension[0], **extension[1]}] if extension else []
    asked = one(kind, *extensions, **more)

    assert problem(asked, "q", typed(asked, q=good), checked=True) == ""
    answers = typed(asked, q=bad)
    assert sentence in problem(asked, "q", answers)
    assert answers.unread["q"] == [bad]


def test_a_pattern_tells_how_by_the_example_of_the_form() -> None:
    asked = one(
        "string",
        {"url": f"{CORE}regex", "valueString": "[0-9]{5}"},
        {"url": f"{CORE}entryFormat", "valueString": "60601"},
    )

    assert "like this: 60601" in problem(asked, "q", typed(asked, q="x"))
    assert piece(asked, "q").hint == "60601"


def test_a_day_is_read_from_three_fields_too() -> None:
    asked = one("date")

    answers = posted(asked, {"q~month": "4", "q~day": "12", "q~year": "1988"})

    assert value(answers, "q") == "1988-04-12"


def test_three_fields_of_a_day_keep_what_was_typed_into_each() -> None:
    asked = one("date")

    answers = posted(asked, {"q~month": "abril", "q~day": "x-y", "q~year": ""})

    assert piece(asked, "q", stored(answers)).entries[0].value == "-abril-x/y"
    assert "the month, the day and the year" in problem(asked, "q", answers)


def test_a_moment_is_read_from_its_day_and_its_time() -> None:
    asked = one("dateTime")

    in_parts = posted(asked, {"q~month": "1", "q~day": "2", "q~year": "2026", "q~time": "2:30 pm"})
    in_two = posted(asked, {"q~date": "2026-01-02", "q~time": "14:30"})

    assert value(in_parts, "q") == value(in_two, "q") == "2026-01-02T14:30:00+00:00"
    assert piece(asked, "q", in_two).entries[0].value == "2026-01-02T14:30"


def test_what_is_posted_as_it_was_shown_changes_nothing_of_what_is_kept() -> None:
    asked = form(question("when", "dateTime"), question("born", "date"))
    kept = Answers.of(
        asked,
        {
            "item": [
                {"linkId": "when", "answer": [{"valueDateTime": "2020-01-02T03:04:05-06:00"}]},
                {"linkId": "born", "answer": [{"valueDate": "1988-04"}]},
            ]
        },
    )

    again = posted(asked, {"when": "2020-01-02T03:04", "born": "1988-04"}, kept)

    assert again.values == kept.values


def test_a_quantity_needs_its_unit_and_its_number() -> None:
    units = [
        {"url": f"{CORE}questionnaire-unitOption", "valueCoding": {"code": code, "display": code}}
        for code in ("kg", "lb")
    ]
    asked = one("quantity", *units)

    whole = posted(asked, {"q": "70", "q~unit": "1"})
    no_unit, no_number = posted(asked, {"q": "70", "q~unit": ""}), posted(asked, {"q": "", "q~unit": "1"})

    assert value(whole, "q") == {"value": 70, "unit": "lb", "code": "lb"}
    assert [unit.chosen for unit in piece(asked, "q", whole).units] == [False, True]
    assert problem(asked, "q", no_unit) == "Choose the unit."
    assert "number that belongs" in problem(asked, "q", stored(no_number))
    assert piece(asked, "q", stored(no_number)).entries[0].unit == "1"


def test_the_one_unit_of_a_quantity_need_not_be_chosen() -> None:
    asked = one("quantity", {"url": f"{CORE}questionnaire-unit", "valueCoding": {"code": "kg"}})

    assert value(typed(asked, q="70"), "q") == {"value": 70, "unit": "kg", "code": "kg"}
    assert typed(asked, q="").unread == {}


def test_what_was_not_on_the_page_is_kept() -> None:
    asked = form(question("a"), question("b"))
    answers = typed(asked, a="one", b="two")

    assert typed(asked, answers, b="").values == {"a": ({"valueString": "one"},)}


def test_fields_that_the_form_does_not_know_are_left_alone() -> None:
    asked = form(question("a"))

    assert posted(asked, {"zz": "x", "a:1": "y", "a/b": "z", "": "w"}).values == {}


def test_what_is_read_only_or_calculated_or_hidden_takes_nothing() -> None:
    hidden = extended(question("h"), {"url": f"{CORE}questionnaire-hidden", "valueBoolean": True})
    asked = form(question("r", readOnly=True, initial=[{"valueString": "kept"}]), hidden)

    answers = typed(asked, r="forged", h="forged")

    assert value(answers, "r") == "kept"
    assert "h" not in answers.values


def test_a_corrected_text_takes_the_place_of_what_could_not_be_read() -> None:
    asked = one("integer")
    wrong = typed(asked, q="x")

    assert typed(asked, wrong, q="3").unread == {}
    assert typed(asked, wrong, q="").unread == {}
    assert typed(asked, typed(asked, q="3"), q="x").values == {}
