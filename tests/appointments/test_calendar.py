"""The file for calendars: read back by the library as it was written, and telling nothing but when."""

from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest

from app.web.language import Language, speaking
from tests import people, rows
from tests.appointments.booked import BOBS, OFFICE, PATH, book, clear
from tests.appointments.clocks import CHANGES
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

CHANGED = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
NAMES = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY", "CLASS"}


async def taken(browser: Browser, path: str) -> tuple[icalendar.Calendar, Any]:
    answer = await browser.send("GET", f"{path}/calendar")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert isinstance(calendar, icalendar.Calendar)
    assert calendar.to_ical() == answer.content
    (event,) = calendar.walk("VEVENT")
    return calendar, event


async def test_it_says_when_in_utc_and_nothing_of_whom_where_or_why() -> None:
    starts_at = datetime(2027, 5, 4, 13, tzinfo=UTC)
    appointment = await book(starts_at=starts_at, sequence=3, changed_at=CHANGED, copay_cents=2500)
    calendar, event = await taken(await people.alice(), f"{PATH}/{appointment}")
    assert {name.upper() for name in event} == NAMES
    assert event["UID"] == f"{appointment}@localhost"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (starts_at, starts_at + timedelta(minutes=50))
    assert event["DTSTAMP"].dt == CHANGED
    assert (event["SEQUENCE"], event["STATUS"], event["CLASS"]) == (3, "CONFIRMED", "PRIVATE")
    assert (event["SUMMARY"], calendar["METHOD"], calendar["VERSION"]) == ("Appointment", "PUBLISH", "2.0")


async def test_moments_come_back_equal_through_every_change_of_the_clocks() -> None:
    await clear()
    alice = await people.alice()
    for utc, *_ in CHANGES:
        appointment = await book(starts_at=utc, minutes=90)
        _, event = await taken(alice, f"{PATH}/{appointment}")
        assert event["DTSTART"].dt == utc
        assert event["DTEND"].dt == utc + timedelta(minutes=90)
        assert event["DTSTART"].to_ical().endswith(b"Z")


async def test_a_cancelled_one_takes_itself_out_of_the_calendar() -> None:
    alice = await people.alice()
    _, before = await taken(alice, OFFICE)
    await rows.change(
        "update appointment set state = 'cancelled', sequence = sequence + 1, changed_at = $1", CHANGED
    )
    _, after = await taken(alice, OFFICE)
    assert after["STATUS"] == "CANCELLED"
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["DTSTAMP"].dt == CHANGED


async def test_it_is_called_so_in_the_clients_language_and_written_down() -> None:
    charlie = await people.charlie()
    appointment = await book("charlie")
    _, event = await taken(charlie, f"{PATH}/{appointment}")
    with speaking(Language.SPANISH):
        assert event["SUMMARY"] == "Cita"
    alice = await people.alice()
    await taken(alice, OFFICE)
    page = await alice.open("/activity")
    page.shows("Added an appointment to a calendar", "8:00")


async def test_nobody_takes_another_charts_appointment() -> None:
    alice = await people.alice()
    assert (await alice.send("GET", f"{BOBS}/calendar")).status_code == 404
    assert (await (await people.nobody()).send("GET", f"{OFFICE}/calendar")).status_code == 303
