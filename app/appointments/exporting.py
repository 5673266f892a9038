"""The appointments of a chart for the export of a client's whole portal record: the list, and a file for calendars."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

from app import db
from app.appointments.asking.listing import when_of
from app.appointments.asking.wording import TAGS, subject_of
from app.appointments.calendar import Kept, calendar_of
from app.appointments.rules import Asking, AskingState
from app.appointments.times import worded_day, worded_span
from app.appointments.views import APPOINTMENTS, AppointmentView, view_of
from app.web.language import gettext
from app.web.panel import Exported, ExportedFile, ExportedTable, Exporting
from app.web.templates import moment

EVERY = f"""
{APPOINTMENTS} where appointment.client = $1 order by appointment.starts_at desc, appointment.id desc
"""
ASKINGS = """
select asking.asking, asking.state, asking.asked_at, asking.asked_by_name, asking.settled_at, appointment.starts_at,
  location.zone
from appointment_asking asking left join appointment on appointment.id = asking.appointment
left join office_location location on location.id = appointment.location
where asking.client = $1 order by asking.asked_at desc, asking.id desc
"""


async def exported(asked: Exporting) -> AsyncIterator[Exported]:
    """Give the appointments, the latest first, and what was asked about them."""
    now, rows = datetime.now(UTC), await db.rows(EVERY, asked.client_id)
    views = [view_of(row, now=now) for row in rows]
    columns = (
        gettext("Day"),
        gettext("Time"),
        gettext("With"),
        gettext("Where"),
        gettext("How it stands"),
        gettext("Copay"),
    )
    yield ExportedTable("appointments", gettext("Appointments"), columns, tuple(map(_row, views)))
    yield await _askings(asked)
    if views:
        kept = [
            Kept(view.id, view.facts, row["sequence"], row["changed_at"])
            for view, row in zip(views, rows, strict=True)
        ]
        yield ExportedFile("appointments/appointments.ics", lambda: _at_once(calendar_of(kept)))


def _row(view: AppointmentView) -> tuple[str, ...]:
    place = ", ".join((view.place.name, *view.place.lines)) if view.place else view.where
    return (
        worded_day(view.facts.starts_at, view.zone),
        worded_span(view.facts.starts_at, view.facts.minutes, view.zone),
        view.clinician,
        place,
        _standing(view),
        ", ".join(filter(None, (view.copay.words, view.copay.paid_words))),
    )


def _standing(view: AppointmentView) -> str:
    if view.cancelled:
        return gettext("Cancelled")
    return gettext("Over") if view.over else gettext("Booked")


async def _askings(asked: Exporting) -> ExportedTable:
    columns = (gettext("What was asked"), gettext("Asked"), gettext("By"), gettext("How it stands"))
    rows = tuple(
        (
            subject_of(Asking(row["asking"]), when=when_of(row)),
            moment(row["asked_at"]),
            row["asked_by_name"],
            str(TAGS[AskingState(row["state"])]),
        )
        for row in await db.rows(ASKINGS, asked.client_id)
    )
    return ExportedTable("asked-about-appointments", gettext("Asked about appointments"), columns, rows)


async def _at_once(content: bytes) -> AsyncIterator[bytes]:
    yield content
