"""Indexes for each list of the inbox, one draft each, and what threads from before say of themselves."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-11-24T12:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes"

FORWARDS = (
    "update message_thread set unread_by_practice = exists (select 1 from message where message.thread = message_thread.id"
    " and message.read_at is null and message.from_client), answered_at = case when not last_from_client then last_at end,"
    " waiting_since = case when last_from_client then last_at end",
    "create index message_thread_unread on message_thread (last_at desc, id desc) where unread_by_practice",
    "create index message_thread_waiting on message_thread (last_at desc, id desc) where waiting_since is not null",
    "create index message_thread_soon_late on message_thread (soon_late_at, id) where soon_late_at is not null",
    "create index message_thread_of_assignee on message_thread (assignee, last_at desc, id desc) where assignee is not null",
    "create index message_thread_of_group on message_thread (assignee_group, last_at desc, id desc)"
    " where assignee_group is not null",
    "create index message_thread_of_task_type on message_thread (task_type, last_at desc, id desc)",
    "create unique index message_draft_once on message_draft (account, client, thread) nulls not distinct",
    "create index internal_note_of_thread on internal_note (thread, written_at)",
    "create index thread_step_of_thread on thread_step (thread, done_at)",
    "alter table task_type add constraint task_type_usual_time check (usual_working_days between 1 and 60)",
)
BACKWARDS = (
    "alter table task_type drop constraint task_type_usual_time",
    "drop index thread_step_of_thread",
    "drop index internal_note_of_thread",
    "drop index message_draft_once",
    "drop index message_thread_of_task_type",
    "drop index message_thread_of_group",
    "drop index message_thread_of_assignee",
    "drop index message_thread_soon_late",
    "drop index message_thread_waiting",
    "drop index message_thread_unread",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="messages", description=DESCRIPTION)

    async def create() -> None:
        for statement in FORWARDS:
            await engine().run_ddl(statement)

    async def drop() -> None:
        for statement in BACKWARDS:
            await engine().run_ddl(statement)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
