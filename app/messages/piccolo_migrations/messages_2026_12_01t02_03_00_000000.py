"""One task type takes what clients ask about appointments."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-12-01T02:03:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one task type of appointments"

FORWARDS = (
    "create unique index task_type_for_appointments on task_type (for_appointments) where for_appointments",
)
BACKWARDS = ("drop index task_type_for_appointments",)


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
