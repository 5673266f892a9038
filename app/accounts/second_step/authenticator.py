"""An authenticator app: its secret, how it gets there, and codes that are each taken once."""

import time
from datetime import UTC, datetime

import pyotp
import segno

from app import db
from app.accounts.second_step.rules import matching_step
from app.accounts.second_step.standing import Owner, hold, record
from app.accounts.second_step.tables import AuthenticatorApp
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import StateForbids
from app.practice.settings import PRACTICE
from app.web.language import _l

HAS_ONE = _l("You have an authenticator app already. Please remove it before you set up another.")

OF_OWNER = "select id, secret, active_at from authenticator_app where {column} = $1"
ACTIVATE = """
update authenticator_app set active_at = $2, last_step = $3 where id = $1 and active_at is null returning id
"""
ADVANCE = "update authenticator_app set last_step = $2 where id = $1 and last_step < $2 returning id"


async def begin(owner: Owner) -> None:
    """Make a secret that proves nothing before `activate`; raises StateForbids for somebody who has an app."""
    async with db.transaction():
        await hold(owner)
        found = await db.row(OF_OWNER.format(column=owner.column), owner.id)
        if found is not None and found["active_at"] is not None:
            raise StateForbids(HAS_ONE)
        if found is not None:
            await AuthenticatorApp.delete().where(AuthenticatorApp.id == found["id"])
        row = AuthenticatorApp(id=db.new_id(), made_at=datetime.now(UTC), **owner.columns)
        row.secret = AuthenticatorApp.secret.seal(pyotp.random_base32(), row=row.id)
        await AuthenticatorApp.insert(row)


async def secret_to_set_up(owner: Owner) -> str | None:
    """Give the secret that waits for its first code; None when none does."""
    found = await db.row(OF_OWNER.format(column=owner.column), owner.id)
    if found is None or found["active_at"] is not None:
        return None
    return _opened(found)


async def activate(owner: Owner, *, by: Actor, code: str) -> bool:
    """Let the app count from now on; False for a wrong code."""
    found = await db.row(OF_OWNER.format(column=owner.column), owner.id)
    step = matching_step(_opened(found), code, now=int(time.time())) if found else None
    if found is None or step is None:
        return False
    async with db.transaction():
        if await db.row(ACTIVATE, found["id"], datetime.now(UTC), step) is None:
            return False
        await record(owner, by=by, kind=Kind.AUTHENTICATOR_ADDED)
    return True


async def takes(owner: Owner, code: str) -> bool:
    """Whether this is a code of the owner's app that was not taken before; of many at once, one is."""
    found = await db.row(OF_OWNER.format(column=owner.column), owner.id)
    if found is None or found["active_at"] is None:
        return False
    step = matching_step(_opened(found), code, now=int(time.time()))
    return step is not None and await db.row(ADVANCE, found["id"], step) is not None


def _opened(found: db.Record) -> str:
    return AuthenticatorApp.secret.open(found["secret"], row=found["id"])


def address_of(secret: str, owner: Owner) -> str:
    """Give the otpauth: address that apps read. It names no practice: others see the app."""
    return pyotp.TOTP(secret).provisioning_uri(name=owner.username, issuer_name=str(PRACTICE.mail_name))


def drawn(address: str) -> tuple[int, str]:
    """Give a QR code as the side of its square and the path of its dark fields, quiet zone included."""
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix_iter(border=4)]
    fields = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return len(rows), "".join(fields)
