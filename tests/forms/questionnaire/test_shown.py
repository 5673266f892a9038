import re

import pytest

from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.check import problems_of
from app.forms.questionnaire.shown import Look, PieceKind
from app.forms.questionnaire.walk import shown
from tests.forms.questionnaire.small import (
    CORE,
    SDC,
    Raw,
    choice,
    controlled,
    extended,
    form,
    group,
    names_shown,
    piece,
    pieces_of,
    posted,
    problem,
    question,
    typed,
    when,
)

ODD_IDS = (
    "a/b",
    "<img src=x onerror=alert(1)>",
    "\"'",
    "a:1",
    "x~other",
    "ñ é",
    "%41",
    ".",
    "日本",
    " ",
    "a b\n",
)


@pytest.mark.parametrize(
    ("item", "look"),
    [
        (question("q", "boolean"), Look.YES_NO),
        (controlled(question("q", "boolean"), "check-box"), Look.TICK),
        (question("q", "string"), Look.LINE),
        (controlled(question("q", "string"), "text-area"), Look.LINES),
        (question("q", "text"), Look.LINES),
        (question("q", "integer"), Look.WHOLE),
        (question("q", "decimal"), Look.DECIMAL),
        (controlled(question("q", "integer"), "slider"), Look.WHOLE),
        (question("q", "date"), Look.DAY),
        (question("q", "dateTime"), Look.MOMENT),
        (question("q", "time"), Look.CLOCK),
        (question("q", "url"), Look.LINK),
        (question("q", "quantity"), Look.QUANTITY),
        (question("q", "attachment"), Look.FILE),
        (question("q", "reference"), Look.NOTE),
    ],
)
def test_every_type_has_a_look(item: Raw, look: Look) -> None:
    assert piece(form(item), "q").look is look


def test_a_slider_has_both_ends_and_its_step() -> None:
    item = extended(
        controlled(question("q", "integer"), "slider"),
        {"url": f"{CORE}minValue", "valueInteger": 0},
        {"url": f"{CORE}maxValue", "valueInteger": 10},
        {"url": f"{CORE}questionnaire-sliderStepValue", "valueInteger": 2},
    )

    shown = piece(form(item), "q")

    assert shown.look is Look.SLIDER
    assert (shown.limits.least, shown.limits.most, shown.limits.step) == ("0", "10", "2")


def test_texts_that_help_stand_beside_the_question() -> None:
    aids = [controlled(question(code, "display"), code) for code in ("help", "legal", "prompt", "unit")]
    item = extended(
        question("q", "integer", item=aids, prefix="1."),
        {"url": f"{CORE}questionnaire-supportLink", "valueUri": "https://example.org/more"},
        {"url": f"{CORE}entryFormat", "valueString": "0 to 9"},
    )

    shown = piece(form(item), "q")

    assert (shown.help, shown.legal, shown.prefix) == ("Question help", "Question legal", "1.")
    assert shown.hint == "0 to 9 Question prompt In Question unit."
    assert shown.link == "https://example.org/more"
    assert shown.entries[0].pieces == ()


@pytest.mark.parametrize(
    ("item", "fields", "unread"),
    [
        (question("q", "integer"), {"q": "many"}, "many"),
        (question("q", "date"), {"q~month": "2", "q~day": "45", "q~year": "2015"}, "02/45/2015"),
        (question("q", "date"), {"q~month": "", "q~day": "4", "q~year": ""}, "04"),
        (question("q", "dateTime"), {"q~date": "2015-02-04", "q~time": "late"}, "02/04/2015 late"),
        (choice("q", "Red", kind="open-choice"), {"q": "~", "q~other": "x" * 5_000}, "x" * 5_000),
    ],
)
def test_what_cannot_be_read_is_given_as_it_was_typed(item: Raw, fields: dict[str, str], unread: str) -> None:
    shown = piece(form(item), "q", posted(form(item), fields))

    assert (shown.answers, shown.unread) == ((), (unread,))
    assert shown.problem


def test_a_link_that_is_not_https_is_not_shown() -> None:
    link = {"url": f"{CORE}questionnaire-supportLink", "valueUri": "javascript:alert(1)"}

    assert piece(form(extended(question("q"), link)), "q").link == ""


