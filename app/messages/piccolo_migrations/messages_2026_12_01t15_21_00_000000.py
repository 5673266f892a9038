"""The index by which the threads are found whose answer is late."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-12-01T15:21:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "index of late threads"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="messages", description=DESCRIPTION)

    async def create() -> None:
        await engine().run_ddl(
            "create index message_thread_late on message_thread (late_at, id) where late_at is not null"
        )

    async def drop() -> None:
        await engine().run_ddl("drop index message_thread_late")

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
