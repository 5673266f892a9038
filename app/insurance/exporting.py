"""The policies of a chart for the export of a client's whole portal record; member IDs in full to the client alone."""

from collections.abc import AsyncIterator
from functools import partial

from app import db
from app.changes.exporting import changes_table
from app.changes.parts import Part, by_name
from app.insurance.policy import COLUMNS, FROM, POLICY, texts_of_row
from app.web.language import gettext
from app.web.panel import Exported, ExportedTable, Exporting

EVERY = f"""
select {COLUMNS} {FROM} where policy.client = $1
order by policy.ended_on is not null, policy.priority, policy.starts_on desc nulls last, policy.id
"""
NUMBERS = frozenset({"member_id", "group_number"})
"""What whoever knows them can get care with, in the name of the client."""
LEFT_IN_SIGHT = 4


async def exported(asked: Exporting) -> AsyncIterator[Exported]:
    """Give the policies, those that ended at the end, and what was changed of them."""
    rows = [(row["id"], texts_of_row(row)) for row in await db.rows(EVERY, asked.client_id)]
    shown = partial(_shown, for_self=asked.for_self)
    columns = tuple(str(field.label) for field in POLICY.fields)
    cells = tuple(
        tuple(shown(POLICY, field.name, texts.get(field.name, "")) for field in POLICY.fields)
        for _, texts in rows
    )
    yield ExportedTable("insurance", gettext("Insurance"), columns, cells, long=True)
    called = {policy_id: POLICY.called(texts) for policy_id, texts in rows}
    yield await changes_table(
        asked, by_name((POLICY,)), name="changes-of-insurance", called=called, shown=shown
    )


def _shown(part: Part, name: str, text: str, *, for_self: bool) -> str:
    words = part.shown(name, text)
    if for_self or name not in NUMBERS:
        return words
    return f"…{words[-LEFT_IN_SIGHT:]}" if len(words) > LEFT_IN_SIGHT else "…" if words else ""
