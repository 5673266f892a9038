"""What a package hands to Piccolo Admin: its tables and action forms, each under the permission rule that opens it.

Plain data, so that nothing of Piccolo Admin is loaded before somebody opens it. A rule is named by its words:
packages above `staff` know no other name for it, and the admin refuses to start with one that does not exist.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from piccolo.columns import Column
from piccolo.table import Table
from pydantic import BaseModel, Field

from app.web.language import Phrase

OnceWritten = Callable[..., Awaitable[None]]
"""Is handed `by`, `permissions`, `old` and `new` (rows, None where there is none) in the transaction of the write,
after it: raises what refuses it, and does what follows from it."""

LONG_TEXT = Field(json_schema_extra={"extra": {"widget": "text-area"}})
"""Marks a field of an action form that is typed over several lines."""
Words = Mapping[str, Phrase]
"""What each value of a closed list is called."""
Choices = Words | Callable[[], Awaitable[Mapping[str, str]]]
"""What can be chosen in a field: a closed list, or one that is looked up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminTable:
    """A table as the admin shows it: these columns and no others can be read, searched or written there."""

    table: type[Table]
    name: str
    """The word in the menu, in small letters with underscores: "task_types"."""
    group: Phrase
    rule: str
    columns: tuple[Column, ...]
    named_by: tuple[Column, ...]
    """What a row is called where others refer to it."""
    creatable: tuple[Column, ...] = ()
    """Columns a new row may be given; none: rows are not made in the admin."""
    changeable: tuple[Column, ...] = ()
    needed: tuple[Column, ...] = ()
    """Columns that may not be blank."""
    ranges: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """The least and the most of number columns, by name."""
    deletable: bool = False
    newest_first: Column | None = None
    """A log is ordered by this moment; any other table by `ordered_by`, else by its names."""
    ordered_by: tuple[Column, ...] = ()
    chart: Column | None = None
    """The column that names a chart: then only Client Admins open the table, and reading it is audited."""
    refers: Mapping[str, str] = field(default_factory=dict)
    """Columns that hold the id of a row of another table without saying so, and the name of that in the database:
    they are shown by what the row is called, where the admin shows its table."""
    within_charts: bool = False
    """Whether its rows belong to charts without naming them: then likewise."""
    labels: Mapping[str, Phrase] = field(default_factory=dict)
    """How columns are called, by name, where their own name would not do."""
    notes: Mapping[str, Phrase] = field(default_factory=dict)
    """What stands beside columns in the form, by name."""
    words: Mapping[str, Words] = field(default_factory=dict)
    """What the values of a column are called, by its name."""
    once_written: OnceWritten | None = None
    checked_by: tuple[OnceWritten, ...] = ()
    """Like `once_written`, from packages above: handed in by `AdminPart.checks`."""

    @property
    def of_charts(self) -> bool:
        """Whether its rows are those of charts."""
        return self.chart is not None or self.within_charts


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminForm:
    """An action that staff take in the admin: `act` is handed `staff` and `form`, and gives what to say then."""

    name: Phrase
    description: Phrase
    group: Phrase
    rule: str
    action: str
    model: type[BaseModel]
    labels: Mapping[str, Phrase]
    act: Callable[..., Awaitable[str]]
    choices: Mapping[str, Choices] = field(default_factory=dict)
    """The fields that are chosen from a list, by name."""

    @property
    def slug(self) -> str:
        """The form in an address, as Piccolo Admin makes it from the name."""
        return self.name.message.replace(" ", "-").lower()


@dataclass(frozen=True, slots=True)
class FormsOf:
    """Makes the action forms of one group under one rule."""

    group: Phrase
    rule: str

    def __call__(
        self,
        name: Phrase,
        description: Phrase,
        action: str,
        model: type[BaseModel],
        labels: Mapping[str, Phrase],
        act: Callable[..., Awaitable[str]],
        choices: Mapping[str, Choices] | None = None,
    ) -> AdminForm:
        return AdminForm(
            name=name,
            description=description,
            group=self.group,
            rule=self.rule,
            action=action,
            model=model,
            labels=labels,
            act=act,
            choices=choices or {},
        )


@dataclass(frozen=True, slots=True)
class AdminLink:
    """A page of ours that the admin leads to; `opens` is handed the staff member, and says whether they get there."""

    label: Phrase
    path: str
    opens: Callable[[Any], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminPart:
    """One package's part of the admin."""

    tables: tuple[AdminTable, ...] = ()
    forms: tuple[AdminForm, ...] = ()
    links: tuple[AdminLink, ...] = ()
    checks: Mapping[str, OnceWritten] = field(default_factory=dict)
    """What is asked of a package below before a row of its table is written, by the name of the table."""


AdminParts = tuple[AdminPart, ...]


def with_checks(parts: AdminParts) -> AdminParts:
    """Give each table the checks that other parts have for it."""
    return tuple(
        replace(part, tables=tuple(_with_checks(table, parts) for table in part.tables)) for part in parts
    )


def _with_checks(table: AdminTable, parts: AdminParts) -> AdminTable:
    checks = tuple(part.checks[table.name] for part in parts if table.name in part.checks)
    return replace(table, checked_by=checks) if checks else table


def column_names(columns: tuple[Column, ...]) -> tuple[str, ...]:
    """Give the names that columns have in the database."""
    return tuple(name_of(column) for column in columns)


def name_of(column: Any) -> str:
    name: str = column._meta.name  # noqa: SLF001  # Piccolo's documented way to a column's name
    return name
