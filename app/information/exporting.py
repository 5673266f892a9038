"""What a chart says of its client, for the export of their whole portal record: a page for each section that is shown.

The Social Security number is in no export: who has the file could take somebody's name with it.
"""

from collections.abc import AsyncIterator, Iterator, Mapping

from app.changes.access import is_hidden
from app.changes.exporting import changes_table
from app.changes.parts import ENDED, Part, by_name
from app.changes.rules import SECTION_NAMES, Section
from app.information.basic import BASIC, IDENTITY, read_both
from app.information.blocks import BLOCKS, CONTACT_PARTS, block_of
from app.information.contacts import KeptContact, contacts_of
from app.information.details import DETAILS_PART, read_details
from app.information.messaging import MESSAGING, read_messaging
from app.web.language import gettext
from app.web.panel import Exported, ExportedTable, Exporting

PARTS = by_name((BASIC, IDENTITY, DETAILS_PART, *CONTACT_PARTS.values(), MESSAGING))
Rows = Iterator[tuple[str, ...]]


async def exported(asked: Exporting) -> AsyncIterator[Exported]:
    """Give the sections as the chart holds them, and what was changed in them."""
    client_id = asked.client_id
    if not is_hidden(Section.BASIC) and (both := await read_both(client_id)) is not None:
        basic, identity = both
        yield _answers(Section.BASIC, (*_known(BASIC, basic), *_known(IDENTITY, identity)))
    if not is_hidden(Section.DETAILS):
        details = await read_details(client_id, client_id) or {}
        yield _answers(Section.DETAILS, tuple(_known(DETAILS_PART, details)))
    contacts = await contacts_of(client_id)
    if not is_hidden(Section.CONTACTS):
        yield _contacts(contacts)
    messaging = await read_messaging(client_id, client_id) or {}
    yield _answers(Section.MESSAGING, tuple(_known(MESSAGING, messaging)))
    called = {contact.id: contact.texts["name"] for contact in contacts}
    yield await changes_table(asked, PARTS, name="changes-of-information", called=called)


def _answers(section: Section, rows: tuple[tuple[str, ...], ...]) -> ExportedTable:
    columns = (gettext("What"), gettext("Answer"))
    return ExportedTable(_named(section), str(SECTION_NAMES[section]), columns, rows)


def _named(section: Section) -> str:
    return "basic-information" if section is Section.BASIC else section.value


def _known(part: Part, texts: Mapping[str, str]) -> Rows:
    """Give what is known of a part, each under its label."""
    for field in part.fields:
        words = "" if field.secret else field.shown(texts.get(field.name, ""))
        if words:
            yield str(field.label), words


def _contacts(contacts: tuple[KeptContact, ...]) -> ExportedTable:
    """Give a row for each, block by block, with a column for whatever is asked of any."""
    fields = {field.name: field for block in BLOCKS for field in block.part.fields}
    columns = (gettext("Who they are"), *(str(field.label) for field in fields.values()))
    order = [block.part.name for block in BLOCKS]
    rows = tuple(
        (
            str(block_of(contact.role).part.title),
            *(fields[name].shown(contact.texts.get(name, "")) for name in fields),
        )
        for contact in sorted(contacts, key=lambda each: (order.index(each.role), each.texts[ENDED]))
    )
    return ExportedTable("contacts", str(SECTION_NAMES[Section.CONTACTS]), columns, rows, long=True)
