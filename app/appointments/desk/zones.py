"""The zone of a location while clients are expected there: their appointments would move by hours without a word."""

from collections.abc import Mapping
from typing import Any

from app import db
from app.activity.refusals import StateForbids
from app.practice.settings import zone_of
from app.web.language import ngettext

TO_COME = """
select count(*) as booked from appointment
where location = $1 and state = 'booked' and starts_at + make_interval(mins => minutes) > now()
"""


async def check_zone(*, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None, **_: object) -> None:
    """Refuse another zone for a location at which appointments to come are booked; raises StateForbids."""
    if old is None or new is None or old["zone"] == new["zone"]:
        return
    if new["zone"] and zone_of(old["zone"]).key == zone_of(new["zone"]).key:
        return
    row = await db.row(TO_COME, old["id"])
    booked = int(row["booked"]) if row else 0
    if booked:
        sentence = ngettext(
            "%(count)s appointment to come is booked at this location, and would be shown at another time. Move it to another location first, or add a new location in the right zone.",
            "%(count)s appointments to come are booked at this location, and would be shown at another time. Move them to another location first, or add a new location in the right zone.",
            booked,
        )
        raise StateForbids(sentence % {"count": booked})
