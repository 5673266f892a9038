"""The inputs of a form's page: those of its questions, which begin with a mark of their own, and ours beside them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.web.uploads import SentFile

MARK = "a."
"""What the names of a form's own inputs begin with, so that no question of a form is taken for a field of ours."""
FILE_MARK = "f."
"""What those begin with by which files come."""
LARGEST_NUMBER = 1_000_000


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent from a page: what stands in its questions, which page it is, and how far that page had come.

    `act` says what else is asked for, and `about` of which question or row.
    """

    fields: Mapping[str, Sequence[str]]
    page: int = 1
    revision: int = 0
    act: str = ""
    about: str = ""
    changed: bool = False
    """Whether only what was answered on the page came, as a script sends it, or all that stands in it."""
    telling: bool = False
    """Whether the page told what is wrong with the answers."""
    files: tuple[tuple[str, SentFile], ...] = ()


def read_typed(sent: Mapping[str, Sequence[str]], files: tuple[tuple[str, SentFile], ...] = ()) -> Typed:
    """Read what was sent; anything odd is read as nothing."""
    act, _, about = _first(sent, "act").partition(":")
    return Typed(
        fields=answers_in(sent),
        page=number_in(_first(sent, "page")) or 1,
        revision=number_in(_first(sent, "revision")),
        act=act,
        about=about,
        changed=bool(_first(sent, "changed")),
        telling=bool(_first(sent, "telling")),
        files=files,
    )


def answers_in(sent: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Give what stands in the questions of a form, by their own names."""
    return {name.removeprefix(MARK): values for name, values in sent.items() if name.startswith(MARK)}


def for_unanswered(
    fields: Mapping[str, Sequence[str]], answered: Collection[str]
) -> dict[str, Sequence[str]]:
    """Leave out the questions that are answered, and those in which nothing stands."""
    return {
        name: values
        for name, values in fields.items()
        if name.partition("~")[0] not in answered and any(value.strip() for value in values)
    }


def _first(sent: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(sent.get(name, ())), "")


def number_in(text: str) -> int:
    """Read a small number; 0 for anything else."""
    fits = text.isascii() and text.isdecimal() and len(text) < len(str(LARGEST_NUMBER))
    return int(text) if fits else 0
