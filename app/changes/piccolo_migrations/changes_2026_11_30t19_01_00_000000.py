"""Indexes of changes: a chart's saves, the fields of each, and what waits."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-11-30T19:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of changes"

FORWARDS = (
    "create index change_request_latest on change_request (client, sent_at desc, id desc)",
    "create index changed_field_request on changed_field (request, position)",
    "create index changed_field_subject on changed_field (client, part, subject)",
    "create index changed_field_waiting on changed_field (client) where standing = 'in_review'",
)
BACKWARDS = (
    "drop index changed_field_waiting",
    "drop index changed_field_subject",
    "drop index changed_field_request",
    "drop index change_request_latest",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="changes", description=DESCRIPTION)

    async def create() -> None:
        for statement in FORWARDS:
            await engine().run_ddl(statement)

    async def drop() -> None:
        for statement in BACKWARDS:
            await engine().run_ddl(statement)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
