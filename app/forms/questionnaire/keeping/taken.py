"""Answers while something is being changed in them."""

from dataclasses import dataclass
from typing import Any

from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.definition.names import Place
from app.forms.questionnaire.form import Item, Value


@dataclass(slots=True)
class Taken:
    """The parts of answers, open to change."""

    before: Answers
    values: dict[str, tuple[Value, ...]]
    rows: dict[str, int]
    typings: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, answers: Answers) -> "Taken":
        return cls(answers, dict(answers.values), dict(answers.rows), dict(answers.typings))

    def answers(self) -> Answers:
        return self.before.changed(values=self.values, rows=self.rows, typings=self.typings)

    def count(self, item: Item, place: Place) -> int:
        if not item.is_numbered:
            return 1
        return max(1, min(self.rows.get(place.name_of(item), 1), item.most_rows))

    def keep(self, name: str, values: tuple[Value, ...]) -> None:
        """Keep answers under a name, in place of what was there."""
        self.typings.pop(name, None)
        if values:
            self.values[name] = values
        else:
            self.values.pop(name, None)

    def leave_unread(self, name: str, typed: tuple[str, ...]) -> None:
        """Keep what was typed as it is."""
        self.values.pop(name, None)
        self.typings[name] = typed

    def remove(self, entry: str) -> None:
        """Take out an entry, with all that stands below it."""
        for kept in self._all_kept():
            for name in [name for name in kept if _belongs(name, entry)]:
                del kept[name]

    def rename(self, entry: str, new: str) -> None:
        for kept in self._all_kept():
            for name in [name for name in kept if _belongs(name, entry)]:
                kept[new + name[len(entry) :]] = kept.pop(name)

    def _all_kept(self) -> tuple[dict[str, Any], ...]:
        return self.values, self.rows, self.typings


def _belongs(name: str, entry: str) -> bool:
    return name == entry or name.startswith((f"{entry}/", f"{entry}~"))
