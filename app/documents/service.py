"""What clients do with documents: send them, open them, acknowledge, sign and fill those they are asked to."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart
from app.activity import service as activity
from app.activity.actor import Actor, ActorKind
from app.activity.kinds import Kind
from app.activity.refusals import StateForbids, Unfit
from app.documents.listing import ONE, DocumentLine, Signature, document_of, visible
from app.documents.rules import DONE_ALREADY, Ask, check_can_complete
from app.documents.tables import Document
from app.files import service as files
from app.files.service import OpenedFile, TakenIn
from app.notices import outbox
from app.web.language import _l

UPLOADED = "document_uploaded"
COMPLETED = "document_completed"
"""The outbox kinds of what staff are to be told of."""

NO_TYPE = _l("Choose what it is.")
NO_NAME = _l("Type your name to sign.")
CONSENT = _l("I have read this document. My typed name is my signature.")

PAGE_WIDTH = 1240
"""Pixels across a page: sharp on a phone, and on paper."""
ONE_VIEW = timedelta(hours=1)
"""How long looking at one page of a document after the other is one view of it."""
Drawn = bytes | OpenedFile
"""A picture that was drawn (JPEG), or an image that is a file itself."""

TYPE = """
select id from document_type where id = $1 and active and for_clients and key is distinct from 'attachment'
"""
SEEN = f"""
with marked as (
  update document set read_at = $3
  where id = $1 and client = $2 and read_at is null and not from_client
    and shared_at is not null and withdrawn_at is null
    and exists (select 1 from stored_file where stored_file.id = document.file and state = 'clean')
) {ONE}
"""
"""A document as it was, marked as read from now on."""
DIGEST = "select sha256 from stored_file where id = $1"


@dataclass(frozen=True, slots=True)
class Upload:
    """What a client sends: a file that was taken in, and what it is.

    `answers`: the blank it is the filled one of, and then of its type.
    """

    taken: TakenIn
    document_type: UUID | None = None
    answers: UUID | None = None


async def upload(*, chart: CurrentChart, sent: Upload) -> UUID:
    """Add a file that was taken in to the chart; give its document. One that answers a blank completes it.

    Raises Unacceptable where the chart has no room, Unfit, NotFound and StateForbids; the bytes are then swept.
    """
    blank = await document_of(chart, sent.answers) if sent.answers else None
    document_type = blank.type_id if blank else await _type_sent(sent)
    async with db.transaction():
        file_id = await files.add(sent.taken, client_id=chart.client_id, from_client=True)
        if blank is not None:
            check_can_complete(blank.facts, Ask.FILL)
            await _complete(chart, blank, Ask.FILL)
        return await add_uploaded(
            chart, file_id, title=sent.taken.name, document_type=document_type, answers=sent.answers
        )


async def _type_sent(sent: Upload) -> UUID:
    row = await db.row(TYPE, sent.document_type)
    if row is None:
        raise Unfit("document_type", NO_TYPE)
    found: UUID = row["id"]
    return found


async def add_uploaded(
    chart: CurrentChart, file_id: UUID, *, title: str, document_type: UUID, answers: UUID | None = None
) -> UUID:
    """Make a document of a client's file, in the transaction under way, and have staff told."""
    document = Document(
        id=db.new_id(),
        client=chart.client_id,
        file=file_id,
        document_type=document_type,
        from_client=True,
        sent_at=datetime.now(UTC),
        sent_by_name=chart.actor.name,
        account=chart.actor.account_id,
        answers=answers,
    )
    document.title = Document.title.seal(title, row=document.id)
    await Document.insert(document)
    await _record(chart, Kind.DOCUMENT_UPLOADED, document.id)
    await outbox.add(kind=UPLOADED, payload={"document": str(document.id)})
    return document.id


async def acknowledge(*, chart: CurrentChart, document_id: UUID) -> None:
    """Say that a document was read, where that is asked; raises NotFound, StateForbids."""
    document = await document_of(chart, document_id)
    check_can_complete(document.facts, Ask.ACKNOWLEDGE)
    async with db.transaction():
        await _complete(chart, document, Ask.ACKNOWLEDGE)
        await _record(chart, Kind.DOCUMENT_ACKNOWLEDGED, document_id)
        await outbox.add(kind=COMPLETED, payload={"document": str(document_id)})


