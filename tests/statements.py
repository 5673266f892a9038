"""Counts the SQL a request costs: SELECT, INSERT, UPDATE and DELETE.

Left out, as in the budget: the audit row, the note once a minute that a session is in use, and what only begins,
ends or prepares a transaction. Left out as well: what the driver asks once a connection, when it first meets a type.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

COUNTED = ("select", "insert", "update", "delete", "with")
FREE = re.compile(
    r'insert into "?audit_event|update "?\w+_session"? set "?last_seen_at'
    r"|with recursive typeinfo_tree|select\s+(current_setting|set_config)\('jit'",
    re.IGNORECASE,
)


@dataclass
class Statements:
    """The counted statements, in their order."""

    texts: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.texts)

    def __str__(self) -> str:
        return "\n".join(f"{number}. {' '.join(text.split())}" for number, text in enumerate(self.texts, 1))


_listening: list[Statements] = []


def note(logged: Any) -> None:
    """Hear of a statement; added to `db.observers` before the pool opens."""
    text = logged.query.strip()
    if text.lower().startswith(COUNTED) and not FREE.match(text):
        for statements in _listening:
            statements.texts.append(text)


@asynccontextmanager
async def counted() -> AsyncIterator[Statements]:
    """Collect the statements of a block, as in `async with counted() as sql: ...` and then `sql.count`."""
    await asyncio.sleep(0)  # what ran before is told of late
    statements = Statements()
    _listening.append(statements)
    try:
        yield statements
        await asyncio.sleep(0)
    finally:
        _listening.remove(statements)
