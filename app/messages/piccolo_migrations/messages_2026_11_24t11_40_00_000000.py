"""Indexes that Piccolo's columns cannot name: composite, partial, by expression."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-11-24T11:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes"

FORWARDS = (
    "create index message_of_thread on message (thread, sent_at desc, id desc)",
    "create index message_of_client on message (client, sent_at desc, id desc)",
    "create index message_unread_by_client on message (client, thread, sent_at desc) where read_at is null and not from_client",
    "create index message_unread_by_staff on message (sent_at desc, id) where read_at is null and from_client",
    "create index message_thread_of_client on message_thread (client, last_at desc, id desc)",
    "create index message_thread_newest on message_thread (last_at desc, id desc)",
)
BACKWARDS = (
    "drop index message_of_thread",
    "drop index message_of_client",
    "drop index message_unread_by_client",
    "drop index message_unread_by_staff",
    "drop index message_thread_of_client",
    "drop index message_thread_newest",
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
