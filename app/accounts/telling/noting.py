"""Writing down whom a client's news are told to, by what and when: each event once to each sign-in."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import today
from app.notices import mail, outbox
from app.notices.alerts import raise_alerts
from app.notices.preferences import Choices, Notice, preferences_of
from app.notices.tables import AlertKind, Channel, ClientNotice, NoticeState
from app.notices.telling.rules import GAP, Fault, due_at
from app.practice.settings import zone_of
from app.staff.rules import PermissionRule
from app.staff.service import holders

SEND = "notices.send"
"""The outbox kind of a letter or text that tells of whatever is due to somebody then."""
NOBODY = UUID(int=0)
"""Stands for the account where nobody has a login that opens what waits."""

HOLD = "select 1 from portal_account where id = $1 for no key update"
TOLD = """
select 1 from client_notice where notice = $1 and event = $2 and account = $3 and state <> 'redirected' limit 1
"""
LAST = """
select max(settled_at) as last from client_notice
where client = $1 and account = $2 and channel = $3 and state in ('sent', 'unknown') and settled_at > $4
"""
WAITING = "client = $1 and state = 'waiting' and delivery is null"
WAIT = f"select distinct account, channel from client_notice where {WAITING} order by account, channel"
DUE_THEN = f"update client_notice set due_at = $4 where {WAITING} and account = $2 and channel = $3"


@dataclass(frozen=True, slots=True)
class News:
    """Something a client is to be told of."""

    client_id: UUID
    notice: Notice
    event: UUID
    object_id: UUID
    path: str
    needed: bool
    account_id: UUID | None = None
    """Who alone is told; None: whoever is told of what waits in the chart."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where things that are due together go out as one: a sign-in, for one chart, by one way."""

    client_id: UUID
    account_id: UUID
    channel: Channel

    def payload(self) -> dict[str, str]:
        return {
            "client": str(self.client_id),
            "account": str(self.account_id),
            "channel": self.channel.value,
        }

    @classmethod
    def of(cls, payload: dict[str, Any]) -> "Place":
        return cls(UUID(payload["client"]), UUID(payload["account"]), Channel(payload["channel"]))


async def hold(account_id: UUID) -> None:
    """Keep others from telling the same sign-in anything until the transaction under way ends."""
    await db.row(HOLD, account_id)


async def note_waiting(news: News, place: Place, *, choices: Choices) -> None:
    """Write down that somebody is to be told, and have it sent when that suits them; nothing where they were."""
    now = datetime.now(UTC)
    await hold(place.account_id)
    if await db.row(TOLD, news.notice, news.event, place.account_id):
        return
    due = due_at(now, choices=choices, zone=zone_of(choices.zone), last=await last_told(place, now=now))
    if await _note(news, place, due=due, now=now):
        await send_at(place, due)


async def look_again(client_id: UUID) -> None:
    """Let what waits for a client be due as they want it now, in the transaction that changed how they are told."""
    now, choices = datetime.now(UTC), (await preferences_of(client_id)).choices
    for row in await db.rows(WAIT, client_id):
        place = Place(client_id, row["account"], Channel(row["channel"]))
        await hold(place.account_id)
        due = due_at(now, choices=choices, zone=zone_of(choices.zone), last=await last_told(place, now=now))
        await db.rows(DUE_THEN, client_id, place.account_id, place.channel, due)
        await send_at(place, due)


async def note_unreached(news: News, account_id: UUID, fault: Fault) -> bool:
    """Write down that nobody could be told; False where that is written already."""
    now = datetime.now(UTC)
    failed: dict[Any, Any] = {
        ClientNotice.state: NoticeState.FAILED,
        ClientNotice.settled_at: now,
        ClientNotice.fault: fault.value,
    }
    return await _note(news, Place(news.client_id, account_id, Channel.EMAIL), due=now, now=now, more=failed)


async def last_told(place: Place, *, now: datetime) -> datetime | None:
    """Give when something last went out there; None: not lately."""
    row = await db.row(LAST, place.client_id, place.account_id, place.channel, now - GAP)
    return row["last"] if row else None


async def send_at(place: Place, due: datetime) -> None:
    await outbox.add(kind=SEND, payload=place.payload(), due_at=due)


async def alert_staff(client_id: UUID, *, event: UUID) -> None:
    """Alert those who look after the client's portal that the client could not be told; each once."""
    told = await holders(client_id=client_id, rule=PermissionRule.PORTAL_ACCOUNTS, today=today())
    await raise_alerts(
        event=event,
        kind=AlertKind.NOTICE_FAILED,
        client_id=client_id,
        object_id=client_id,
        recipients=told,
    )


def nobody_reached() -> Fault:
    """Say why whoever has a login cannot be written to."""
    return Fault.NO_ADDRESS if mail.is_possible() else Fault.MAIL_IS_OFF


async def _note(
    news: News, place: Place, *, due: datetime, now: datetime, more: dict[Any, Any] | None = None
) -> bool:
    """Insert a notice once; one that had been sent another way, and comes back to this one, waits here again."""
    columns: dict[Any, Any] = {
        ClientNotice.client: news.client_id,
        ClientNotice.account: place.account_id,
        ClientNotice.notice: news.notice.value,
        ClientNotice.event: news.event,
        ClientNotice.object_id: news.object_id,
        ClientNotice.path: news.path,
        ClientNotice.needed: news.needed,
        ClientNotice.channel: place.channel,
        ClientNotice.created_at: now,
        ClientNotice.due_at: due,
        ClientNotice.delivery: None,
        ClientNotice.state: NoticeState.WAITING,
        ClientNotice.settled_at: None,
        ClientNotice.fault: "",
        ClientNotice.sent_to: None,
    }
    written = await (
        ClientNotice.insert(ClientNotice(columns | (more or {})))
        .on_conflict(
            target=(ClientNotice.notice, ClientNotice.event, ClientNotice.account, ClientNotice.channel),
            action="DO UPDATE",
            values=[column for column in columns if column is not ClientNotice.created_at],
            where=ClientNotice.state == NoticeState.REDIRECTED,
        )
        .returning(ClientNotice.id)
    )
    return bool(written)
