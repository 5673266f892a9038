"""What people may type: one cleaning for every field."""

import unicodedata

JOINERS = {"\u200c", "\u200d"}
"""Zero-width joiners: part of Persian words and of family emoji."""


HARMLESS = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u2060\u2066\u2067\u2068\u2069\ufeff")
)
"""Invisible marks that come along with pasted text and phone numbers; left out without a word."""

FLAG_TAGS = range(0xE0020, 0xE0080)
"""The hidden letters of a flag, such as that of Wales."""


class BadText(ValueError):
    """The text holds characters that cannot be shown honestly."""


def clean_text(raw: str, *, lines: bool = False) -> str:
    """Bring text to NFC and strip it; keep line breaks and tabs only when `lines` is set.

    Raises BadText for NUL, surrogates, bidirectional overrides and other control or format characters.
    """
    text = raw.translate(HARMLESS).replace("\r\n", "\n").replace("\r", "\n")
    if not lines:
        text = text.replace("\n", " ").replace("\t", " ")
    if not all(map(_is_welcome, set(text))):
        raise BadText
    return unicodedata.normalize("NFC", text).strip()


def visible(text: str) -> str:
    """Leave out what nobody sees, or cannot be shown honestly, of a text that others wrote; lines and tabs stay."""
    if text.isprintable():
        return text
    text = text.translate(HARMLESS).replace("\r\n", "\n").replace("\r", "\n")
    hidden = [ord(character) for character in set(text) if not _is_welcome(character)]
    return text.translate(dict.fromkeys(hidden))


def _is_welcome(character: str) -> bool:
    if character in "\n\t" or character in JOINERS or ord(character) in FLAG_TAGS:
        return True
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
