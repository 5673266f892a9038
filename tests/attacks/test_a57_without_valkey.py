"""A57: Valkey is killed, comes back and forgets everything: the portal serves, and every letter arrives, once."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import pytest
import redis.asyncio as redis

from app import db
from app.accounts.own.letters import EMAIL_TAKEN
from app.embedded.valkey import Valkey
from app.notices import outbox
from app.worker import Bell
from tests import people, rows
from tests.mail_server import mail_server, sending_to
from tests.servers import eventually, kill, open_folder
from tests.test_worker import SOON, working

pytestmark = [
    pytest.mark.usefixtures("restored"),
    pytest.mark.filterwarnings("ignore:Call to deprecated close"),  # arq closes redis by its older name
]

BATCH = 20


async def write_letters(batch: int) -> None:
    """Have a batch of letters sent, each to an address of its own."""
    for number in range(BATCH):
        async with db.transaction():
            to = f"reader-{batch}-{number}@example.org"
            payload = {"account": str(people.account_id("alice")), "to": to}
            await outbox.add(kind=EMAIL_TAKEN, payload=payload)


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(2 * SOON):
        while not happened():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


def die(valkey: Valkey) -> None:
    kill(valkey.pid())
    eventually(valkey.child.has_ended)


@asynccontextmanager
async def ringing() -> AsyncIterator[None]:
    """Ring the Valkey that is configured now, in place of the one of all other tests."""
    bell, usual = Bell(), db._bell
    db.set_bell(bell.ring)
    try:
        yield
    finally:
        db.set_bell(usual)
        await bell.close()


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    with open_folder() as folder:
        yield Valkey(folder)


async def test_no_letter_is_lost_and_none_comes_twice(valkey: Valkey) -> None:
    valkey.start(deadline=time.monotonic() + SOON)
    alice = await people.alice()
    with mail_server() as inbox, sending_to(inbox, redis_url=valkey.url):
        async with ringing(), working():
            await write_letters(1)
            await until(lambda: len(inbox.letters) >= 3)
            die(valkey)
            await write_letters(2)
            (await alice.open("/messages")).shows("View Messages")
            await alice.open("/messages/new")
            await alice.press("Send message", task_type="Appointment", subject="Hello", body="Could we?")
            valkey.start(deadline=time.monotonic() + SOON)
            await until(lambda: len(inbox.letters) >= 2 * BATCH)
            async with redis.Redis.from_url(valkey.url) as client:
                await write_letters(3)
                await client.flushall()
            await until(lambda: len(inbox.letters) >= 3 * BATCH)
        die(valkey)
    assert sorted(letter.recipients[0] for letter in inbox.letters) == sorted(
        f"reader-{batch}-{number}@example.org" for batch in (1, 2, 3) for number in range(BATCH)
    )
    assert await rows.value("select count(*) from outbox_message where done_at is null") == 0
