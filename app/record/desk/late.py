"""Requests about the record whose day by law has passed, for the staff's inbox."""

from app.record.desk.answering import RULE
from app.web.language import _l
from app.web.panel import Gravity, Late

LATE = (
    Late(
        name="record",
        words=_l("Record requests past the day the law sets"),
        statement="""
select request.id, request.client, (request.due_on + 1)::timestamp at time zone {zone} as since
from record_request request where request.state = 'waiting' and request.due_on < {today}
""",
        path="/staff/clients/{client}/record/requests/{id}",
        rules=(RULE,),
        gravity=Gravity.URGENT,
    ),
)
