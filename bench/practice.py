"""A practice to measure: the demo's, over servers of its own, with sessions open; and servers for it."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

import httpx

from app import config, db
from app.embedded import beside
from bench.server import COUNT_STATEMENTS

ALICE, NORA, TERRY, DANA = "alice", "nora", "terry", "dana"
LONGEST_START = 60
THREAD = "select thread from message where client = $1 group by thread order by count(*) desc limit 1"


@contextmanager
def practice() -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Give the environment of a portal with the demo practice, and the cookies of its people."""
    with TemporaryDirectory() as folder:
        given = config.fresh_keys() | {"DATA_DIR": folder, "WORKER": "separate"}
        with beside(config.read(given)) as settled:
            config.settle(settled)
            servers = {"DATABASE_URL": str(settled.database_url), "REDIS_URL": str(settled.redis_url)}
            yield given | servers, asyncio.run(_people())


async def _people() -> dict[str, str]:
    from app.demo import load_demo
    from app.migrations import migrate_forwards

    async with db.open_pool():
        await migrate_forwards()
        await load_demo()
        return await _signed_in()


async def _signed_in() -> dict[str, str]:
    from app.accounts.sessions import open_client_session, open_staff_session
    from app.accounts.tables import StaffSignIn
    from app.demo import demo_id

    chart = demo_id("client", ALICE)
    client = await open_client_session(
        account_id=demo_id("account", ALICE), chart=chart, previous_sign_in_at=None
    )
    rows = await StaffSignIn.select(StaffSignIn.id, StaffSignIn.username)
    signed_in = {row["username"]: await open_staff_session(sign_in_id=row["id"]) for row in rows}
    staff = {name: f"staff={token}" for name, token in signed_in.items()}
    thread = (await db.rows(THREAD, chart))[0]["thread"]
    return {ALICE: f"portal={client}", **staff, "thread": str(thread)}


@contextmanager
def serving(environ: dict[str, str], *, counting: bool = False) -> Iterator[int]:
    """Serve this practice in a process of its own; give its port."""
    port = _free_port()
    given = {"PATH": os.environ["PATH"], "PORT": str(port), **({COUNT_STATEMENTS: "1"} if counting else {})}
    command = [sys.executable, "-m", "bench.server"]
    with subprocess.Popen(command, env=environ | given, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for(port, process)
            yield port
        finally:
            process.terminate()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + LONGEST_START
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(f"http://localhost:{port}/health/ready", trust_env=False).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("The measured portal did not start: what it says stands above.")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port
