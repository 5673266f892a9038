"""The index the reports read their figures by."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-12-01T15:41:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "index of the figures"

FORWARDS = (
    "create index report_figure_of_staff on report_figure (staff, month)",
    "create index report_figure_of_month on report_figure (month)",
)
BACKWARDS = (
    "drop index report_figure_of_staff",
    "drop index report_figure_of_month",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="office", description=DESCRIPTION)

    async def create() -> None:
        for statement in FORWARDS:
            await engine().run_ddl(statement)

    async def drop() -> None:
        for statement in BACKWARDS:
            await engine().run_ddl(statement)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
