"""What tests of the servers beside us share: other processes, sudden deaths, queries."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import psutil

from app import config
from app.embedded.postgres import Postgres
from app.embedded.valkey import Valkey

ROOT = Path(__file__).resolve().parent.parent
ANOTHER_PROCESS = """
import sys
from pathlib import Path
from app import config
from app.embedded import beside
data_dir = sys.argv[1]
with beside(config.read(config.completed({"DATA_DIR": data_dir}))) as settled:
    print("ready", flush=True)
    sys.stdin.readline()
"""


def configuration(data_dir: Path, **environ: str) -> config.Config:
    return config.read(config.completed({"DATA_DIR": str(data_dir)} | environ))


def pids(data_dir: Path) -> list[int | None]:
    return [Postgres(data_dir).pid(), Valkey(data_dir).pid()]


@contextmanager
def another_process(data_dir: Path) -> Iterator[subprocess.Popen[str]]:
    """Run another process that uses the servers, until it is told to leave or has died."""
    command = [sys.executable, "-c", ANOTHER_PROCESS, str(data_dir)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.communicate(timeout=10)


@contextmanager
def open_folder() -> Iterator[Path]:
    """Give a folder that every account can pass through, unlike those of pytest."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        folder.chmod(0o755)
        yield folder


@contextmanager
def another_database(settled: config.Config, *, like: str = "template1") -> Iterator[str]:
    """Give the address of a database of its own beside that of the tests, made as a copy of `like`."""
    server = str(settled.database_url)
    path, _, options = server.partition("?")
    name = f"another_{uuid4().hex}"
    query(server, f"create database {name} template {like}")
    try:
        yield f"{path.rpartition('/')[0]}/{name}?{options}"
    finally:
        query(server, f"drop database {name} with (force)")


def name_of(url: str) -> str:
    """Give the name of a database by its address."""
    return url.partition("?")[0].rpartition("/")[2]


def query(url: str, *statements: str) -> Any:
    async def run() -> Any:
        connection = await asyncpg.connect(url)
        try:
            return [await connection.fetchval(statement) for statement in statements][-1]
        finally:
            await connection.close()

    return asyncio.run(run())


def kill(pid: int | None) -> None:
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)


def eventually(happened: Callable[[], bool], *, within: float = 10) -> None:
    deadline = time.monotonic() + within
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
