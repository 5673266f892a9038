from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Text, Varchar
from piccolo.columns.indexes import IndexMethod

from app.db import engine

ID = "2026-11-24T12:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "own values may be given back"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="practice", description=DESCRIPTION)

    manager.add_column(
        table_class_name="SystemSetting",
        tablename="system_setting",
        column_name="changed_by_name",
        db_column_name="changed_by_name",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 200,
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

    manager.alter_column(
        table_class_name="SystemSetting",
        tablename="system_setting",
        column_name="value",
        db_column_name="value",
        params={"default": None, "null": True},
        old_params={"default": "", "null": False},
        column_class=Text,
        old_column_class=Text,
        schema=None,
    )

    async def forget_what_is_given_back() -> None:
        await engine().run_ddl("delete from system_setting where value is null")

    manager.add_raw_backwards(forget_what_is_given_back)
    return manager
