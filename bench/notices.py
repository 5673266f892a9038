"""Whether everybody is told, once, whatever dies: python -m bench.notices [CLIENTS].

Lets something happen to 1,000 clients, or CLIENTS of them, of a practice of its own, and kills the worker five times, by
SIGKILL, while it tells them through a mail server that refuses every tenth. Prints what arrived and how often, and how
often staff were alerted. Ends with 1 where somebody was not told, was sent two letters that differ, or was sent one
again oftener than workers died, or where staff were not alerted exactly once to each refusal.
"""

import asyncio
import signal
import subprocess
import sys
import time
from collections import Counter

from app import db
from bench.practice import practice
from tests.accounts.telling.many import address, many_wait
from tests.mail_server import MAIL_FROM, Inbox, mail_server

CLIENTS = 1_000
DEATHS = 5
LONGEST_SECONDS = 900
LEFT = "select count(*) as left from outbox_message where done_at is null"
STATES = "select state, count(*) from client_notice group by state"
ALERTED = """
select count(*) as alerts, count(distinct client) as clients, coalesce(sum(1 + cardinality(grown_by)), 0) as told
from alert where kind = 'notice_failed'
"""


async def fill(count: int) -> None:
    async with db.open_pool(size=2):
        await many_wait(count)


async def work(environ: dict[str, str], inbox: Inbox, *, until: int | None) -> None:
    """Let a worker work, and kill it once so many letters have come in; None: until nothing is left to do."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app",
        "worker",
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    ends = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < ends:
        await asyncio.sleep(0.01 if until else 1)
        if until is None:
            (row,) = await db.rows(LEFT)
            if not row["left"]:
                break
        elif len(inbox.letters) >= until:
            break
    process.send_signal(signal.SIGKILL)
    await process.wait()


async def tell(environ: dict[str, str], inbox: Inbox, count: int) -> bool:
    began = time.perf_counter()
    async with db.open_pool(size=2):
        for number in range(1, DEATHS + 1):
            await work(environ, inbox, until=number * count // (DEATHS + 1))
        await work(environ, inbox, until=None)
        states = {row["state"]: row["count"] for row in await db.rows(STATES)}
        (alerted,) = await db.rows(ALERTED)
    print(f"{count:,} notices in {time.perf_counter() - began:.0f} s, {DEATHS} workers killed: {states}")
    return report(inbox, count, dict(alerted))


def report(inbox: Inbox, count: int, alerted: dict[str, int]) -> bool:
    """Print what arrived and who was alerted; give whether it is as it should be."""
    ids = Counter(received.message["Message-ID"] for received in inbox.letters)
    reached = {received.recipients[0] for received in inbox.letters}
    expected = {address(number) for number in range(1, count + 1)} - inbox.unknown
    again = len(inbox.letters) - len(ids)
    refused = len(inbox.unknown)
    print(
        f"{len(inbox.letters):,} letters to {len(reached):,} people, {len(ids):,} of them different, {again} sent again"
    )
    print(
        f"{refused} refused; {alerted['alerts']} alerts of {alerted['told']} events about {alerted['clients']} clients"
    )
    as_told = alerted == {"alerts": refused, "clients": refused, "told": refused}
    return reached == expected and len(ids) == len(reached) and again <= DEATHS and as_told


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else CLIENTS
    with practice() as (environ, _), mail_server() as inbox:
        inbox.unknown = {address(number) for number in range(1, wanted + 1, 10)}
        asyncio.run(fill(wanted))
        sending = {"SMTP_URL": f"smtp+plain://localhost:{inbox.port}", "MAIL_FROM": MAIL_FROM}
        fine = asyncio.run(tell(environ | sending, inbox, wanted))
    sys.exit(0 if fine else 1)
