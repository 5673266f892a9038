"""What Piccolo Admin tells of a table, made ours: names, labels and notes; and the audit of what was read."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentStaff
from app.activity import service as activity
from app.activity.kinds import Kind
from app.admin.answers import Answer, json_answer
from app.admin.labels import label_of
from app.admin.permissions import kind_of
from app.admin.readable import amounts
from app.admin.writes import KEPT_AS, chart_of
from app.staff.rules import Action
from app.web.admin import AdminForm, AdminTable, Words, column_names, name_of
from app.web.language import Phrase, _l

NOT_CHANGED_HERE = _l("This cannot be changed here.")
NOT_CHANGED_LATER = _l("This cannot be changed later.")

Names = dict[str, str]
"""What a table is called in the admin, by its name in the database."""


def schema_answer(answer: Answer, *, table: AdminTable, names: Names) -> Answer:
    """Give a table's schema with our names, labels and notes."""
    schema = json.loads(answer.body)
    writable = column_names(table.creatable) + column_names(table.changeable)
    money = amounts(table)
    for name, column in schema["properties"].items():
        if name in money:
            _as_amount(column)
        column["title"] = str(label_of(table, name))
        if name in table.notes:
            column["extra"]["help_text"] = str(table.notes[name])
        elif name not in writable and writable:
            column["extra"]["help_text"] = str(NOT_CHANGED_HERE)
        elif name not in column_names(table.changeable) and table.changeable:
            column["extra"]["help_text"] = str(NOT_CHANGED_LATER)
        _worded(column, table.words.get(name))
        if "foreign_key" in column["extra"]:
            leads_to = column["extra"]["foreign_key"]
            leads_to["to"] = names[leads_to["to"]]
    return json_answer(schema)


def _worded(column: dict[str, Any], words: Words | None) -> None:
    """Have a closed list say what its values are called: by our words, else as they are."""
    if words is not None:
        column["extra"]["choices"] = _choices(words)
        return
    for choice in (column["extra"].get("choices") or {}).values():
        choice["display_name"] = str(choice["value"])


def _choices(words: Mapping[str, Phrase] | Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Give a closed list as Piccolo Admin takes it, in its order."""
    return {value: {"display_name": str(said), "value": value} for value, said in words.items()}


def _as_amount(column: dict[str, Any]) -> None:
    """Have a column of cents be typed as an amount."""
    for each in (column, *column.get("anyOf", ())):
        if each.get("type") == "integer":
            each["type"] = "number"


async def form_schema_answer(answer: Answer, *, form: AdminForm) -> Answer:
    """Give a form's schema with our labels, and what can be chosen in its fields."""
    schema = json.loads(answer.body)
    for name, label in form.labels.items():
        schema["properties"][name]["title"] = str(label)
    for name, choices in form.choices.items():
        words = await choices() if callable(choices) else choices
        schema["properties"][name]["extra"] = {"choices": _choices(words)}
    return json_answer(schema)


def references_answer(answer: Answer, *, names: Names) -> Answer:
    """Give the tables whose rows refer to a table's, by our names."""
    said = json.loads(answer.body)
    return json_answer(
        {
            "references": [
                {"tableName": names[reference["tableName"]], "columnName": reference["columnName"]}
                for reference in said["references"]
            ]
        }
    )


async def record_reading(
    *, staff: CurrentStaff, table: AdminTable, row: UUID | None, query: bytes, answer: Answer
) -> None:
    """Keep in the audit log that rows of charts were read: which one, or what was asked for."""
    if not table.of_charts:
        return
    async with db.transaction():
        await activity.record(
            by=staff.actor,
            kind=Kind.ADMIN_ROWS_LISTED if row is None else KEPT_AS[Action.VIEW],
            object_kind=kind_of(table),
            object_id=row,
            client_id=None if row is None else _chart_read(table, json.loads(answer.body), row),
            detail={"asked": query.decode()} if query and row is None else None,
        )


def _chart_read(table: AdminTable, said: dict[str, Any], row: UUID) -> UUID | None:
    if table.chart is not None and name_of(table.chart) == "id":
        return row
    chart = chart_of(table, said)
    return None if chart is None else UUID(str(chart))
