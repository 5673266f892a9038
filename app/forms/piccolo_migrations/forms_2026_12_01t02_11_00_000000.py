"""An index of the forms that are due: the clock looks among them each hour."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-12-01T02:11:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "index of forms that are due"

FORWARDS = """
create index form_assignment_due on form_assignment (due_on)
where completed_at is null and taken_back_at is null and due_on is not null
"""
BACKWARDS = "drop index form_assignment_due"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="forms", description=DESCRIPTION)

    async def create() -> None:
        await engine().run_ddl(FORWARDS)

    async def drop() -> None:
        await engine().run_ddl(BACKWARDS)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
