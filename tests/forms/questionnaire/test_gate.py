import json

import pytest

from app.forms.questionnaire.gate import examine
from app.web.language import Language, speaking
from tests.forms.questionnaire.small import (
    CORE,
    calculated,
    choice,
    definition,
    examined,
    extended,
    group,
    question,
    when,
)


def test_a_form_that_keeps_to_the_standard_is_kept_to_the_letter() -> None:
    text = definition(question("a"), group("g", choice("c", "Yes", "No"))).replace(", ", " ,\n")

    found = examine(text.encode())

    assert found.definition == text
    assert (found.errors, found.repairs, found.notes) == ((), (), ())
    assert (found.url, found.version, found.title, found.questions) == ("urn:form", "1", "A form", 2)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "not JSON"),
        ("[]", "not a FHIR Questionnaire"),
        ('{"resourceType": "Patient"}', "not a FHIR Questionnaire"),
        ('{"resourceType": "Questionnaire"', "not JSON"),
        ('{"resourceType": "Questionnaire", "a": NaN}', "no computer can keep"),
        ('{"resourceType": "Questionnaire", "a": 1e999}', "no computer can keep"),
        ('{"resourceType": "Questionnaire", "a": ' + "9" * 9999 + "}", "no computer can keep"),
        ('{"resourceType": "Questionnaire", "status": "draft", "status": "active"}', "twice"),
        ("[" * 100_000, "too deeply"),
        ('{"a":' * 500 + "1" + "}" * 500, "not a FHIR Questionnaire"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b" " * 5_000_001, "larger than 5 MB"),
    ],
)
def test_a_file_that_is_no_form_is_refused_with_a_sentence(text: str | bytes, sentence: str) -> None:
    found = examine(text)

    assert sentence in found.errors[0]
    assert found.definition == ""


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        ([], "no questions"),
        ([{"type": "string"}], "no link id"),
        ([{"linkId": ["a"], "type": "string"}], "no link id"),
        ([{"linkId": " ", "type": "string"}], "no link id"),
        ([{"linkId": "a" * 1001, "type": "string"}], "too long"),
        ([{"linkId": "a", "type": "poem"}], "no type"),
        ([{"linkId": "a", "type": {}}], "no type"),
        ([question("a", enableWhen=[when("b", "exists", answerBoolean=True)])], "not in this form"),
        ([question("a"), question("b", enableWhen=[when("a", "~", answerString="x")])], "cannot be read"),
        ([question("a", enableWhen="always")], "not written as FHIR R4"),
        ([question("a", "choice", answerOption=[{"valueCoding": "x"}])], "not written as FHIR R4"),
        ([question(str(number)) for number in range(3001)], "at most 3,000"),
    ],
)
def test_a_form_that_would_ask_something_else_once_mended_is_refused(
    items: list[dict[str, object]], sentence: str
) -> None:
    assert sentence in examined(*items).errors[0]


def test_a_link_id_that_others_go_by_must_not_occur_twice() -> None:
    twice = examined(
        question("a"), question("a"), question("b", enableWhen=[when("a", "=", answerString="x")])
    )

    assert "“a”" in twice.errors[0]


def test_all_that_must_be_refused_is_told_at_once() -> None:
    found = examined(
        question("a"),
        question("a"),
        question("b", enableWhen=[when("a", "=", answerString="x")]),
        question("c", enableWhen=[when("nowhere", "=", answerString="x")]),
        question("d", enableWhen=[when("elsewhere", "~", answerString="x")]),
        question("e", "poem", enableWhen=[when("e", "exists")]),
        {"type": "string", "enableWhen": [when("nowhere", "=", answerString="x")]},
        {"linkId": []},
    )

    assert [
        error.count(part)
        for error, part in zip(
            found.errors,
            (
                "has no type",
                "no link id",
                "Two questions have the link id “a”",
                "“nowhere”",
                "“elsewhere”",
                "“Question d” has a condition that cannot be read",
                "“nowhere”",
            ),
            strict=True,
        )
    ] == [1] * 7
    assert found.definition == ""


