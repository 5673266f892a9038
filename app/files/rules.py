"""What files are taken in: by what they are, not by what they say they are."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from app.web.language import Phrase, _l, gettext

LARGEST_BYTES = 20 * 1_000_000
MOST_FILES = 200
MOST_BYTES = 500 * 1_000_000
MOST_AN_HOUR = 60
MOST_PAGES = 500
MOST_PIXELS = 40_000_000
LONGEST_NAME = 120
LONGEST_ENDING = 10


class FileKind(StrEnum):
    """The kinds of files that are kept; a HEIC becomes a JPEG when it is checked."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    HEIC = "heic"


class Reason(StrEnum):
    """Why a file is not taken in, or is kept from everybody."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    WRONG_KIND = "wrong_kind"
    UNREADABLE = "unreadable"
    LOCKED = "locked"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    MALWARE = "malware"
    UNCHECKED = "unchecked"
    LOST = "lost"
    REMOVED = "removed"


ALLOWED = _l("PDF, JPEG, PNG or HEIC, at most 20 MB each.")
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.heic,.heif,application/pdf,image/jpeg,image/png,image/heic"
"""What browsers offer to choose from; what a file really is, is looked at when it comes."""
SENTENCES: dict[Reason, Phrase] = {
    Reason.EMPTY: _l("This file is empty. Please choose another one."),
    Reason.TOO_LARGE: _l("This file is larger than 20 MB. Please choose a smaller one."),
    Reason.WRONG_KIND: _l("Only PDF, JPEG, PNG and HEIC files can be used here. Please choose another file."),
    Reason.UNREADABLE: _l("This file cannot be opened. Please save it again, or take a new photo."),
    Reason.LOCKED: _l("This PDF asks for a password. Please save it without one and choose it again."),
    Reason.TOO_MANY_PAGES: _l("This PDF has more than 500 pages. Please send it in parts."),
    Reason.TOO_MANY_PIXELS: _l("This picture is too large to open here. Please choose a smaller one."),
    Reason.MALWARE: _l("This file did not pass the safety check, so nobody can open it."),
    Reason.UNCHECKED: _l("This file could not be checked, so nobody can open it. Please send it again."),
    Reason.LOST: _l("This file is no longer there. Please send it again."),
    Reason.REMOVED: _l("This file was held back and then removed. Please send it again if it is needed."),
}
TO_STAFF: dict[Reason, Phrase] = SENTENCES | {
    Reason.MALWARE: _l("The virus scanner found something in this file. Nobody can open it."),
    Reason.UNCHECKED: _l("The virus scanner could not check this file. Nobody can open it."),
    Reason.LOST: _l("The bytes of this file are gone from the storage."),
    Reason.REMOVED: _l("Somebody of the practice removed this file after it was held back."),
}
"""The same for staff, who do not send it again themselves."""
FULL = _l(
    "There is no room for more files: a chart holds 200 files, 500 MB together. Please ask your practice."
)
TOO_OFTEN = _l("That is a lot of files in one hour. Please wait a little, then go on.")

KINDS_BY_ENDING = {
    "pdf": FileKind.PDF,
    "jpg": FileKind.JPEG,
    "jpeg": FileKind.JPEG,
    "png": FileKind.PNG,
    "heic": FileKind.HEIC,
    "heif": FileKind.HEIC,
}
MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.HEIC: "image/heic",
}
KINDS_BY_CONTENT = {media: kind for kind, media in MEDIA_TYPES.items()} | {"image/apng": FileKind.PNG}
"""A PNG that moves is kept as its first picture."""
ENDINGS = {FileKind.PDF: "pdf", FileKind.JPEG: "jpg", FileKind.PNG: "png", FileKind.HEIC: "heic"}
ENDING = re.compile(rf"\.(?=.{{1,{LONGEST_ENDING}}}$)(\d*[a-z][a-z\d]*)$", re.IGNORECASE)
NAMELESS = "file"


class Unacceptable(Exception):
    """A file is not taken in; `sentence` says why, and `status` how the answer says so."""

    def __init__(self, sentence: Phrase | str, *, status: int = 422) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.status = status


@dataclass(frozen=True, slots=True)
class Kept:
    """What a chart holds, and how much came in the last hour from the client."""

    files: int
    bytes: int
    lately: int


def check_room(kept: Kept, *, more_bytes: int, from_client: bool) -> None:
    """Raise Unacceptable where a chart is full, or a client sends more in an hour than people do."""
    if from_client and kept.lately >= MOST_AN_HOUR:
        raise Unacceptable(TOO_OFTEN, status=429)
    if kept.files >= MOST_FILES or kept.bytes + more_bytes > MOST_BYTES:
        raise Unacceptable(FULL, status=413)


def refusal(reason: Reason) -> Unacceptable:
    """Give the refusal of a file for this reason."""
    return Unacceptable(SENTENCES[reason], status=413 if reason is Reason.TOO_LARGE else 422)


def kind_of(name: str, *, begins: bytes, content_type: str) -> FileKind:
    """Give what a file is: what its content shows, which the ending of its name, if any, must not contradict.

    Raises Unacceptable. `content_type` is what the content shows itself to be. Phones name pictures of one kind by
    the ending of another.
    """
    kind = KINDS_BY_CONTENT.get(content_type)
    if kind is None:
        raise refusal(Reason.WRONG_KIND)
    ending = ending_of(name)
    named = KINDS_BY_ENDING.get(ending.lower())
    if ending and (named is None or (kind is FileKind.PDF) != (named is FileKind.PDF)):
        raise Unacceptable(_misnamed(kind, ending))
    if kind is FileKind.PDF and not begins.startswith(b"%PDF-"):
        raise refusal(Reason.UNREADABLE)
    return kind


def _misnamed(kind: FileKind, ending: str) -> str:
    words = gettext(
        "This is a %(kind)s file, but its name ends in .%(ending)s. "
        "Please change the end of its name to .%(right)s and choose it again."
    )
    return words % {"kind": kind.upper(), "ending": ending, "right": ENDINGS[kind]}


def ending_of(name: str) -> str:
    """Give the ending of a name without its dot, "" where it has none: “Scan 12.11.2026” and “To Dr. Lee” do not."""
    found = ENDING.search(name)
    return found[1] if found else ""


def clean_name(name: str) -> str:
    """Give a file's name as data: no folders, nothing that cannot be seen, at most 120 characters."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(
        letter for letter in unicodedata.normalize("NFC", last) if unicodedata.category(letter)[0] != "C"
    )
    stem, dot, ending = " ".join(seen.split()).rstrip(". ").rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        stem, ending = f"{stem}{dot}{ending}", ""
    stem = stem.strip(". ")[: LONGEST_NAME - len(ending) - 1].strip(". ") or NAMELESS
    return f"{stem}.{ending}" if ending else stem


def name_as(name: str, kind: FileKind) -> str:
    """Give a name the ending of what the file is now."""
    ending = ending_of(name)
    if KINDS_BY_ENDING.get(ending.lower()) is kind:
        return name
    return f"{name.removesuffix(f'.{ending}')}.{ENDINGS[kind]}"
