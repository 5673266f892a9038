"""What is known of clients whose charts begin together."""

from collections.abc import Mapping
from uuid import UUID

from app.changes.parts import Texts
from app.information.basic import columns_beside
from app.information.tables import ClientInformation
from app.web.admin import name_of

AT_ONCE = 500
"""Rows of one statement."""


async def begin_information(known: Mapping[UUID, tuple[Texts, Texts]]) -> None:
    """Write Basic Information and Details of charts that hold none yet, beside what their first page holds."""
    rows = [row for client_id, (basic, details) in known.items() if (row := _row(client_id, basic, details))]
    for begin in range(0, len(rows), AT_ONCE):
        await ClientInformation.insert(*rows[begin : begin + AT_ONCE])


def _row(client_id: UUID, basic: Texts, details: Texts) -> ClientInformation | None:
    columns = columns_beside(client_id, basic)
    if details:
        columns[ClientInformation.details] = ClientInformation.details.seal_json(dict(details), row=client_id)
    if not columns:
        return None
    row = ClientInformation(id=client_id)
    for column, value in columns.items():
        setattr(row, name_of(column), value)
    return row
