"""Devices on which somebody asked not to be asked for the second step."""

from datetime import UTC, datetime

from app import db
from app.accounts.limits import DEVICE_LASTS, device_hash
from app.accounts.second_step.standing import Owner

IS_REMEMBERED = """
select 1 as yes from known_device where device_hash = $1 and {column} = $2 and second_step_until > $3
"""
REMEMBER = """
insert into known_device (id, {column}, device_hash, made_at, used_at, second_step_until) values ($1, $2, $3, $4, $4, $5)
on conflict ({column}, device_hash) where {column} is not null
do update set used_at = excluded.used_at, second_step_until = coalesce(excluded.second_step_until, known_device.second_step_until)
"""


async def is_remembered(device: str, owner: Owner) -> bool:
    """Whether the second step is left out on this device."""
    statement = IS_REMEMBERED.format(column=owner.column)
    return (
        bool(device) and await db.row(statement, device_hash(device), owner.id, datetime.now(UTC)) is not None
    )


async def know(device: str, owner: Owner, *, remembered: bool) -> None:
    """Know a device whose second step was taken, for thirty days without one if that was asked for."""
    now = datetime.now(UTC)
    until = now + DEVICE_LASTS if remembered else None
    await db.row(REMEMBER.format(column=owner.column), db.new_id(), owner.id, device_hash(device), now, until)


async def ask_again(owner: Owner) -> None:
    """Ask for the second step on every device again."""
    statement = f"update known_device set second_step_until = null where {owner.column} = $1"
    await db.row(statement, owner.id)
