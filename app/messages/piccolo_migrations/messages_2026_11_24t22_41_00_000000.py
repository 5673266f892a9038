"""Indexes of attachments: of a message, and one message for a document."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-11-24T22:41:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of attachments"

FORWARDS = (
    "create index message_attachment_of_message on message_attachment (message, position)",
    "create unique index message_attachment_once on message_attachment (document)",
)
BACKWARDS = ("drop index message_attachment_once", "drop index message_attachment_of_message")


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
