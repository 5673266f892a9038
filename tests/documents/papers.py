"""Files and documents that tests send, share and look for."""

import io
from uuid import UUID

from PIL import Image

from app import db
from app.documents.demo import document_id, pdf
from app.documents.tables import Document
from app.files import checking
from app.files.tables import StoredFile
from tests import people, rows

SIGN, CONFIRM, FILL = (
    document_id(title) for title in ("Consent to telehealth", "How we protect your privacy", "Sleep diary")
)
DONE, LETTER, SENT, CARD = (
    document_id(title)
    for title in ("Office rules", "Letter for your employer", "letter-from-dr-lee.pdf", "insurance-card.jpg")
)
BOBS = document_id("Breathing exercise", "bob")
PDF = pdf("A letter", ("Good news.",))


def picture(kind: str = "PNG") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "#336699").save(written, kind)
    return written.getvalue()


async def check_all() -> None:
    """Do what the worker does with what came in."""
    for row in await db.rows("select id from stored_file where state = 'received'"):
        await checking.check(row["id"])


async def newest_of(client: str = "alice") -> UUID:
    found: UUID = await rows.value(
        "select id from document where client = $1 order by sent_at desc, id desc limit 1",
        people.client_id(client),
    )
    return found


async def sent_by(client: str = "alice") -> int:
    count: int = await rows.value(
        "select count(*) from document where client = $1 and from_client", people.client_id(client)
    )
    return count


async def withdraw(document: UUID, *, days_ago: int = 0) -> None:
    await rows.change(
        "update document set withdrawn_at = now() - make_interval(days => $2) where id = $1",
        document,
        days_ago,
    )


async def quarantine(document: UUID, reason: str) -> None:
    await rows.change(
        "update stored_file set state = 'quarantined', reason = $2"
        " where id = (select file from document where id = $1)",
        document,
        reason,
    )


COPY_OF_FILE = """
insert into stored_file (id, client, place, data_key, name, kind, size_bytes, sha256, pages, from_client, state, received_at)
select $2, client, $2, $3, $4, kind, size_bytes, sha256, pages, from_client, state, received_at
from stored_file where id = (select file from document where id = $1)
"""
COPY = """
insert into document (id, client, file, document_type, title, never_shared, from_client, sent_at, sent_by_name, staff,
  ask, shared_at, completed_by_name, withdrawn_by_name, reviewed_by_name)
select $2, client, $2, document_type, $3, never_shared, from_client, sent_at, sent_by_name, staff,
  ask, shared_at, completed_by_name, withdrawn_by_name, reviewed_by_name
from document where id = $1
"""


async def share_copies(document: UUID, count: int) -> None:
    """Share a document so many times more, for long lists."""
    for number in range(count):
        copy, title = db.new_id(), f"Copy {number}.pdf"
        key = StoredFile.data_key.seal("", row=copy)
        await rows.change(COPY_OF_FILE, document, copy, key, StoredFile.name.seal(title, row=copy))
        await rows.change(COPY, document, copy, Document.title.seal(title, row=copy))
