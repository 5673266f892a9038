"""A form as it stands with its answers: the one plain structure that the page, the reading view, the PDF and the check go by.

Texts that a form brings with it are Markup, cleaned of all but a few tags; `words` is the same without any.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from markupsafe import Markup

NOTHING = Markup()


class PieceKind(StrEnum):
    """What a piece of a form is."""

    GROUP = "group"
    ROWS = "rows"
    """A group that repeats: one row after the other."""
    QUESTION = "question"
    TEXT = "text"
    """Something to read: an instruction, a heading, a legal notice."""


class Look(StrEnum):
    """How a question is asked."""

    YES_NO = "yes_no"
    TICK = "tick"
    RADIO = "radio"
    CHECKS = "checks"
    LIST = "list"
    SUGGEST = "suggest"
    LINE = "line"
    LINES = "lines"
    WHOLE = "whole"
    DECIMAL = "decimal"
    SLIDER = "slider"
    DAY = "day"
    MOMENT = "moment"
    CLOCK = "clock"
    QUANTITY = "quantity"
    LINK = "link"
    FILE = "file"
    NOTE = "note"
    """A reference, told in words."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to choose; `token` is what the input sends."""

    token: str
    label: Markup
    words: str
    chosen: bool = False
    alone: bool = False
    """It cannot be chosen beside others."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer's input, as it was typed or as it is kept, and the questions asked below that answer."""

    id: str
    name: str
    value: str = ""
    """Of a date 2026-11-30, of a time 14:30, of a moment 2026-11-30T14:30, of a file its name."""
    unit: str = ""
    """The token of the unit chosen, of a quantity."""
    file: UUID | None = None
    pieces: tuple["Piece", ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What an input takes; texts as HTML's attributes have them, "" for none."""

    least: str = ""
    most: str = ""
    step: str = ""
    longest: int | None = None
    media_types: tuple[str, ...] = ()
    largest_bytes: int | None = None


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a group that repeats; `name` is what asks for its removal."""

    number: int
    name: str
    id: str
    pieces: tuple["Piece", ...]
    may_go: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """One group, question or text of a form."""

    kind: PieceKind
    id: str
    """Fit for an HTML id, and unique on the page."""
    name: str
    """The name of its inputs: the path of link ids, "/" between them, with ":2" after one that repeats."""
    link_id: str
    level: int
    """How deep it stands; 1 is the outermost."""
    words: str
    text: Markup
    prefix: str = ""
    look: Look | None = None
    """Of a question."""
    required: bool = False
    read_only: bool = False
    entries: tuple[Entry, ...] = ()
    """At least one of a question that is open to answer, empty or not; of choices just one."""
    choices: tuple[Choice, ...] = ()
    units: tuple[Choice, ...] = ()
    other: str | None = None
    """Of an open choice: what was typed beside the choices. None: it takes nothing else."""
    other_name: str = ""
    other_label: str = ""
    rows: tuple[Row, ...] = ()
    pieces: tuple["Piece", ...] = ()
    may_grow: bool = False
    """Whether another answer, or another row, can be added; its `name` asks for it."""
    across: bool = False
    """Choices stand side by side where there is room."""
    hint: str = ""
    """An example, a format, a unit, in words."""
    help: Markup = NOTHING
    legal: Markup = NOTHING
    link: str = ""
    """Where more is to be read (https), or ""."""
    image: str = ""
    """A picture beside the text, as a data: address, or ""."""
    signals: bool = False
    """Whether others of the form go by its answer: the page is asked for again when it changes."""
    limits: Limits = NO_LIMITS
    problem: str = ""
    """What is wrong with the answer, as a sentence."""
    answers: tuple[str, ...] = ()
    """The answers in words, for who reads them."""
    unread: tuple[str, ...] = ()
    """What was typed and could not be read; `problem` says why."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an answer, and where: `id` is the input's, `page` the page it stands on (1 is the first)."""

    id: str
    name: str
    words: str
    """The question."""
    sentence: str
    page: int


@dataclass(frozen=True, slots=True)
class ShownPage:
    """One page of a form."""

    number: int
    title: str
    pieces: tuple[Piece, ...]

    @property
    def own_title(self) -> str:
        """What stands above its pieces; "" where they begin with it themselves."""
        return "" if self.pieces and self.pieces[0].words == self.title else self.title


@dataclass(frozen=True, slots=True)
class ShownForm:
    """A form with its answers, all of its pages, hidden questions left out."""

    title: str
    intro: Markup
    copyright: str
    pages: tuple[ShownPage, ...]
    answered: int
    asked: int
    """Questions that are open to answer, and how many of them are answered."""
    required_left: int
    problems: tuple[Problem, ...] = ()
