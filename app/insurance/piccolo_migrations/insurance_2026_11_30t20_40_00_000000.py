"""No company twice in the list, whatever the case and the spaces of its name."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-11-30T20:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one payer of a name"

FORWARDS = r"create unique index payer_once on payer (lower(regexp_replace(name, '\s', '', 'g')))"
BACKWARDS = "drop index payer_once"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="insurance", description=DESCRIPTION)

    async def create() -> None:
        await engine().run_ddl(FORWARDS)

    async def drop() -> None:
        await engine().run_ddl(BACKWARDS)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
