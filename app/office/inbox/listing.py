"""A staff member's alerts, with what each is about where the chart is open to them."""

import json
from collections.abc import Sequence
from dataclasses import replace

from app import db
from app.accounts.sessions import CurrentStaff, today
from app.changes.listing import OF_A_SAVE, topic_of
from app.changes.parts import Parts
from app.notices.alert_list import EVERY, AlertChoice, AlertLine, Alerts, Place, alerts_of
from app.staff.service import in_open_charts
from app.web.panel import AlertAbout, Panels

# Which of the charts that alerts are about are open, and what each of those is about.
TOLD_OF = f"""
select told.object, told.client, saved.section, saved.parts, saved.fields, json_build_array({{abouts}}) as abouts
from (select distinct * from unnest($3::uuid[], $4::uuid[]) as alert (object, client)) told
{OF_A_SAVE.format(object="told.object", client="told.client")}
where {{charts}} and $1::uuid is not null and $2::date is not null
"""


async def alerts_for(
    staff: CurrentStaff,
    *,
    panels: Panels,
    parts: Parts,
    chosen: AlertChoice = EVERY,
    behind: Place | None = None,
) -> Alerts:
    """Give a staff member's alerts, the first or those behind a place (two statements).

    With client's name, link and what it is about where the chart is open to them; where it is not, client number, kind
    and assigned clinicians, and no way in. `parts` name the fields of a save.
    """
    alerts = await alerts_of(staff.staff_id, today=today(), chosen=chosen, behind=behind)
    lines = (*alerts.pinned, *alerts.lines)
    if not lines:
        return alerts
    abouts = [panel.alert_about for panel in panels if panel.alert_about is not None]
    found = await db.rows(
        TOLD_OF.format(
            abouts=", ".join(f"({about.statement})" for about in abouts),
            charts=in_open_charts(staff.permissions, client="told.client"),
        ),
        staff.staff_id,
        today(),
        [line.object_id for line in lines],
        [line.client_id for line in lines],
    )
    told = {(row["object"], row["client"]): row for row in found}
    shown = [_telling(line, told.get((line.object_id, line.client_id)), abouts, parts) for line in lines]
    pinned = len(alerts.pinned)
    return replace(alerts, pinned=tuple(shown[:pinned]), lines=tuple(shown[pinned:]))


def _telling(
    line: AlertLine, told: db.Record | None, abouts: Sequence[AlertAbout], parts: Parts
) -> AlertLine:
    if told is None:
        return replace(line, client_name="", path="", acknowledging="")
    if told["section"] is not None:
        return replace(line, topic=topic_of(told, parts))
    for about, row in zip(abouts, json.loads(told["abouts"]), strict=True):
        if row is not None:
            words, topic = about.words(row)
            return replace(line, about=words, topic=topic)
    return line
