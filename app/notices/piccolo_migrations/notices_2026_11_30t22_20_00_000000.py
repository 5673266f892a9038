"""The index by which the alerts are found that stand first until somebody acknowledges them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-11-30T22:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "index of alerts that stand first"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="notices", description=DESCRIPTION)

    async def create() -> None:
        await engine().run_ddl(
            "create index alert_pinned on alert (recipient, raised_at desc, id)"
            " where kind = 'form_safety' and acknowledged_at is null"
        )

    async def drop() -> None:
        await engine().run_ddl("drop index alert_pinned")

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
