"""Indexes of documents, the types every practice begins with, and what can never be shared."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from app.db import engine

ID = "2026-11-24T22:11:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes, first types, what is never shared"

# id, key, label, label_es, for_clients, never_shared, position
TYPES = (
    (
        "9f505d6b-15d9-513d-8e31-92adc8e3f7c6",
        "insurance_card",
        "Insurance card",
        "Tarjeta del seguro",
        True,
        False,
        10,
    ),
    (
        "89eec9da-ab84-5419-b622-e6da75f0b5a4",
        "identification",
        "Identification",
        "Identificación",
        True,
        False,
        20,
    ),
    (
        "6c46da65-40ef-50b6-87ab-b01352e0da4b",
        "form",
        "Form or questionnaire",
        "Formulario o cuestionario",
        True,
        False,
        30,
    ),
    (
        "bb8e6743-fcba-5ddb-9c8a-21a4af94ee7d",
        "record",
        "Letter or record from another provider",
        "Carta o expediente de otro profesional",
        True,
        False,
        40,
    ),
    (
        "77a15aa2-d09a-5ad1-b633-c082db58beb3",
        "school_or_work",
        "School or work letter",
        "Carta de la escuela o del trabajo",
        True,
        False,
        50,
    ),
    (
        "92ce1106-29a9-5d28-9aec-8bf12b9a1ac1",
        "attachment",
        "Attached to a message",
        "Adjunto a un mensaje",
        False,
        False,
        60,
    ),
    (
        "21936dda-4598-558a-8559-8cfcb69905b4",
        "letter",
        "Letter from the practice",
        "Carta del consultorio",
        False,
        False,
        70,
    ),
    (
        "1b9b6763-2544-5af2-b9ca-22878e9c7c30",
        "treatment_plan",
        "Treatment plan",
        "Plan de tratamiento",
        False,
        False,
        80,
    ),
    ("7d017099-c349-518b-990f-ea2f97b7e167", "other", "Something else", "Otra cosa", True, False, 90),
    (
        "ab4446ce-e9cd-5bf2-a222-29f5f61a0e20",
        "psychotherapy_notes",
        "Psychotherapy notes",
        "Notas de psicoterapia",
        False,
        True,
        100,
    ),
)
TYPE = (
    "insert into document_type (id, key, label, label_es, for_clients, never_shared, position, active)"
    " values ('{}', '{}', '{}', '{}', {}, {}, {}, true) on conflict (key) do nothing"
)

FORWARDS = (
    "create index document_of_client on document (client, sent_at desc, id desc)",
    "create index document_unreviewed on document (sent_at) where reviewed_at is null and from_client",
    "create unique index document_file on document (file)",
    "create index document_answers on document (answers) where answers is not null",
    "alter table document add constraint document_never_shared check (not never_shared or shared_at is null)",
    "alter table document add constraint document_sent_by check ((account is null) <> (staff is null))",
    *(TYPE.format(*each) for each in TYPES),
)
BACKWARDS = (
    "delete from document_type where key is not null"
    " and not exists (select 1 from document where document.document_type = document_type.id)",
    "alter table document drop constraint document_sent_by",
    "alter table document drop constraint document_never_shared",
    "drop index document_answers",
    "drop index document_file",
    "drop index document_unreviewed",
    "drop index document_of_client",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="documents", description=DESCRIPTION)

    async def create() -> None:
        for statement in FORWARDS:
            await engine().run_ddl(statement)

    async def drop() -> None:
        for statement in BACKWARDS:
            await engine().run_ddl(statement)

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
