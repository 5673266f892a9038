"""Indexes of forms: one version of a form, one open assignment of it, one first response, one event of an answer."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-11-30T22:11:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of forms"

FORWARDS = (
    "create unique index questionnaire_version on questionnaire (url, version)",
    "create unique index safety_rule_question on safety_rule (url, link_id)",
    "create index packet_form_of on packet_form (packet, position)",
    "create index form_recurrence_due on form_recurrence (next_on) where ended_at is null",
    "create index form_recurrence_client on form_recurrence (client)",
    "create unique index form_assignment_open on form_assignment (client, questionnaire) where completed_at is null and taken_back_at is null",
    "create index form_assignment_client on form_assignment (client, assigned_at desc, id)",
    "create index form_assignment_questionnaire on form_assignment (questionnaire)",
    "create unique index form_response_open on form_response (assignment) where status = 'in-progress'",
    "create unique index form_response_first on form_response (assignment) where corrects is null and status <> 'entered-in-error'",
    "create unique index form_response_correction on form_response (corrects) where corrects is not null and status <> 'entered-in-error'",
    "create index form_response_client on form_response (client, sent_at desc, id)",
    "create unique index form_score_response on form_score (response, instrument)",
    "create index form_score_client on form_score (client, instrument, scored_at)",
    "create unique index safety_event_answer on safety_event (response, rule) where changed_at is null",
    "create index safety_event_waiting on safety_event (escalates_at) where acknowledged_at is null and escalated_at is null",
    "create index safety_event_client on safety_event (client, noticed_at desc)",
)
BACKWARDS = (
    "drop index safety_event_client",
    "drop index safety_event_waiting",
    "drop index safety_event_answer",
    "drop index form_score_client",
    "drop index form_score_response",
    "drop index form_response_client",
    "drop index form_response_correction",
    "drop index form_response_first",
    "drop index form_response_open",
    "drop index form_assignment_questionnaire",
    "drop index form_assignment_client",
    "drop index form_assignment_open",
    "drop index form_recurrence_client",
    "drop index form_recurrence_due",
    "drop index packet_form_of",
    "drop index safety_rule_question",
    "drop index questionnaire_version",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="forms", description=DESCRIPTION)

    async def create() -> None:
        for statement in FORWARDS:
            await engine().run_ddl(statement)

    async def drop() -> None:
        for statement in BACKWARDS:
            await engine().run_ddl(statement)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
