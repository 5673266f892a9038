"""Indexes of files that wait for their check, of a chart's files, and of the pieces of one."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-11-24T22:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes"

FORWARDS = (
    "create index stored_file_of_client on stored_file (client, received_at)",
    "create index stored_file_unchecked on stored_file (received_at) where state in ('received', 'checking')",
    "create index stored_file_quarantined on stored_file (checked_at desc) where state = 'quarantined'",
    "create unique index file_piece_of_place on file_piece (place, number)",
)
BACKWARDS = (
    "drop index file_piece_of_place",
    "drop index stored_file_quarantined",
    "drop index stored_file_unchecked",
    "drop index stored_file_of_client",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="files", description=DESCRIPTION)

    async def create() -> None:
        for statement in FORWARDS:
            await engine().run_ddl(statement)

    async def drop() -> None:
        for statement in BACKWARDS:
            await engine().run_ddl(statement)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
