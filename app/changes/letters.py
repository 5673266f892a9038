"""The letter to the address on file: something that staff reach a client by was changed, perhaps by a stranger."""

from typing import Any
from uuid import UUID

from app.notices import mail, outbox
from app.notices.outbox import Effects, Sending
from app.web.language import Language

CONTACT_CHANGED = "changes.contact_changed"


async def tell_address_on_file(*, to: str, language: str | None) -> None:
    """Write, with the change under way, to the address that was on file before it; the letter does not say what changed."""
    if to and mail.is_possible():
        payload = {"to": to, "language": language or Language.ENGLISH.value}
        await outbox.add(kind=CONTACT_CHANGED, payload=payload)


async def send_contact_changed(message_id: UUID, payload: dict[str, Any]) -> None:
    letter = mail.compose(
        "changes/mail/contact_changed", to=payload["to"], language=Language(payload["language"])
    )
    await mail.send(letter, message_id=message_id)


EFFECTS: Effects = {CONTACT_CHANGED: Sending(send_contact_changed)}
