"""Tables as Piccolo Admin is given them: copies that have the shown columns and nothing else.

A column that is not there can be neither read, searched, ordered by nor written, whatever an address asks for;
and the admin's edit form, which sends every column back, cannot blank a secret.
"""

from collections.abc import Iterable
from typing import Any

from piccolo.columns import Column, ForeignKey
from piccolo.columns.readable import Readable
from piccolo.table import Table, create_table_class

from app.web.admin import AdminTable, column_names, name_of

Shown = dict[str, type[Table]]
"""The copies, by the name of the table in the database."""


class Misfit(Exception):
    """A table cannot be shown as it says."""


def shown_tables(tables: Iterable[AdminTable]) -> Shown:
    """Copy the tables, those that others refer to first. Raises Misfit for a reference to a table not shown."""
    waiting = list(tables)
    known = {tablename(table) for table in waiting}
    shown: Shown = {}
    while waiting:
        ready = [table for table in waiting if _references(table, known) <= shown.keys()]
        if not ready:
            raise Misfit(f"{[table.name for table in waiting]} refer to tables that the admin does not show.")
        shown |= {tablename(table): _copy(table, shown) for table in ready}
        waiting = [table for table in waiting if table not in ready]
    return shown


def tablename(table: AdminTable) -> str:
    """Give the table's name in the database."""
    return table.table._meta.tablename  # noqa: SLF001


def referenced(column: ForeignKey[Any]) -> str:
    """Give the name in the database of the table a foreign key leads to."""
    return column._foreign_key_meta.resolved_references._meta.tablename  # noqa: SLF001


def _references(table: AdminTable, known: set[str]) -> set[str]:
    found = {referenced(column) for column in table.columns if isinstance(column, ForeignKey)}
    return (found | (set(table.refers.values()) & known)) - {tablename(table)}


def _copy(table: AdminTable, shown: Shown) -> type[Table]:
    if name_of(table.columns[0]) != "id":
        raise Misfit(f"{table.name} must show its id, first.")
    members: dict[str, Any] = {name_of(column): _copied(column, table, shown) for column in table.columns}
    readable_by = column_names(table.named_by)

    def get_readable(cls: type[Table]) -> Readable:
        columns = [cls._meta.get_column_by_name(name) for name in readable_by]
        return Readable(template=" ".join(["%s"] * len(columns)), columns=columns)

    members["get_readable"] = classmethod(get_readable)
    return create_table_class(
        f"Shown{table.table.__name__}", class_kwargs={"tablename": tablename(table)}, class_members=members
    )


def _target(column: Column, table: AdminTable) -> str | None:
    """Give the name in the database of the table a column leads to, by a foreign key or by what the table says."""
    if isinstance(column, ForeignKey):
        return referenced(column)
    return table.refers.get(name_of(column))


def _copied(column: Column, table: AdminTable, shown: Shown) -> Column:
    target = _target(column, table)
    own = target == tablename(table)
    if target is None or (target not in shown and not own):
        return column.copy()
    return ForeignKey("self" if own else shown[target], null=column._meta.null, default=None)  # noqa: SLF001
