"""Following a link: what it is still good for, and the password chosen by it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts import limits
from app.accounts.limits import Caller, Side
from app.accounts.links import tokens
from app.accounts.links.making import set_password, supersede
from app.accounts.links.rules import LinkFacts, LinkStanding, Purpose, standing_of
from app.accounts.password_change import PasswordOwner, client_rule
from app.accounts.passwords import is_password
from app.accounts.second_step.standing import HAS_SECOND_STEP
from app.accounts.service import begin_session, person_of
from app.accounts.sessions import SignedIn
from app.accounts.tables import PortalAccount, PortalSession
from app.activity import service as activity
from app.activity.kinds import Kind
from app.notices import outbox
from app.web.language import Language

CHANGED_LETTER = "password_changed"
FOLLOWED = f"""
select link.id, link.account, link.purpose, link.version, link.ends_at, link.used_at, link.superseded_at, link.way_on,
  account.username, account.display_name, account.email, account.language, secret.password_hash,
  account.active and account.suspended_at is null as open,
  {HAS_SECOND_STEP.format(column="account", owner="account.id")} as has_second_step
from sign_in_link link join portal_account account on account.id = link.account
left join account_secret secret on secret.account = account.id where link.id = $1
"""
USE = """
update sign_in_link link set used_at = $2
where id = $1 and used_at is null and superseded_at is null and ends_at > $2
  and exists (select 1 from portal_account account
    where account.id = link.account and account.active and account.suspended_at is null)
returning link.id
"""


@dataclass(frozen=True, slots=True)
class Followed:
    """A link as its page meets it. Where it is none of ours, it only stands closed."""

    standing: LinkStanding
    link_id: UUID | None = None
    account_id: UUID | None = None
    purpose: Purpose = Purpose.RESET
    username: str = ""
    name: str = ""
    email: str = ""
    password_hash: str | None = None
    way_on: str = ""
    language: Language | None = None
    has_second_step: bool = False

    @property
    def is_good(self) -> bool:
        return self.standing is LinkStanding.GOOD


NOWHERE = Followed(LinkStanding.CLOSED)


async def follow(token: str) -> Followed:
    """Look at where a token leads; changes nothing."""
    link_id = tokens.link_id_of(token)
    row = await db.row(FOLLOWED, link_id) if link_id else None
    if row is None or link_id is None:
        return NOWHERE
    purpose = Purpose(row["purpose"])
    if not tokens.is_genuine(token, link_id=link_id, purpose=purpose, version=row["version"]):
        return NOWHERE
    facts = LinkFacts(
        purpose=purpose,
        ends_at=row["ends_at"],
        used=row["used_at"] is not None,
        superseded=row["superseded_at"] is not None,
        open=row["open"],
    )
    return Followed(
        standing=standing_of(facts, datetime.now(UTC)),
        link_id=link_id,
        account_id=row["account"],
        purpose=purpose,
        username=row["username"],
        name=row["display_name"],
        email=row["email"],
        password_hash=row["password_hash"],
        way_on=row["way_on"],
        language=Language(row["language"]) if row["language"] else None,
        has_second_step=row["has_second_step"],
    )


def owner_of(link: Followed) -> PasswordOwner:
    """Give whose password is chosen by a link, and what is asked of it."""

    async def names() -> tuple[str, ...]:
        return (link.username, link.name, link.email)

    async def is_own(password: str) -> bool:
        return link.password_hash is not None and await is_password(password, link.password_hash)

    return PasswordOwner(
        asks_current=False,
        rule=client_rule(with_second_step=link.has_second_step),
        names=names,
        is_own=is_own,
    )


async def choose_password(
    link: Followed, *, password: str, caller: Caller, replacing: str = ""
) -> SignedIn | None:
    """Set a password that the rules accepted, end whatever else opens the account, and sign its person in.

    Of many at once one wins; None for the others, and for a link that has ended, and then nothing was changed.
    """
    if link.link_id is None or link.account_id is None:
        return None
    async with db.transaction():
        now = datetime.now(UTC)
        if await db.row(USE, link.link_id, now) is None:
            return None
        await _give(link.account_id, password, now)
        await limits.lift(Side.CLIENT, link.username, link.email.casefold())
        person = await person_of(link.account_id, origin=caller.origin)
        await activity.record(
            by=person.actor,
            kind=Kind.PASSWORD_CHOSEN_BY_LINK,
            object_kind="portal_account",
            object_id=link.account_id,
            client_id=person.client_id,
        )
        if link.purpose is Purpose.RESET:
            payload = {"account": str(link.account_id), "at": now.isoformat()}
            await outbox.add(kind=CHANGED_LETTER, payload=payload)
        return await begin_session(person, caller=caller, replacing=replacing)


async def _give(account_id: UUID, password: str, now: datetime) -> None:
    """Let the new password be all that opens the account."""
    await set_password(account_id, password)
    await PortalAccount.update({PortalAccount.must_change_password: False}).where(
        PortalAccount.id == account_id
    )
    await PortalSession.delete().where(PortalSession.account == account_id)
    await supersede(account_id, at=now)
