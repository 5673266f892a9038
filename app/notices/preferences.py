"""How a client wants to be told that something waits: what they chose, or the defaults, and their consent to texts.

Whoever sends something asks `preferences_of`: it says by what, which notices, and in which hours nothing goes out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from app import db
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.clients import details
from app.notices.tables import Channel, ConsentSource, MessagingPreference, TextConsent


class Notice(StrEnum):
    """What a client can be told of."""

    MESSAGE = "message"
    DOCUMENT = "document"
    FORM = "form"
    APPOINTMENT = "appointment"
    BILL = "bill"
    RECORD = "record"
    """Something about the record that the client asked for is answered, or ready."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody chose of how they are told."""

    channel: Channel
    notices: tuple[Notice, ...]
    quiet_from: int | None
    """None: there are no quiet hours; else the whole hour of the day from which nothing is sent."""
    quiet_until: int | None
    discreet: bool
    """Whether the browser's title, and whatever is sent, say nothing of the practice or the page."""
    zone: str = ""
    """In which the quiet hours are meant; "": the practice's."""


DEFAULTS = Choices(
    channel=Channel.EMAIL, notices=tuple(Notice), quiet_from=None, quiet_until=None, discreet=False
)
"""What holds for a client who never chose."""


@dataclass(frozen=True, slots=True)
class Consent:
    """Consent to text messages that is in force."""

    phone: str
    wording: str
    given_at: datetime
    given_by: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """Consent to text messages that was withdrawn, the newest where none is in force."""

    phone: str
    at: datetime
    by: str
    """Who stopped them; "" where that was said by answering one."""
    by_reply: bool


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a client is told, and by what they can be reached."""

    choices: Choices
    email: str
    phone: str
    """The mobile phone of Basic Information; "" where none is known."""
    consent: Consent | None
    stopped: Stopped | None = None

    @property
    def texts_are_allowed(self) -> bool:
        """Whether the consent covers the mobile phone on file: it is to that number, and none that came after."""
        return self.consent is not None and self.consent.phone == self.phone

    @property
    def outdated_consent(self) -> Consent | None:
        """The consent that is to another number than the mobile phone on file."""
        return None if self.texts_are_allowed else self.consent


OF_CLIENT = """
select client.email, client.phone as mobile, preference.id as chosen, preference.channel, preference.notices::text[],
  preference.quiet_from, preference.quiet_until, preference.discreet, preference.zone,
  consent.id as consent, consent.phone, consent.wording, consent.given_at, consent.given_by_name,
  consent.withdrawn_at, consent.withdrawn_by_name, consent.withdrawal_source
