"""What a client fills in to ask for an appointment, or about one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from app.messages.forms import Once
from app.web.forms import Form, text
from app.web.readers.choices import one_from, several_from
from app.web.value_list import ValueList, value_list

MOST_OF_WORDS = 2000

HOWS = value_list(
    [
        ("either", "Either is fine", "Cualquiera está bien"),
        ("office", "At the office", "En el consultorio"),
        ("video", "By video", "Por video"),
    ]
)
DAYS = value_list(
    [
        ("mon", "Monday", "Lunes"),
        ("tue", "Tuesday", "Martes"),
        ("wed", "Wednesday", "Miércoles"),
        ("thu", "Thursday", "Jueves"),
        ("fri", "Friday", "Viernes"),
    ]
)
PARTS = value_list(
    [
        ("morning", "Morning", "Por la mañana"),
        ("noon", "Around noon", "A mediodía"),
        ("afternoon", "Afternoon", "Por la tarde"),
    ]
)

Words = Annotated[str, text(most=MOST_OF_WORDS, lines=True)]
How = Annotated[str, one_from(HOWS)]
Days = Annotated[tuple[str, ...], several_from(DAYS)]
Parts = Annotated[tuple[str, ...], several_from(PARTS)]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a client chose, and wrote in their own words; all of it may be left empty."""

    how: str = ""
    days: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    words: str = ""


class ForNew(Form):
    once: Once
    how: How
    days: Days
    parts: Parts
    words: Words

    @property
    def wishes(self) -> Wishes:
        return Wishes(self.how, self.days, self.parts, self.words)


class ForMove(Form):
    once: Once
    days: Days
    parts: Parts
    words: Words

    @property
    def wishes(self) -> Wishes:
        return Wishes("", self.days, self.parts, self.words)


class ForCancelling(Form):
    once: Once
    words: Words

    @property
    def wishes(self) -> Wishes:
        return Wishes(words=self.words)


AskingForm = ForNew | ForMove | ForCancelling


def labels(values: ValueList, codes: Iterable[str]) -> str:
    """Word what was chosen of a list: "Monday, Friday"."""
    return ", ".join(values.label(code) for code in codes)
