"""Indexes of who has not signed in and cannot be invited."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-12-01T15:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of who cannot be invited"

FORWARDS = (
    "create index portal_account_unused on portal_account (id) where last_sign_in_at is null and (not active or suspended_at is not null or login_typed)",
    "create index sign_in_link_open on sign_in_link (ends_at) where superseded_at is null",
)
BACKWARDS = (
    "drop index portal_account_unused",
    "drop index sign_in_link_open",
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
