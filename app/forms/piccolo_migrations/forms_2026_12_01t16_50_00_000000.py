"""An index by which the list of sent forms comes in its order."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-12-01T16:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "index of sent forms"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="forms", description=DESCRIPTION)

    async def create() -> None:
        await engine().run_ddl("create index form_response_begun on form_response (started_at, id)")

    async def drop() -> None:
        await engine().run_ddl("drop index form_response_begun")

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
