"""Indexes by which the long lists of the admin come in their order, and the answers to a form are found."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-12-01T15:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of lists"

FORWARDS = (
    "create index form_assignment_assigned on form_assignment (assigned_at)",
    "create index form_response_assignment on form_response (assignment)",
)
BACKWARDS = (
    "drop index form_assignment_assigned",
    "drop index form_response_assignment",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="forms", description=DESCRIPTION)

    async def create() -> None:
        for statement in FORWARDS:
            await engine().run_ddl(statement)

    async def drop() -> None:
        for statement in BACKWARDS:
            await engine().run_ddl(statement)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
