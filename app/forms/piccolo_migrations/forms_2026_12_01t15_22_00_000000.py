"""The indexes by which answers are found that nobody has reviewed, and safety alerts that nobody has acknowledged."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-12-01T15:22:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of what waits to be seen"
FORWARDS = (
    "create index form_response_unreviewed on form_response (sent_at, id) where reviewed_at is null",
    "create index safety_event_unseen on safety_event (escalates_at, id) where acknowledged_at is null",
)
BACKWARDS = ("drop index safety_event_unseen", "drop index form_response_unreviewed")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="forms", description=DESCRIPTION)

    async def create() -> None:
        for statement in FORWARDS:
            await engine().run_ddl(statement)

    async def drop() -> None:
        for statement in BACKWARDS:
            await engine().run_ddl(statement)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
