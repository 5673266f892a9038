"""The names of inputs: the link ids on the way to a question, quoted, with the number after one that repeats."""

from dataclasses import dataclass

from app.forms.questionnaire.form import Item

OTHER, UNIT = "~other", "~unit"
PARTS = ("~month", "~day", "~year")
DAY, TIME = "~date", "~time"


@dataclass(frozen=True, slots=True)
class Place:
    """Where questions stand: what their names begin with, and the rows on the way there."""

    prefix: str = ""
    rows: tuple[int, ...] = ()

    def name_of(self, item: Item) -> str:
        return self.prefix + item.step

    def entry_of(self, item: Item, number: int) -> str:
        """Give the name of the item's answer or row of this number; without it where there is but one."""
        return f"{self.name_of(item)}:{number}" if item.is_numbered else self.name_of(item)

    def below(self, item: Item, number: int) -> "Place":
        """Give the place of what stands in the item's row, or below its answer, of this number."""
        rows = (*self.rows, number) if item.is_numbered else self.rows
        return Place(f"{self.entry_of(item, number)}/", rows)

    def id_of(self, item: Item) -> str:
        """Give an HTML id that is unique on the page."""
        return "-".join((f"i{item.number}", *(str(row) for row in self.rows)))


TOP = Place()
