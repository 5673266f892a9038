"""Indexes of insurance: the policies of a chart, and the one photo of each side of a card."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-11-30T19:21:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of insurance"

FORWARDS = (
    "create index insurance_policy_client on insurance_policy (client)",
    "create index insurance_policy_payer on insurance_policy (payer)",
    "create unique index policy_card_side on policy_card (policy, side) where replaced_at is null",
    "create index policy_card_document on policy_card (document)",
    "create index payer_name on payer (lower(name))",
)
BACKWARDS = (
    "drop index payer_name",
    "drop index policy_card_document",
    "drop index policy_card_side",
    "drop index insurance_policy_payer",
    "drop index insurance_policy_client",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="insurance", description=DESCRIPTION)

    async def create() -> None:
        for statement in FORWARDS:
            await engine().run_ddl(statement)

    async def drop() -> None:
        for statement in BACKWARDS:
            await engine().run_ddl(statement)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
