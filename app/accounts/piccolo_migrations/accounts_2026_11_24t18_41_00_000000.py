"""Indexes that Piccolo's columns cannot name: composite, partial."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-11-24T18:41:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of links and invitations"

FORWARDS = (
    "create index sign_in_link_of_account on sign_in_link (account, made_at desc)",
    "create index link_asking_of_name on link_asking (name_hash, asked_at)",
    "create index link_asking_of_address on link_asking (address_hash, asked_at)",
    "create unique index invitation_once on invitation (batch, client)",
)
BACKWARDS = (
    "drop index sign_in_link_of_account",
    "drop index link_asking_of_name",
    "drop index link_asking_of_address",
    "drop index invitation_once",
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
