"""The narrative of a section: the words of its rows in a table, each with an ID that its entry points to."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.record.ccd.elements import Element, Part, el
from app.record.making.sections import Row, Section


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words of an entry stand: its row, and in it what it is about."""

    row: str
    name: str


def places_of(section: Section) -> dict[str, Place]:
    """Give the places of the rows of a section, by the ids of their entries."""
    return {
        row.id: Place(f"{section.name}-{number}", f"{section.name}-{number}-name")
        for number, row in enumerate(section.rows, start=1)
    }


def narrative(section: Section) -> Element:
    """Give the text of a section."""
    if not section.rows:
        return el("text", section.empty)
    places = places_of(section)
    heads = [el("th", column) for column in section.columns]
    rows = [line for row in section.rows for line in _lines(row, places[row.id], len(heads))]
    return el("text", el("table", el("thead", el("tr", heads)), el("tbody", rows)))


def _lines(row: Row, place: Place, columns: int) -> list[Element]:
    first, *others = row.cells
    cells = [el("td", first, ID=place.name), *(el("td", cell) for cell in others)]
    made = [el("tr", cells, ID=place.row)]
    if row.note:
        made.append(el("tr", el("td", *_broken(row.note), colspan=str(columns))))
    return made


def _broken(words: str) -> Iterable[Part]:
    """Give words with the elements that break their lines."""
    for number, line in enumerate(words.splitlines()):
        if number:
            yield el("br")
        yield line
