"""What somebody signs: the very words of the page on which they look over their answers, and the digest of them.

Source: E-SIGN, 15 U.S.C. 7001 and 7006(5): a typed name with the intent to sign.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.forms.questionnaire.shown import Piece, PieceKind, ShownForm
from app.web.language import _l, gettext
from app.web.templates import moment

STATEMENT = _l("I have read this form and my answers. My typed name is my signature.")
NO_ANSWER = _l("Not answered")


@dataclass(frozen=True, slots=True)
class Signature:
    """How a form was signed: the name as typed, what was agreed to, and the SHA-256 of the words that were shown.

    `account` is whose sign-in it was; `client` is the one it was signed for, where that is somebody else.
    """

    name: str
    statement: str
    sha256: str
    language: str
    account: str
    at: str
    client: str = ""


class Signed(Protocol):
    """How a form was signed: the name, what was agreed to, the SHA-256 of what was shown, and when (ISO 8601).

    `client` is the one it was signed for, where that is somebody else.
    """

    @property
    def name(self) -> str: ...
    @property
    def statement(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def at(self) -> str: ...
    @property
    def client(self) -> str: ...


def signed_words(signature: Signed, *, account: str) -> str:
    """Say who signed, from whose account, and when."""
    told = {
        "name": signature.name,
        "account": account,
        "client": signature.client,
        "moment": moment(datetime.fromisoformat(signature.at)),
    }
    if signature.client:
        return (
            gettext("Signed by %(name)s, from the account of %(account)s, for %(client)s, on %(moment)s")
            % told
        )
    return gettext("Signed by %(name)s, from the account of %(account)s, on %(moment)s") % told


def words_of(form: ShownForm) -> tuple[str, ...]:
    """Give all that is shown of a form and its answers, line by line, in their order on the page."""
    return tuple(line for line in _lines(form) if line)


def digest_of(form: ShownForm) -> str:
    """Give the SHA-256 of what is shown, as hexadecimal digits."""
    return hashlib.sha256("\n".join(words_of(form)).encode()).hexdigest()


def _lines(form: ShownForm) -> Iterator[str]:
    yield form.title
    yield _plain(form.intro)
    for page in form.pages:
        yield page.title
        for piece in page.pieces:
            yield from _of_piece(piece)
    yield form.copyright


def _of_piece(piece: Piece) -> Iterator[str]:
    yield f"{piece.prefix} {piece.words}".strip()
    yield _plain(piece.legal)
    if piece.kind is PieceKind.QUESTION:
        yield from piece.answers or (str(NO_ANSWER),)
    for entry in piece.entries:
        for below in entry.pieces:
            yield from _of_piece(below)
    for row in piece.rows:
        for below in row.pieces:
            yield from _of_piece(below)
    for below in piece.pieces:
        yield from _of_piece(below)


def _plain(text: object) -> str:
    striptags = getattr(text, "striptags", None)
    return " ".join(str(striptags() if striptags else text).split())
