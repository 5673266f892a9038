"""Messaging Preferences as a part, consent to text messages among its fields.

Only the client, or who acts for them, agrees to text messages or stops them: `part_of` gives the part as they write
it. The part that staff put old values back with refuses both.
"""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart
from app.accounts.telling.noting import look_again
from app.activity.refusals import StateForbids
from app.changes import service
from app.changes.parts import Part, Texts, seen_in
from app.changes.rules import SECTION_NAMES, Section
from app.changes.service import HOLD, Edit, Saved
from app.information.messaging_fields import GROUPS, ON
from app.notices import preferences
from app.notices.preferences import Choices, Notice, Preferences, preferences_of
from app.notices.tables import Channel
from app.practice.settings import PRACTICE
from app.web.language import _l, gettext
from app.web.templates import phone

AGREE = _l("I agree to text messages.")
ONLY_THEMSELVES = _l("Only the client can agree to text messages, or stop them.")


def terms_for(number: str) -> str:
    """Say what somebody agrees to who agrees to text messages."""
    return gettext(
        "%(practice)s may send me automated text messages at %(phone)s. They say that something waits for me in the "
        "portal. How many there are depends on my choices here. Message and data rates may apply. I can stop them "
        "at any time: on this page, or by replying STOP. I do not have to agree to get care."
    ) % {"practice": PRACTICE.name, "phone": phone(number)}


def wording_for(number: str) -> str:
    """Give the words that are kept with a consent: those beside the box that was ticked."""
    return f"{AGREE} {terms_for(number)}"


async def read_messaging(client_id: UUID, subject: UUID) -> dict[str, str] | None:
    """Give Messaging Preferences; the subject is the client."""
    return None if subject != client_id else texts_of(await preferences_of(client_id))


def texts_of(found: Preferences) -> dict[str, str]:
    choices = found.choices
    quiet = "" if choices.quiet_from is None else f"{choices.quiet_from} {choices.quiet_until}"
    return {
        "channel": choices.channel.value,
        "texts": found.consent.phone if found.consent else "",
        "notices": " ".join(choices.notices),
        "quiet": quiet,
        "zone": choices.zone,
        "discreet": ON if choices.discreet else "",
    }


async def write_messaging(client_id: UUID, _subject: UUID, texts: Texts) -> None:
    """Write what was chosen; raises StateForbids where it takes a consent that nobody gave."""
    found = await preferences_of(client_id)
    now = texts_of(found)
    chosen = {**now, **texts}
    without_consent = chosen["channel"] == Channel.TEXT and not found.texts_are_allowed
    if chosen["texts"] != now["texts"] or ("channel" in texts and without_consent):
        raise StateForbids(ONLY_THEMSELVES)
    await preferences.choose(client_id, _choices(chosen))
    await look_again(client_id)


def _choices(texts: Mapping[str, str]) -> Choices:
    quiet = [int(hour) for hour in texts["quiet"].split()]
    since, until = quiet or (None, None)
    return Choices(
        channel=Channel(texts["channel"]),
        notices=tuple(Notice(code) for code in texts["notices"].split()),
        quiet_from=since,
        quiet_until=until,
        zone=texts["zone"],
        discreet=texts["discreet"] == ON,
    )


MESSAGING = Part(
    name="messaging",
    section=Section.MESSAGING,
    title=SECTION_NAMES[Section.MESSAGING],
    groups=GROUPS,
    read=read_messaging,
    write=write_messaging,
)


def part_of(chart: CurrentChart) -> Part:
    """Give the part as whoever acts in the chart writes it: with the consent they give or withdraw."""

    async def write(client_id: UUID, subject: UUID, texts: Texts) -> None:
        number = texts.get("texts")
        if number:
            await preferences.give_consent(
                by=chart.actor, client_id=client_id, phone=number, wording=wording_for(number)
            )
        elif number is not None:
            await preferences.withdraw_consent(by=chart.actor, client_id=client_id)
        await write_messaging(client_id, subject, texts)

    return replace(MESSAGING, write=write)


async def stop_texts(*, chart: CurrentChart) -> Saved:
    """Withdraw the consent to text messages; from now on the client is told by e-mail."""
    async with db.transaction():
        await db.row(HOLD, chart.client_id)
        part = part_of(chart)
        now = await read_messaging(chart.client_id, chart.client_id) or {}
        seen = seen_in(part, chart.client_id, now)
        stopped = {"channel": Channel.EMAIL.value, "texts": ""}
        edit = Edit(part, chart.client_id, stopped, seen)
        return await service.save(chart=chart, section=Section.MESSAGING, edits=[edit])
