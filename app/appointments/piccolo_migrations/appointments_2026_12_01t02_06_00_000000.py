"""Indexes of appointments: a client's, the day's, what was imported, what still waits."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-12-01T02:06:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of appointments"

FORWARDS = (
    "create index appointment_client on appointment (client, starts_at desc, id)",
    "create index appointment_starts on appointment (starts_at) where state = 'booked'",
    "create unique index appointment_external on appointment (source, external_id) where external_id <> ''",
    "create index appointment_asking_client on appointment_asking (client, asked_at desc, id)",
    "create index appointment_asking_appointment on appointment_asking (appointment) where appointment is not null",
    "create unique index appointment_asking_waiting on appointment_asking (appointment) where state = 'waiting' and appointment is not null",
)
BACKWARDS = (
    "drop index appointment_asking_waiting",
    "drop index appointment_asking_appointment",
    "drop index appointment_asking_client",
    "drop index appointment_external",
    "drop index appointment_starts",
    "drop index appointment_client",
)


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
