"""The two languages of the portal, and gettext bound to the one of the request under way.

The catalogues are read from `locale/*.po` when the process starts; nothing compiled is kept.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from markupsafe import escape

CATALOGUES = Path(__file__).parents[2] / "locale"


class Language(StrEnum):
    ENGLISH = "en"
    SPANISH = "es"


FORMATS = {Language.ENGLISH: Locale("en", "US"), Language.SPANISH: Locale("es", "US")}
"""The babel locale for dates and numbers; plain `es` would print "USD1.00"."""

_language: ContextVar[Language] = ContextVar("language", default=Language.ENGLISH)


def _catalogue(language: Language) -> NullTranslations:
    source = CATALOGUES / f"{language}.po"
    if not source.exists():
        return NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source.read_bytes())))
    compiled.seek(0)
    return GNUTranslations(compiled)


_catalogues = {language: _catalogue(language) for language in Language}


def current_language() -> Language:
    return _language.get()


def speak(language: Language) -> None:
    """Answer the rest of this request in `language`."""
    _language.set(language)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Use `language` for a block, such as a mail to one person."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def gettext(message: str) -> str:
    return _catalogues[_language.get()].gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    return _catalogues[_language.get()].ngettext(singular, plural, n)


class Phrase:
    """A text written down once and worded in the reader's language when it is shown."""

    __slots__ = ("message",)

    def __init__(self, message: str) -> None:
        self.message = message

    def __str__(self) -> str:
        return gettext(self.message)

    def __html__(self) -> str:
        return str(escape(str(self)))

    def __repr__(self) -> str:
        return f"Phrase({self.message!r})"


def _l(message: str) -> Phrase:
    return Phrase(message)


def preferred(accept_language: str) -> Language:
    """Choose from an Accept-Language header; English when it names neither."""
    wishes = []
    for part in accept_language[:500].split(","):
        name, _, quality = part.strip().partition(";q=")
        wishes.append((_weight(quality), name[:2].lower()))
    known = {language.value for language in Language}
    liked = [
        name for weight, name in sorted(wishes, key=lambda wish: -wish[0]) if name in known and weight > 0
    ]
    return Language(liked[0]) if liked else Language.ENGLISH


def _weight(quality: str) -> float:
    try:
        return float(quality) if quality else 1.0
    except ValueError:
        return 0.0