from client left join messaging_preference preference on preference.id = client.id
left join lateral (
  select * from text_consent where text_consent.client = client.id order by withdrawn_at desc nulls first, id limit 1
) consent on true
where client.id = $1
"""

IN_FORCE_AT = """
select id, client, phone from text_consent
where withdrawn_at is null and ($2::timestamptz is null or given_at <= $2) and (phone_hash = $1 or client in (select id from client where phone_hash = $1))
order by id for no key update
"""
"""By the phones of clients too: SECRET_KEY, which hashes change with, may be another one since consent was given."""


async def preferences_of(client_id: UUID) -> Preferences:
    """Give how a client is told (one statement)."""
    (row,) = await db.rows(OF_CLIENT, client_id)
    return Preferences(
        choices=_choices(row) if row["chosen"] else DEFAULTS,
        email=row["email"],
        phone=details.phone(client_id, row["mobile"]),
        consent=_consent(row) if row["consent"] and row["withdrawn_at"] is None else None,
        stopped=_stopped(row) if row["withdrawn_at"] else None,
    )


def _choices(row: Mapping[str, Any]) -> Choices:
    return Choices(
        channel=Channel(row["channel"]),
        notices=tuple(notice for notice in Notice if notice in row["notices"]),
        quiet_from=row["quiet_from"],
        quiet_until=row["quiet_until"],
        discreet=row["discreet"],
        zone=row["zone"],
    )


def _consent(row: Mapping[str, Any]) -> Consent:
    return Consent(
        phone=TextConsent.phone.open(row["phone"], row=row["consent"]),
        wording=TextConsent.wording.open(row["wording"], row=row["consent"]),
        given_at=row["given_at"],
        given_by=row["given_by_name"],
    )


def _stopped(row: Mapping[str, Any]) -> Stopped:
    return Stopped(
        phone=TextConsent.phone.open(row["phone"], row=row["consent"]),
        at=row["withdrawn_at"],
        by=row["withdrawn_by_name"],
        by_reply=row["withdrawal_source"] == ConsentSource.REPLY,
    )


async def choose(client_id: UUID, choices: Choices) -> None:
    """Keep what a client chose; the consent to texts is given and withdrawn apart."""
    columns = {
        MessagingPreference.channel: choices.channel,
        MessagingPreference.notices: [notice.value for notice in choices.notices],
        MessagingPreference.quiet_from: choices.quiet_from,
        MessagingPreference.quiet_until: choices.quiet_until,
        MessagingPreference.discreet: choices.discreet,
        MessagingPreference.zone: choices.zone,
    }
    row = MessagingPreference(columns, id=client_id)
    await MessagingPreference.insert(row).on_conflict(
        target=MessagingPreference.id, action="DO UPDATE", values=list(columns)
    )


async def give_consent(
    *, by: Actor, client_id: UUID, phone: str, wording: str, source: ConsentSource = ConsentSource.PORTAL
) -> None:
    """Keep that somebody agreed to texts to this number, in these words; consent to another number ends with it."""
    await _withdraw(by=by, client_id=client_id, source=source)
    consent_id = await add_consent(by=by, client_id=client_id, phone=phone, wording=wording, source=source)
    await _record(by, Kind.TEXTS_AGREED, client_id, consent_id)


async def add_consent(
    *, by: Actor, client_id: UUID, phone: str, wording: str, source: ConsentSource = ConsentSource.PORTAL
) -> UUID:
    """Add a consent to a client who has none in force, and give its id; nothing is recorded of it."""
    consent = TextConsent(
        id=db.new_id(),
        client=client_id,
        phone_hash=details.hash_of_phone(phone),
        given_at=datetime.now(UTC),
        source=source,
        account=by.account_id,
        given_by_name=by.name,
    )
    consent.phone = TextConsent.phone.seal(phone, row=consent.id)
    consent.wording = TextConsent.wording.seal(wording, row=consent.id)
    await TextConsent.insert(consent)
    return consent.id


async def withdraw_consent(
    *, by: Actor, client_id: UUID, source: ConsentSource = ConsentSource.PORTAL
) -> None:
    """Stop texts to a client; nothing happens where nobody has agreed to any."""
    for consent_id in await _withdraw(by=by, client_id=client_id, source=source):
        await _record(by, Kind.TEXTS_STOPPED, client_id, consent_id)


async def withdraw_consents_to(number: str, *, by: Actor, given_before: datetime | None = None) -> None:
    """Stop texts to a number, whoever's it is, in the transaction under way: it has answered STOP.

    One that was agreed to after `given_before` stays: what is told now is of a text that went out then.
    """
    wanted = details.hash_of_phone(number)
    found = await db.rows(IN_FORCE_AT, wanted, given_before)
    stopped = [
        row
        for row in found
        if details.hash_of_phone(TextConsent.phone.open(row["phone"], row=row["id"])) == wanted
    ]
    for row in stopped:
        await TextConsent.update(_withdrawal(by, ConsentSource.REPLY)).where(
            TextConsent.id == row["id"], TextConsent.withdrawn_at.is_null()
        )
        await _record(by, Kind.TEXTS_STOPPED, row["client"], row["id"])


async def _withdraw(*, by: Actor, client_id: UUID, source: ConsentSource) -> list[UUID]:
    withdrawn = (
        await TextConsent.update(_withdrawal(by, source))
        .where(TextConsent.client == client_id, TextConsent.withdrawn_at.is_null())
        .returning(TextConsent.id)
    )
    return [row["id"] for row in withdrawn]


def _withdrawal(by: Actor, source: ConsentSource) -> dict[Any, Any]:
    return {
        TextConsent.withdrawn_at: datetime.now(UTC),
        TextConsent.withdrawn_by_name: by.name,
        TextConsent.withdrawal_source: source,
    }


async def _record(by: Actor, kind: Kind, client_id: UUID, consent_id: UUID) -> None:
    await activity.record(
        by=by, kind=kind, object_kind="text_consent", object_id=consent_id, client_id=client_id
    )
