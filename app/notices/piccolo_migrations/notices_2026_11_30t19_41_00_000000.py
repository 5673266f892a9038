"""Consent to text messages: one in force a client, and never changed but withdrawn."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-11-30T19:41:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "consent stays as it was given"

# What is encrypted may be sealed anew when keys are rotated; the hash tells whether it is still the same number.
FORWARDS = (
    "create unique index text_consent_in_force on text_consent (client) where withdrawn_at is null",
    """
    create function keep_consent() returns trigger language plpgsql as $$
    begin
      if (old.id, old.client, old.phone_hash, old.given_at, old.source, old.account, old.given_by_name)
        is distinct from (new.id, new.client, new.phone_hash, new.given_at, new.source, new.account, new.given_by_name)
        or old.withdrawn_at is not null
        and (old.withdrawn_at, old.withdrawn_by_name, old.withdrawal_source)
        is distinct from (new.withdrawn_at, new.withdrawn_by_name, new.withdrawal_source)
      then
        raise exception 'consent is only ever given, and withdrawn once' using errcode = 'insufficient_privilege';
      end if;
      return new;
    end $$
    """,
    "create trigger text_consent_stays before update on text_consent "
    "for each row execute function keep_consent()",
)
BACKWARDS = (
    "drop trigger text_consent_stays on text_consent",
    "drop function keep_consent()",
    "drop index text_consent_in_force",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="notices", description=DESCRIPTION)

    async def create() -> None:
        for statement in FORWARDS:
            await engine().run_ddl(statement)

    async def drop() -> None:
        for statement in BACKWARDS:
            await engine().run_ddl(statement)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
