"""What people may type: one cleaning for every field."""

import unicodedata

JOINERS = {"\u200c", "\u200d"}
"""Zero-width joiners: part of Persian words and of family emoji."""


class BadText(ValueError):
    """The text holds characters that cannot be shown honestly."""


def clean_text(raw: str, *, lines: bool = False) -> str:
    """Bring text to NFC and strip it; keep line breaks and tabs only when `lines` is set.

    Raises BadText for NUL, surrogates, bidirectional and other control or format characters.
    """
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    if not lines:
        text = text.replace("\n", " ").replace("\t", " ")
    if any(not _is_welcome(character) for character in text):
        raise BadText
    return unicodedata.normalize("NFC", text).strip()


def _is_welcome(character: str) -> bool:
    if character in "\n\t" or character in JOINERS:
        return True
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
