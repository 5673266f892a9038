"""What was sent by e-mail and by text: which letters went out, and in a development what they said."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app import config, db
from app.notices.tables import SentMail, TextMessage, TextReply
from app.web.paths import own_path

MOST_SHOWN = 50
KEPT = timedelta(days=30)
REPLIES_KEPT = timedelta(days=400)
"""Longer than anybody who had seen one come in would wait to send it once more."""
NEWEST = """
select id, sent_at, letter, false as is_text from sent_mail where letter is not null
union all select id, written_at, letter, true from text_message where letter is not null
order by sent_at desc, id limit $1
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of what a letter says; `path` is where it leads in the portal, "" for mere words."""

    words: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class SentLetter:
    id: UUID
    sent_at: datetime
    to: str
    subject: str
    """"": it is a text."""
    pieces: tuple[Piece, ...]
    is_text: bool


async def is_sent(message_id: UUID) -> bool:
    return await SentMail.exists().where(SentMail.id == message_id)


async def note(message_id: UUID, *, to: str, subject: str, text: str) -> None:
    """Note that a letter went out; what it says is kept in a development only, since its links open accounts."""
    row = SentMail(id=message_id, sent_at=datetime.now(UTC))
    if not config.current().is_production:
        letter = {"to": to, "subject": subject, "text": text}
        row.letter = SentMail.letter.seal_json(letter, row=message_id)
    await SentMail.insert(row).on_conflict(target=SentMail.id, action="DO NOTHING")


async def letters_sent() -> tuple[SentLetter, ...]:
    """Give the letters and texts kept in a development, newest first."""
    found = await db.rows(NEWEST, MOST_SHOWN)
    return tuple(_letter(row) for row in found)


async def remove_old() -> None:
    """Forget letters and texts after a month: no outbox row is tried again that long after its letter went out."""
    now = datetime.now(UTC)
    await SentMail.delete().where(SentMail.sent_at < now - KEPT)
    await TextMessage.delete().where(TextMessage.written_at < now - KEPT)
    await TextReply.delete().where(TextReply.came_at < now - REPLIES_KEPT)


def _letter(row: db.Record) -> SentLetter:
    column = TextMessage.letter if row["is_text"] else SentMail.letter
    said = column.open_json(row["letter"], row=row["id"])
    return SentLetter(
        id=row["id"],
        sent_at=row["sent_at"],
        to=said["to"],
        subject=said.get("subject", ""),
        pieces=_pieces(said["text"]),
        is_text=row["is_text"],
    )


def _pieces(text: str) -> tuple[Piece, ...]:
    """Part the words of a letter from the addresses of the portal among them."""
    own = config.current().public_url
    parts = re.split(rf"({re.escape(own)}\S*)", text)
    return tuple(
        Piece(part, own_path(part.removeprefix(own), otherwise="/") if number % 2 else "")
        for number, part in enumerate(parts)
    )
