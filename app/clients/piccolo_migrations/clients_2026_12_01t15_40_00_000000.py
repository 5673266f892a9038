"""Indexes of clients in the order of their names, of all and of those without an e-mail address."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-12-01T15:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes by name"

FORWARDS = (
    "create index client_by_name on client (lower(last_name), lower(first_name), number)",
    "create index client_without_email on client (lower(last_name), lower(first_name), number) where email = ''",
)
BACKWARDS = (
    "drop index client_by_name",
    "drop index client_without_email",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="clients", description=DESCRIPTION)

    async def create() -> None:
        for statement in FORWARDS:
            await engine().run_ddl(statement)

    async def drop() -> None:
        for statement in BACKWARDS:
            await engine().run_ddl(statement)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
