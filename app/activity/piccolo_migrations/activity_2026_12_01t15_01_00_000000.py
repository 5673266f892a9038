"""An index of whose charts a staff member has opened, the newest first."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-12-01T15:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the charts somebody opened"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="activity", description=DESCRIPTION)

    async def create() -> None:
        await engine().run_ddl(
            "create index audit_event_charts_opened on audit_event (staff, at desc) where kind = 'chart_seen'"
        )

    async def drop() -> None:
        await engine().run_ddl("drop index audit_event_charts_opened")

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
