"""Contacts in Piccolo Admin, where the office looks them up, adds them and mends them."""

from collections.abc import Mapping
from typing import Any

from app.activity.refusals import StateForbids
from app.information.blocks import block_of
from app.information.rules import Role
from app.information.tables import Contact
from app.web.admin import AdminPart, AdminTable
from app.web.language import _l, gettext

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


async def check_contact(*, new: Mapping[str, Any] | None, **_: object) -> None:
    """Refuse a contact that the client's own form would not take; raises StateForbids."""
    if new is None:
        return
    for field in block_of(Role(new["role"])).part.typed:
        if field.name not in new:
            continue  # it is not for the admin
        typed = new[field.name] or ""
        try:
            kept = field.reader.func(typed)  # type: ignore[call-arg]  # a reader of one value
        except ValueError as why:
            raise StateForbids(f"{field.label}: {why}") from None
        if kept != typed:
            sentence = gettext("%(field)s: please type it as %(kept)s.")
            raise StateForbids(sentence % {"field": field.label, "kept": kept})


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
        "phone": _l("With the country code, such as +13125550107."),
        "organization": _l("Of a physician."),
        "ended_on": _l("Blank: still stands."),
    },
    once_written=check_contact,
)

ADMIN = AdminPart(tables=(CONTACTS,))
