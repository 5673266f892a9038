"""A form page by page: which one is shown, how far it has come, and whether an answer changes what stands there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.forms.filling.fields import Typed
from app.forms.filling.files import pieces_within
from app.forms.filling.service import Filling
from app.forms.questionnaire.shown import Piece, PieceKind, Problem, ShownForm, ShownPage
from app.web.language import gettext, ngettext


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a form that is being filled."""

    page: ShownPage
    of: int
    left: str
    """How many questions are not answered yet, or not of those that must be; "" where there is nothing to answer."""
    title: str
    """What stands above its questions; "" where they begin with it themselves."""
    problems: tuple[Problem, ...]
    some_required: bool
    """Whether some questions of the form must be answered, and others need not."""

    @property
    def number(self) -> int:
        return self.page.number

    @property
    def is_last(self) -> bool:
        return self.number == self.of

    @property
    def place(self) -> str:
        """Say which page it is; "" where there is only one."""
        if self.of == 1:
            return ""
        return gettext("Page %(number)s of %(pages)s") % {"number": self.number, "pages": self.of}


def leaf_of(filling: Filling, number: int) -> Leaf:
    """Give a page of a form; the first and the last stand for those before and after them."""
    pages = filling.shown.pages
    page = pages[min(max(number, 1), len(pages)) - 1]
    questions = [piece for piece in pieces_within(_all(filling)) if piece.kind is PieceKind.QUESTION]
    return Leaf(
        page=page,
        of=len(pages),
        left="" if filling.form.hides else _left(filling.shown, questions),
        title=page.own_title,
        problems=tuple(each for each in filling.shown.problems if each.page == page.number),
        some_required=any(each.required for each in questions),
    )


def _all(filling: Filling) -> tuple[Piece, ...]:
    return tuple(piece for page in filling.shown.pages for piece in page.pieces)


def _left(shown: ShownForm, questions: Sequence[Piece]) -> str:
    """Say how many questions are left: of a form that mostly need not be answered, how many of the others."""
    left = shown.asked - shown.answered
    required = sum(each.required and not each.read_only for each in questions)
    if not shown.asked:
        return ""
    if not left:
        return gettext("All questions are answered")
    if not required or 2 * required >= shown.asked:
        return ngettext("%(count)s question left", "%(count)s questions left", left) % {"count": left}
    if not shown.required_left:
        return gettext("Nothing that is required is left")
    words = ngettext(
        "%(count)s required question left", "%(count)s required questions left", shown.required_left
    )
    return words % {"count": shown.required_left}


def is_other(filling: Filling, typed: Typed) -> bool:
    """Whether the page that sent these answers looks otherwise with them: more or fewer questions, or help."""
    before = filling.before
    if before is None or filling.elsewhere or filling.needs_help != filling.form.needs_help:
        return True
    number = typed.page
    old, new = (
        tuple(page for page in each.pages if page.number == number) for each in (before, filling.shown)
    )
    return len(before.pages) != len(filling.shown.pages) or [_outline(page.pieces) for page in old] != [
        _outline(page.pieces) for page in new
    ]


def is_settled(filling: Filling, typed: Typed) -> bool:
    """Whether the answers chosen are those that were sent; else the form itself took one back."""
    for piece in pieces_within(_all(filling)):
        if piece.choices and piece.name in typed.fields and not piece.read_only:
            known = {choice.token for choice in piece.choices}
            chosen = {choice.token for choice in piece.choices if choice.chosen}
            if chosen != known & set(typed.fields[piece.name]):
                return False
    return True


def _outline(pieces: tuple[Piece, ...]) -> list[Any]:
    """Give what of pieces is drawn otherwise than by what is typed into them."""
    return [_drawn(piece) for piece in pieces]


def _drawn(piece: Piece) -> tuple[Any, ...]:
    return (
        piece.id,
        piece.words,
        piece.answers if piece.read_only else (),
        tuple(choice.token for choice in piece.choices),
        [(entry.id, entry.file, _outline(entry.pieces)) for entry in piece.entries],
        [(row.id, _outline(row.pieces)) for row in piece.rows],
        _outline(piece.pieces),
    )


def first_input(pieces: tuple[Piece, ...]) -> str:
    """Give the id of the first input within pieces; "" where there is none."""
    return next(_inputs(pieces), "")


def _inputs(pieces: tuple[Piece, ...]) -> Iterator[str]:
    for piece in pieces_within(pieces):
        if piece.kind is PieceKind.QUESTION and not piece.read_only:
            yield from (entry.id for entry in piece.entries)
