"""Answers that nobody has reviewed for long, for the staff's inbox."""

from app.forms.rules import READING
from app.web.language import _l
from app.web.panel import Late

AFTER_HOURS = 7 * 24
LATE = (
    Late(
        name="forms",
        words=_l("Completed forms that nobody has reviewed for more than a week"),
        statement=f"""
select given.id, given.client, given.sent_at as since from form_response given
where given.reviewed_at is null and given.sent_at <= {{now}} - interval '{AFTER_HOURS} hours'
  and given.status in ('completed', 'amended') and given.set_aside_at is null
  and not exists (select from form_response later where later.corrects = given.id and later.status = 'amended')
""",
        path="/staff/clients/{client}/forms/{id}",
        rules=READING,
        after_hours=AFTER_HOURS,
    ),
)
