"""The key that lets somebody set the practice up while nobody works there: in the log of the server, and nowhere else."""

import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg

from app import config, db
from app.accounts import limits
from app.accounts.limits import Caller, Side, TooManyTries
from app.accounts.links.tables import SetupKey
from app.encryption import mac

PATH = "/setup"
LASTS = timedelta(days=1)
KEY_BYTES = 32
ONE_AT_A_TIME = 0x_C11E_2A73
"""The number of the lock under which a key is made or used."""

NOBODY = "not exists (select from staff_member)"
LIVE = f"select id from setup_key where token_hash = $1 and used_at is null and made_at > $2 and {NOBODY}"
ANY_LIVE = (
    f"select exists (select from setup_key where used_at is null and made_at > $1 and {NOBODY}) as live"
)
USE = f"update setup_key set used_at = $2 where id = $1 and used_at is null and {NOBODY} returning id"


async def offer_key() -> str:
    """Make a new key, end those before, and give its address; "" once somebody works here, or before the tables are there."""
    token = secrets.token_urlsafe(KEY_BYTES)
    try:
        async with db.transaction():
            await db.row("select pg_advisory_xact_lock($1)", ONE_AT_A_TIME)
            await SetupKey.delete().where(SetupKey.used_at.is_null())
            row = await db.row(f"select {NOBODY} as nobody")
            if row is None or not row["nobody"]:
                return ""
            made = SetupKey(id=db.new_id(), token_hash=_hash_of(token), made_at=datetime.now(UTC))
            await SetupKey.insert(made)
    except (asyncpg.UndefinedTableError, asyncpg.UndefinedColumnError):
        return ""
    return f"{config.current().public_url}{PATH}/{token}"


async def live_key(token: str) -> UUID | None:
    """Give the key that opens setting up now; None for what is none, has ended, or once somebody works here."""
    row = await db.row(LIVE, _hash_of(token), datetime.now(UTC) - LASTS)
    return None if row is None else row["id"]


async def try_key(token: str, *, caller: Caller) -> UUID | None:
    """Give the key of an address somebody followed; None likewise, and after too many wrong ones from their network."""
    row = await db.row(ANY_LIVE, datetime.now(UTC) - LASTS)
    if row is None or not row["live"]:
        return None
    try:
        tried = await limits.begin_try(Side.STAFF, f"{PATH} {caller.address}", caller=caller, known=False)
    except TooManyTries:
        return None
    key_id = await live_key(token)
    async with db.transaction():
        await (limits.fail(tried) if key_id is None else limits.clear(tried))
    return key_id


async def use_key(key_id: UUID) -> bool:
    """Use a key up, in the transaction that makes the administrator; whether this one is the first."""
    await db.row("select pg_advisory_xact_lock($1)", ONE_AT_A_TIME)
    return await db.row(USE, key_id, datetime.now(UTC)) is not None


def _hash_of(token: str) -> bytes:
    return mac("setup key", token)
