"""An office location is found by its name, however it is written: no two differ by capitals alone."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-12-01T01:55:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "names of office locations"

FORWARDS = ("create unique index office_location_lower_name on office_location (lower(name))",)
BACKWARDS = ("drop index office_location_lower_name",)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="practice", description=DESCRIPTION)

    async def create() -> None:
        for statement in FORWARDS:
            await engine().run_ddl(statement)

    async def drop() -> None:
        for statement in BACKWARDS:
            await engine().run_ddl(statement)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
