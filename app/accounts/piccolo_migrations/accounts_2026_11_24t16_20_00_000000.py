"""Indexes that Piccolo's columns cannot name: composite, partial, by expression."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-11-24T16:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of tries and devices"

FORWARDS = (
    "create index sign_in_try_of_name on sign_in_try (name_hash, tried_at)",
    "create index sign_in_try_of_address on sign_in_try (address_hash, tried_at)",
    "create index sign_in_try_lately on sign_in_try (tried_at)",
    "create unique index known_device_of_account on known_device (account, device_hash) where account is not null",
    "create unique index known_device_of_staff on known_device (staff, device_hash) where staff is not null",
)
BACKWARDS = (
    "drop index sign_in_try_of_name",
    "drop index sign_in_try_of_address",
    "drop index sign_in_try_lately",
    "drop index known_device_of_account",
    "drop index known_device_of_staff",
)


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
