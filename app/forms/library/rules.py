"""What may be done with a form of the library."""

from dataclasses import dataclass

from app.activity.refusals import StateForbids, Unfit
from app.web.language import _l

LARGEST_DEFINITION = 900_000
"""Bytes of a form that is brought in."""
NO_FORM = _l("Choose a file, or paste the form.")
TOO_LARGE = _l("This form is larger than 900 kB. Please ask whoever made it for a smaller one.")
IS_THERE = _l("This version of the form is in the library already, word for word.")
IS_GIVEN = _l(
    "The library has another form of this name and version, and clients were given it. Give this one another version."
)
IS_BUILT_IN = _l("This version belongs to the portal itself and stays as it is. Give yours another version.")
TAKES_PLACE = _l(
    "The library has another form of this name and version. Nobody was given it, so this one takes its place."
)
MEANWHILE = _l("Somebody has brought in this version at the same moment. Please look at it first.")
IS_RETIRED = _l("This form is retired already.")
IS_OFFERED = _l("This form is not retired.")
NO_QUESTION = _l("Choose a question of the form that is answered by choosing.")
NO_ANSWERS = _l("Choose at least one answer.")


@dataclass(frozen=True, slots=True)
class Kept:
    """A version of a form that is in the library already."""

    same: bool
    """Whether it is the same word for word."""
    given: bool
    """Whether any client was ever given it."""
    built_in: bool


def check_can_take_in(kept: Kept | None) -> None:
    """Raise Unfit where a form cannot take the place of the one of its name and version."""
    if kept is None:
        return
    if kept.same:
        raise Unfit("file", IS_THERE)
    if kept.built_in:
        raise Unfit("file", IS_BUILT_IN)
    if kept.given:
        raise Unfit("file", IS_GIVEN)


def check_can_retire(*, retired: bool) -> None:
    if retired:
        raise StateForbids(IS_RETIRED)


def check_can_bring_back(*, retired: bool) -> None:
    if not retired:
        raise StateForbids(IS_OFFERED)
