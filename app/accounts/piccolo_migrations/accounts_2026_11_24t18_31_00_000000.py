"""Indexes that Piccolo's columns cannot name: composite, partial, by expression."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-11-24T18:31:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of tries at the second step"

FORWARDS = (
    "create index second_step_try_of_owner on second_step_try (owner_hash, tried_at)",
    "create index second_step_try_of_address on second_step_try (address_hash, tried_at)",
)
BACKWARDS = ("drop index second_step_try_of_owner", "drop index second_step_try_of_address")


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
