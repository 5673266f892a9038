"""Of the wishes for a new appointment, one of a client waits at a time; the newest of several stays."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-12-01T03:41:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one wish for a new appointment waits"

FORWARDS = (
    "update appointment_asking older set state = 'withdrawn', settled_at = now(), settled_by_name = older.asked_by_name"
    " where state = 'waiting' and asking = 'book' and exists (select 1 from appointment_asking newer"
    " where newer.client = older.client and newer.state = 'waiting' and newer.asking = 'book'"
    " and (newer.asked_at, newer.id) > (older.asked_at, older.id))",
    "create unique index appointment_asking_new on appointment_asking (client)"
    " where state = 'waiting' and asking = 'book'",
)
BACKWARDS = ("drop index appointment_asking_new",)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="appointments", description=DESCRIPTION)

    async def create() -> None:
        for statement in FORWARDS:
            await engine().run_ddl(statement)

    async def drop() -> None:
        for statement in BACKWARDS:
            await engine().run_ddl(statement)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
