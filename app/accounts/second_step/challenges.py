"""What a passkey is asked to sign: made for one purpose and one browser, good for five minutes, answered once.

A challenge carries its moment and our MAC over it and over the cookie of the browser it is shown in. So showing a
page writes nothing; an answered one is written down, and is not answered again.
"""

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app import db
from app.accounts.second_step.tables import SpentChallenge
from app.encryption import mac

SECONDS = 300
RANDOM_BYTES, MOMENT_BYTES = 24, 8
HEAD_BYTES = RANDOM_BYTES + MOMENT_BYTES

SPEND = """
insert into spent_challenge (id, challenge_hash, spent_at) values ($1, $2, $3)
on conflict (challenge_hash) do nothing returning id
"""


@dataclass(frozen=True, slots=True)
class Bond:
    """What a challenge is good for: one purpose, in the browser that holds this cookie value."""

    purpose: str
    cookie: str


ADDING, SIGNING_IN, SECOND_STEP, CONFIRMING = "adding", "signing in", "second step", "confirming"


def new_challenge(bond: Bond) -> bytes:
    head = secrets.token_bytes(RANDOM_BYTES) + int(time.time()).to_bytes(MOMENT_BYTES)
    return head + _mac(bond, head)


async def spend(challenge: bytes, bond: Bond) -> bool:
    """Use a challenge up; False when it is not of this bond, too old, or used already."""
    if not _is_ours(challenge, bond):
        return False
    hashed = hashlib.sha256(challenge).digest()
    return await db.row(SPEND, db.new_id(), hashed, datetime.now(UTC)) is not None


async def remove_old() -> None:
    """Remove used challenges that are too old to be answered anyway."""
    await SpentChallenge.delete().where(
        SpentChallenge.spent_at < datetime.now(UTC) - timedelta(seconds=2 * SECONDS)
    )


def _is_ours(challenge: bytes, bond: Bond) -> bool:
    head, made = challenge[:HEAD_BYTES], int.from_bytes(challenge[RANDOM_BYTES:HEAD_BYTES])
    genuine = bool(bond.cookie) and hmac.compare_digest(challenge[HEAD_BYTES:], _mac(bond, head))
    return genuine and 0 <= time.time() - made < SECONDS


def _mac(bond: Bond, head: bytes) -> bytes:
    return mac("passkey challenge", bond.purpose, bond.cookie, head)
