"""The five steps of setting a practice up, and where somebody stands among them."""

from dataclasses import dataclass
from enum import StrEnum

from app.web.language import Phrase, _l

PRACTICE, ADMINISTRATOR = _l("The practice"), _l("Administrator")
SECOND_STEP, MAIL, FIRST_CLIENT = _l("Second step"), _l("E-mail"), _l("First client")


class At(StrEnum):
    """How a step stands."""

    DONE = "done"
    HERE = "here"
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True)
class Step:
    label: Phrase
    at: At
    path: str = ""
    """Where it can be gone back to."""


def first_steps(*, here: int, is_named: bool) -> tuple[Step, ...]:
    """Give the steps while nobody works here: the first two can be gone to, once the practice has a name."""
    paths = ("/setup", "/setup/administrator" if is_named else "", "", "", "")
    labels = (PRACTICE, ADMINISTRATOR, SECOND_STEP, MAIL, FIRST_CLIENT)
    return tuple(
        Step(label, At.HERE if number == here else At.DONE if number < here else At.TO_COME, path)
        for number, (label, path) in enumerate(zip(labels, paths, strict=True))
    )
