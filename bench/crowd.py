"""A practice of 100,000 clients and 1,000,000 messages: two years of it, beside the demo's people.

What pages open is sealed as the portal seals it; the rest is made by the database itself. The same every time.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app import db
from app.clients.details import hash_of_birth_date, hash_of_phone
from app.clients.tables import Client
from app.demo import demo_id
from app.documents.tables import Document
from app.forms.tables import FormResponse
from app.messages.tables import Message, MessageThread
from app.staff.rules import PermissionRule
from app.staff.service import add_profile
from bench.crowd_rows import ROWS

CLIENTS, THREADS_EACH, MESSAGES_EACH = 100_000, 2, 5
FEW, MANY = 50, 5_000
"""How many charts are open to Terry, and to Dana."""
CLINICIANS = 40
SPAN = timedelta(days=730)
FIRST_NUMBER = 100_001
TO_ALL = UUID(int=0xA11)
"""The profile of Terry and Dana here: every rule, and only their own charts."""

FIRST = [
    "Ada",
    "Ben",
    "Cleo",
    "Dan",
    "Eva",
    "Finn",
    "Gwen",
    "Hugo",
    "Iris",
    "Jack",
    "Kim",
    "Leo",
    "Mia",
    "Noah",
    "Olga",
    "Paul",
    "Quinn",
    "Rosa",
    "Sam",
    "Tara",
    "Uma",
    "Vera",
    "Will",
]
LAST = [
    "Adler",
    "Brooks",
    "Castro",
    "Dunn",
    "Ellis",
    "Frost",
    "Garcia",
    "Hayes",
    "Irwin",
    "Jones",
    "Kaplan",
    "Lopez",
    "Moore",
    "Nolan",
    "Ortiz",
    "Price",
    "Reed",
]
SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "je",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "ri",
    "so",
    "tu",
    "va",
    "we",
    "xi",
    "yo",
    "zu",
]
WORDS = (
    "Could you look at this before my next visit? The pharmacy says the refill was not sent yet, and I have four days "
    "left. Thank you for your help, and for calling back last time."
)

Row = tuple[Any, ...]


class Crowd:
    """Makes the rows whose columns are sealed."""

    def __init__(self, clients: int, *, task_types: Sequence[UUID], now: datetime) -> None:
        self.random = random.Random(11)  # noqa: S311  # the same practice every time
        self.clients = [self.new_id() for _ in range(clients)]
        self.threads = [self.new_id() for _ in range(clients * THREADS_EACH)]
        self.task_types = task_types
        self.now = now

    def new_id(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def client_rows(self) -> Iterator[Row]:
        for place, client in enumerate(self.clients):
            born = (datetime(1940, 1, 1, tzinfo=UTC) + timedelta(days=place * 7 % 25_000)).date()
            phone = f"+1312{place:07}"
            yield (
                client,
                FIRST_NUMBER + place,
                FIRST[place % len(FIRST)],
                f"{LAST[place % len(LAST)]}{SYLLABLES[place // 340 % 20]}{SYLLABLES[place // 17 % 20]}",
                "",
                f"person-{place}@example.org" if place % 20 or place < 100 else "",
                "es" if place % 5 == 0 else "en",
                Client.birth_date.seal(born.isoformat(), row=client),
                hash_of_birth_date(born),
                Client.phone.seal(phone, row=client),
                hash_of_phone(phone),
                self.now - SPAN + timedelta(minutes=place * 9),
            )

    def started(self, place: int) -> datetime:
        """Give when a conversation began; they follow one another until yesterday."""
        return self.now - SPAN + (SPAN - timedelta(days=3)) * place / len(self.threads)

    def waits(self, place: int) -> bool:
        """Whether the client waits for an answer: in every fiftieth."""
        return place % 50 == 0

    def thread_rows(self) -> Iterator[Row]:
        for place, thread in enumerate(self.threads):
            began, waits = self.started(place), self.waits(place)
            last = self.sent_at(place, MESSAGES_EACH - 1)
            late = last + timedelta(days=2)
            yield (
                thread,
                self.clients[place % len(self.clients)],
                self.task_types[place % len(self.task_types)],
                MessageThread.subject.seal("A question about my refill", row=thread),
                began,
                last,
                waits,
                waits and place % 100 == 0,
                self.sent_at(place, MESSAGES_EACH - 2),
                *((last, last + timedelta(days=1), late) if waits else (None, None, None)),
            )

    def sent_at(self, place: int, turn: int) -> datetime:
        return self.started(place) + timedelta(hours=turn * (3 + place % 17))

    def message_rows(self) -> Iterator[Row]:
        for place, thread in enumerate(self.threads):
            client = self.clients[place % len(self.clients)]
            for turn in range(MESSAGES_EACH):
                last = turn == MESSAGES_EACH - 1
                from_client = self.waits(place) if last else turn % 2 == 0
                message, sent_at = self.new_id(), self.sent_at(place, turn)
                yield (
                    message,
                    thread,
                    client,
                    from_client,
                    None if from_client else demo_id("staff", "nora"),
                    "A client" if from_client else "Nora Novak",
                    Message.body.seal(WORDS, row=message),
                    sent_at,
                    None if last and place % 100 == 0 else sent_at + timedelta(hours=1),
                )

    def document_rows(self, types: Sequence[UUID], files: Sequence[UUID]) -> Iterator[Row]:
        for place, file in enumerate(files):
            document, from_client = self.new_id(), place % 3 > 0
            sent_at = self.now - SPAN + (SPAN - timedelta(days=1)) * place / len(files)
            yield (
                document,
                self.clients[place % len(self.clients)],
                file,
                types[place % len(types)],
                Document.title.seal("Letter", row=document),
                from_client,
                sent_at,
                "A client" if from_client else "Nora Novak",
                self.clients[0] if from_client else None,
                None if from_client else demo_id("staff", "nora"),
                sent_at,
                None if place % 40 == 0 else sent_at + timedelta(days=1),
            )

    def response_rows(self, assignments: Sequence[db.Record]) -> Iterator[Row]:
        for place, assigned in enumerate(assignments):
            response, sent_at = self.new_id(), assigned["completed_at"]
            yield (
                response,
                assigned["client"],
                assigned["id"],
                "completed",
                FormResponse.answers.seal('{"resourceType":"QuestionnaireResponse","item":[]}', row=response),
                sent_at,
                sent_at,
                sent_at,
                "client",
                "A client",
                assigned["client"],
                None if place % 50 == 0 else sent_at + timedelta(days=1),
            )


OF_CLIENT = "id number first_name last_name preferred_name email language birth_date birth_date_hash phone phone_hash created_at"
OF_THREAD = (
    "id client task_type subject started_at last_at last_from_client unread_by_practice answered_at waiting_since "
    "soon_late_at late_at"
)
OF_MESSAGE = "id thread client from_client staff sender_name body sent_at read_at"
OF_DOCUMENT = (
    "id client file document_type title from_client sent_at sent_by_name account staff shared_at reviewed_at"
)
OF_RESPONSE = (
    "id client assignment status answers started_at saved_at sent_at written_by_kind written_by_name account "
    "reviewed_at"
)


async def fill(clients: int = CLIENTS) -> None:
    """Add the crowd to the demo practice; the pool is open."""
    await add_profile(profile_id=TO_ALL, name="All rules", rules=PermissionRule, client_admin=False)
    async with db.apart() as connection:
        # No triggers: neither the seals of the audit log nor the foreign keys are what is measured.
        await connection.execute("set session_replication_role = replica")
        await connection.execute("set synchronous_commit = off")
        await connection.execute("delete from report_figure")  # they are the demo's alone
        types = await connection.fetch(
            "select id from task_type where user_group is not null order by position, id"
        )
        crowd = Crowd(clients, task_types=[row["id"] for row in types], now=datetime.now(UTC))
        await _copy(connection, "client", OF_CLIENT, crowd.client_rows())
        await _copy(connection, "message_thread", OF_THREAD, crowd.thread_rows())
        await _copy(connection, "message", OF_MESSAGE, crowd.message_rows())
        for statement in ROWS:
            await connection.execute(_made_for(statement))
        await _copy_rest(connection, crowd)
        await connection.execute("set session_replication_role = origin")
        await connection.execute("set synchronous_commit = on")
        await connection.execute("vacuum analyze")


async def _copy_rest(connection: Any, crowd: Crowd) -> None:
    kinds = await connection.fetch("select id from document_type order by position, id")
    files = await connection.fetch("select id from stored_file where sha256 = '\\x00' order by received_at")
    ids = [row["id"] for row in files]
    await _copy(connection, "document", OF_DOCUMENT, crowd.document_rows([row["id"] for row in kinds], ids))
    done = await connection.fetch(
        "select id, client, completed_at from form_assignment where assigned_by_name = 'Crowd' and completed_at is not null"
    )
    await _copy(connection, "form_response", OF_RESPONSE, crowd.response_rows(done))


async def _copy(connection: Any, table: str, columns: str, rows: Iterator[Row]) -> None:
    await connection.copy_records_to_table(table, columns=columns.split(), records=rows)


def _made_for(statement: str) -> str:
    """Put the people of the demo practice into a statement."""
    people = {name: f"'{demo_id('staff', name)}'::uuid" for name in ("nora", "terry", "dana")}
    return statement.format(
        **people, few=FEW, many=MANY, first=FIRST_NUMBER, clinicians=CLINICIANS, profile=f"'{TO_ALL}'::uuid"
    )
