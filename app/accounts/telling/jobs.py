"""What the worker does about telling clients: it finds whom, by what and when, and sends what is due as one."""

from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from app import config
from app.accounts.telling.noting import (
    NOBODY,
    SEND,
    News,
    Place,
    alert_staff,
    nobody_reached,
    note_unreached,
    note_waiting,
)
from app.accounts.telling.parcels import Parcel, pack, refused, settle
from app.accounts.telling.readers import readers_of, told_of
from app.notices import mail
from app.notices.mail import Undeliverable
from app.notices.outbox import Effects, Sending
from app.notices.preferences import Notice, preferences_of
from app.notices.tables import Channel, NoticeState
from app.notices.telling import wording
from app.notices.telling.rules import Fault, is_too_late, is_wanted
from app.notices.telling.service import TELL
from app.notices.telling.service import News as Registry
from app.notices.texts.sending import send_text
from app.practice.settings import PRACTICE
from app.web.language import speaking

LONGEST_FAULT = 200


async def tell(message_id: UUID, payload: dict[str, Any]) -> None:
    """Find who is to be told of something, and write down for each by what and when; staff hear where nobody can be."""
    news = _news(payload)
    preferences = await preferences_of(news.client_id)
    choices = preferences.choices
    if not is_wanted(news.notice, choices, needed=news.needed):
        return
    found = await readers_of(news.client_id, preferences, only=news.account_id)
    readers = told_of(found, news.notice, choices.channel)
    places = [
        Place(news.client_id, reader.account_id, channel)
        for reader in readers
        if (channel := reader.channel(choices.channel)) is not None
    ]
    for place in places:
        await note_waiting(news, place, choices=choices)
    if not readers:
        await note_unreached(news, NOBODY, Fault.NO_LOGIN)
    elif not places:
        why = nobody_reached()
        new = await note_unreached(news, readers[0].account_id, why)
        if new and why is Fault.NO_ADDRESS:
            await alert_staff(news.client_id, event=message_id)


async def send(message_id: UUID, payload: dict[str, Any], *, registry: Registry) -> None:
    """Send what is due to somebody as one letter or text. Raises NotTaken and Undeliverable, as `mail.send` does."""
    parcel = await pack(message_id, Place.of(payload), registry=registry)
    if parcel is None:
        return
    if is_too_late(parcel.due_at, now=datetime.now(UTC)):
        await refused(message_id, parcel.place, fault=Fault.TOO_LATE)
        return
    try:
        surely = await _hand_over(parcel, message_id)
    except Undeliverable as refusal:
        await refused(message_id, parcel.place, fault=_in_a_line(refusal))
        raise
    await settle(parcel.ids, NoticeState.SENT if surely else NoticeState.UNKNOWN)


async def _hand_over(parcel: Parcel, message_id: UUID) -> bool:
    """Hand it to the mail server or the text service; give whether it surely went out."""
    with speaking(parcel.language):
        subject = wording.subject(parcel.waiting, discreet=parcel.discreet)
        home = f"{config.current().public_url}/home"
        lines = wording.lines(parcel.waiting, home=home, discreet=parcel.discreet)
        text = wording.text(parcel.waiting, sender=PRACTICE.mail_name, home=home, discreet=parcel.discreet)
    if parcel.place.channel is Channel.TEXT:
        return await send_text(message_id=message_id, to=parcel.to, text=text)
    letter = mail.compose(
        "accounts/mail/notice",
        to=parcel.to,
        language=parcel.language,
        discreet=parcel.discreet,
        subject=subject,
        lines=lines,
        several=len(parcel.waiting) > 1 and not parcel.discreet,
    )
    await mail.send(letter, message_id=message_id)
    return True


def _in_a_line(refusal: Undeliverable) -> str:
    """Give what another machine said, as it can be kept and shown."""
    words = " ".join(str(refusal).split())
    return "".join(each for each in words if each.isprintable())[:LONGEST_FAULT]


def _news(payload: dict[str, Any]) -> News:
    return News(
        client_id=UUID(payload["client"]),
        notice=Notice(payload["notice"]),
        event=UUID(payload["event"]),
        object_id=UUID(payload["object"]),
        path=payload["path"],
        needed=payload["needed"],
        account_id=UUID(payload["account"]) if "account" in payload else None,
    )


def effects(registry: Registry) -> Effects:
    """Give what the worker does, from what each package says is still news."""
    return {TELL: tell, SEND: Sending(partial(send, registry=registry))}
