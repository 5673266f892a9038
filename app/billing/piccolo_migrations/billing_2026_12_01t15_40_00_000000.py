"""Indexes by which the long lists of the admin come in their order, and who has credit is found."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-12-01T15:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of lists"

FORWARDS = (
    "create index statement_posted on statement (posted_at)",
    "create index allocation_at on allocation (at)",
    "create index billing_account_credit on billing_account (id) include (credit_cents) where credit_cents > 0",
)
BACKWARDS = (
    "drop index statement_posted",
    "drop index allocation_at",
    "drop index billing_account_credit",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="billing", description=DESCRIPTION)

    async def create() -> None:
        for statement in FORWARDS:
            await engine().run_ddl(statement)

    async def drop() -> None:
        for statement in BACKWARDS:
            await engine().run_ddl(statement)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
