from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-12-01T03:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what cancelled an appointment"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="appointments", description=DESCRIPTION)

    manager.add_column(
        table_class_name="Appointment",
        tablename="appointment",
        column_name="cancelled_by_source",
        db_column_name="cancelled_by_source",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 20,
            "default": "",
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
