"""The index by which the links are found that could not be delivered."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-12-01T15:23:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "index of links that could not be delivered"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="accounts", description=DESCRIPTION)

    async def create() -> None:
        await engine().run_ddl(
            "create index sign_in_link_undeliverable on sign_in_link (made_at desc)"
            " where delivery = 'undeliverable' and superseded_at is null"
        )

    async def drop() -> None:
        await engine().run_ddl("drop index sign_in_link_undeliverable")

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
