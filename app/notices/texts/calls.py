"""What the service of texts tells us: an answer that came in, or what became of a text."""

from dataclasses import dataclass
from uuid import UUID

from app.notices.tables import TextState


def printable(text: str) -> str:
    """Give what of a text from outside can be kept and shown."""
    return "".join(letter for letter in text if letter.isprintable())


class Forged(Exception):
    """A call that is not signed by the service, or was signed too long ago."""


class NotUnderstood(Exception):
    """A call that is signed, and says nothing that can be read."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A text that came in; `id` is the service's own, "" where it gave none: then nothing of it counts but STOP."""

    id: str
    sender: str
    text: str
    is_answered: bool = False
    """Whether the service has answered it itself."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the text with our own id."""

    message_id: UUID
    state: TextState
    to: str = ""
    fault: str = ""
    stopped: bool = False
    """Whether it failed since the number has answered STOP."""


Call = Reply | Report | None
"""None: it is about something that is not of the portal."""
