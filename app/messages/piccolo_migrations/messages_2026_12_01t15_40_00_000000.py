"""An index of all messages by the moment, a few kilobytes: they stand in its order anyway."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-12-01T15:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "index of messages by moment"

FORWARDS = (
    "create index message_sent on message using brin (sent_at) with (pages_per_range = 32, autosummarize = on)",
)
BACKWARDS = ("drop index message_sent",)


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
