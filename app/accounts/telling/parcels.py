"""What goes out together: whatever is due to somebody, looked at once more just before it is sent.

What a delivery carries is written down before it is handed over, so that after a death it goes out again as it was.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import config, db
from app.accounts.telling.noting import (
    News,
    Place,
    alert_staff,
    hold,
    last_told,
    nobody_reached,
    note_waiting,
    send_at,
)
from app.accounts.telling.readers import Reader, readers_of
from app.notices.preferences import Notice, Preferences, preferences_of
from app.notices.tables import Channel, ClientNotice, NoticeState
from app.notices.telling.rules import GAP, Fault, end_of_quiet, is_wanted
from app.notices.telling.service import News as Registry
from app.notices.telling.wording import Waiting
from app.practice.settings import zone_of
from app.web.language import Language

MOST_TOGETHER = 100
CARRIED = "select * from client_notice where delivery = $1 order by created_at, id"
UNDER_WAY = """
select 1 from client_notice
where client = $1 and account = $2 and channel = $3 and state = 'waiting' and delivery is not null limit 1
"""
DUE = f"""
select client_notice.*, exists (
  select 1 from client_notice other
  where other.notice = client_notice.notice and other.event = client_notice.event
    and other.account = client_notice.account and other.channel <> client_notice.channel
    and other.state = 'redirected' and other.fault <> ''
) as is_last_way from client_notice
where client = $1 and account = $2 and channel = $3 and state = 'waiting' and delivery is null and due_at <= $4
order by created_at, id limit {MOST_TOGETHER}
"""

NEXT = """
select min(due_at) as due_at from client_notice
where client = $1 and account = $2 and channel = $3 and state = 'waiting' and delivery is null
"""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one letter or text tells somebody."""

    place: Place
    ids: tuple[UUID, ...]
    waiting: tuple[Waiting, ...]
    to: str
    language: Language
    discreet: bool
    due_at: datetime
    """Since when the first of it was to be told."""


async def pack(message_id: UUID, place: Place, *, registry: Registry) -> Parcel | None:
    """Put together what the delivery `message_id` carries; None: there is nothing to tell now.

    What is not news any more, or not to be told, is settled; what is told another way by now is written anew for that;
    in quiet hours, and soon after the last time, all of it waits for a delivery of its own.
    """
    async with db.transaction():
        await hold(place.account_id)
        preferences = await preferences_of(place.client_id)
        reader = await _reader(place, preferences)
        carried = await db.rows(CARRIED, message_id)
        if carried:
            waiting = [row for row in carried if row["state"] == NoticeState.WAITING]
            return await _once_more(waiting, place, reader, preferences)
        now = datetime.now(UTC)
        due = await db.rows(DUE, place.client_id, place.account_id, place.channel, now)
        if not due:
            await _wait_for_next(place)
            return None
        if await _is_put_off(place, preferences, now=now):
            return None
        left = await _still_told(due, reader, preferences, registry)
        if reader is None or not left:
            return None
        if len(due) == MOST_TOGETHER:
            await send_at(place, now + GAP)
        if reader.channel(preferences.choices.channel) is not place.channel:
            moved = [row for row in left if not row["is_last_way"]]
            await _redirect(moved, place, reader, preferences, event=message_id)
            left = [row for row in left if row["is_last_way"]]
        return await _pinned(message_id, left, place, reader, preferences) if left else None


async def _reader(place: Place, preferences: Preferences) -> Reader | None:
    """Give whose sign-in it is, where the chart is still open to them."""
    found = await readers_of(place.client_id, preferences, only=place.account_id)
    return found[0] if found else None


async def _once_more(
    rows: Sequence[db.Record], place: Place, reader: Reader | None, preferences: Preferences
) -> Parcel | None:
    """Give what was begun as it was; but nothing to whom the chart is closed, nor a text that was stopped."""
    if not rows:
        return None
    if reader is None:
        await settle(ids_of(rows), NoticeState.NOT_NEEDED)
        return None
    if place.channel is Channel.TEXT and not reader.phone:
        await _redirect(rows, place, reader, preferences, event=rows[0]["delivery"])
        return None
    to = ClientNotice.sent_to.open(rows[0]["sent_to"], row=rows[0]["id"])
    return _parcel(rows, place, reader, preferences, to=to)


async def _wait_for_next(place: Place) -> None:
    """Come back for what is not due yet, such as after a clock was put back; as a rule there is nothing."""
    row = await db.row(NEXT, place.client_id, place.account_id, place.channel)
    if row is not None and row["due_at"] is not None:
        await send_at(place, row["due_at"])


async def _is_put_off(place: Place, preferences: Preferences, *, now: datetime) -> bool:
    """Put everything off that is due, where somebody wants to hear nothing now or has just heard something."""
    quiet = end_of_quiet(now, preferences.choices, zone_of(preferences.choices.zone))
    if quiet is not None:
        await send_at(place, quiet)
        return True
    last = await last_told(place, now=now)
    if last is None and await db.row(UNDER_WAY, place.client_id, place.account_id, place.channel):
        last = now
    if last is None:
        return False
    await send_at(place, last + GAP)
    return True


