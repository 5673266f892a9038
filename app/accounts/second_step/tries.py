"""How often a second step may be tried (stack.md 9, 6.4). A try is counted before what was sent is looked at."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app import db
from app.accounts.limits import TooManyTries, address_hash
from app.accounts.second_step.tables import SecondStepTry
from app.encryption import mac

MINUTES, HOUR, DAY = timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)
OF_OWNER = ((MINUTES, 5), (HOUR, 20), (DAY, 50))
OF_ADDRESS = ((MINUTES, 10), (HOUR, 50))

BEFORE = """
select tried_at from second_step_try
where {column} = $1 and tried_at > $3 and id < $2 order by tried_at desc offset $4 - 1 limit 1
"""
"""The try that one more has to wait for, if there were as many as are allowed."""


@dataclass(frozen=True, slots=True)
class SecondTry:
    """A try that is under way, counted as failed until it is `cleared`."""

    id: int


async def begin(owner_id: UUID | None, *, address: str) -> SecondTry:
    """Count a try of this person from this address; raises TooManyTries, and then has counted nothing."""
    owner, network = _owner_hash(owner_id), address_hash(address)
    row = SecondStepTry(owner_hash=owner, address_hash=network, tried_at=datetime.now(UTC))
    made = await SecondStepTry.insert(row).returning(SecondStepTry.id)
    number: int = made[0]["id"]
    wait = max(
        await _wait("owner_hash", owner, OF_OWNER, number),
        await _wait("address_hash", network, OF_ADDRESS, number),
    )
    if wait:
        await SecondStepTry.delete().where(SecondStepTry.id == number)
        raise TooManyTries(wait)
    return SecondTry(number)


async def _wait(
    column: str, value: bytes | None, limits: tuple[tuple[timedelta, int], ...], number: int
) -> timedelta:
    """Give how long to wait, nothing when one more may be tried."""
    longest, now = timedelta(), datetime.now(UTC)
    for window, most in limits if value is not None else ():
        row = await db.row(BEFORE.format(column=column), value, number, now - window, most)
        if row is not None:
            longest = max(longest, row["tried_at"] + window - now)
    return longest


async def clear(tried: SecondTry) -> None:
    """Take a good try out of the count, in the transaction it leads to."""
    await SecondStepTry.delete().where(SecondStepTry.id == tried.id)


async def forget(owner_id: UUID) -> None:
    """Forget every failure of this person."""
    await SecondStepTry.delete().where(SecondStepTry.owner_hash == _owner_hash(owner_id))


async def remove_old() -> None:
    """Remove what no count looks at any more."""
    await SecondStepTry.delete().where(SecondStepTry.tried_at < datetime.now(UTC) - DAY)


def _owner_hash(owner_id: UUID | None) -> bytes | None:
    return None if owner_id is None else mac("second step", owner_id.bytes)
