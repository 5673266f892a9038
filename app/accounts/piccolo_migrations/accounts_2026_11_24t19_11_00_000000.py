"""Indexes that Piccolo's columns cannot name: composite, partial, by expression."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-11-24T19:11:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "index of the grants of a chart"

FORWARDS = ("create index chart_grant_of_client on chart_grant (client) where revoked_at is null",)
BACKWARDS = ("drop index chart_grant_of_client",)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="accounts", description=DESCRIPTION)

    async def create() -> None:
        for statement in FORWARDS:
            await engine().run_ddl(statement)

    async def drop() -> None:
        for statement in BACKWARDS:
            await engine().run_ddl(statement)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