def test_what_is_hidden_is_not_shown_and_keeps_what_it_holds() -> None:
    hidden = extended(
        question("h", initial=[{"valueString": "x"}]),
        {"url": f"{CORE}questionnaire-hidden", "valueBoolean": True},
    )
    asked = form(question("q"), hidden)

    assert names_shown(asked, Answers.begun(asked)) == ["q"]
    assert "h" in Answers.begun(asked).values


def test_texts_and_groups_are_what_they_are() -> None:
    asked = form(question("t", "display"), group("g", question("q")))

    assert piece(asked, "t").kind is PieceKind.TEXT
    assert (piece(asked, "g").kind, piece(asked, "g").level, piece(asked, "g/q").level) == (
        PieceKind.GROUP,
        1,
        2,
    )


def test_the_choices_of_a_table_stand_side_by_side() -> None:
    assert piece(form(controlled(group("g", choice("q", "Yes", "No")), "gtable")), "g/q").across


@pytest.mark.parametrize("link_id", ODD_IDS[:-2] + ODD_IDS[-1:])
def test_a_link_id_of_any_signs_makes_a_plain_name_and_a_plain_id(link_id: str) -> None:
    asked = form(question(link_id), question("b", enableWhen=[when(link_id, "=", answerString="x")]))
    seen = next(pieces_of(shown(asked, Answers.nothing(asked), language="en")))

    answers = posted(asked, {seen.name: "x"})

    assert re.fullmatch(r"[A-Za-z0-9_.%-]+", seen.name)
    assert re.fullmatch(r"i[0-9]+", seen.id)
    assert seen.link_id == link_id
    assert names_shown(asked, answers) == [seen.name, "b"]


def test_ids_and_names_are_unique() -> None:
    asked = form(
        group("g", group("g/a", question("g:1")), question("a"), repeats=True), question("b", repeats=True)
    )
    answers = posted(asked, {"g:1/a": "x", "g:2/a": "y", "b:1": "1", "b:2": "2"})
    seen = list(pieces_of(shown(asked, answers, language="en")))

    ids = (
        [one.id for one in seen]
        + [entry.id for one in seen for entry in one.entries]
        + [row.id for one in seen for row in one.rows]
    )
    names = [entry.name for one in seen for entry in one.entries]

    assert len(ids) == len(set(ids))
    assert len(names) == len(set(names))


def test_a_long_form_is_divided_by_its_groups() -> None:
    asked = form(
        *(group(f"g{n}", *(question(f"{n}.{m}") for m in range(7))) for n in range(2)),
        question("last", "display"),
    )

    pages = shown(asked, Answers.nothing(asked), language="en").pages

    assert [(page.number, page.title) for page in pages] == [(1, "Group g0"), (2, "Group g1")]
    assert pages[1].pieces[-1].name == "last"


def test_a_short_form_is_one_page() -> None:
    asked = form(group("a", question("x")), group("b", question("y")))

    assert len(shown(asked, Answers.nothing(asked), language="en").pages) == 1


@pytest.mark.parametrize("wrapped", [True, False])
def test_the_pages_of_the_form_itself_come_first(*, wrapped: bool) -> None:
    pages = [controlled(group(f"p{n}", question(f"q{n}")), "page") for n in range(3)]
    asked = form(group("all", *pages)) if wrapped else form(*pages)

    seen = shown(asked, Answers.nothing(asked), language="en").pages

    assert [page.title for page in seen] == ["Group p0", "Group p1", "Group p2"]


def test_a_page_of_which_nothing_is_asked_is_left_out() -> None:
    second = controlled(group("p2", question("b"), enableWhen=[when("a", "=", answerString="x")]), "page")
    asked = form(
        controlled(group("p1", question("a")), "page"), second, controlled(group("p3", question("c")), "page")
    )

    def titles(answers: Answers) -> list[str]:
        return [page.title for page in shown(asked, answers, language="en").pages]

    assert titles(Answers.nothing(asked)) == ["Group p1", "Group p3"]
    assert titles(posted(asked, {"p1/a": "x"})) == ["Group p1", "Group p2", "Group p3"]


