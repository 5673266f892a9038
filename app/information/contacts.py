"""The contacts of a chart: read and written as texts, for the parts that are made of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from app import db
from app.changes.parts import ENDED
from app.information.rules import Role
from app.information.tables import Contact

OF_CLIENT = "select * from contact where client = $1 order by added_at, id"
ONE = "select * from contact where client = $1 and id = $2"
MAKE = """
insert into contact (id, client, role, name, added_at) values ($1, $2, $3, '', $4) on conflict do nothing
"""
PLAIN = ("name", "relationship", "organization", "phone", "other_phone", "fax", "email", "npi")
SEALED = ("address", "paper", "starts_on")


@dataclass(frozen=True, slots=True)
class KeptContact:
    """A contact as the chart holds it, its columns as texts."""

    id: UUID
    role: Role
    texts: Mapping[str, str]
    ended_on: date | None
    """None: it still stands."""


async def contacts_of(client_id: UUID) -> tuple[KeptContact, ...]:
    """Give all contacts of a chart, ended ones too, in the order they were added in (one statement)."""
    return tuple(kept_contact(row) for row in await db.rows(OF_CLIENT, client_id))


async def contact_of(client_id: UUID, contact_id: UUID) -> KeptContact | None:
    """Give one contact; None where the client has no such contact."""
    row = await db.row(ONE, client_id, contact_id)
    return None if row is None else kept_contact(row)


async def read_contact(role: Role, client_id: UUID, subject: UUID) -> Mapping[str, str] | None:
    """Give the texts of a contact in this role; None where the client has none of this id."""
    found = await contact_of(client_id, subject)
    return found.texts if found is not None and found.role is role else None


async def write_contact(role: Role, client_id: UUID, subject: UUID, texts: Mapping[str, str]) -> None:
    await db.rows(MAKE, subject, client_id, role.value, datetime.now(UTC))
    await Contact.update(_columns(subject, texts)).where(
        Contact.id == subject, Contact.client == client_id, Contact.role == role.value
    )


def kept_contact(row: db.Record) -> KeptContact:
    """Read a row of the table."""
    texts = {name: row[name] for name in PLAIN}
    for name in SEALED:
        column = getattr(Contact, name)
        texts[name] = "" if row[name] is None else column.open(row[name], row=row["id"])
    texts[ENDED] = row[ENDED].isoformat() if row[ENDED] else ""
    return KeptContact(row["id"], Role(row["role"]), texts, row[ENDED])


def _columns(subject: UUID, texts: Mapping[str, str]) -> dict[Any, Any]:
    columns: dict[Any, Any] = {getattr(Contact, name): texts[name] for name in PLAIN if name in texts}
    for name in SEALED:
        if name in texts:
            column = getattr(Contact, name)
            columns[column] = column.seal(texts[name], row=subject) if texts[name] else None
    if ENDED in texts:
        columns[Contact.ended_on] = date.fromisoformat(texts[ENDED]) if texts[ENDED] else None
    return columns