async def _still_told(
    rows: Sequence[db.Record], reader: Reader | None, preferences: Preferences, registry: Registry
) -> list[db.Record]:
    """Give what is still news, and wanted; the rest is settled."""
    still = await _still_news(rows, registry)
    left = [
        row
        for row in rows
        if reader is not None
        and row["object_id"] in still[Notice(row["notice"])]
        and reader.hears_of(Notice(row["notice"]))
        and is_wanted(Notice(row["notice"]), preferences.choices, needed=row["needed"])
    ]
    kept = {row["id"] for row in left}
    await settle([row["id"] for row in rows if row["id"] not in kept], NoticeState.NOT_NEEDED)
    return left


async def _still_news(rows: Sequence[db.Record], registry: Registry) -> dict[Notice, set[UUID]]:
    objects = dict[Notice, set[UUID]]()
    for row in rows:
        objects.setdefault(Notice(row["notice"]), set()).add(row["object_id"])
    return {
        notice: await registry[notice](asked) if notice in registry else asked
        for notice, asked in objects.items()
    }


async def _redirect(
    rows: Sequence[db.Record], place: Place, reader: Reader, preferences: Preferences, *, event: UUID
) -> None:
    """Have what was to go one way go the other, or fail where there is none."""
    channel = reader.channel(preferences.choices.channel)
    if channel is None:
        await fail(ids_of(rows), place, fault=nobody_reached(), event=event)
        return
    await settle(ids_of(rows), NoticeState.REDIRECTED)
    for row in rows:
        other = Place(place.client_id, place.account_id, channel)
        await note_waiting(_news(row), other, choices=preferences.choices)


async def _pinned(
    message_id: UUID, rows: Sequence[db.Record], place: Place, reader: Reader, preferences: Preferences
) -> Parcel:
    """Write down which delivery carries these, and where it goes."""
    to = reader.phone if place.channel is Channel.TEXT else reader.email
    for row in rows:
        sealed = ClientNotice.sent_to.seal(to, row=row["id"])
        carried: dict[Any, Any] = {ClientNotice.delivery: message_id, ClientNotice.sent_to: sealed}
        await ClientNotice.update(carried).where(ClientNotice.id == row["id"])
    return _parcel(rows, place, reader, preferences, to=to)


def _parcel(
    rows: Sequence[db.Record], place: Place, reader: Reader, preferences: Preferences, *, to: str
) -> Parcel:
    """Name each thing that waits once, however often something happened to it."""
    first_of = dict[str, Waiting]()
    for row in rows:
        link = f"{config.current().public_url}/notices/{row['id']}"
        first_of.setdefault(row["path"], Waiting(Notice(row["notice"]), link))
    return Parcel(
        place=place,
        ids=ids_of(rows),
        waiting=tuple(first_of.values()),
        to=to,
        language=reader.language,
        discreet=preferences.choices.discreet,
        due_at=min(row["due_at"] for row in rows),
    )


def ids_of(rows: Sequence[db.Record]) -> tuple[UUID, ...]:
    return tuple(row["id"] for row in rows)


def _news(row: db.Record) -> News:
    return News(
        client_id=row["client"],
        notice=Notice(row["notice"]),
        event=row["event"],
        object_id=row["object_id"],
        path=row["path"],
        needed=row["needed"],
    )


async def refused(message_id: UUID, place: Place, *, fault: str) -> None:
    """Write down that what a delivery carries was refused for good; what a text was to tell goes by e-mail."""
    async with db.transaction():
        await hold(place.account_id)
        rows = [row for row in await db.rows(CARRIED, message_id) if row["state"] == NoticeState.WAITING]
        if not rows:
            return
        await not_arrived(rows, place, fault=fault, event=message_id)


async def not_arrived(
    rows: Sequence[db.Record],
    place: Place,
    *,
    fault: str,
    event: UUID,
    instead_of: Collection[NoticeState] = (NoticeState.WAITING,),
) -> None:
    """Have what a text surely did not tell go by e-mail; where there is no address, or was no text, staff hear of it.

    Joins the transaction under way. The fault keeps it from coming back to texts.
    """
    preferences = await preferences_of(place.client_id)
    reader = await _reader(place, preferences) if place.channel is Channel.TEXT else None
    if reader is None or not reader.email:
        await fail(ids_of(rows), place, fault=fault, event=event, instead_of=instead_of)
        return
    why = fault or Fault.TEXT_FAILED
    await settle(ids_of(rows), NoticeState.REDIRECTED, fault=why, instead_of=instead_of)
    for row in rows:
        other = Place(place.client_id, place.account_id, Channel.EMAIL)
        await note_waiting(_news(row), other, choices=preferences.choices)


async def fail(
    ids: Sequence[UUID],
    place: Place,
    *,
    fault: str,
    event: UUID,
    instead_of: Collection[NoticeState] = (NoticeState.WAITING,),
) -> None:
    """Write down that somebody could not be told, and alert staff, unless nobody can be; joins the transaction under way."""
    await settle(ids, NoticeState.FAILED, fault=fault, instead_of=instead_of)
    if fault != Fault.MAIL_IS_OFF:
        await alert_staff(place.client_id, event=event)


async def settle(
    ids: Sequence[UUID],
    state: NoticeState,
    *,
    fault: str = "",
    instead_of: Collection[NoticeState] = (NoticeState.WAITING,),
) -> None:
    """Say what became of notices that waited, or of which something else was thought."""
    if not ids:
        return
    settled: dict[Any, Any] = {
        ClientNotice.state: state,
        ClientNotice.settled_at: datetime.now(UTC),
        ClientNotice.fault: fault,
    }
    await ClientNotice.update(settled).where(
        ClientNotice.id.is_in(list(ids)) & ClientNotice.state.is_in(list(instead_of))
    )
