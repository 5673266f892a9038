from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.indexes import IndexMethod

from app.encryption import Encrypted

ID = "2026-11-30T23:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "answers that raised an alarm"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="forms", description=DESCRIPTION)

    manager.add_column(
        table_class_name="SafetyEvent",
        tablename="safety_event",
        column_name="answer",
        db_column_name="answer",
        column_class_name="Encrypted",
        column_class=Encrypted,
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
