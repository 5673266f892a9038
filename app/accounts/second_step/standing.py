"""Whose second step it is, and what they have."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind

HAS_SECOND_STEP = """(
  exists (select 1 from passkey where passkey.{column} = {owner}) or exists (
    select 1 from authenticator_app app where app.{column} = {owner} and app.active_at is not null)
)"""
"""In SQL: whether somebody has a second step. Recovery codes alone are none: they only stand in for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose second step it is: one code path for clients (by their account) and for staff."""

    is_staff: bool
    id: UUID
    username: str
    name: str
    client_id: UUID | None = None
    """In whose activity it stands."""

    @property
    def column(self) -> str:
        return "staff" if self.is_staff else "account"

    @property
    def columns(self) -> dict[str, Any]:
        """Give the value of a row's column that names the owner."""
        return {self.column: self.id}


async def record(owner: Owner, *, by: Actor, kind: Kind, detail: Any = None) -> None:
    """Write down what was done with somebody's second step, in the transaction that does it."""
    await activity.record(
        by=by,
        kind=kind,
        object_kind="staff_member" if owner.is_staff else "portal_account",
        object_id=owner.id,
        client_id=owner.client_id,
        detail=detail,
    )


@dataclass(frozen=True, slots=True)
class OwnPasskey:
    """A passkey as its owner sees it."""

    id: UUID
    credential_id: bytes
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What somebody can prove with."""

    passkeys: tuple[OwnPasskey, ...]
    has_app: bool
    codes_left: int
    devices: int
    """Devices on which the second step is not asked for."""
    password_is_long: bool

    @property
    def is_set_up(self) -> bool:
        return bool(self.passkeys) or self.has_app

    @property
    def is_last(self) -> bool:
        """Whether nothing is left when one passkey or the app is taken away."""
        return len(self.passkeys) + self.has_app == 1


PASSKEYS = (
    "select id, credential_id, name, added_at, used_at from passkey where {column} = $1 order by added_at, id"
)
STANDING = """
select
  exists (select 1 from authenticator_app where {column} = $1 and active_at is not null) as has_app,
  (select count(*) from recovery_code where {column} = $1 and used_at is null) as codes_left,
  (select count(*) from known_device where {column} = $1 and second_step_until > $2) as devices,
  coalesce((select long_enough from {secrets} where {column} = $1), false) as password_is_long
"""


async def standing_of(owner: Owner) -> Standing:
    """Give what somebody has (two statements)."""
    secrets = "staff_sign_in" if owner.is_staff else "account_secret"
    passkeys = await db.rows(PASSKEYS.format(column=owner.column), owner.id)
    row = await db.row(STANDING.format(column=owner.column, secrets=secrets), owner.id, datetime.now(UTC))
    return Standing(passkeys=tuple(OwnPasskey(**passkey) for passkey in passkeys), **(row or {}))


async def hold(owner: Owner) -> None:
    """Let nobody else change what somebody has until the transaction under way is over."""
    table = "staff_member" if owner.is_staff else "portal_account"
    await db.row(f"select id from {table} where id = $1 for update", owner.id)
