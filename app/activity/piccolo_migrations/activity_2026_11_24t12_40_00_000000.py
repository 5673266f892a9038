"""The log is only ever added to, and every row added waits for its seal."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-11-24T12:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "append-only"

FORWARDS = (
    """
    create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception '% is only ever added to', tg_table_name using errcode = 'insufficient_privilege';
    end $$
    """,
    """
    create function await_seal() returns trigger language plpgsql as $$
    begin
      insert into audit_unsealed (event) values (new.id);
      return null;
    end $$
    """,
    "create trigger audit_event_stays before update or delete or truncate on audit_event "
    "for each statement execute function refuse_change()",
    "create trigger audit_seal_stays before update or delete or truncate on audit_seal "
    "for each statement execute function refuse_change()",
    "create trigger audit_event_awaits_seal after insert on audit_event "
    "for each row execute function await_seal()",
    "insert into audit_unsealed (event) select id from audit_event "
    "where not exists (select from audit_seal where audit_seal.event = audit_event.id)",
)
BACKWARDS = (
    "delete from audit_unsealed",
    "drop trigger audit_event_awaits_seal on audit_event",
    "drop trigger audit_seal_stays on audit_seal",
    "drop trigger audit_event_stays on audit_event",
    "drop function await_seal()",
    "drop function refuse_change()",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="activity", description=DESCRIPTION)

    async def create() -> None:
        for statement in FORWARDS:
            await engine().run_ddl(statement)

    async def drop() -> None:
        for statement in BACKWARDS:
            await engine().run_ddl(statement)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
