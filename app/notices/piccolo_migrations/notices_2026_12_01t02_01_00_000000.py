"""Indexes of what clients are told: what waits for a sign-in, what a delivery carries, what failed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-12-01T02:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of telling clients"

FORWARDS = (
    "create index client_notice_waiting on client_notice (account, channel, due_at) where state = 'waiting'",
    "create index client_notice_delivery on client_notice (delivery) where delivery is not null",
    "create index client_notice_client on client_notice (client, created_at desc, id)",
    "create index client_notice_failed on client_notice (settled_at desc) where state in ('failed', 'unknown')",
    "create index clock_run_done on clock_run (name, due_at desc)",
)
BACKWARDS = (
    "drop index clock_run_done",
    "drop index client_notice_failed",
    "drop index client_notice_client",
    "drop index client_notice_delivery",
    "drop index client_notice_waiting",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="notices", description=DESCRIPTION)

    async def create() -> None:
        for statement in FORWARDS:
            await engine().run_ddl(statement)

    async def drop() -> None:
        for statement in BACKWARDS:
            await engine().run_ddl(statement)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
