"""The index of contacts: those of a chart, as its page lists them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-11-30T19:31:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "index of contacts"

FORWARDS = ("create index contact_of_client on contact (client, added_at, id)",)
BACKWARDS = ("drop index contact_of_client",)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="information", description=DESCRIPTION)

    async def create() -> None:
        for statement in FORWARDS:
            await engine().run_ddl(statement)

    async def drop() -> None:
        for statement in BACKWARDS:
            await engine().run_ddl(statement)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
