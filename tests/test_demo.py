"""The demo practice: the same everywhere, added once, and never to a practice of real people."""

import asyncpg
import pytest

from app import config, db
from app.config import Environment
from app.demo import BIRTH_DATES, PHONES, SETTINGS, AlreadyInUse, demo_id, demo_password, load_demo
from app.messages.demo_stories import STORIES
from tests import people, rows
from tests.environment import configured
from tests.messages.threads import PHARMACY, thread_id

pytestmark = pytest.mark.usefixtures("rolled_back")

KEPT = {"system_setting", "audit_event", "audit_seal", "document_type"}
"""Tables not emptied: a practice has its settings and types of documents, and nothing is ever taken out of the audit log."""
THREADS = "select count(*) from message_thread where client = $1"
MESSAGES = "select count(*) from message where client = $1"


@pytest.mark.parametrize(
    ("client", "threads", "messages"), [("alice", 9, 40), ("bob", 8, 30), ("charlie", 0, 0), ("max", 2, 7)]
)
async def test_everybody_has_their_messages(client: str, threads: int, messages: int) -> None:
    assert await rows.value(THREADS, people.client_id(client)) == threads
    assert await rows.value(MESSAGES, people.client_id(client)) == messages


def test_ids_are_the_same_on_every_machine() -> None:
    assert str(demo_id("client", "alice")) == "6dae3f14-5bfa-502d-8acf-3aa0371d9ab3"
    assert str(thread_id(PHARMACY)) == "c3739a31-6988-5fcc-acf8-790e28c9ca91"


async def test_threads_have_the_ids_their_subjects_give_them() -> None:
    for client, stories in STORIES.items():
        for story in stories:
            assert await rows.value(
                "select true from message_thread where id = $1", thread_id(story.subject, client)
            )


async def test_a_second_load_does_nothing() -> None:
    before = await rows.digest()
    assert await load_demo() is False
    assert await rows.digest() == before


async def test_it_is_not_added_beside_real_clients() -> None:
    await empty()
    await rows.change(
        "insert into client (id, number, first_name, last_name, preferred_name, created_at)"
        " values (gen_random_uuid(), 1, 'Real', 'Person', '', now())"
    )
    with pytest.raises(AlreadyInUse, match="clients of its own"):
        await load_demo()
    assert await rows.value("select count(*) from client") == 1


async def test_it_is_never_added_in_production() -> None:
    with configured(environment=Environment.PRODUCTION), pytest.raises(AlreadyInUse, match="production"):
        await load_demo()


async def test_it_is_added_to_an_empty_practice_and_leaves_its_settings_alone() -> None:
    await empty()
    assert await load_demo() is True
    assert await rows.value("select count(*) from client") == 4
    assert (
        await rows.value("select value from system_setting where name = 'practice_name'")
        == SETTINGS["practice_name"]
    )


async def empty() -> None:
    tables = [table for table in rows.tables() if table not in KEPT]
    await rows.change(f"truncate {', '.join(tables)} cascade")


SECRET_TEXTS = [
    *(line.body for stories in STORIES.values() for story in stories for line in story.lines),
    *(story.subject for stories in STORIES.values() for story in stories),
    *(demo_password(name) for name in ("alice", "bob", "charlie", "gina", "nora", "terry", "dana", "stan")),
    *(
        born_on.strftime(form)
        for born_on in BIRTH_DATES.values()
        for form in ("%Y-%m-%d", "%m/%d/%Y", "%Y%m%d")
    ),
    *(phone[begin:] for phone in PHONES.values() for begin in (0, len("+1"))),
]


@pytest.mark.parametrize("as_format", ["text", "binary"])
async def test_a_dump_holds_no_message_birth_date_phone_nor_password(as_format: str) -> None:
    connection = await asyncpg.connect(config.current().database_url)
    try:
        dump = b"".join(
            [await rows.copied(connection, table, as_format=as_format) for table in rows.tables()]
        )
    finally:
        await connection.close()
    assert b"Anderson" in dump  # it is a dump
    for text in SECRET_TEXTS:
        for part in filter(None, text.split("\n")):
            assert part.encode() not in dump
            assert part.encode().hex().encode() not in dump


async def test_a_dump_holds_no_session_that_could_be_used() -> None:
    alice = await people.alice()
    token = alice.cookies["portal"]
    dumped = await rows.value("select string_agg(s::text, '') from portal_session s")
    assert token not in dumped
    assert token.encode().hex() not in dumped


async def test_demo_people_cover_each_other_as_described() -> None:
    found = await db.rows(
        "select first_name, client_admin from staff_member left join profile on profile.id = profile"
    )
    assert {row["first_name"]: row["client_admin"] for row in found} == {
        "Nora": True,
        "Terry": False,
        "Dana": False,
        "Stan": None,
    }
