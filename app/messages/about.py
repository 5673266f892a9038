"""What an alert about a message is about: its thread, for the staff's inbox."""

from typing import Any
from uuid import UUID

from app.messages.tables import MessageThread
from app.messages.task_types import label_of
from app.web.panel import AlertAbout

STATEMENT = """
select json_build_object('id', thread.id, 'subject', encode(thread.subject, 'hex'), 'label', task_type.label,
  'label_es', task_type.label_es)
from message_thread thread join task_type on task_type.id = thread.task_type
where thread.id = told.object and thread.client = told.client
"""


def _words(row: Any) -> tuple[str, str]:
    subject = MessageThread.subject.open(bytes.fromhex(row["subject"]), row=UUID(row["id"]))
    return subject, label_of(row)


ALERT_ABOUT = AlertAbout(statement=STATEMENT, words=_words)
