"""Making links, in the transaction of who asks for them: the row, what it replaces, and the letters to send."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app import db
from app.accounts.links.addressees import Addressee
from app.accounts.links.rules import OF_STAFF, TEMPORARY, Purpose
from app.accounts.links.tables import SignInLink
from app.accounts.links.tokens import temporary_password_of
from app.accounts.passwords import hash_password
from app.accounts.rules import is_long_enough
from app.accounts.tables import AccountSecret, PortalAccount, PortalSession
from app.notices import outbox

ADDRESS_LETTER = "credentials_address"
LINK_LETTER = "credentials_link"
RESET_LETTER = "password_links"
"""The letters of an invitation, which are two, and the one with a link for each login of an address."""
FIRST_VERSION = 1
OF_ACCOUNT = """
insert into account_secret (id, account, password_hash, long_enough, changed_at) values ($1, $2, $3, $4, $5)
on conflict (account) do update set password_hash = excluded.password_hash, long_enough = excluded.long_enough,
  changed_at = excluded.changed_at
"""


@dataclass(frozen=True, slots=True)
class Made:
    """Who had a link made, if staff did, and where it leads after the password is chosen."""

    by_staff: UUID | None = None
    way_on: str = ""


async def invite(to: Addressee, *, made: Made, with_password: bool = False) -> UUID:
    """Send an account its address and login, and apart from them a link, or a temporary password; give the link's id."""
    purpose = Purpose.TEMPORARY if with_password else Purpose.INVITATION
    link_id = await _add(to, purpose, made=made, lasts=TEMPORARY if with_password else OF_STAFF)
    changed: dict[Any, Any] = {PortalAccount.email: to.address, PortalAccount.must_change_password: True}
    await PortalAccount.update(changed).where(PortalAccount.id == to.account_id)
    await AccountSecret.delete().where(AccountSecret.account == to.account_id)  # of an invitation before
    if with_password:
        await set_password(to.account_id, temporary_password_of(link_id, version=FIRST_VERSION))
        await PortalSession.delete().where(PortalSession.account == to.account_id)
    await outbox.add(kind=ADDRESS_LETTER, payload={"link": str(link_id)})
    await outbox.add(kind=LINK_LETTER, payload={"link": str(link_id)})
    return link_id


async def send_reset(to: Sequence[Addressee], *, made: Made, lasts: timedelta) -> list[UUID]:
    """Send one letter with a link for each of these accounts, which have one address; give the links' ids."""
    made_links = [await _add(each, Purpose.RESET, made=made, lasts=lasts) for each in to]
    await outbox.add(kind=RESET_LETTER, payload={"links": [str(link_id) for link_id in made_links]})
    return made_links


async def supersede(account_id: UUID, *, at: datetime) -> None:
    """Let no link of an account work any more."""
    await SignInLink.update({SignInLink.superseded_at: at}).where(
        (SignInLink.account == account_id) & SignInLink.used_at.is_null() & SignInLink.superseded_at.is_null()
    )


async def set_password(account_id: UUID, password: str) -> None:
    """Set the password of an account that may have none yet; the rules have accepted it."""
    hashed = await hash_password(password)
    await db.row(OF_ACCOUNT, db.new_id(), account_id, hashed, is_long_enough(password), datetime.now(UTC))


async def _add(to: Addressee, purpose: Purpose, *, made: Made, lasts: timedelta) -> UUID:
    now = datetime.now(UTC)
    await supersede(to.account_id, at=now)
    link = SignInLink(
        id=db.new_id(),
        account=to.account_id,
        purpose=purpose,
        version=FIRST_VERSION,
        to_address=to.address,
        way_on=made.way_on,
        made_by=made.by_staff,
        made_at=now,
        ends_at=now + lasts,
    )
    await SignInLink.insert(link)
    return link.id
