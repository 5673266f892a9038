"""What the worker does about sendings: it writes the letter with the link, and notes where none could be sent."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import today
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.notices import mail
from app.notices.mail import Undeliverable
from app.notices.outbox import Effects, Sending
from app.record.sending.access import SENDER_MAY
from app.record.sending.service import OBJECT, SEND_COPY
from app.record.sending.tokens import address_of
from app.record.tables import RecordSending
from app.web.language import Language

LONGEST_FAULT = 100
SENDABLE = f"""
select id, client, address, language, expires_at from record_sending sending
where id = $1 and ended_at is null and fault = '' and expires_at > $2 and {SENDER_MAY.format(day="$3")}
"""
SENT = "update record_sending set sent_at = $2 where id = $1 and sent_at is null"
NOT_SENT = "update record_sending set fault = $2 where id = $1 and fault = '' returning id"


async def send_link(message_id: UUID, payload: dict[str, Any]) -> None:
    """Send the letter with a link, unless it opens nothing any more. Raises NotTaken and Undeliverable."""
    row = await db.row(SENDABLE, UUID(payload["sending"]), datetime.now(UTC), today())
    if row is None:
        return
    letter = mail.compose(
        "record/mail/link",
        to=RecordSending.address.open(row["address"], row=row["id"]),
        language=Language(row["language"]),
        discreet=True,
        link=address_of(row["id"]),
        ends_at=row["expires_at"],
    )
    try:
        await mail.send(letter, message_id=message_id)
    except Undeliverable as refusal:
        await _note_fault(row, refusal)
        raise
    await db.rows(SENT, row["id"], datetime.now(UTC))


async def _note_fault(row: db.Record, refusal: Undeliverable) -> None:
    """Let the client see that nothing was sent."""
    async with db.transaction():
        if await db.row(NOT_SENT, row["id"], type(refusal).__name__[:LONGEST_FAULT]) is not None:
            await activity.record(
                by=Actor.system(SEND_COPY),
                kind=Kind.RECORD_NOT_SENT,
                object_kind=OBJECT,
                object_id=row["id"],
                client_id=row["client"],
            )


EFFECTS: Effects = {SEND_COPY: Sending(send_link)}