async def sign(*, chart: CurrentChart, document_id: UUID, name: str) -> None:
    """Sign a document with a typed name; the digest of the file that was seen is kept with it.

    Raises NotFound, StateForbids, Unfit. Source: E-SIGN, 15 U.S.C. 7001.
    """
    document = await document_of(chart, document_id)
    check_can_complete(document.facts, Ask.SIGN)
    if not name:
        raise Unfit("name", NO_NAME)
    (seen,) = await db.rows(DIGEST, document.file.id)
    signed = Signature(
        name=name,
        consent=str(CONSENT),
        sha256=seen["sha256"].hex(),
        account=str(chart.account.account_id),
        client="" if chart.actor.kind is ActorKind.CLIENT else chart.client_name,
    )
    async with db.transaction():
        await _complete(
            chart,
            document,
            Ask.SIGN,
            {Document.signature: Document.signature.seal_json(asdict(signed), row=document_id)},
        )
        await _record(chart, Kind.DOCUMENT_SIGNED, document_id)
        await outbox.add(kind=COMPLETED, payload={"document": str(document_id)})


async def _complete(
    chart: CurrentChart, document: DocumentLine, ask: Ask, more: dict[Any, Any] | None = None
) -> None:
    """Complete a document, once, and only while it is what it was when it was read."""
    done = (
        await Document.update(
            {
                Document.completed_at: datetime.now(UTC),
                Document.completed_by_name: chart.actor.name,
                **(more or {}),
            }
        )
        .where((Document.id == document.id) & Document.completed_at.is_null())
        .where(Document.withdrawn_at.is_null() & (Document.ask == ask))
        .returning(Document.id)
    )
    if not done:
        raise StateForbids(DONE_ALREADY)


REOPEN = """
update document blank set completed_at = null, completed_by_name = ''
from document answer
where answer.file = $1 and blank.id = answer.answers and blank.ask = 'fill' and blank.completed_at is not null
  and not exists (select from document other join stored_file file on file.id = other.file
    where other.answers = blank.id and other.id <> answer.id and file.state <> 'quarantined')
returning blank.id, blank.client
"""


async def ask_again(file_id: UUID) -> None:
    """Ask once more for the document that a file answered which was held back; once, however often this runs."""
    async with db.transaction():
        for row in await db.rows(REOPEN, file_id):
            await activity.record(
                by=Actor.system("check"),
                kind=Kind.DOCUMENT_REOPENED,
                object_kind="document",
                object_id=row["id"],
                client_id=row["client"],
            )


async def open_document(*, chart: CurrentChart, document_id: UUID) -> tuple[DocumentLine, OpenedFile | None]:
    """Give a document and its file to read, which the client's activity keeps; no file while it is not clean."""
    document = await document_of(chart, document_id)
    opened = await files.open_file(document.file) if document.opens else None
    if opened is not None:
        async with db.transaction():
            await _record(chart, Kind.DOCUMENT_DOWNLOADED, document_id)
    return document, opened


async def see_document(*, chart: CurrentChart, document_id: UUID, leafing: bool = False) -> DocumentLine:
    """Give a document for its page, which marks it as read; the client's activity keeps that it was viewed.

    `leafing` through its pages goes on with that view.
    """
    async with db.transaction():
        row = await db.row(SEEN, document_id, chart.client_id, datetime.now(UTC))
        document = visible(chart, document_id, row)
        if document.opens and leafing:
            await _record_view(chart, document_id)
        elif document.opens:
            await _record(chart, Kind.DOCUMENT_VIEWED, document_id)
    return document


async def draw(*, chart: CurrentChart, document_id: UUID, number: int) -> Drawn | None:
    """Give a page of a document as a picture: a PDF's is drawn, an image is its own only page; None where none is.

    Who looks at a picture without its page has viewed the document as well.
    """
    document = await document_of(chart, document_id)
    if not document.opens:
        return None
    drawn = await files.picture_of(document.file, number=number, width=PAGE_WIDTH)
    if drawn is not None:
        async with db.transaction():
            await _record_view(chart, document_id)
    return drawn


async def _record_view(chart: CurrentChart, document_id: UUID) -> None:
    await activity.record_once(
        within=ONE_VIEW,
        by=chart.actor,
        kind=Kind.DOCUMENT_VIEWED,
        object_kind="document",
        object_id=document_id,
        client_id=chart.client_id,
    )


async def _record(chart: CurrentChart, kind: Kind, document_id: UUID) -> None:
    await activity.record(
        by=chart.actor, kind=kind, object_kind="document", object_id=document_id, client_id=chart.client_id
    )
