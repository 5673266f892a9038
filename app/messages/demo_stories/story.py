"""What a story of the demo practice is made of."""

from dataclasses import dataclass
from enum import StrEnum

DAY = 24 * 60


class Writer(StrEnum):
    CLIENT = "client"
    PROVIDER = "provider"
    OFFICE = "office"


@dataclass(frozen=True)
class Note:
    """What staff tell one another beside a thread."""

    writer: Writer
    minutes_ago: int
    body: str


@dataclass(frozen=True)
class Line:
    """One message; `read` says whether the other side has read it."""

    writer: Writer
    minutes_ago: int
    body: str
    read: bool = True


@dataclass(frozen=True)
class Story:
    """One thread, its lines oldest first."""

    task_type: str
    subject: str
    lines: tuple[Line, ...]
    notes: tuple[Note, ...] = ()
    closed_minutes_ago: int | None = None
    """When the office closed the thread; None: it is open."""


@dataclass(frozen=True)
class TaskTypeStory:
    key: str
    label: str
    label_es: str
    group: str
    to_provider: bool
    position: int
    usual_working_days: int


@dataclass(frozen=True)
class SavedReplyStory:
    title: str
    body: str
