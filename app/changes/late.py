"""Changes that wait long for a decision, for the staff's inbox."""

from app.changes.review import RULES
from app.web.language import _l
from app.web.panel import Late

AFTER_HOURS = 7 * 24
LATE = (
    Late(
        name="changes",
        words=_l("Changes that wait for a decision for more than a week"),
        statement=f"""
select request.id, request.client, request.sent_at as since
from (select distinct field.request from changed_field field where field.standing = 'in_review') waiting
join change_request request on request.id = waiting.request
where request.sent_at <= {{now}} - interval '{AFTER_HOURS} hours'
""",
        path="/staff/clients/{client}/changes/{id}",
        rules=RULES,
        after_hours=AFTER_HOURS,
    ),
)
