"""The package's tables and migrations, for Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="accounts",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(
        modules=[
            "app.accounts.links.tables",
            "app.accounts.own.tables",
            "app.accounts.portal_tab.tables",
            "app.accounts.second_step.tables",
            "app.accounts.tables",
        ],
        exclude_imported=True,
    ),
    migration_dependencies=["app.staff.piccolo_app"],
)
