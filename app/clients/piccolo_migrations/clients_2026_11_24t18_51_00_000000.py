"""Indexes that Piccolo's columns cannot name: composite, partial, by expression."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-11-24T18:51:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "search by preferred name and by e-mail"

FORWARDS = (
    "create index client_preferred_name on client (lower(preferred_name) text_pattern_ops)",
    "create index client_email on client (lower(email)) where email <> ''",
)
BACKWARDS = (
    "drop index client_preferred_name",
    "drop index client_email",
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
