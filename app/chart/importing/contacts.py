"""Files of contacts: their columns, and what a file would do. Pure: what there is already is handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from app.activity.refusals import Unfit
from app.changes.parts import ENDED, Part
from app.chart.importing.cells import address_cells, cell_of, day_text_cell, list_cell, word_cell
from app.chart.importing.clients import ADDRESS
from app.chart.importing.planning import (
    Act,
    Allowed,
    Edited,
    Plan,
    Planned,
    changed,
    client_of,
    in_order,
    plan_rows,
)
from app.clients.lists.contacts import RELATIONSHIPS
from app.information.blocks import EMERGENCY_CONTACT, LEGAL_GUARDIAN, NO_NAME, NO_PHONE, PHYSICIAN, block_of
from app.information.contacts import KeptContact
from app.information.rules import Role
from app.web.forms import Form
from app.web.language import _l, gettext
from app.web.readers.sheets import client_number_cell
from app.web.sheet import Column, ReadRow

COLUMNS = (
    Column("client number", also=("client", "client no", "client id", "chart number", "mrn"), needed=True),
    Column("role", also=("kind", "type", "contact type"), needed=True),
    Column("name", also=("contact name", "full name"), needed=True),
    Column("relationship", also=("relation",)),
    Column("phone", also=("phone number", "mobile", "cell phone")),
    Column("second phone", also=("other phone", "home phone", "work phone"), into="other_phone"),
    Column("email", also=("e mail", "email address", "e mail address")),
    Column("practice", also=("organization", "organisation", "clinic"), into="organization"),
    Column("fax"),
    Column("npi"),
    *ADDRESS,
    Column("proof", also=("paper",), into="paper"),
    Column("since", also=("from", "start date"), into="starts_on"),
    Column("ended on", also=("until", "end date"), into=ENDED),
)
NAMES = {column.field: column.name for column in COLUMNS}
WORDS = NAMES | {"address": "address"}
TOLD = (
    "relationship", "phone", "other_phone", "email", "organization", "fax", "npi", "address", "paper", "starts_on", ENDED,
)  # fmt: skip
ROLES: dict[str, str] = {
    **dict.fromkeys(("emergency contact", "emergency"), Role.EMERGENCY_CONTACT.value),
    **dict.fromkeys(("legal guardian", "guardian"), Role.LEGAL_GUARDIAN.value),
    **dict.fromkeys(("preferred physician", "physician", "doctor", "pcp"), Role.PHYSICIAN.value),
    **dict.fromkeys(("responsible party", "guarantor"), Role.RESPONSIBLE_PARTY.value),
}
NO_ROLE = _l("Write emergency contact, legal guardian, preferred physician or responsible party.")
NOT_OF_ROLE = _l("This is not kept of a contact in this role. Leave the cell blank.")
SAME_CONTACT = _l("Row %(row)s is about the same contact.")
ENDED_HERE = _l("This contact was ended here. If it stands again, add it in the chart.")


class ContactRow(Form):
    """A row of which every cell is good by itself; fields are called as in the chart, their texts too."""

    client_number: Annotated[int, client_number_cell()]
    role: Annotated[str, word_cell(ROLES, sentence=NO_ROLE)]
    name: Annotated[str, cell_of(EMERGENCY_CONTACT.part.field("name"))]
    relationship: Annotated[str, list_cell(RELATIONSHIPS)]
    phone: Annotated[str, cell_of(EMERGENCY_CONTACT.part.field("phone"))]
    other_phone: Annotated[str, cell_of(EMERGENCY_CONTACT.part.field("other_phone"))]
    email: Annotated[str, cell_of(EMERGENCY_CONTACT.part.field("email"))]
    organization: Annotated[str, cell_of(PHYSICIAN.part.field("organization"))]
    fax: Annotated[str, cell_of(PHYSICIAN.part.field("fax"))]
    npi: Annotated[str, cell_of(PHYSICIAN.part.field("npi"))]
    address: Annotated[str, address_cells()]
    paper: Annotated[str, cell_of(LEGAL_GUARDIAN.part.field("paper"))]
    starts_on: Annotated[str, day_text_cell()]
    ended_on: Annotated[str, day_text_cell()]

    @property
    def told(self) -> dict[str, str]:
        texts = {name: getattr(self, name) for name in TOLD}
        return {name: words for name, words in texts.items() if words}


@dataclass(frozen=True, slots=True)
class Known:
    clients: Mapping[int, UUID]
    """By number."""
    contacts: Mapping[UUID, Sequence[KeptContact]]
    """By client, in the order they were added in."""


Read = ReadRow[ContactRow]


def plan(rows: Sequence[Read], known: Known, allowed: Allowed) -> Plan:
    """Say what these rows would do: client, role and name say which contact is meant."""
    first: dict[tuple[int, str, str], int] = {}

    def planned(read: Read) -> Planned | None:
        row = read.form
        client_id = client_of(row.client_number, known.clients)
        if not row.role:
            raise Unfit("role", NO_ROLE)
        if not row.name:
            raise Unfit("name", NO_NAME)
        part = block_of(Role(row.role)).part
        _check_of_role(row, part)
        held = _held(row, known.contacts.get(client_id, ()))
        found = _new(read, client_id, part) if held is None else _change(read, client_id, part, held)
        above = first.setdefault((row.client_number, row.role, row.name.casefold()), read.row.number)
        if above != read.row.number:
            raise Unfit("name", gettext(SAME_CONTACT.message) % {"row": above})
        return found

    return plan_rows(rows, planned, names=NAMES, may_change=allowed.change)


def _check_of_role(row: ContactRow, part: Part) -> None:
    has = {field.name for field in part.fields}
    for name in row.told:
        if name not in has:
            raise Unfit(name if name != "address" else "address_line1", NOT_OF_ROLE)


def _held(row: ContactRow, contacts: Sequence[KeptContact]) -> KeptContact | None:
    """Give the contact that is meant: one that stands, else the last that was ended."""
    alike = [
        each
        for each in contacts
        if each.role == row.role and each.texts["name"].casefold() == row.name.casefold()
    ]
    standing = next((each for each in alike if each.ended_on is None), None)
    return standing or (alike[-1] if alike else None)


def _new(read: Read, client_id: UUID, part: Part) -> Planned:
    row = read.form
    if "phone" in part.needed and not row.phone:
        raise Unfit("phone", NO_PHONE)
    return _planned(read, client_id, Act.ADD, Edited(part, None, None, {"name": row.name, **row.told}))


def _change(read: Read, client_id: UUID, part: Part, held: KeptContact) -> Planned | None:
    row = read.form
    if held.ended_on is not None and not row.ended_on:
        raise Unfit("name", ENDED_HERE)
    new = changed(held.texts, row.told)
    return _planned(read, client_id, Act.CHANGE, Edited(part, held.id, held.texts, new)) if new else None


def _planned(read: Read, client_id: UUID, act: Act, does: Edited) -> Planned:
    return Planned(
        row=read.row.number,
        act=act,
        client_id=client_id,
        client_number=read.form.client_number,
        called=f"{does.part.title}: {read.form.name}",
        changes=in_order(does.new, WORDS) if act is Act.CHANGE else (),
        does=does,
    )
