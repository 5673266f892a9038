"""Indexes that Piccolo's columns cannot name: composite, partial, by expression."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-11-24T11:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes"

FORWARDS = (
    "create unique index chart_grant_live_pair on chart_grant (account, client) where revoked_at is null",
    "create unique index chart_grant_live_self on chart_grant (client) where revoked_at is null and kind = 'self'",
    "create index portal_session_of_account on portal_session (account)",
    "create unique index staff_session_token on staff_session (token)",
    "create index staff_session_of_user on staff_session (user_id)",
)
BACKWARDS = (
    "drop index chart_grant_live_pair",
    "drop index chart_grant_live_self",
    "drop index portal_session_of_account",
    "drop index staff_session_token",
    "drop index staff_session_of_user",
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