def test_a_page_with_very_many_questions_is_divided_where_questions_end() -> None:
    asked = form(group("g", *(question(str(n)) for n in range(70))))

    pages = shown(asked, Answers.nothing(asked), language="en").pages

    assert [sum(1 for _ in page.pieces[0].pieces) for page in pages] == [30, 30, 10]


def test_problems_name_the_page_they_stand_on() -> None:
    asked = form(*(controlled(group(f"p{n}", question(f"q{n}", required=True)), "page") for n in range(2)))

    assert [one.page for one in problems_of(asked, Answers.nothing(asked), language="en")] == [1, 2]


def test_progress_counts_what_is_asked_and_answered() -> None:
    asked = form(
        question("a", required=True), question("b"), question("c", readOnly=True), question("d", "display")
    )

    before, after = (
        shown(asked, one, language="en") for one in (Answers.nothing(asked), typed(asked, a="x"))
    )

    assert (before.asked, before.answered, before.required_left) == (2, 0, 1)
    assert (after.asked, after.answered, after.required_left) == (2, 1, 0)


def test_what_is_missing_is_told_once_the_answers_are_checked() -> None:
    asked = form(
        question("a", required=True), controlled(question("b", "boolean", required=True), "check-box")
    )
    nothing = Answers.nothing(asked)

    assert problem(asked, "a", nothing) == ""
    assert problem(asked, "a", nothing, checked=True) == "Please answer this question."
    assert problem(asked, "b", nothing, checked=True) == "Please tick this box to go on."
    assert problem(asked, "a", nothing, checked=True, language="es") == "Responda esta pregunta."


def test_a_required_group_wants_one_of_its_answers() -> None:
    asked = form(group("g", question("a"), question("b"), required=True))

    assert [one.name for one in problems_of(asked, Answers.nothing(asked), language="en")] == ["g"]
    assert problems_of(asked, posted(asked, {"g/b": "x"}), language="en") == ()


def test_several_answers_are_counted() -> None:
    counts = [
        {"url": f"{CORE}questionnaire-minOccurs", "valueInteger": 2},
        {"url": f"{CORE}questionnaire-maxOccurs", "valueInteger": 3},
    ]
    asked = form(extended(choice("q", "A", "B", "C", "D", repeats=True, required=True), *counts))

    def told(*tokens: str) -> str:
        return problem(asked, "q", posted(asked, {"q": tokens}), checked=True)

    assert "at least 2" in told("0")
    assert told("0", "1") == ""
    assert "at most 3" in told("0", "1", "2", "3")


def test_a_summary_calls_a_question_by_its_short_name() -> None:
    short = {"url": f"{SDC}sdc-questionnaire-shortText", "valueString": "Name"}
    asked = form(extended(question("q", required=True), short))

    assert problems_of(asked, Answers.nothing(asked), language="en")[0].words == "Name"


def test_answers_are_told_in_words_in_both_languages() -> None:
    unit = {"url": f"{CORE}questionnaire-unit", "valueCoding": {"display": "kg"}}
    asked = form(
        question("yes", "boolean"),
        question("day", "date"),
        question("at", "dateTime"),
        question("clock", "time"),
        extended(question("weight", "decimal"), unit),
        extended(question("mass", "quantity"), unit),
        question("gender", "choice", answerValueSet="http://hl7.org/fhir/ValueSet/administrative-gender"),
    )
    answers = typed(
        asked,
        yes="true",
        day="2026-11-30",
        at="2026-11-30T14:30",
        clock="8:05",
        weight="70.50",
        mass="3",
        gender="1",
    )

    def told(language: str) -> dict[str, str]:
        return {
            one.name: one.answers[0].replace("\xa0", " ")
            for one in pieces_of(shown(asked, answers, language=language))
        }

    assert told("en") == {
        "yes": "Yes",
        "day": "November 30, 2026",
        "at": "November 30, 2026, 2:30 PM",
        "clock": "8:05 AM",
        "weight": "70.5 kg",
        "mass": "3 kg",
        "gender": "Female",
    }
    assert told("es") | {"clock": "", "at": ""} == {
        "yes": "Sí",
        "day": "30 de noviembre de 2026",
        "at": "",
        "clock": "",
        "weight": "70.5 kg",
        "mass": "3 kg",
        "gender": "Femenino",
    }
