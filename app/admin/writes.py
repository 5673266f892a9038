"""Writing through the admin: one transaction for the row, what follows from it and its audit row.

The answer is held until the commit. What was really written is read back, so neither a check nor the audit row
depends on what the request said it would do.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar.types import ASGIApp
from piccolo.columns import Column, Text

from app import db
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotAllowed
from app.admin.answers import Answer, Declined
from app.admin.inside import Question
from app.admin.labels import label_of
from app.admin.permissions import kind_of
from app.admin.problems import NO_ROW, understood
from app.staff.rules import Action
from app.web.admin import AdminTable, column_names, name_of
from app.web.language import gettext
from app.web.text import clean_text

KEPT_AS = {
    Action.VIEW: Kind.ADMIN_ROW_READ,
    Action.CREATE: Kind.ADMIN_ROW_ADDED,
    Action.MODIFY: Kind.ADMIN_ROW_CHANGED,
    Action.DELETE: Kind.ADMIN_ROW_DELETED,
}


class _Undone(Exception):
    """Piccolo Admin answered with an error, so nothing of the request stays."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """A row that is to be made, changed or deleted."""

    table: AdminTable
    action: Action
    row: UUID | None

    async def make(self, question: Question, admin: ASGIApp) -> Answer:
        try:
            async with db.transaction():
                return await self._make(question, admin)
        except _Undone as undone:
            return undone.answer

    async def _make(self, question: Question, admin: ASGIApp) -> Answer:
        old = await self._read(self.row)
        if self.row is not None and old is None:
            raise Declined(404, NO_ROW)
        if question.values is not None:
            question.values = self._allowed(question, old)
        answer = understood(await question.ask(admin))
        if answer.status >= 400:
            raise _Undone(answer)
        row = self.row or UUID(json.loads(answer.body)[0]["id"])
        await self._settle(question, row, old=old, new=await self._read(row))
        return answer

    async def _settle(self, question: Question, row: UUID, *, old: Any, new: Any) -> None:
        staff = question.staff
        checks = (*filter(None, (self.table.once_written,)), *self.table.checked_by)
        for check in checks:
            await check(by=staff.actor, permissions=staff.permissions, old=old, new=new)
        if checks:
            new = await self._read(row)  # it may have put another value in place of what was typed
        await activity.record(
            by=staff.actor,
            kind=KEPT_AS[self.action],
            object_kind=kind_of(self.table),
            object_id=row,
            client_id=chart_of(self.table, new or old),
            detail=_differences(old, new),
        )

    async def _read(self, row: UUID | None) -> dict[str, Any] | None:
        """Read the row as it is now, and hold it."""
        if row is None:
            return None
        columns = ", ".join(f'"{name}"' for name in column_names(self.table.columns))
        found = await db.row(f'select {columns} from "{kind_of(self.table)}" where id = $1 for update', row)
        return dict(found) if found is not None else None

    def _allowed(self, question: Question, old: dict[str, Any] | None) -> dict[str, Any]:
        """Give the values that may be written; raises NotAllowed for a change of any other column.

        The edit form sends every column back: those that stay as they are are left out.
        """
        columns = self.table.creatable if old is None else self.table.changeable
        may_write, shown = column_names(columns), column_names(self.table.columns)
        lines = {name_of(column) for column in columns if isinstance(column, Text)}
        kept = {}
        for name, value in (question.values or {}).items():
            if name in may_write:
                kept[name] = self._typed(name, value, lines=name in lines)
            elif name not in shown or not _stays(value, old, name):
                raise self._immutable(question, name)
        self._check_needed(kept, is_new=old is None)
        self._check_ranges(kept)
        return kept if old is not None else _defaults(self.table.columns) | kept

    def _typed(self, name: str, value: Any, *, lines: bool) -> Any:
        """Give a value as it is kept: a blank number is none, and only columns of text have lines."""
        if value == "" and name in self.table.ranges:
            return None
        return clean_text(value) if isinstance(value, str) and not lines else value

    def _immutable(self, question: Question, name: str) -> NotAllowed:
        sentence = gettext("“%(column)s” cannot be changed here. Nothing was saved.")
        return NotAllowed(
            by=question.staff.actor,
            object_kind=kind_of(self.table),
            object_id=self.row,
            sentence=sentence % {"column": label_of(self.table, name)},
        )

    def _check_needed(self, values: Mapping[str, Any], *, is_new: bool) -> None:
        if not values:
            raise Declined(422, gettext("There is nothing to save."))
        for name in column_names(self.table.needed):
            if (is_new or name in values) and values.get(name) in (None, ""):
                sentence = gettext("“%(column)s” may not be blank. Nothing was saved.")
                raise Declined(422, sentence % {"column": label_of(self.table, name)})

    def _check_ranges(self, values: Mapping[str, Any]) -> None:
        for name, (least, most) in self.table.ranges.items():
            if not _lies_between(values.get(name), least, most):
                sentence = gettext(
                    "“%(column)s” is a whole number from %(least)s to %(most)s. Nothing was saved."
                )
                said = {"column": label_of(self.table, name), "least": least, "most": most}
                raise Declined(422, sentence % said)


def _lies_between(value: Any, least: int, most: int) -> bool:
    """Whether a number, which the form sends as text, lies in its range; blank is no number."""
    if value is None:
        return True
    digits = str(value)
    return digits.isascii() and digits.isdecimal() and least <= int(digits) <= most


def _defaults(columns: tuple[Column, ...]) -> dict[str, Any]:
    """Give what a new row holds where nothing was said: Piccolo Admin would write nothing at all."""
    written = (column for column in columns if not column._meta.primary_key)  # noqa: SLF001  # Piccolo's way to ask
    return {name_of(column): _plain(column.get_default_value()) for column in written}


def chart_of(table: AdminTable, row: Mapping[str, Any] | None) -> UUID | None:
    """Give the chart a row belongs to, where it belongs to one."""
    if table.chart is None or row is None:
        return None
    chart: UUID | None = row[name_of(table.chart)]
    return chart


def _stays(value: Any, old: Mapping[str, Any] | None, name: str) -> bool:
    """Whether a value that may not be written is what stands there already, or is blank in a new row."""
    if old is None:
        return value in (None, "", False) or name == "id"
    stands: object = old[name]
    if isinstance(stands, datetime):
        return _moment(value) == stands.replace(microsecond=0)
    if isinstance(stands, UUID | date):
        return bool(str(stands) == value)
    return stands == value or (stands is None and value == "")


def _moment(value: Any) -> datetime | None:
    """Read a moment as the form sends it back: to the second."""
    try:
        return datetime.fromisoformat(str(value)).replace(microsecond=0)
    except ValueError:
        return None


def _differences(old: dict[str, Any] | None, new: dict[str, Any] | None) -> dict[str, Any]:
    """Give old and new of every column that differs, as JSON."""
    names = (old or new or {}).keys()
    return {
        name: [_plain((old or {}).get(name)), _plain((new or {}).get(name))]
        for name in names
        if (old or {}).get(name) != (new or {}).get(name)
    }


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else str(value)


async def take(question: Question, admin: ASGIApp) -> Answer:
    """Take the action of a form, in one transaction; what its use case refused is kept when it is undone."""
    try:
        async with db.transaction():
            answer = understood(await question.ask(admin))
            if answer.status >= 400:
                raise _Undone(answer)
            return answer
    except _Undone as undone:
        for refusal in question.refusals:
            await activity.record_refusal(refusal)
        return undone.answer
