from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Date
from piccolo.columns.indexes import IndexMethod

ID = "2026-12-01T02:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "reminders by the clock"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="forms", description=DESCRIPTION)

    manager.add_column(
        table_class_name="FormAssignment",
        tablename="form_assignment",
        column_name="reminded_for",
        db_column_name="reminded_for",
        column_class_name="Date",
        column_class=Date,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    return manager
