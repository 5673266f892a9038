"""Messages that wait longer for an answer than clients were told, for the staff's inbox."""

from app.staff.rules import PermissionRule
from app.web.language import _l
from app.web.panel import Late

LATE = (
    Late(
        name="messages",
        words=_l("Messages past their reply time"),
        statement="""
select thread.id, thread.client, thread.late_at as since from message_thread thread
where thread.late_at <= {now} and thread.waiting_since is not null
""",
        path="/staff/messages/{id}",
        rules=(PermissionRule.SEND_MESSAGES,),
    ),
)
