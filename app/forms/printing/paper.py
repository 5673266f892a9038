"""A sent form as a PDF, tagged so that screen readers read it (PDF/UA-1), and as FHIR JSON."""

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.forms.filling.opened import OpenedForm, Sent
from app.forms.filling.service import show
from app.forms.filling.signing import Signed, signed_words
from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.shown import Piece, PieceKind, ShownForm
from app.practice.settings import setting
from app.printing.service import print_pdf
from app.web.language import Language, current_language, gettext, speaking
from app.web.templates import moment

LOWEST_HEADING = 5
SIGNATURE = "http://hl7.org/fhir/StructureDefinition/questionnaireresponse-signature"
CONSENT = {"system": "urn:iso-astm:E1762-95:2013", "code": "1.2.840.10065.1.12.1.7"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A sent form, and what stands around it; `scores` are for staff alone."""

    form: ShownForm
    client: str
    version: str
    sent_at: datetime
    sent_by: str
    language: Language
    signature: Signed | None = None
    set_aside_at: datetime | None = None
    scores: Sequence[tuple[str, str]] = ()
    """What each is called, and how it came out, in words."""


def paper_of(form: OpenedForm, sent: Sent, *, client: str) -> Paper:
    """Give what a client sent as a paper in the language of now, without what it scored."""
    return Paper(
        form=show(form, Answers.of(form.form, sent.response, {}), None),
        client=client,
        version=form.version,
        sent_at=sent.at,
        sent_by=sent.by,
        language=current_language(),
        signature=sent.signature,
        set_aside_at=sent.set_aside_at,
    )


async def pdf_of(paper: Paper) -> bytes:
    """Print a sent form; raises NotPrinted."""
    with speaking(paper.language):
        words = data_of(paper)
    return await print_pdf("form", words)


def data_of(paper: Paper) -> dict[str, Any]:
    """Give all words of the paper, in the order they stand in."""
    form = paper.form
    return {
        "title": form.title,
        "practice": setting("practice_name"),
        "language": paper.language.value,
        "footer": f"{paper.client} · {form.title}",
        "about": [
            _fact(gettext("Client"), paper.client),
            _fact(gettext("Sent"), moment(paper.sent_at)),
            _fact(gettext("Filled in by"), paper.sent_by),
            _fact(gettext("Version of the form"), paper.version),
            *([_fact(gettext("Set aside"), moment(paper.set_aside_at))] if paper.set_aside_at else []),
        ],
        "pieces": list(_pieces(form)),
        "signature_title": gettext("Signature"),
        "signed": signed_words(paper.signature, account=paper.sent_by) if paper.signature else "",
        "signature": _signature(paper.signature),
        "scores_title": gettext("Scores"),
        "scores": [_fact(label, words) for label, words in paper.scores],
        "copyright": form.copyright,
    }


def _fact(label: str, words: str) -> dict[str, str]:
    return {"label": label, "words": words}


def _signature(signature: Signed | None) -> list[dict[str, str]]:
    if signature is None:
        return []
    return [
        _fact(gettext("Agreed to"), signature.statement),
        _fact(gettext("Fingerprint of what was signed"), signature.sha256),
    ]


def _pieces(form: ShownForm) -> Iterator[dict[str, Any]]:
    intro = str(form.intro.striptags())
    if intro:
        yield {"kind": "text", "words": intro}
    for page in form.pages:
        heads_itself = any(
            piece.kind is PieceKind.GROUP and piece.words == page.title for piece in page.pieces
        )
        titled = bool(page.title) and len(form.pages) > 1 and not heads_itself
        if titled:
            yield {"kind": "heading", "level": 2, "words": page.title}
        for piece in page.pieces:
            yield from _of_piece(piece, 3 if titled else 2)


def _of_piece(piece: Piece, level: int) -> Iterator[dict[str, Any]]:
    """Give a piece and all below it; `level` is that of the next heading."""
    words = f"{piece.prefix} {piece.words}".strip()
    if piece.kind is PieceKind.QUESTION:
        yield {
            "kind": "question",
            "words": words,
            "answers": list(piece.answers) or [gettext("Not answered")],
        }
    elif words:
        kind = "text" if piece.kind is PieceKind.TEXT or level > LOWEST_HEADING else "heading"
        yield {"kind": kind, "level": level, "words": words}
        level += kind == "heading"
    if piece.legal:
        yield {"kind": "text", "words": str(piece.legal.striptags())}
    for row in piece.rows:
        yield {"kind": "text", "words": f"{row.number}."}
        for below in row.pieces:
            yield from _of_piece(below, level)
    for below in (*(each for entry in piece.entries for each in entry.pieces), *piece.pieces):
        yield from _of_piece(below, level)


def fhir_of(response: dict[str, Any], *, response_id: UUID, signature: Signed | None = None) -> bytes:
    """Give a sent QuestionnaireResponse as a file, with its id and how it was signed."""
    made = {"resourceType": "QuestionnaireResponse", "id": str(response_id), **response}
    if signature is not None:
        made["extension"] = [
            *made.get("extension", ()),
            {"url": SIGNATURE, "valueSignature": _as_fhir(signature)},
        ]
    return json.dumps(made, ensure_ascii=False, indent=2).encode()


def _as_fhir(signature: Signed) -> dict[str, Any]:
    signed = {"statement": signature.statement, "sha256": signature.sha256}
    return {
        "type": [CONSENT],
        "when": signature.at,
        "who": {"display": signature.name},
        "sigFormat": "application/json",
        "data": base64.b64encode(json.dumps(signed, ensure_ascii=False).encode()).decode(),
    }
