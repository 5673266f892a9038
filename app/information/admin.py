"""Contacts in Piccolo Admin, where the office looks them up, adds them and mends them."""

from collections.abc import Mapping
from typing import Any

from app.activity.actor import Actor
from app.activity.refusals import StateForbids
from app.changes.fields import Control, Field
from app.changes.noting import note_change
from app.changes.parts import Part
from app.information.blocks import PHONE_HINT, block_of
from app.information.rules import Role
from app.information.tables import Contact
from app.web.admin import AdminPart, AdminTable, column_names
from app.web.language import _l
from app.web.readers.dates import day

WRITTEN = (
    Contact.name,
    Contact.relationship,
    Contact.organization,
    Contact.phone,
    Contact.other_phone,
    Contact.fax,
    Contact.email,
    Contact.npi,
    Contact.ended_on,
)


async def settle_contact(
    *, by: Actor, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None, **_: object
) -> None:
    """Keep a contact as the client's own form would, and in the chart's history; raises StateForbids for what that would not take."""
    if new is None:
        return
    part = block_of(Role(new["role"])).part
    typed = _texts(new)
    texts = {name: _as_kept(part.field(name), text) for name, text in typed.items() if _has(part, name)}
    rewritten: dict[Any, Any] = {
        getattr(Contact, name): text for name, text in texts.items() if text != typed[name]
    }
    if rewritten:
        await Contact.update(rewritten).where(Contact.id == new["id"])
    before = None if old is None else _texts(old)
    await note_change(
        by=by, client_id=new["client"], part=part, subject=new["id"], old=before, new=typed | texts
    )


def _texts(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(row[name] or "") for name in column_names(WRITTEN)}


def _has(part: Part, name: str) -> bool:
    return any(field.name == name for field in part.fields)


def _as_kept(field: Field, text: str) -> str:
    """Give the text of a field as it is kept; raises StateForbids with the sentence of the client's form."""
    reader = day() if field.control is Control.DAY else field.reader  # a day of the admin comes in one piece
    try:
        return field.text_of(reader.func(text))  # type: ignore[call-arg]  # a reader of one value
    except ValueError as why:
        raise StateForbids(f"{field.label}: {why}") from None


CONTACTS = AdminTable(
    table=Contact,
    name="contacts",
    group=_l("Clients"),
    rule="Clients",
    columns=(Contact.id, Contact.client, Contact.role, *WRITTEN),
    named_by=(Contact.name, Contact.role),
    creatable=(Contact.client, Contact.role, *WRITTEN),
    changeable=WRITTEN,
    needed=(Contact.client, Contact.role, Contact.name),
    chart=Contact.client,
    labels={
        "organization": _l("Practice"),
        "other_phone": _l("Second phone"),
        "npi": _l("NPI"),
    },
    notes={
        "relationship": _l("The code of HL7 RoleCode, such as MTH for the mother. Blank: not known."),
        "phone": PHONE_HINT,
        "organization": _l("Of a physician."),
        "ended_on": _l("Blank: still stands."),
    },
    once_written=settle_contact,
)

ADMIN = AdminPart(tables=(CONTACTS,))
