"""Recovery codes: shown once, kept as SHA-256, each good once."""

import hashlib
import secrets
from datetime import UTC, datetime

from app import db
from app.accounts.second_step.rules import CODE_BYTES, CODES, normal_recovery_code, recovery_code
from app.accounts.second_step.standing import Owner, record
from app.accounts.second_step.tables import RecoveryCode
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.web.cookies import sign, unsign

SHOWN_SECONDS = 1800
USE = """
update recovery_code set used_at = $3 where code_hash = $1 and {column} = $2 and used_at is null returning id
"""


def new_codes() -> tuple[str, ...]:
    return tuple(recovery_code(secrets.token_bytes(CODE_BYTES)) for _ in range(CODES))


def signed(owner: Owner, codes: tuple[str, ...]) -> str:
    """Give the codes for the form that says they are kept, so that it can bring back no others."""
    return sign(_purpose(owner), ",".join(codes), seconds=SHOWN_SECONDS)


async def keep(owner: Owner, *, by: Actor, shown: str) -> bool:
    """Let the codes that were shown count from now on, and no older ones; False when they were shown too long ago."""
    codes = unsign(_purpose(owner), shown)
    if codes is None:
        return False
    made_at = datetime.now(UTC)
    rows = [
        RecoveryCode(code_hash=_hash(code), made_at=made_at, **owner.columns) for code in codes.split(",")
    ]
    async with db.transaction():
        await db.row(f"delete from recovery_code where {owner.column} = $1 and used_at is null", owner.id)
        # The same form sent again makes no used code good again: used ones stay, and their hashes are unique.
        await RecoveryCode.insert(*rows).on_conflict(action="DO NOTHING")
        await record(owner, by=by, kind=Kind.RECOVERY_CODES_MADE)
    return True


async def takes(owner: Owner, typed: str) -> bool:
    """Whether this is a code of the owner's that was not used before; of many at once, one is."""
    code = normal_recovery_code(typed)
    statement = USE.format(column=owner.column)
    return bool(code) and await db.row(statement, _hash(code), owner.id, datetime.now(UTC)) is not None


def _hash(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()


def _purpose(owner: Owner) -> str:
    return f"recovery codes:{owner.id}"
