"""What the worker does about links: it writes the letters, and only then makes what opens an account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.links import tokens
from app.accounts.links.forgotten import ASKED, DAY, answer_asking
from app.accounts.links.invitations import INVITE, do_invitation
from app.accounts.links.making import ADDRESS_LETTER, LINK_LETTER, RESET_LETTER
from app.accounts.links.rules import Delivery, Purpose
from app.accounts.links.service import CHANGED_LETTER
from app.accounts.links.tables import LinkAsking, SignInLink
from app.notices import mail
from app.notices.mail import Mail
from app.notices.outbox import Effects, Sending
from app.web.language import Language

SENDABLE = """
select link.id, link.purpose, link.version, link.to_address, link.ends_at, account.username,
  coalesce(account.language, client.language, 'en') as language
from sign_in_link link join portal_account account on account.id = link.account
left join chart_grant own on own.account = account.id and own.kind = 'self' and own.revoked_at is null
left join client on client.id = own.client
where link.id = any($1) and link.used_at is null and link.superseded_at is null and link.ends_at > $2
  and link.delivery <> 'undeliverable' and account.active and account.suspended_at is null
order by account.username
"""
CHANGED = """
select account.email, coalesce(account.language, client.language, 'en') as language
from portal_account account
left join chart_grant own on own.account = account.id and own.kind = 'self' and own.revoked_at is null
left join client on client.id = own.client where account.id = $1
"""


@dataclass(frozen=True, slots=True)
class LoginLink:
    """A login as a letter names it, and the link to its password."""

    username: str
    link: str


async def send_address(message_id: UUID, payload: dict[str, Any]) -> None:
    """Send the first letter of an invitation: where the portal is, and the login."""
    for row in await _sendable([payload["link"]]):
        with_password = row["purpose"] == Purpose.TEMPORARY
        letter = _compose(
            "accounts/mail/credentials_address", row, login=row["username"], with_password=with_password
        )
        await _send(letter, [row["id"]], message_id=message_id, settles=False)


async def send_link(message_id: UUID, payload: dict[str, Any]) -> None:
    """Send the second letter of an invitation: the link, or the temporary password."""
    for row in await _sendable([payload["link"]]):
        if row["purpose"] == Purpose.TEMPORARY:
            password = tokens.temporary_password_of(row["id"], version=row["version"])
            letter = _compose("accounts/mail/credentials_password", row, password=password)
        else:
            letter = _compose("accounts/mail/credentials_link", row, link=_link(row))
        await _send(letter, [row["id"]], message_id=message_id)


async def send_resets(message_id: UUID, payload: dict[str, Any]) -> None:
    """Send one letter with a link for each login that has this address."""
    rows = await _sendable(payload["links"])
    if rows:
        logins = [LoginLink(row["username"], _link(row)) for row in rows]
        letter = _compose("accounts/mail/password_links", rows[0], logins=logins)
        await _send(letter, [row["id"] for row in rows], message_id=message_id)


async def tell_of_change(message_id: UUID, payload: dict[str, Any]) -> None:
    """Tell the address of a sign-in that its password was changed by a link."""
    row = await db.row(CHANGED, UUID(payload["account"]))
    if row is not None and row["email"]:
        letter = mail.compose(
            "accounts/mail/password_changed",
            to=row["email"],
            language=Language(row["language"]),
            changed_at=datetime.fromisoformat(payload["at"]),
        )
        await mail.send(letter, message_id=message_id)


async def _sendable(ids: Sequence[str]) -> Sequence[db.Record]:
    """Give the links that still open something: a letter with another would only lead to a page that says so."""
    return await db.rows(SENDABLE, [UUID(link_id) for link_id in ids], datetime.now(UTC))


def _link(row: db.Record) -> str:
    return tokens.address_of(row["id"], purpose=Purpose(row["purpose"]), version=row["version"])


def _compose(template: str, row: db.Record, **values: Any) -> Mail:
    return mail.compose(
        template,
        to=row["to_address"],
        language=Language(row["language"]),
        ends_at=row["ends_at"],
        **values,
    )


async def _send(letter: Mail, links: list[UUID], *, message_id: UUID, settles: bool = True) -> None:
    """Send a letter and note what became of its links; the second letter of an invitation settles it."""
    try:
        await mail.send(letter, message_id=message_id)
    except mail.Undeliverable:
        await _settle(links, Delivery.UNDELIVERABLE)
        raise
    if settles:
        await _settle(links, Delivery.SENT)


async def _settle(links: list[UUID], delivery: Delivery) -> None:
    await SignInLink.update(
        {SignInLink.delivery: delivery, SignInLink.delivered_at: datetime.now(UTC)}
    ).where(SignInLink.id.is_in(links) & (SignInLink.delivery == Delivery.WAITING))


UNUSED = """
delete from account_secret secret using sign_in_link link, portal_account account
where link.purpose = 'temporary' and link.ends_at < $1 and link.superseded_at is null
  and link.account = account.id and secret.account = account.id
  and account.must_change_password and secret.changed_at < link.made_at + interval '1 minute'
"""


async def tidy_up() -> None:
    """Forget old askings, and temporary passwords that went by e-mail and were not changed in time."""
    async with db.transaction():
        await LinkAsking.delete().where(LinkAsking.asked_at < datetime.now(UTC) - DAY)
        await db.row(UNUSED, datetime.now(UTC))


EFFECTS: Effects = {
    ADDRESS_LETTER: Sending(send_address),
    LINK_LETTER: Sending(send_link),
    RESET_LETTER: Sending(send_resets),
    CHANGED_LETTER: Sending(tell_of_change),
    ASKED: answer_asking,
    INVITE: do_invitation,
}
