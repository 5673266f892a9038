"""An index of who got into the portal, and was asked to, by the moment: the reports count them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-12-01T15:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "index of signing in"

FORWARDS = (
    "create index audit_event_getting_in on audit_event (at) where kind in ('signed_in', 'credentials_emailed', 'login_added')",
)
BACKWARDS = ("drop index audit_event_getting_in",)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="activity", description=DESCRIPTION)

    async def create() -> None:
        for statement in FORWARDS:
            await engine().run_ddl(statement)

    async def drop() -> None:
        for statement in BACKWARDS:
            await engine().run_ddl(statement)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
