"""Values as people read them: amounts in dollars, and in lists moments in the practice's zone.

Amounts are cents in the database (`…_cents`), and a filter or a form that is sent back says dollars as well. Moments
stay exact where one row is edited, since the form sends them back.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from piccolo.columns import BigInt, Integer, Timestamptz

from app.admin.answers import Answer, Declined
from app.web.admin import AdminTable, name_of
from app.web.language import _l
from app.web.templates import local

NOT_AN_AMOUNT = _l("Type an amount in dollars, such as 25.00.")
CALLED_BY_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d(:?\d\d)?|Z)", re.ASCII)
AMOUNT = re.compile(r"-?\d{1,12}(\.\d{1,2})?", re.ASCII)


def amounts(table: AdminTable) -> frozenset[str]:
    """Give the columns of a table that hold cents."""
    return frozenset(
        name_of(column)
        for column in table.columns
        if isinstance(column, Integer | BigInt) and name_of(column).split("_")[-1] == "cents"
    )


def readable(answer: Answer, *, table: AdminTable, one_row: bool) -> Answer:
    """Give an answer that tells of rows with its values as people read them."""
    said = json.loads(answer.body)
    if one_row:
        return Answer(answer.status, json.dumps(_in_dollars(said, amounts(table))).encode())
    moments = frozenset(name_of(column) for column in table.columns if isinstance(column, Timestamptz))
    said["rows"] = [_worded(_in_dollars(row, amounts(table)), moments) for row in said["rows"]]
    return Answer(answer.status, json.dumps(said).encode())


def _in_dollars(row: Mapping[str, Any], money: frozenset[str]) -> dict[str, Any]:
    return {name: dollars(value) if name in money else value for name, value in row.items()}


def _worded(row: Mapping[str, Any], moments: frozenset[str]) -> dict[str, Any]:
    return {
        name: _as_read(name, value) if name not in moments else moment(value) for name, value in row.items()
    }


def _as_read(name: str, value: Any) -> Any:
    """Give a value of a list; a row that is called by a moment alone is called so here as well."""
    is_moment = name.endswith("_readable") and isinstance(value, str) and CALLED_BY_MOMENT.fullmatch(value)
    return moment(value) if is_moment else value


def dollars(cents: int | None) -> str | None:
    """Word cents: "25.00"."""
    return None if cents is None else f"{Decimal(cents) / 100:.2f}"


def moment(said: str | None) -> str | None:
    """Word a moment so that it can be read and put in order: "2026-11-20 16:12 EST"."""
    if said is None:
        return None
    here = local(datetime.fromisoformat(said))
    return f"{here:%Y-%m-%d %H:%M} {here.tzname()}"


def cents(typed: str) -> str:
    """Read an amount in dollars that a filter asks for; raises Declined."""
    if not AMOUNT.fullmatch(typed):
        raise Declined(400, NOT_AN_AMOUNT)
    return str(int(Decimal(typed) * 100))


def sent_back(values: Mapping[str, Any], *, table: AdminTable) -> dict[str, Any]:
    """Give what a form sent with its amounts in cents again; what is no amount stays, and is refused as a change."""
    money = amounts(table)
    return {name: _cents_of(value) if name in money else value for name, value in values.items()}


def _cents_of(value: Any) -> Any:
    if value in (None, "") or isinstance(value, bool):
        return value
    try:
        return int(Decimal(str(value)) * 100)
    except InvalidOperation:
        return value
