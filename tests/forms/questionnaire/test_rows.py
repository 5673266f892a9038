from uuid import UUID

from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.check import problems_of
from app.forms.questionnaire.shown import PieceKind
from app.forms.questionnaire.taking import with_file, with_row, without_file, without_row
from tests.forms.questionnaire.small import (
    CORE,
    WHEN,
    extended,
    form,
    group,
    piece,
    posted,
    problem,
    question,
    stored,
    value,
)

FILE = UUID(int=9)


def test_a_row_is_added_and_stays_though_it_is_empty() -> None:
    asked = form(group("g", question("a"), repeats=True))

    answers = with_row(asked, posted(asked, {"g:1/a": "one"}), "g")

    assert [row.name for row in piece(asked, "g", stored(answers)).rows] == ["g:1", "g:2"]
    assert piece(asked, "g", answers).kind is PieceKind.ROWS


def test_a_row_taken_out_moves_up_those_after_it_with_all_they_hold() -> None:
    asked = form(group("g", question("a"), question("n", "integer", repeats=True), repeats=True))
    answers = posted(
        asked, {"g:1/a": "one", "g:2/a": "two", "g:3/a": "three", "g:3/n:1": "3", "g:3/n:2": "x"}
    )

    left = without_row(asked, answers, "g:1")

    assert [value(left, f"g:{number}/a") for number in (1, 2, 3)] == ["two", "three", None]
    assert left.unread == {"g:2/n:2": ["x"]}
    assert stored(left).values == left.values


def test_the_last_row_is_emptied_and_stays() -> None:
    asked = form(group("g", question("a"), repeats=True))

    left = without_row(asked, posted(asked, {"g:1/a": "one"}), "g:1")

    assert left.values == {}
    assert len(piece(asked, "g", left).rows) == 1
    assert not piece(asked, "g", left).rows[0].may_go


def test_further_answers_have_an_input_each() -> None:
    asked = form(question("q", repeats=True))

    answers = with_row(asked, posted(asked, {"q:1": "one", "q:2": "two"}), "q")

    assert [entry.name for entry in piece(asked, "q", stored(answers)).entries] == ["q:1", "q:2", "q:3"]
    assert [entry.value for entry in piece(asked, "q", without_row(asked, answers, "q:1")).entries] == [
        "two",
        "",
    ]


def test_an_answer_that_cannot_be_read_keeps_its_place_among_the_others() -> None:
    asked = form(question("q", "integer", repeats=True))

    answers = posted(asked, {"q:1": "1", "q:2": "two", "q:3": "3"})

    assert [entry.value for entry in piece(asked, "q", stored(answers)).entries] == ["1", "two", "3"]


def test_what_is_wrong_with_one_of_several_answers_is_told_at_its_input() -> None:
    low = {"url": f"{CORE}minValue", "valueInteger": 5}
    asked = form(extended(question("q", "integer", repeats=True), low))
    response = {"item": [{"linkId": "q", "answer": [{"valueInteger": 1}]}]}

    kept = Answers.of(asked, response, {"q:1": [""]})

    assert [one.id for one in problems_of(asked, kept, language="en")] == ["i0e2"]
    assert "5 or more" in problem(asked, "q", kept, checked=True)


def test_rows_that_were_filled_in_elsewhere_are_taken_though_they_are_new_here() -> None:
    asked = form(group("g", question("a"), repeats=True))

    assert value(posted(asked, {"g:1/a": "", "g:2/a": "two"}), "g:2/a") == "two"
    assert piece(asked, "g", posted(asked, {"g:1/a": "", "g:2/a": ""})).rows[-1].number == 1


def test_rows_end_where_the_form_says_so_and_never_are_endless() -> None:
    few = form(
        extended(
            group("g", question("a"), repeats=True),
            {"url": f"{CORE}questionnaire-maxOccurs", "valueInteger": 2},
        )
    )
    many = form(question("q", repeats=True))

    two = with_row(few, with_row(few, with_row(few, Answers.nothing(few), "g"), "g"), "g")
    lots = posted(many, {f"q:{number}": "x" for number in range(1, 900)})

    assert (len(piece(few, "g", two).rows), piece(few, "g", two).may_grow) == (2, False)
    assert len(lots.values) == 50


def test_rows_that_the_form_asks_for_are_there_from_the_beginning() -> None:
    least = {"url": f"{CORE}questionnaire-minOccurs", "valueInteger": 3}
    asked = form(extended(group("g", question("a"), repeats=True), least))

    assert len(piece(asked, "g", Answers.begun(asked)).rows) == 3


def test_nested_rows_have_their_own_numbers_and_ids() -> None:
    asked = form(group("g", group("h", question("a"), repeats=True), repeats=True))

    answers = posted(asked, {"g:1/h:1/a": "1", "g:1/h:2/a": "2", "g:2/h:1/a": "3"})

    assert value(stored(answers), "g:1/h:2/a") == "2"
    assert piece(asked, "g:1/h:2/a", answers).id == "i2-1-2"
    assert piece(asked, "g:2/h:1/a", answers).id == "i2-2-1"


def test_what_is_below_an_answer_is_kept_with_it() -> None:
    asked = form(question("q", "boolean", item=[question("why"), group("g", question("more"))]))

    answers = posted(asked, {"q": "true", "q/why": "because", "q/g/more": "x"})
    sent = answers.response(status="completed", authored=WHEN, settled=True)

    below = sent["item"][0]["answer"][0]["item"]
    assert [one["linkId"] for one in below] == ["why", "g"]
    assert stored(answers).values == answers.values
    assert [one.name for one in piece(asked, "q", answers).entries[0].pieces] == ["q/why", "q/g"]


def test_what_is_below_a_question_without_an_answer_is_kept_too() -> None:
    asked = form(question("q", "boolean", item=[question("why")]))

    assert value(stored(posted(asked, {"q/why": "because"})), "q/why") == "because"


def test_a_file_is_put_in_and_taken_out() -> None:
    media = {"url": f"{CORE}mimeType", "valueCode": "image/*"}
    asked = form(extended(question("q", "attachment", required=True), media))

    answers = with_file(
        asked, Answers.nothing(asked), "q", file_id=FILE, title="card.png", media_type="image/png", size=9
    )

    entry = piece(asked, "q", stored(answers)).entries[0]
    assert (entry.value, entry.file) == ("card.png", FILE)
    assert problems_of(asked, answers, language="en") == ()
    assert "add a file" in problem(asked, "q", without_file(asked, answers, "q"), checked=True)
    assert with_file(asked, answers, "zz", file_id=FILE, title="", media_type="", size=1) is answers


def test_a_file_of_another_kind_or_too_large_is_told() -> None:
    media = {"url": f"{CORE}mimeType", "valueCode": "application/pdf"}
    size = {"url": f"{CORE}maxSize", "valueDecimal": 0.5}
    asked = form(extended(question("q", "attachment"), media, size))

    def told(media_type: str, size: int) -> str:
        answers = with_file(
            asked, Answers.nothing(asked), "q", file_id=FILE, title="a", media_type=media_type, size=size
        )
        return problem(asked, "q", answers, checked=True)

    assert told("application/pdf", 500_000) == ""
    assert "kind of file" in told("image/png", 1)
    assert "too large" in told("application/pdf", 500_001)


def test_a_name_that_is_none_changes_nothing() -> None:
    asked = form(question("q", repeats=True))
    answers = Answers.nothing(asked)

    assert with_row(asked, answers, "zz") is answers
    assert without_row(asked, answers, "q:7") is answers
