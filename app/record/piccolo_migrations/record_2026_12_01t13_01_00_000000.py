"""Indexes of the record: by chart and day, what waits, and what is over."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-12-01T13:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of the record"

FORWARDS = (
    "create index clinical_import_client on clinical_import (client, begun_at desc)",
    "create index clinical_import_open on clinical_import (begun_at) where ended_at is null",
    "create index clinical_resource_client on clinical_resource (client)",
    "create index clinical_resource_import on clinical_resource (clinical_import)",
    "create index clinical_entry_client on clinical_entry (client, kind, from_on desc nulls last, id)",
    "create index record_request_client on record_request (client, asked_at desc)",
    "create index record_request_waiting on record_request (due_on, id) where state = 'waiting'",
    "create unique index record_request_one_copy on record_request (client, account)"
    " where state = 'waiting' and kind = 'record'",
    "create index record_copy_client on record_copy (client, made_at desc)",
    "create index record_copy_over on record_copy (expires_at) where content is not null",
    "create unique index record_copy_request on record_copy (request) where request is not null",
    "create index record_sending_client on record_sending (client, asked_at desc)",
    "create index record_sending_copy on record_sending (copy)",
    "create index record_export_client on record_export (client, asked_at desc)",
    "create index record_export_over on record_export (expires_at) where place is not null",
    "create unique index record_export_waiting on record_export (client, account, staff) nulls not distinct"
    " where state = 'waiting'",
)
BACKWARDS = tuple(
    f"drop index {statement.split(' index ')[1].split(' on ')[0]}" for statement in reversed(FORWARDS)
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="record", description=DESCRIPTION)

    async def create() -> None:
        for statement in FORWARDS:
            await engine().run_ddl(statement)

    async def drop() -> None:
        for statement in BACKWARDS:
            await engine().run_ddl(statement)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
