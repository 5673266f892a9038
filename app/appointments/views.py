"""An appointment as its client reads it: worded in the zone of its place, and in their own where that differs."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from app import db
from app.appointments.rules import LINK_OPENS, AppointmentState, Facts, is_over, is_upcoming, shows_link
from app.appointments.times import (
    elsewhere,
    worded,
    worded_day,
    worded_short,
    worded_span,
)
from app.billing.ledger.copays import CopayState
from app.billing.paying.copays import COPAY_OF, CopayRow, read_copay
from app.billing.paying.rules import can_pay_copay
from app.billing.paying.service import path_of, takes_cards
from app.practice.settings import PRACTICE, zone_of
from app.staff.names import STAFF_NAME
from app.web.language import gettext, ngettext
from app.web.templates import day_as, money

PATH = "/appointments"
SECURE = "https://"
MAP = "https://www.google.com/maps/search/"
SOON_DAYS = 14
"""So many days ahead are counted: beyond, a date says more."""

APPOINTMENTS = f"""
select appointment.id, appointment.starts_at, appointment.minutes, appointment.state, appointment.telehealth_url,
  appointment.copay_cents, appointment.sequence, appointment.changed_at, {STAFF_NAME.format("clinician")} as clinician,
  location.name as location, location.street, location.city, location.state as region, location.postal_code,
  location.phone, location.zone, preference.zone as own_zone, {COPAY_OF.format(appointment="appointment.id")} as copay
from appointment
left join staff_member clinician on clinician.id = appointment.clinician
left join office_location location on location.id = appointment.location
left join messaging_preference preference on preference.id = appointment.client
"""
"""In SQL: what `view_of` reads."""


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    lines: tuple[str, ...]
    map_link: str
    """To its address on a map; "" where none is known."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A day as it stands on the leaf of a calendar."""

    month: str
    number: int
    weekday: str


@dataclass(frozen=True, slots=True)
class Copay:
    """What is paid for a visit by its client themselves, and how far that is done."""

    cents: int
    words: str
    """"" where nothing is known of it."""
    paid: bool
    """Whether anything of it stands paid: then it is not paid once more."""
    paid_words: str
    """How much of it is paid, beside the amount; "": nothing is."""
    stands: str
    """The same where the amount does not stand beside it."""
    due: bool
    """Whether it can be paid by card now."""
    under_way: str
    """The page of a payment of it that was begun and has not ended; "": there is none."""


@dataclass(frozen=True, slots=True)
class AppointmentView:
    id: UUID
    facts: Facts
    zone: ZoneInfo
    leaf: Leaf
    day: str
    span: str
    there: str
    """The same time where the client is, when the clocks there differ; else ""."""
    soon: str
    """In how many days it is; "" where it is over, or far away."""
    clinician: str
    place: Place | None
    phone: str
    """Of the location, else the practice's."""
    by_video: bool
    link: str
    """To the video visit, as long as it is of use; else ""."""
    link_from: str
    """From when on it stands here, in words; "" where there is none to come."""
    copay: Copay
    cancelled: bool
    over: bool
    upcoming: bool

    @property
    def path(self) -> str:
        return f"{PATH}/{self.id}"

    @property
    def on(self) -> date:
        """The day where it takes place."""
        return self.facts.starts_at.astimezone(self.zone).date()

    @property
    def short(self) -> str:
        """What it is called where others are named too."""
        return worded_short(self.facts.starts_at, self.zone)

    @property
    def where(self) -> str:
        """Where it takes place, in a few words; "" where that is not settled."""
        if self.place is not None:
            return self.place.name
        return gettext("By video") if self.by_video else ""

    @property
    def unsettled(self) -> bool:
        """Whether nothing is known yet but the moment of one to come."""
        return self.upcoming and not self.clinician and not self.where


