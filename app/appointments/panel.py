"""What appointments hand to home, navigation and the demo practice."""

from datetime import UTC, datetime
from typing import Any

from app.appointments.asking.controller import AskingController
from app.appointments.controller import AppointmentsController
from app.appointments.copay.controller import CopayController
from app.appointments.demo import add_appointments
from app.appointments.desk import panel as desk
from app.appointments.exporting import exported
from app.appointments.importing import panel as importing
from app.appointments.listing import names_of
from app.appointments.mending import MENDINGS
from app.appointments.times import worded_span
from app.appointments.views import PATH, SECURE, copay_of, soon
from app.billing.paying.copays import COPAY_OF
from app.practice.settings import PRACTICE, zone_of
from app.staff.rules import PermissionRule
from app.web.language import Language, _l, current_language
from app.web.panel import Panel, Tile
from app.web.templates import day_as

TO_COME = """
appointment.client = $1 and appointment.state = 'booked' and appointment.starts_at > now() - interval '1 day'
and appointment.starts_at + make_interval(mins => appointment.minutes) > now()
"""
TILE = f"""
select json_build_object('next', (
  select json_build_object('starts_at', appointment.starts_at, 'minutes', appointment.minutes,
    'id', appointment.id, 'copay_cents', appointment.copay_cents, 'copay', {COPAY_OF.format(appointment="appointment.id")},
    'url', appointment.telehealth_url, 'location', location.name, 'phone', location.phone, 'zone', location.zone)
  from appointment left join office_location location on location.id = appointment.location
  where {TO_COME} order by appointment.starts_at, appointment.id limit 1))
"""
WITHIN_A_DAY = f"""
select count(*) from (
  select 1 from appointment where {TO_COME} and appointment.starts_at < now() + interval '1 day' limit 100) soon
"""
"""What is so near that it should not be forgotten."""
DAY = {Language.ENGLISH: "EEEE, MMMM d", Language.SPANISH: "EEEE, d 'de' MMMM"}
"""How babel writes a weekday and a day without its year."""


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """Give the tile's row as its template reads it."""
    if row["next"] is None:
        return {"day": ""}
    following = row["next"]
    starts_at, zone = datetime.fromisoformat(following["starts_at"]), zone_of(following["zone"] or "")
    on = starts_at.astimezone(zone).date()
    return {
        "day": day_as(on, DAY[current_language()]),
        "soon": soon(on, today=datetime.now(UTC).astimezone(zone).date()),
        "span": worded_span(starts_at, following["minutes"], zone),
        "location": following["location"] or "",
        "phone": following["phone"] or PRACTICE.phone_e164,
        "by_video": following["url"].startswith(SECURE),
        "copay": copay_of(following["copay_cents"], following["copay"], to_come=True),
        "pay": f"{PATH}/{following['id']}/copay",
    }


PANEL = Panel(
    name="appointments",
    title=_l("Appointments"),
    path="/appointments",
    seen_by=(PermissionRule.APPOINTMENTS,),
    icon="calendar-days",
    handlers=(AppointmentsController, AskingController, CopayController),
    tile=Tile(statement=TILE, shown=shown, template="appointments/_tile.html"),
    badge=WITHIN_A_DAY,
    demo=add_appointments,
    named=names_of,
    staff_handlers=(*desk.HANDLERS, *importing.HANDLERS),
    chart_tabs=desk.TABS,
    admin=desk.ADMIN,
    mendings=MENDINGS,
    exported=exported,
)
