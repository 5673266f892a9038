"""The indexes by which alerts are listed and counted by their kind, and by whether anybody sees to them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-12-01T15:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of the filters of alerts"
WAITING = "where acknowledged_at is null and done_at is null"
FORWARDS = (
    "create index alert_of_kind on alert (recipient, kind, (read_at is not null), raised_at desc, id)",
    f"create index alert_waiting on alert (recipient, (read_at is not null), raised_at desc, id) {WAITING}",
    f"create index alert_waiting_kind on alert (recipient, kind, (read_at is not null), raised_at desc, id) {WAITING}",
)
BACKWARDS = ("drop index alert_waiting_kind", "drop index alert_waiting", "drop index alert_of_kind")


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
