"""Safety alerts that nobody has acknowledged in time, for the staff's inbox."""

from app.forms.rules import READING
from app.web.language import _l
from app.web.panel import Gravity, Late

LATE = (
    Late(
        name="safety",
        words=_l("Safety alerts that nobody has acknowledged in time"),
        statement="""
select event.response as id, event.client, min(event.escalates_at) as since from safety_event event
where event.acknowledged_at is null and event.escalates_at <= {now} group by event.response, event.client
""",
        path="/staff/clients/{client}/forms/{id}",
        rules=READING,
        gravity=Gravity.URGENT,
    ),
)
