"""Indexes by which the long lists of the admin come in their order, and the newest notice of an account is found."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-12-01T15:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of lists"

FORWARDS = (
    "create index alert_raised on alert (raised_at)",
    "create index client_notice_created on client_notice (created_at)",
    "create index client_notice_settled on client_notice (account, settled_at desc, id) where settled_at is not null",
    "create index outbox_message_created on outbox_message (created_at)",
    "create index alert_unread_about on alert (recipient, object_id) where read_at is null",
)
BACKWARDS = (
    "drop index alert_raised",
    "drop index client_notice_created",
    "drop index client_notice_settled",
    "drop index outbox_message_created",
    "drop index alert_unread_about",
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
