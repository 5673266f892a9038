"""What somebody asks about the record, in their own words, as a request keeps it."""

from uuid import UUID

import msgspec

from app.record.tables import RecordRequest

MOST_OF_WORDS = 2000
MOST_OF_WHOM = 200


class Wanted(msgspec.Struct, frozen=True):
    words: str
    """What is to be changed, or not to be told."""
    whom: str = ""
    """Of a restriction: who is not to be told; "": said in the words, or nobody."""
    about: str = ""
    """Of an amendment: the entry it is about as its client saw it; "": of no one entry."""


def sealed(wanted: Wanted, *, row: UUID) -> bytes:
    return RecordRequest.words.seal(msgspec.json.encode(wanted).decode(), row=row)


def opened(stored: bytes | None, *, row: UUID) -> Wanted:
    """Give what was asked; of a copy, which has no words, blank ones."""
    return (
        msgspec.json.decode(RecordRequest.words.open(stored, row=row), type=Wanted) if stored else Wanted("")
    )
