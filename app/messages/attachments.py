"""Files that go with a message: documents of the chart, which the message points to."""

import json
from collections.abc import Sequence
from uuid import UUID

from app import db
from app.accounts.charts import check_rule
from app.accounts.sessions import CurrentChart, CurrentStaff
from app.documents import service as documents
from app.documents.attached import Attached
from app.documents.rules import Ask
from app.documents.staff_service import RULE, Sharing, add_document
from app.documents.tables import Document
from app.files import service as files
from app.files.rules import Unacceptable, clean_name
from app.files.service import TakenIn
from app.files.tables import FileState
from app.messages.tables import MessageAttachment
from app.staff.rules import Action
from app.web.forms import FilledForm
from app.web.language import _l, gettext
from app.web.uploads import SentFile

MOST = 5
LARGEST_FORM = 63_000_000
"""Bytes of a message with its files: three of the largest."""
SLOW = {"body_seconds": 600}
TOO_MANY = _l("Please attach at most 5 files to a message.")
AGAIN = _l("Please choose your files again, then send.")
TYPE = "select id from document_type where key = 'attachment'"

OF_MESSAGE = """
(select json_agg(json_build_object('id', document.id, 'title', encode(document.title, 'hex'), 'state', file.state,
   'back', document.withdrawn_at is not null) order by attachment.position)
 from message_attachment attachment join document on document.id = attachment.document
 join stored_file file on file.id = document.file
 where attachment.message = message.id) as attachments
"""
"""In SQL: the attachments of a row `message`, as `read_attachments` reads them."""


def read_attachments(row: db.Record) -> tuple[Attached, ...]:
    """Give the attachments of a message from the column that OF_MESSAGE makes."""
    return tuple(_view(each) for each in json.loads(row["attachments"] or "[]"))


def _view(each: dict[str, str]) -> Attached:
    document_id, state = UUID(each["id"]), FileState(each["state"])
    title = Document.title.open(bytes.fromhex(each["title"]), row=document_id)
    return Attached(document_id, title, state, is_back=bool(each["back"]))


def choose_again(form: FilledForm, sent: Sequence[SentFile]) -> FilledForm:
    """Say that files are to be chosen again, as no browser keeps them when a form comes back."""
    return form.refused(**form.sentences, file=AGAIN) if sent else form


async def take_all(sent: Sequence[SentFile]) -> tuple[TakenIn, ...]:
    """Take in the files of a form; raises Unacceptable, with the name of the file, for the first that is not taken.

    Those that were taken before it are swept, as no row names them.
    """
    if len(sent) > MOST:
        raise Unacceptable(TOO_MANY)
    try:
        return tuple([await _take(file) for file in sent])
    except Unacceptable as why:
        if len(sent) == 1:
            raise
        raise Unacceptable(f"{why.sentence} {AGAIN}", status=why.status) from None


async def _take(file: SentFile) -> TakenIn:
    try:
        return await files.take_in(file.parts, name=file.name)
    except Unacceptable as why:
        words = gettext("%(name)s: %(why)s") % {"name": clean_name(file.name), "why": why.sentence}
        raise Unacceptable(words, status=why.status) from None


async def attach(chart: CurrentChart, taken: Sequence[TakenIn], *, message: UUID) -> None:
    """Add a client's files to their message, in the transaction that sends it; raises Unacceptable."""
    for position, file in enumerate(taken):
        file_id = await files.add(file, client_id=chart.client_id, from_client=True)
        document_id = await documents.add_uploaded(
            chart, file_id, title=file.name, document_type=await _type()
        )
        await _point(message, document_id, position)


def check_can_attach(staff: CurrentStaff, attached: Sequence[TakenIn]) -> None:
    """Raise NotAllowed where somebody attaches files without the rule of the portal folder."""
    if attached:
        check_rule(staff, RULE, Action.CREATE)


async def attach_as_staff(
    staff: CurrentStaff, client_id: UUID, taken: Sequence[TakenIn], *, message: UUID
) -> None:
    """Share files with a client by a message, in the transaction that sends it.

    Raises NotAllowed without the rule of the portal folder, and Unacceptable.
    """
    for position, file in enumerate(taken):
        new = Sharing(file, "", await _type(), shared=True, ask=Ask.NOTHING, due_on=None, attached=True)
        document_id = await add_document(staff=staff, client_id=client_id, new=new)
        await _point(message, document_id, position)


async def _type() -> UUID:
    (row,) = await db.rows(TYPE)
    found: UUID = row["id"]
    return found


async def _point(message: UUID, document: UUID, position: int) -> None:
    await MessageAttachment.insert(MessageAttachment(message=message, document=document, position=position))
