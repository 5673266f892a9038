"""The index by which the alerts about one thing are found, whoever was told."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-11-30T15:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "alerts about one thing"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="notices", description=DESCRIPTION)

    async def create() -> None:
        await engine().run_ddl("create index alert_about on alert (client, kind, object_id)")

    async def drop() -> None:
        await engine().run_ddl("drop index alert_about")

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