def view_of(row: db.Record, *, now: datetime, asked: bool = False) -> AppointmentView:
    """Word a row of APPOINTMENTS."""
    zone, url = zone_of(row["zone"] or ""), row["telehealth_url"]
    facts = Facts(AppointmentState(row["state"]), row["starts_at"], row["minutes"], asked)
    by_video, upcoming = url.startswith(SECURE), is_upcoming(facts, now=now)
    opens = by_video and shows_link(facts, now=now)
    on = facts.starts_at.astimezone(zone).date()
    return AppointmentView(
        id=row["id"],
        facts=facts,
        zone=zone,
        leaf=leaf_of(on),
        day=worded_day(facts.starts_at, zone),
        span=worded_span(facts.starts_at, facts.minutes, zone),
        there=_there(facts, zone, row["own_zone"] or ""),
        soon=soon(on, today=now.astimezone(zone).date()) if upcoming else "",
        clinician=row["clinician"] or "",
        place=_place(row),
        phone=row["phone"] or PRACTICE.phone_e164,
        by_video=by_video,
        link=url if opens else "",
        link_from=_link_from(facts, zone) if by_video and upcoming and not opens else "",
        copay=copay_of(row["copay_cents"], row["copay"], to_come=upcoming),
        cancelled=facts.state is AppointmentState.CANCELLED,
        over=is_over(facts, now=now),
        upcoming=upcoming,
    )


def _there(facts: Facts, zone: ZoneInfo, own: str) -> str:
    told = elsewhere(facts.starts_at, facts.minutes, zone=zone, name=own)
    if told is None:
        return ""
    if told.day == worded_day(facts.starts_at, zone):
        return gettext("Where you are: %(span)s") % {"span": told.span}
    return gettext("Where you are: %(day)s, %(span)s") % {"day": told.day, "span": told.span}


def leaf_of(on: date) -> Leaf:
    return Leaf(month=day_as(on, "MMM"), number=on.day, weekday=day_as(on, "EEE"))


def soon(on: date, *, today: date) -> str:
    """Say in how many days something is: "Today", "Tomorrow", "In 5 days"; "" for what is far away."""
    days = (on - today).days
    if days <= 0:
        return gettext("Today")
    if days == 1:
        return gettext("Tomorrow")
    if days > SOON_DAYS:
        return ""
    return ngettext("In %(count)s day", "In %(count)s days", days) % {"count": days}


def _place(row: db.Record) -> Place | None:
    if row["location"] is None:
        return None
    town = ", ".join(part for part in (row["city"], f"{row['region']} {row['postal_code']}".strip()) if part)
    lines = tuple(line for line in (row["street"], town) if line)
    return Place(row["location"], lines, _map_link(lines))


def _map_link(lines: tuple[str, ...]) -> str:
    """Give the address on a map, by the addresses its maker promises to keep (Google Maps URLs, api=1)."""
    return f"{MAP}?{urlencode({'api': 1, 'query': ', '.join(lines)})}" if lines else ""


def _link_from(facts: Facts, zone: ZoneInfo) -> str:
    return worded(facts.starts_at - LINK_OPENS, zone)


def copay_of(cents: int | None, read: CopayRow, *, to_come: bool) -> Copay:
    """Say what a visit's copay is, and how it stands as COPAY_OF reads it."""
    state = read_copay(read)
    paid = state.paid_cents > 0
    return Copay(
        cents=cents or 0,
        words=_copay_words(cents, state, to_come=to_come),
        paid=paid,
        paid_words=_paid_words(cents, state),
        stands=_stands(cents, state),
        due=to_come and can_pay_copay(cents) and not paid and not state.under_way and takes_cards(),
        under_way=path_of(state.payment_id) if state.payment_id and state.under_way else "",
    )


def _is_part(cents: int | None, state: CopayState) -> bool:
    """Whether less of a copay stands paid than it is, as after a refund."""
    return 0 < state.paid_cents < (cents or 0)


def _paid_words(cents: int | None, state: CopayState) -> str:
    if _is_part(cents, state):
        return gettext("%(amount)s paid") % {"amount": money(state.paid_cents)}
    return gettext("Copay paid") if state.paid_cents else ""


def _stands(cents: int | None, state: CopayState) -> str:
    if _is_part(cents, state):
        amounts = {"amount": money(cents or 0), "paid": money(state.paid_cents)}
        return gettext("Copay %(amount)s, %(paid)s paid") % amounts
    return gettext("Copay paid") if state.paid_cents else ""


def _copay_words(cents: int | None, state: CopayState, *, to_come: bool) -> str:
    if state.paid_cents:
        return money(cents or state.paid_cents)
    if cents is None:
        return ""
    if not cents:
        return gettext("Nothing to pay at this visit")
    return gettext("%(amount)s, to pay at your visit") % {"amount": money(cents)} if to_come else money(cents)
