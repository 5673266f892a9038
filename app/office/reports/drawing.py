"""Bars by month, laid out for SVG: what they show stands in the table below them as well."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.office.reports.wording import count_words, month_words
from app.web.language import gettext
from app.web.templates import day_as

HEIGHT = 180
LEFT, RIGHT, TOP, BOTTOM = 56, 416, 8, 156
"""The corners of the plot within the 420 by 180 of the picture."""
FILLED = 0.72
"""How much of a month's place its bars take."""
MOST_NAMED = 12
"""Months that have their names side by side below the bars."""
STEPS = (1, 2, 2.5, 5, 10)
FEWEST = 2
"""Months without which there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    words: str
    """What it says when it is pointed at."""


@dataclass(frozen=True, slots=True)
class Series:
    """The bars of one figure: the first is drawn full, the second hatched."""

    label: str
    hatched: bool
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A number beside the plot, or a month below it."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Drawing:
    title: str
    description: str
    series: tuple[Series, ...]
    numbers: tuple[Mark, ...]
    months: tuple[Mark, ...]


def drawing_of(
    title: str, months: Sequence[date], lines: Sequence[tuple[str, Sequence[int]]]
) -> Drawing | None:
    """Lay out up to two figures over months, the oldest first; None where there is nothing to compare."""
    most = max((amount for _, amounts in lines for amount in amounts), default=0)
    if len(months) < FEWEST or most == 0:
        return None
    top = _above(most)
    place = (RIGHT - LEFT) / len(months)
    width = place * FILLED / len(lines)
    series = tuple(
        Series(
            label,
            hatched=number > 0,
            bars=tuple(
                _bar(
                    LEFT + place * (at + (1 - FILLED) / 2) + width * number,
                    width,
                    amount / top,
                    f"{month_words(month)}, {label}: {count_words(amount)}",
                )
                for at, (month, amount) in enumerate(zip(months, amounts, strict=True))
            ),
        )
        for number, (label, amounts) in enumerate(lines)
    )
    numbers = tuple(Mark(LEFT - 6, _y(part / top), count_words(part)) for part in (0, top // 2, top))
    return Drawing(title, _description(months, lines), series, numbers, _named(months, place))


def _bar(x: float, width: float, share: float, words: str) -> Bar:
    y = _y(share)
    return Bar(round(x, 1), y, round(width, 1), round(BOTTOM - y, 1), words)


def _y(share: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * share, 1)


def _above(most: int) -> int:
    """Give the next round number that is even, so that its half is a number of things too."""
    size = 1
    while True:
        for step in STEPS:
            top = int(step * size)
            if top >= most and top % 2 == 0:
                return top
        size *= 10


def _named(months: Sequence[date], place: float) -> tuple[Mark, ...]:
    """Give the names of the months that have room, counted back from the newest."""
    every = -(-len(months) // MOST_NAMED)
    last = len(months) - 1
    return tuple(
        Mark(round(LEFT + place * (at + 0.5), 1), HEIGHT - 8, day_as(month, "LLL"))
        for at, month in enumerate(months)
        if (last - at) % every == 0
    )


def _description(months: Sequence[date], lines: Sequence[tuple[str, Sequence[int]]]) -> str:
    sentence = gettext(
        "%(label)s: %(first)s in %(first_month)s, %(last)s in %(last_month)s, at most %(most)s."
    )
    return " ".join(
        sentence
        % {
            "label": label,
            "first": count_words(amounts[0]),
            "first_month": month_words(months[0]),
            "last": count_words(amounts[-1]),
            "last_month": month_words(months[-1]),
            "most": count_words(max(amounts)),
        }
        for label, amounts in lines
    )
