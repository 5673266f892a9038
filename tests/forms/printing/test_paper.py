"""A sent form on paper: all of its words, tagged for screen readers, and nothing in them is obeyed."""

import base64
import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pikepdf
import pypdfium2
import pytest
from markupsafe import Markup

from app.forms.filling.signing import signed_words
from app.forms.printing.paper import Paper, fhir_of, pdf_of
from app.forms.questionnaire.shown import Look, Piece, PieceKind, Row, ShownForm, ShownPage
from app.web.language import Language

RESPONSE = UUID("11111111-2222-4333-8444-555555555555")
SENT = datetime(2026, 11, 30, 18, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Signature:
    name: str = "Alice B. Anderson"
    statement: str = "My typed name is my signature."
    sha256: str = "0" * 64
    at: str = "2026-11-30T18:30:00+00:00"
    client: str = ""


def piece(kind: PieceKind, words: str, **what: Any) -> Piece:
    given: dict[str, Any] = {"id": "i1", "name": "q", "link_id": "q", "level": 1} | what
    return Piece(kind=kind, words=words, text=Markup.escape(words), **given)


def question(words: str, *answers: str) -> Piece:
    return piece(PieceKind.QUESTION, words, look=Look.LINE, answers=answers)


def paper(*pieces: Piece, title: str = "Telehealth Consent", **what: Any) -> Paper:
    form = ShownForm(
        title=title,
        intro=Markup("<p>Please read this.</p>"),
        copyright="In the public domain.",
        pages=(ShownPage(1, title, pieces),),
        answered=0,
        asked=0,
        required_left=0,
    )
    around: dict[str, Any] = {
        "client": "Alice Anderson",
        "version": "1.0.0",
        "sent_at": SENT,
        "sent_by": "Alice Anderson",
        "language": Language.ENGLISH,
    }
    return Paper(form=form, **around | what)


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def metadata_of(pdf: bytes) -> dict[str, str]:
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as metadata:
        return dict(metadata)


@pytest.mark.usefixtures("portal")
async def test_a_paper_has_every_question_with_its_answers() -> None:
    rows = (Row(1, "r:1", "i3", (question("Medicine", "Aspirin"),), may_go=False),)
    made = paper(
        piece(PieceKind.GROUP, "Where you are", pieces=(question("Address", "12 Main St", "Chicago"),)),
        piece(PieceKind.TEXT, "Your rights stay the same."),
        question("Anything else?"),
        piece(PieceKind.ROWS, "Medicines", rows=rows),
    )
    words = words_of(await pdf_of(made))
    for expected in (
        "Telehealth Consent",
        "Please read this.",
        "Where you are",
        "Address 12 Main St Chicago",
    ):
        assert expected in words
    for expected in (
        "Your rights stay the same.",
        "Anything else? Not answered",
        "Medicines 1. Medicine Aspirin",
    ):
        assert expected in words
    for expected in ("Client: Alice Anderson", "1.0.0", "Sunrise Counseling", "In the public domain."):
        assert expected in words


@pytest.mark.usefixtures("portal")
async def test_a_paper_is_tagged_for_screen_readers() -> None:
    pdf = await pdf_of(paper(question("Name", "Alice")))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.Root.MarkInfo.Marked
        assert document.Root.Lang == "en"
        assert "/StructTreeRoot" in document.Root
    metadata = metadata_of(pdf)
    assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert metadata["{http://purl.org/dc/elements/1.1/}title"] == "Telehealth Consent"


@pytest.mark.usefixtures("portal")
async def test_a_paper_with_letters_of_no_font_is_printed_all_the_same() -> None:
    words = words_of(await pdf_of(paper(question("Name", "\U0001f9ff Alice \ua500"), title="\ua500")))
    assert "Alice" in words


@pytest.mark.usefixtures("portal")
@pytest.mark.parametrize(
    "hostile",
    ['#panic("x")', '#read("/etc/passwd")', "$x$ *b* _i_ @ref <label> `code`", '"; #import "x.typ"', "\\"],
)
async def test_what_was_typed_is_set_as_it_is(hostile: str) -> None:
    words = words_of(await pdf_of(paper(question(hostile, hostile), title=hostile, client=hostile)))
    assert words.count(" ".join(hostile.split())) >= 4


@pytest.mark.usefixtures("portal")
async def test_a_signed_paper_says_who_signed_what_and_when() -> None:
    unsigned = words_of(await pdf_of(paper(question("Agree?", "Yes"))))
    words = words_of(await pdf_of(paper(question("Agree?", "Yes"), signature=Signature())))
    assert "Signed by Alice B. Anderson, from the account of Alice Anderson, on " in words
    assert "Fingerprint of what was signed: " in words
    assert "My typed name is my signature." in words
    assert "0" * 64 in words.replace(" ", "")
    assert "Signed by" not in unsigned


@pytest.mark.usefixtures("portal")
async def test_scores_stand_on_a_paper_only_where_they_are_handed_in() -> None:
    assert "Scores" not in words_of(await pdf_of(paper()))
    assert "PHQ-9: 12 of 27, moderate" in words_of(
        await pdf_of(paper(scores=[("PHQ-9", "12 of 27, moderate")]))
    )


@pytest.mark.usefixtures("portal")
async def test_a_paper_speaks_the_language_it_is_printed_in() -> None:
    pdf = await pdf_of(paper(question("¿Nombre?"), language=Language.SPANISH))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.Root.Lang == "es"
    assert "Sin respuesta" in words_of(pdf)


def test_a_response_is_exported_with_how_it_was_signed() -> None:
    response = {"resourceType": "QuestionnaireResponse", "status": "completed", "item": [{"linkId": "q"}]}
    made = json.loads(fhir_of(response, response_id=RESPONSE, signature=Signature()))
    assert (made["id"], made["status"], made["item"]) == (str(RESPONSE), "completed", [{"linkId": "q"}])
    (extension,) = made["extension"]
    signed = extension["valueSignature"]
    assert (signed["who"]["display"], signed["when"]) == ("Alice B. Anderson", "2026-11-30T18:30:00+00:00")
    assert json.loads(base64.b64decode(signed["data"]))["sha256"] == "0" * 64
    assert "extension" not in json.loads(fhir_of(response, response_id=RESPONSE))


@pytest.mark.usefixtures("portal")
def test_a_signature_for_somebody_else_names_whom_it_is_for() -> None:
    words = signed_words(Signature(name="G. Grant", client="Max Grant"), account="Gina Grant")
    assert words.startswith("Signed by G. Grant, from the account of Gina Grant, for Max Grant, on ")
