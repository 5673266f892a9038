"""Drafts: what somebody is writing, kept until it is sent. One for each account, chart and thread."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid5

from app import db
from app.accounts.sessions import CurrentChart
from app.activity.actor import Actor
from app.activity.refusals import NotFound
from app.messages.tables import MessageDraft

SPACE = UUID("3d1f1b0a-86a5-4c0e-b8a5-5f1d6c1a7b42")
"""The id of a draft is derived from it and what the draft is of, so that there is one."""


@dataclass(frozen=True, slots=True)
class Draft:
    subject: str
    body: str
    task_type: UUID | None
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form when it is kept; a reply has neither subject nor task type."""

    body: str
    subject: str = ""
    task_type: UUID | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.body or self.subject)


COLUMNS = "draft.id as draft_id, draft.subject as draft_subject, draft.body as draft_body, draft.task_type as draft_task_type, draft.saved_at"
"""What a statement of ours selects of a draft, for `read_draft`."""
OF_NEW = f"select {COLUMNS} from message_draft draft where draft.id = $1"
OF_THREAD = f"""
select {COLUMNS} from message_thread thread left join message_draft draft on draft.id = $1
where thread.id = $2 and thread.client = $3
"""


def draft_id(chart: CurrentChart, thread_id: UUID | None) -> UUID:
    """Give the id of the draft that this account may have for the thread, or for a new message.

    To staff who look at the portal as the client sees it, that of no draft: what is not sent is the client's own.
    """
    if chart.looking:
        return db.new_id()
    return uuid5(SPACE, f"{chart.account.account_id} {chart.client_id} {thread_id or 'new'}")


async def draft_of_new(chart: CurrentChart) -> Draft | None:
    """Give the reader's own draft of a new message."""
    row = await db.row(OF_NEW, draft_id(chart, None))
    return None if row is None else read_draft(row)


async def draft_of_reply(chart: CurrentChart, thread_id: UUID) -> Draft | None:
    """Give the reader's own draft in a thread; raises NotFound when the thread is not of the chart."""
    row = await db.row(OF_THREAD, draft_id(chart, thread_id), thread_id, chart.client_id)
    if row is None:
        raise NotFound(
            by=chart.actor, object_kind="message_thread", object_id=thread_id, client_id=chart.client_id
        )
    return read_draft(row)


def read_draft(row: db.Record) -> Draft | None:
    """Read a row that selected COLUMNS; None when there is no draft."""
    if row["draft_id"] is None:
        return None
    return Draft(
        subject=MessageDraft.subject.open(row["draft_subject"], row=row["draft_id"]),
        body=MessageDraft.body.open(row["draft_body"], row=row["draft_id"]),
        task_type=row["draft_task_type"],
        saved_at=row["saved_at"],
    )


ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtextextended($1, 0))"
"""Keeping a draft and sending it wait for one another, so that what was sent does not come back as a draft."""
MAY_KEEP = """
select exists (select 1 from message where id = $1) as sent,
  $2::uuid is null or exists (select 1 from message_thread where id = $2 and client = $3) as there
"""
KNOWN_TYPE = "select id from task_type where id = $1"


async def keep(
    *, chart: CurrentChart, by: Actor, thread_id: UUID | None, once: UUID, typed: Typed
) -> Draft | None:
    """Keep what is being typed in place of what was kept before; nothing is kept of an empty form.

    `once` is the id of the message the form will make: what is sent already is not kept. Raises NotFound when the
    thread is not of the chart. Not recorded: it is nobody's but the writer's until it is sent.
    """
    async with db.transaction():
        await db.row(ONE_AT_A_TIME, str(draft_id(chart, thread_id)))
        found = await db.row(MAY_KEEP, once, thread_id, chart.client_id)
        if found is None or not found["there"]:
            raise NotFound(
                by=by, object_kind="message_thread", object_id=thread_id, client_id=chart.client_id
            )
        if found["sent"]:
            return None
        if typed.is_empty:
            await _delete(chart, thread_id)
            return None
        return await _put(chart, thread_id, typed)


async def discard(*, chart: CurrentChart, thread_id: UUID | None) -> None:
    """Throw away the reader's own draft, if there is one."""
    await _delete(chart, thread_id)


async def remove(*, chart: CurrentChart, thread_id: UUID | None) -> None:
    """Remove the draft of what is being sent, in the transaction that sends it."""
    await db.row(ONE_AT_A_TIME, str(draft_id(chart, thread_id)))
    await _delete(chart, thread_id)


async def _put(chart: CurrentChart, thread_id: UUID | None, typed: Typed) -> Draft:
    task_type = typed.task_type and await db.row(KNOWN_TYPE, typed.task_type) and typed.task_type
    draft = MessageDraft(
        id=draft_id(chart, thread_id),
        account=chart.account.account_id,
        client=chart.client_id,
        thread=thread_id,
        task_type=task_type or None,
        saved_at=datetime.now(UTC),
    )
    draft.subject = MessageDraft.subject.seal(typed.subject, row=draft.id)
    draft.body = MessageDraft.body.seal(typed.body, row=draft.id)
    changing = [MessageDraft.task_type, MessageDraft.subject, MessageDraft.body, MessageDraft.saved_at]
    await MessageDraft.insert(draft).on_conflict(
        target=MessageDraft.id, action="DO UPDATE", values=list(changing)
    )
    return Draft(typed.subject, typed.body, task_type or None, draft.saved_at)


async def _delete(chart: CurrentChart, thread_id: UUID | None) -> None:
    await MessageDraft.delete().where(MessageDraft.id == draft_id(chart, thread_id))