def test_all_that_is_not_written_as_the_standard_has_it_is_told_at_once() -> None:
    wrong = {"answerOption": [{"valueCoding": "x"}]}

    found = examined(question("a", "choice", **wrong), question("b"), question("c", "choice", **wrong))

    assert [error.partition(":")[0] for error in found.errors] == ["At “Question a”", "At “Question c”"]


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        (question("a", repeats="true"), "yes or no was written as text"),
        (question("a", maxLength="20"), "was written as text"),
        ({"linkId": 7, "type": "string", "text": "Seven"}, "was a number"),
        (group("a", required=True), "it is a text now"),
        (question("a", "display", item=[question("b")]), "it is a group now"),
        (question("a", "display", required=True), "“required” does not belong there"),
        (question("a", "text", answerOption=[{"valueString": "x"}]), "“answerOption” does not belong there"),
        (choice("a", "Yes", answerValueSet="urn:set"), "its own hold"),
        (question("a", "date", maxLength=3), "“maxLength” does not belong there"),
        (
            choice("a", "Yes", initial=[{"valueCoding": {"system": "urn:x", "code": "yes"}}]),
            "marked among its answers",
        ),
        (question("a", initial=[{"valueString": "x"}, {"valueString": "y"}]), "begins with the first"),
        (question("a", shoeSize=44), "shoeSize” does not belong there"),
        (
            question("a", extension=[{"url": "urn:x", "valueDuration": {"value": "1"}}]),
            "“value” was written as text",
        ),
        (question("a", extension=[{"valueString": "x"}]), "does not belong there"),
        (question("a\x00"), "signs that no computer can show"),
    ],
)
def test_what_can_be_mended_is_mended_and_told(item: dict[str, object], sentence: str) -> None:
    found = examined(item)

    assert any(sentence in repair for repair in found.repairs), found
    again = examine(found.definition)
    assert (again.errors, again.repairs) == ((), ())


def test_a_condition_that_expects_a_number_of_a_day_expects_the_day() -> None:
    found = examined(
        question("a", "date"), question("b", enableWhen=[when("a", "=", answerInteger="2026-02")])
    )

    assert json.loads(found.definition)["item"][1]["enableWhen"][0]["answerDate"] == "2026-02"
    assert "expects what is there now" in found.repairs[0]


def test_a_condition_on_whether_there_is_an_answer_wants_one_unless_it_says_otherwise() -> None:
    found = examined(question("a"), question("b", enableWhen=[when("a", "exists", answerString="x")]))

    assert json.loads(found.definition)["item"][1]["enableWhen"] == [when("a", "exists", answerBoolean=True)]
    assert found.repairs


def test_what_makers_of_forms_often_spell_their_own_way_stays_and_is_told() -> None:
    expansion = {"contains": [{"system": "urn:x", "code": "a"}]}
    held = {"resourceType": "ValueSet", "id": "v", "status": "active", "expansion": expansion}
    named = {"name": "my_own", "language": "text/fhirpath", "expression": "1"}

    found = examined(
        question("a", "choice", answerValueSet="#v"),
        contained=[held],
        extension=[{"url": f"{CORE}variable", "valueExpression": named}],
    )

    assert found.repairs == ()
    assert len(found.notes) == 2
    assert all("It stays as it is" in note for note in found.notes)


def test_an_address_too_long_to_be_kept_is_refused() -> None:
    assert "too long to be kept" in examined(question("a"), url="urn:" + "a" * 500).errors[0]


def test_a_limit_that_is_calculated_is_told() -> None:
    moving = {
        "url": f"{CORE}minValue",
        "_valueDate": {"extension": [{"url": "urn:x", "valueString": "today()"}]},
    }

    assert "a limit is calculated" in examined(extended(question("a", "date"), moving)).notes[0]


def test_a_missing_status_makes_a_draft() -> None:
    found = examined(question("a"), status="whatever")

    assert json.loads(found.definition)["status"] == "draft"
    assert "draft" in found.repairs[0]


def test_several_conditions_without_a_word_on_how_they_join_suffice_one_by_one() -> None:
    conditions = [when("a", "=", answerString="x"), when("a", "=", answerString="y")]

    found = examined(question("a"), question("b", enableWhen=conditions))

    assert json.loads(found.definition)["item"][1]["enableBehavior"] == "any"
    assert found.repairs


def test_a_second_link_id_of_the_same_letters_gets_another() -> None:
    found = examined(question("a"), question("a"), question("a-2"))

    assert [item["linkId"] for item in json.loads(found.definition)["item"]] == ["a", "a-3", "a-2"]


def test_a_form_without_an_address_gets_the_same_one_by_its_title_and_a_version_by_what_it_says() -> None:
    first, changed = examined(question("a"), url="", version=""), examined(question("b"), url="", version="")

    assert first.url.startswith("urn:uuid:")
    assert first.url == changed.url
    assert first.version != changed.version
    assert "no address of its own" in first.notes[0]


