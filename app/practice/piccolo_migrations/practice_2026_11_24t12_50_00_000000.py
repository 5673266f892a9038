"""One row, and never a second."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-11-24T12:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the one row of the settings version"

FORWARDS = (
    "create unique index settings_version_is_one_row on settings_version ((true))",
    "insert into settings_version (id, version) values (gen_random_uuid(), 1)",
)
BACKWARDS = (
    "delete from settings_version",
    "drop index settings_version_is_one_row",
)


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
