"""How often a sign-in may be tried, and which devices are known.

A try is counted by the name typed, whether anybody has it, and by the address it came from, before the password is
looked at: of many at once no more get through than of many in a row. A try that is refused is not counted, so a lock
ends by itself. A device somebody has signed in from in the last 30 days has a count of its own, so nobody can lock
them out of it (stack.md 9, 6.4).
"""

import hashlib
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from math import ceil
from uuid import UUID

from app import db
from app.accounts.sessions import SessionMark
from app.accounts.tables import KnownDevice, SignInTally, SignInTry
from app.activity.actor import Origin
from app.encryption import mac
from app.practice.settings import setting
from app.web.logs import log

WINDOW = timedelta(minutes=5)
WINDOW_OF_KNOWN = timedelta(hours=1)
MOST_OF_ADDRESS = 25
MOST_OF_KNOWN = 20
MOST_IN_A_ROW = 100
"""After so many failures in a row, signing in from unknown devices is off until staff lift it."""
ALARMING = 1000
"""So many failures within WINDOW, over all names, are written to the log as an alarm."""
DEVICE_LASTS = timedelta(days=30)
RETRY_SECONDS = int(WINDOW.total_seconds())


class Side(StrEnum):
    CLIENT = "client"
    STAFF = "staff"


class TooManyTries(Exception):
    """Nothing that was typed is looked at for now, whoever was named; `seconds` says for how long, in whole minutes."""

    def __init__(
        self, left: timedelta = WINDOW, *, until_lifted: bool = False, known_may: bool = False
    ) -> None:
        """Take how long it still lasts, whether only staff end it, and whether a device known before may go on."""
        super().__init__(left)
        self.seconds = 60 * ceil(left / timedelta(minutes=1))
        self.until_lifted, self.known_may = until_lifted, known_may


@dataclass(frozen=True, slots=True)
class Caller:
    """The browser somebody signs in from: its address, the token of its device ("" when it shows none), its name."""

    origin: Origin
    address: str
    device: str
    browser: str = ""
    """What it says of itself (User-Agent)."""


def mark_of(caller: Caller, device: str, *, second_step_due: bool = False) -> SessionMark:
    """Give what a session that begins here is known by."""
    return SessionMark(
        browser=caller.browser,
        network=caller.origin.network,
        device_hash=device_hash(device),
        second_step_due=second_step_due,
    )


@dataclass(frozen=True, slots=True)
class Try:
    """A try that is under way, counted as failed until it is `cleared`."""

    id: int
    name_hash: bytes
    known: bool


def new_device() -> str:
    return secrets.token_urlsafe(24)


def name_hash(side: Side, name: str) -> bytes:
    """Give what a typed name is counted under; the name itself is not kept."""
    return mac("sign-in name", side, name)


def address_hash(address: str) -> bytes:
    """Count an IPv4 address by itself, an IPv6 one by its /64, which one household has."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return mac("sign-in address", "")
    if known.version == 6:
        known = ipaddress.ip_network((known, 64), strict=False).network_address
    return mac("sign-in address", str(known))


def device_hash(device: str) -> bytes:
    return hashlib.sha256(device.encode()).digest()


KNOWN = """
select exists (select 1 from known_device where device_hash = $1 and used_at > $2
  and (account = $3 or staff = $4)) as known
"""


async def is_known(device: str, *, account_id: UUID | None = None, staff_id: UUID | None = None) -> bool:
    """Whether this person has signed in from the device within DEVICE_LASTS."""
    since = datetime.now(UTC) - DEVICE_LASTS
    row = await db.row(KNOWN, device_hash(device), since, account_id, staff_id)
    return bool(device and row and row["known"])


BEFORE = """
select
  (select tried_at from sign_in_try where name_hash = $1 and device_hash is null and tried_at > $3 and id < $5
   order by tried_at desc offset $7 - 1 limit 1) as of_name,
  (select tried_at from sign_in_try where address_hash = $2 and tried_at > $3 and id < $5
   order by tried_at desc offset $8 - 1 limit 1) as of_address,
  (select tried_at from sign_in_try where name_hash = $1 and device_hash = $6 and tried_at > $4 and id < $5
   order by tried_at desc offset $9 - 1 limit 1) as of_known,
  coalesce((select in_a_row from sign_in_tally where name_hash = $1), 0) as in_a_row
