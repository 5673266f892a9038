"""Letters to the e-mail of a sign-in: it was used on a new device, or links go elsewhere from now on."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.limits import Caller
from app.accounts.own.alert_mails import alert_mails_of
from app.accounts.own.browsers import browser_in_words
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.notices import mail, outbox
from app.notices.outbox import Effects, Sending
from app.web.language import Language, speaking

NEW_DEVICE = "accounts.new_device"
EMAIL_LEFT = "accounts.email_left"
EMAIL_TAKEN = "accounts.email_taken"


async def tell_of_new_device(*, account_id: UUID, by: Actor, client_id: UUID | None, caller: Caller) -> None:
    """Note that the account was signed in to from a device it did not know, and write to its e-mail."""
    await activity.record(
        by=by,
        kind=Kind.NEW_DEVICE_USED,
        object_kind="portal_account",
        object_id=account_id,
        client_id=client_id,
    )
    await _tell({"account": str(account_id)}, caller)


async def tell_staff_of_new_device(*, staff_id: UUID, by: Actor, caller: Caller) -> None:
    """Do the same for a staff member."""
    await activity.record(
        by=by, kind=Kind.STAFF_NEW_DEVICE_USED, object_kind="staff_member", object_id=staff_id
    )
    await _tell({"staff": str(staff_id)}, caller)


async def _tell(whom: dict[str, str], caller: Caller) -> None:
    if mail.is_possible():
        at = datetime.now(UTC).isoformat()
        await outbox.add(kind=NEW_DEVICE, payload={**whom, "at": at, "browser": caller.browser})


async def tell_of_changed_email(*, account_id: UUID, old: str, new: str) -> None:
    """Write to both addresses, so that a stranger's change and a mistyped address are noticed."""
    if not mail.is_possible():
        return
    if old:
        await outbox.add(kind=EMAIL_LEFT, payload={"account": str(account_id), "to": old})
    await outbox.add(kind=EMAIL_TAKEN, payload={"account": str(account_id), "to": new})


async def send_new_device(message_id: UUID, payload: dict[str, Any]) -> None:
    staff = payload.get("staff")
    email, language = await _reader(payload)
    if not email:
        return
    with speaking(language):
        browser = browser_in_words(payload["browser"])
    at = datetime.fromisoformat(payload["at"])
    path = "/staff/password/change" if staff else "/password/forgot"
    letter = mail.compose(
        "accounts/own/mail/new_device", to=email, language=language, at=at, browser=browser, path=path
    )
    await mail.send(letter, message_id=message_id)


async def send_email_left(message_id: UUID, payload: dict[str, Any]) -> None:
    await _send_of_change("accounts/own/mail/email_left", message_id, payload)


async def send_email_taken(message_id: UUID, payload: dict[str, Any]) -> None:
    await _send_of_change("accounts/own/mail/email_taken", message_id, payload)


async def _send_of_change(template: str, message_id: UUID, payload: dict[str, Any]) -> None:
    _, language = await _reader(payload)
    await mail.send(mail.compose(template, to=payload["to"], language=language), message_id=message_id)


async def _reader(payload: dict[str, Any]) -> tuple[str, Language]:
    """Give the e-mail of an account as it is now, and the language its owner chose; of a staff member, English."""
    if payload.get("staff"):
        return (await alert_mails_of(UUID(payload["staff"]))).email, Language.ENGLISH
    row = await db.row("select email, language from portal_account where id = $1", UUID(payload["account"]))
    if row is None:
        return "", Language.ENGLISH
    return row["email"], Language(row["language"] or Language.ENGLISH)


EFFECTS: Effects = {
    NEW_DEVICE: Sending(send_new_device),
    EMAIL_LEFT: Sending(send_email_left),
    EMAIL_TAKEN: Sending(send_email_taken),
}