def test_what_is_passed_over_is_told() -> None:
    found = examined(
        question("a", "choice", answerValueSet="urn:unknown"),
        question("b", "open-choice"),
        calculated(question("c", "integer"), "1 +"),
        extended(question("d"), {"url": f"{CORE}regex", "valueString": "("}),
        extended(question("e"), {"url": "urn:somebody/their-own", "valueString": "x"}),
        extended(
            question("f"),
            {
                "url": f"{CORE}variable",
                "valueExpression": {
                    "name": "x",
                    "language": "application/x-fhir-query",
                    "expression": "Patient",
                },
            },
        ),
    )

    told = " ".join(found.notes)
    assert not found.errors
    for part in (
        "urn:unknown",
        "names no answers",
        "an expression cannot be read",
        "its pattern",
        "their-own",
        "x-fhir-query",
    ):
        assert part in told


def rich(name: str, text: str, link_id: str = "a") -> dict[str, object]:
    extension = {"url": f"{CORE}rendering-{name}", "valueString": text}
    return question(link_id, _text={"extension": [extension]})


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("xhtml", "<p>a<script>x()</script></p>", "scripts and frames"),
        ("xhtml", "<p onclick='x()'>a</p>", "scripts and frames"),
        ("markdown", "a <iframe src='https://example.org'></iframe>", "scripts and frames"),
        ("xhtml", "<a href='javascript:x()'>a</a>", "links are left out"),
        ("xhtml", "<a href='http://example.org'>a</a>", "links are left out"),
        ("markdown", "[a](javascript:x)", "links are left out"),
        ("xhtml", "a <img src='https://example.org/spy.png'/>", "pictures that the form does not bring"),
        ("markdown", "![a](https://example.org/spy.png)", "pictures that the form does not bring"),
        ("xhtml", "<p style='color: red'>a</p>", "colors, sizes"),
        ("style", "font-weight: bold; color: red", "colors, sizes"),
        ("markdown", "a" * 20_001, "Its plain words are shown"),
    ],
)
def test_what_is_left_out_of_formatted_texts_is_told(name: str, text: str, sentence: str) -> None:
    found = examined(rich(name, text))

    (note,) = found.notes
    assert sentence in note
    assert "“Question a”" in note
    assert (found.errors, found.repairs) == ((), ())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("xhtml", "<p>a <a href='https://example.org'>b</a> <a href='tel:911'>c</a></p>"),
        ("xhtml", "<img src='data:image/png;base64,iVBORw0KGgo=' alt='a'/>"),
        ("markdown", "a **b** [c](mailto:a@example.org) 1 < 2"),
        ("style", "font-weight: bold; text-decoration: underline;"),
    ],
)
def test_nothing_is_told_of_formatted_texts_that_are_shown_as_they_are(name: str, text: str) -> None:
    assert examined(rich(name, text)).notes == ()


def test_what_is_left_out_at_many_places_is_told_in_one_sentence() -> None:
    script = "<script>1</script><script>2</script>"

    found = examined(
        group("g", *(rich("xhtml", script, link_id) for link_id in "abcd")),
        choice("e", "Yes", _text={"extension": [{"url": f"{CORE}rendering-xhtml", "valueString": "b"}]}),
    )

    (note,) = found.notes
    assert note.startswith("At “Question a”, “Question b”, “Question c”, “…”: scripts and frames")


def test_a_frame_in_an_answer_is_told_at_its_question() -> None:
    asked = choice("a", "Yes")
    frame = {"url": f"{CORE}rendering-xhtml", "valueString": "<iframe src='https://example.org'></iframe>"}
    asked["answerOption"][0]["valueCoding"]["_display"] = {"extension": [frame]}

    assert "scripts and frames" in examined(asked).notes[0]


def test_the_title_is_known_in_both_languages() -> None:
    translated = {
        "url": f"{CORE}translation",
        "extension": [{"url": "lang", "valueCode": "es"}, {"url": "content", "valueString": "Un formulario"}],
    }

    found = examined(question("a"), _title={"extension": [translated]})

    assert (found.title, found.title_es) == ("A form", "Un formulario")


def test_a_form_that_asks_for_a_signature_says_so() -> None:
    asks = {"url": f"{CORE}questionnaire-signatureRequired", "valueCodeableConcept": {"text": "signature"}}

    assert examined(question("a"), extension=[asks]).signed
    assert not examined(question("a")).signed


def test_sentences_are_said_in_the_language_of_the_reader() -> None:
    with speaking(Language.SPANISH):
        found = examine("")

    assert found.errors == ("Este archivo no es JSON o está dañado.",)
