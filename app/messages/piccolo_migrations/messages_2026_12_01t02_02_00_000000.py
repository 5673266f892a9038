from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Boolean
from piccolo.columns.indexes import IndexMethod

ID = "2026-12-01T02:02:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the task type of appointments"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="messages", description=DESCRIPTION)

    manager.add_column(
        table_class_name="TaskType",
        tablename="task_type",
        column_name="for_appointments",
        db_column_name="for_appointments",
        column_class_name="Boolean",
        column_class=Boolean,
        params={
            "default": False,
            "null": False,
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
