"""Asking for a link on the sign-in page. The request looks nobody up, so it answers everybody alike, and as fast.

It counts the asking and writes one outbox row with what was typed; the worker finds out who that is.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app import db
from app.accounts.limits import TooManyTries, address_hash
from app.accounts.links import addressees
from app.accounts.links.addressees import Addressee
from app.accounts.links.making import Made, invite, send_reset
from app.accounts.links.rules import OF_CLIENT, is_activated
from app.accounts.links.tables import LinkAsking
from app.accounts.service import person_of
from app.activity import service as activity
from app.activity.kinds import Kind
from app.addresses import is_mail_address
from app.encryption import mac
from app.notices import mail, outbox

ASKED = "password_link_asked"
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
MOST_A_DAY = 5
"""For one name typed, and for one account, by whichever of its names."""
MOST_OF_ADDRESS = 10

BEFORE = """
select
  (select count(*) from link_asking where name_hash = $1 and asked_at > $3 and id < $6) as of_day,
  (select count(*) from link_asking where name_hash = $1 and asked_at > $5 and id < $6) as of_minute,
  (select count(*) from link_asking where address_hash = $2 and asked_at > $4 and id < $6) as of_address
"""
OF_ITSELF = """
select count(*) as count from sign_in_link where account = $1 and made_by is null and made_at > $2
"""


async def ask(*, name: str, address: str, way_on: str = "") -> None:
    """Ask for a link by a username or an e-mail, known or not; raises TooManyTries, for every name alike."""
    await _count(name.strip().casefold(), address)
    async with db.transaction():
        await outbox.add(kind=ASKED, payload={"name": name.strip().casefold(), "way_on": way_on})


async def ask_again(*, token: str, link_id: UUID | None, address: str) -> None:
    """Ask for a link in the place of another; `link_id` is None where the token is not of ours."""
    await _count(f"link {token}", address)
    async with db.transaction():
        await outbox.add(kind=ASKED, payload={"link": str(link_id) if link_id else ""})


async def _count(name: str, address: str) -> None:
    """Count an asking; raises TooManyTries, and then has counted nothing."""
    now, hashed, of_address = datetime.now(UTC), mac("link asking", name), address_hash(address)
    row = LinkAsking(name_hash=hashed, address_hash=of_address, asked_at=now)
    made = await LinkAsking.insert(row).returning(LinkAsking.id)
    number = made[0]["id"]
    before = await db.row(BEFORE, hashed, of_address, now - DAY, now - HOUR, now - MINUTE, number)
    if before is not None and _is_too_many(before):
        await LinkAsking.delete().where(LinkAsking.id == number)
        raise TooManyTries


def _is_too_many(before: db.Record) -> bool:
    return bool(
        before["of_day"] >= MOST_A_DAY or before["of_minute"] >= 1 or before["of_address"] >= MOST_OF_ADDRESS
    )


async def answer_asking(_event: UUID, payload: dict[str, Any]) -> None:
    """Find whose name was typed, or whose link is to be replaced, and write to them where they may sign in."""
    if not mail.is_possible():
        return
    link = payload.get("link")
    if link is not None:
        found = await addressees.of_link(UUID(link)) if link else ()
        way_on = await _way_on_of(UUID(link)) if link else ""
    else:
        found, way_on = await addressees.named(payload["name"]), payload["way_on"]
    to = [each for each in found if await _may_be_sent(each)]
    invited = [each for each in to if _is_invited(each)]
    for each in invited:
        await invite(each, made=Made(way_on=way_on))
    await _reset_by_address([each for each in to if each not in invited], way_on)
    for each in to:
        await _record(each)


async def _way_on_of(link_id: UUID) -> str:
    row = await db.row("select way_on from sign_in_link where id = $1", link_id)
    return str(row["way_on"]) if row else ""


async def _may_be_sent(to: Addressee) -> bool:
    if not to.facts.active or to.facts.suspended or not is_mail_address(to.address):
        return False
    row = await db.row(OF_ITSELF, to.account_id, datetime.now(UTC) - DAY)
    return row is None or row["count"] < MOST_A_DAY


def _is_invited(to: Addressee) -> bool:
    """Whether somebody is still to use their invitation: they get both its letters again."""
    return not to.facts.login_typed and not is_activated(to.facts)


async def _reset_by_address(to: list[Addressee], way_on: str) -> None:
    for address in sorted({each.address for each in to}):
        sharing = [each for each in to if each.address == address]
        await send_reset(sharing, made=Made(way_on=way_on), lasts=OF_CLIENT)


async def _record(to: Addressee) -> None:
    person = await person_of(to.account_id, origin=None)
    await activity.record(
        by=person.actor,
        kind=Kind.PASSWORD_LINK_ASKED,
        object_kind="portal_account",
        object_id=to.account_id,
        client_id=person.client_id,
    )
