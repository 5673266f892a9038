"""A report as its page and its file show it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.office.reports.drawing import Drawing, drawing_of
from app.office.reports.figures import MEANINGS, SECTIONS, STANDINGS, Figure, Section
from app.office.reports.service import OF_PEOPLE, Report
from app.office.reports.wording import amount_words, count_words, month_words, share_words
from app.web.language import _l

ADD_UP = frozenset(
    figure
    for figure in Figure
    if not figure.is_median
    and not figure.stands
    and figure not in (Figure.IN_CARE, Figure.INVITED, Figure.UNDELIVERED, Figure.SIGNED_IN)
)
"""What can be summed over months: in the others the same client is counted in each."""
MONTH, WHOSE = _l("Month"), _l("Whose charts")
MINUTES = _l("%(label)s (minutes)")


@dataclass(frozen=True, slots=True)
class Cell:
    words: str
    share: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A section: its picture where there is something to compare, and all of it as a table, the newest month first."""

    name: str
    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    total: tuple[Cell, ...]
    drawing: Drawing | None


@dataclass(frozen=True, slots=True)
class Standing:
    label: str
    words: str
    share: str


def sections_of(report: Report) -> tuple[Shown, ...]:
    return tuple(_shown(section, report) for section in SECTIONS)


def _shown(section: Section, report: Report) -> Shown:
    lines = tuple(
        Line(month_words(month), tuple(_cells(section.columns, report.amounts[month])))
        for month in reversed(report.months)
    )
    sums = _sums(section.columns, report.amounts.values())
    drawn = [
        (label_of(figure), [report.amounts[month].get(figure, 0) for month in report.months])
        for figure in section.drawn
    ]
    return Shown(
        section.name,
        str(section.title),
        tuple(label_of(figure) for figure in section.columns),
        lines,
        tuple(_cells(section.columns, sums, summed=True)),
        drawing_of(str(section.title), report.months, drawn),
    )


def _sums(columns: Sequence[Figure], amounts: Iterable[dict[Figure, int]]) -> dict[Figure, int]:
    listed = list(amounts)
    return {figure: sum(each.get(figure, 0) for each in listed) for figure in columns if figure in ADD_UP}


def _cells(columns: Sequence[Figure], amounts: dict[Figure, int], *, summed: bool = False) -> Iterator[Cell]:
    """Give a row: nothing stands for none where anything was counted, and for a sum only where there can be one."""
    for figure in columns:
        is_none = bool(amounts) and not figure.is_median and (figure in ADD_UP or not summed)
        amount = amounts.get(figure, 0 if is_none else None)
        yield Cell(amount_words(figure, amount), _share(figure, amounts), quiet=not amount)


def _share(figure: Figure, amounts: dict[Figure, int]) -> str:
    """Give the share a figure is of what it is a part of; "" where it is of none."""
    whole = MEANINGS[figure].part_of
    return share_words(amounts.get(figure, 0), sum(amounts.get(each, 0) for each in whole)) if whole else ""


def label_of(figure: Figure) -> str:
    return str(MEANINGS[figure].label)


def standings_of(report: Report) -> tuple[Standing, ...]:
    """Give how the clients in care stand now; none where nobody is in care, or nothing has been counted."""
    whole = sum(report.newest.get(figure, 0) for figure in STANDINGS)
    return tuple(
        Standing(label_of(figure), count_words(part), share_words(part, whole))
        for figure in STANDINGS
        if whole and ((part := report.newest.get(figure, 0)) or figure is Figure.STANDS_ACTIVE)
    )


def people_of(report: Report) -> tuple[Line, ...]:
    return tuple(Line(person.name, tuple(_cells(OF_PEOPLE, person.amounts))) for person in report.people)


def people_columns() -> tuple[str, ...]:
    return tuple(_of_people(figure) for figure in OF_PEOPLE)


def _of_people(figure: Figure) -> str:
    """Name a column that stands apart from its section."""
    return str(MEANINGS[figure].alone or MEANINGS[figure].label)


def explained() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Give how each figure is counted, by section."""
    return tuple(
        (
            str(section.title),
            tuple((label_of(figure), str(MEANINGS[figure].counted)) for figure in section.columns),
        )
        for section in SECTIONS
    )


def file_rows(report: Report, others: Sequence[tuple[str, date, dict[Figure, int]]]) -> list[Sequence[str]]:
    """Give a report as rows: a month of somebody's charts each, in plain numbers; medians in minutes."""
    figures = [figure for section in SECTIONS for figure in section.columns]
    rows: list[Sequence[str]] = [(str(WHOSE), str(MONTH), *map(_heading, SECTIONS_AND_FIGURES))]
    own = ((report.whose.words, month, report.amounts[month]) for month in report.months)
    for name, month, amounts in (*own, *others):
        rows.append((name, f"{month:%Y-%m}", *(_plain(figure, amounts) for figure in figures)))
    return rows


SECTIONS_AND_FIGURES = tuple((section, figure) for section in SECTIONS for figure in section.columns)


def _heading(named: tuple[Section, Figure]) -> str:
    section, figure = named
    label = f"{section.title}: {label_of(figure)}"
    return str(MINUTES) % {"label": label} if figure.is_median else label


def _plain(figure: Figure, amounts: dict[Figure, int]) -> str:
    amount = amounts.get(figure)
    return ("" if figure.is_median else "0") if amount is None else str(amount)