"""
"""Of each kind the try that one more has to wait for, if there were as many as are allowed."""


async def begin_try(side: Side, name: str, *, caller: Caller, known: bool) -> Try:
    """Count a try before its password is looked at; raises TooManyTries, and then has counted nothing."""
    hashed, address, now = name_hash(side, name), address_hash(caller.address), datetime.now(UTC)
    device = device_hash(caller.device) if known else None
    row = SignInTry(name_hash=hashed, address_hash=address, device_hash=device, tried_at=now)
    made = await SignInTry.insert(row).returning(SignInTry.id)
    number: int = made[0]["id"]
    most = (int(setting("failed_sign_ins")), MOST_OF_ADDRESS, MOST_OF_KNOWN)
    before = await db.row(BEFORE, hashed, address, now - WINDOW, now - WINDOW_OF_KNOWN, number, device, *most)
    wait = _wait(before, known=known, now=now) if before is not None else None
    if wait is not None:
        await SignInTry.delete().where(SignInTry.id == number)
        raise wait
    return Try(number, hashed, known)


def _wait(before: db.Record, *, known: bool, now: datetime) -> TooManyTries | None:
    """Give what one more try has to wait for; None when it need not."""
    if known:
        last = before["of_known"]
        return TooManyTries(last + WINDOW_OF_KNOWN - now) if last else None
    if before["in_a_row"] >= MOST_IN_A_ROW:
        return TooManyTries(until_lifted=True, known_may=True)
    lasts = [last for last in (before["of_name"], before["of_address"]) if last]
    return TooManyTries(max(lasts) + WINDOW - now, known_may=True) if lasts else None


ONE_MORE = """
insert into sign_in_tally (id, name_hash, in_a_row, failed_at) values ($1, $2, 1, $3)
on conflict (name_hash) do update set in_a_row = sign_in_tally.in_a_row + 1, failed_at = excluded.failed_at
"""


async def fail(tried: Try) -> None:
    """Let a try stand as failed, in the transaction that records it."""
    if not tried.known:
        await db.row(ONE_MORE, db.new_id(), tried.name_hash, datetime.now(UTC))


async def clear(tried: Try) -> None:
    """Take a good try out of the count, in the transaction that signs in.

    A good one from a device known before does not end a row of failures: they were somebody else's.
    """
    await SignInTry.delete().where(SignInTry.id == tried.id)
    if not tried.known:
        await SignInTally.delete().where(SignInTally.name_hash == tried.name_hash)


async def lift(side: Side, *names: str) -> None:
    """Forget every failure under these names."""
    hashes = [name_hash(side, name) for name in names if name]
    await SignInTry.delete().where(SignInTry.name_hash.is_in(hashes))
    await SignInTally.delete().where(SignInTally.name_hash.is_in(hashes))


async def forget_devices(*, account_id: UUID | None = None, staff_id: UUID | None = None) -> None:
    """Let no device of this person be known any more."""
    whose = KnownDevice.staff == staff_id if account_id is None else KnownDevice.account == account_id
    await KnownDevice.delete().where(whose)


async def look_after_tries() -> None:
    """Write an alarm to the log while very many fail, and remove what no count looks at any more."""
    now = datetime.now(UTC)
    lately = await SignInTry.count().where(SignInTry.tried_at > now - WINDOW)
    if lately >= ALARMING:
        log("sign-in alarm", rows=lately)
    await SignInTry.delete().where(SignInTry.tried_at < now - WINDOW_OF_KNOWN)
    await SignInTally.delete().where(
        (SignInTally.failed_at < now - DEVICE_LASTS) & (SignInTally.in_a_row < MOST_IN_A_ROW)
    )
    await KnownDevice.delete().where(KnownDevice.used_at < now - DEVICE_LASTS)
