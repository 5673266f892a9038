"""What bringing in a field key costs: python -m bench.rotation [VALUES].

Rotates 100,000 messages, or VALUES of them, of a practice of its own while the portal is served and asked for pages and
for writes, and prints what either took. Ends with 1 where an answer failed, a value was missed, or an edit was lost.
"""

import asyncio
import statistics
import subprocess
import sys
import time
from uuid import UUID

from app import db
from app.messages.tables import Message
from bench.load import Asked, Connection
from bench.practice import ALICE, NORA, practice, serving
from tests.rotation import values

VALUES = 100_000
EDITED = 2_000
LONGEST_SECONDS = 600
PAGES = {"/home": ALICE, "/messages": ALICE, "/activity": ALICE, "/staff": NORA}
EDIT = "update message set body = $2 where id = $1"


async def fill(count: int) -> list[UUID]:
    """Write the messages; give some to be edited meanwhile."""
    async with db.open_pool():
        return (await values.fill(count))[:EDITED]


async def ask_until(ended: asyncio.Event, asked: Asked) -> tuple[list[float], int]:
    """Ask again and again; give how long each answer took, and how many were not as they should be."""
    connection, wrong = await Connection.open(asked.port), 0
    while not ended.is_set():
        wrong += (await connection.ask(asked)).status != 200
    connection.writer.close()
    return connection.seconds, wrong


async def edit_until(ended: asyncio.Event, ids: list[UUID]) -> dict[UUID, str]:
    """Write into one message after another as the portal writes; give what each was left with."""
    written = dict[UUID, str]()
    async with db.open_pool(size=1):
        for number, id_ in enumerate(ids):
            if ended.is_set():
                break
            written[id_] = f"Edit {number}"
            await db.rows(EDIT, id_, Message.body.seal(written[id_], row=id_))
    return written


async def rotate(environ: dict[str, str], ended: asyncio.Event) -> tuple[int, str, float]:
    began = time.perf_counter()
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "app", "rotate-keys", env=environ, stdout=subprocess.PIPE
        )
        said, _ = await asyncio.wait_for(process.communicate(), LONGEST_SECONDS)
    finally:
        ended.set()
    return process.returncode or 0, said.decode(), time.perf_counter() - began


async def lost(written: dict[UUID, str]) -> int:
    """Count the edits that are not there."""
    async with db.open_pool():
        found = await db.rows("select id, body from message where id = any($1)", list(written))
    return sum(Message.body.open(row["body"], row=row["id"]) != written[row["id"]] for row in found)


async def measure(environ: dict[str, str], cookies: dict[str, str], count: int) -> bool:
    ids = await fill(count)
    with values.new_key_first() as old:
        keys = values.environ((values.NEW, *old))
        with serving(environ | {"FIELD_KEYS": keys["FIELD_KEYS"]}) as port:
            ended = asyncio.Event()
            editing = asyncio.create_task(edit_until(ended, ids))
            asking = {
                path: asyncio.create_task(ask_until(ended, Asked(port, path, cookies[who])))
                for path, who in PAGES.items()
            }
            code, said, seconds = await rotate(keys, ended)
            written, wrong = await editing, 0
            for path, task in asking.items():
                wrong += report(path, *await task)
        print(said)
        missing = await lost(written)
    rate = f"{count:,} values in {seconds:.1f} s, {count / seconds:,.0f} a second"
    print(f"{rate}; {len(written):,} edits meanwhile, {missing} lost; {wrong} answers failed")
    return not (code or wrong or missing)


def report(path: str, took: list[float], failed: int) -> int:
    """Print what answers took; give how many failed."""
    cuts = statistics.quantiles(took, n=100)
    median, slow = cuts[49] * 1000, cuts[98] * 1000
    print(f"{path:<12}{len(took):>8} answers{median:>8.1f} ms median{slow:>8.1f} ms p99{failed:>6} failed")
    return failed


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else VALUES
    with practice() as (environ, cookies):
        fine = asyncio.run(measure(environ, cookies, wanted))
    sys.exit(0 if fine else 1)
