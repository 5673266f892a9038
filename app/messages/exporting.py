"""The messages of a chart for the export of a client's whole portal record; internal notes are never among them."""

from collections.abc import AsyncIterator

from app import db
from app.documents.attached import Attached
from app.messages.attachments import OF_MESSAGE, read_attachments
from app.messages.tables import Message, MessageThread
from app.messages.task_types import label_of
from app.web.language import gettext
from app.web.panel import Exported, ExportedTable, Exporting
from app.web.templates import moment

MESSAGES = f"""
select message.id, message.sender_name, message.sent_at, message.body, thread.id as thread, thread.subject,
  task_type.label, task_type.label_es, {OF_MESSAGE}
from message join message_thread thread on thread.id = message.thread
join task_type on task_type.id = thread.task_type
where message.client = $1 and thread.client = $1
order by thread.last_at desc, thread.id, message.sent_at, message.id
"""


async def exported(asked: Exporting) -> AsyncIterator[Exported]:
    """Give the messages: the conversations newest first, each from its beginning."""
    rows = await db.rows(MESSAGES, asked.client_id)
    columns = (
        gettext("Subject"),
        gettext("What it is about"),
        gettext("From"),
        gettext("Sent"),
        gettext("Message"),
        gettext("Attached"),
    )
    yield ExportedTable("messages", gettext("Messages"), columns, tuple(map(_row, rows)), long=True)


def _row(row: db.Record) -> tuple[str, ...]:
    return (
        MessageThread.subject.open(row["subject"], row=row["thread"]),
        label_of(row),
        row["sender_name"],
        moment(row["sent_at"]),
        Message.body.open(row["body"], row=row["id"]),
        ", ".join(map(_attached, read_attachments(row))),
    )


def _attached(file: Attached) -> str:
    return file.title if file.opens else f"{file.title} ({file.words})"
