"""Indexes that Piccolo's columns cannot name: composite, partial, by expression."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-11-24T11:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes"

FORWARDS = (
    "create index client_assignment_of_staff on client_assignment (staff, client)",
    "create index client_assignment_of_client on client_assignment (client, staff)",
    "create index staff_member_supervised on staff_member (supervisor)",
)
BACKWARDS = (
    "drop index client_assignment_of_staff",
    "drop index client_assignment_of_client",
    "drop index staff_member_supervised",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="staff", description=DESCRIPTION)

    async def create() -> None:
        for statement in FORWARDS:
            await engine().run_ddl(statement)

    async def drop() -> None:
        for statement in BACKWARDS:
            await engine().run_ddl(statement)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
