"""Indexes that Piccolo's columns cannot name: composite."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-11-24T19:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of drafts"

FORWARDS = ("create index draft_of_account on draft (account, kept_at)",)
BACKWARDS = ("drop index draft_of_account",)


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
