"""What amounts can be, where numbers come from, and indexes of billing."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-12-01T06:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "checks, numbers and indexes of billing"

FORWARDS = (
    "create sequence statement_number start 1001",
    "create sequence receipt_number start 5001",
    "alter table billing_account add constraint billing_account_sums check"
    " (owed_cents >= 0 and held_cents >= 0 and credit_cents >= 0)",
    "alter table statement add constraint statement_sums check"
    " (total_cents >= 0 and paid_cents >= 0 and owed_cents >= 0"
    " and owed_cents = case when state = 'posted' then total_cents - paid_cents else 0 end)",
    "alter table statement_line add constraint statement_line_sum check"
    " (yours_cents = charge_cents - insurance_cents - adjusted_cents)",
    "alter table payment add constraint payment_sums check"
    " (amount_cents > 0 and allocated_cents >= 0 and refunded_cents >= 0"
    " and allocated_cents + refunded_cents <= amount_cents"
    " and (state in ('succeeded', 'voided') or allocated_cents + refunded_cents = 0))",
    "alter table refund add constraint refund_amount check (amount_cents > 0)",
    "alter table allocation add constraint allocation_amount check (cents <> 0)",
    "create index statement_open on statement (client, due_on, number) include (owed_cents) where owed_cents > 0",
    "create index statement_client on statement (client, issued_on desc, number desc)",
    "create unique index statement_external on statement (source, external_id) where external_id <> ''",
    "create index statement_owed on statement (due_on) where owed_cents > 0",
    "create index statement_line_statement on statement_line (statement, position)",
    "create index payment_client on payment (client, paid_at desc, number desc) where paid_at is not null",
    "create index payment_begun on payment (begun_at desc, id)",
    "create index payment_client_begun on payment (client, begun_at desc)",
    "create unique index payment_external on payment (source, external_id) where external_id <> ''",
    "create index payment_under_way on payment (client) where state in ('open', 'processing')",
    "create unique index payment_copay on payment (appointment)"
    " where appointment is not null and state in ('open', 'processing')",
    "create index payment_appointment on payment (appointment) where appointment is not null",
    "create index payment_intent on payment (vendor_intent) where vendor_intent <> ''",
    "create index payment_credit on payment (client)"
    " where state = 'succeeded' and allocated_cents + refunded_cents < amount_cents",
    "create index payment_step_payment on payment_step (payment, at)",
    "create index refund_payment on refund (payment)",
    "create index refund_client on refund (client, asked_at desc, number desc)",
    "create index payment_disputed on payment (begun_at) where dispute_state = 'open'",
    "create index refund_failed on refund (asked_at) where state = 'failed'",
    "create index refund_asked on refund (asked_at) where state in ('asked', 'pending')",
    "create unique index refund_vendor on refund (vendor_refund) where vendor_refund <> ''",
    "create index allocation_payment on allocation (payment)",
    "create index allocation_statement on allocation (statement)",
    "create index allocation_client on allocation (client, at desc)",
    "create index payment_key_made on payment_key (made_at)",
    "create index vendor_event_payment on vendor_event (payment)",
    "create index vendor_event_parked on vendor_event (received_at) where state = 'parked' and seen_at is null",
)
BACKWARDS = (
    "drop index vendor_event_parked",
    "drop index vendor_event_payment",
    "drop index payment_key_made",
    "drop index allocation_client",
    "drop index allocation_statement",
    "drop index allocation_payment",
    "drop index refund_vendor",
    "drop index refund_asked",
    "drop index refund_failed",
    "drop index payment_disputed",
    "drop index refund_client",
    "drop index refund_payment",
    "drop index payment_step_payment",
    "drop index payment_credit",
    "drop index payment_intent",
    "drop index payment_appointment",
    "drop index payment_copay",
    "drop index payment_under_way",
    "drop index payment_external",
    "drop index payment_client_begun",
    "drop index payment_begun",
    "drop index payment_client",
    "drop index statement_line_statement",
    "drop index statement_owed",
    "drop index statement_external",
    "drop index statement_client",
    "drop index statement_open",
    "alter table allocation drop constraint allocation_amount",
    "alter table refund drop constraint refund_amount",
    "alter table payment drop constraint payment_sums",
    "alter table statement_line drop constraint statement_line_sum",
    "alter table statement drop constraint statement_sums",
    "alter table billing_account drop constraint billing_account_sums",
    "drop sequence receipt_number",
    "drop sequence statement_number",
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
