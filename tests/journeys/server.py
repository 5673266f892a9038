"""The portal as people run it: a process of its own, with its own PostgreSQL and Valkey, in a folder of its own."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import httpx

from app.embedded import process
from app.embedded.postgres import Postgres
from app.embedded.valkey import Valkey

ROOT = Path(__file__).parents[2]
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "COVERAGE_PROCESS_CONFIG")
"""What of our own environment reaches the portal."""

START_SECONDS = 60.0
RESTART_SECONDS = 20.0
END_SECONDS = 15.0
POLL_SECONDS = 0.02

Answer = TypeVar("Answer")


def eventually(happened: Callable[[], Any], *, within: float, otherwise: str) -> None:
    """Wait until something has happened; fail with `otherwise` when it has not in `within` seconds."""
    deadline = time.monotonic() + within
    while not happened():
        assert time.monotonic() < deadline, f"{otherwise} ({within} s)"
        time.sleep(POLL_SECONDS)


class Server:
    """The portal of one folder: started, killed and started again at the same address."""

    demo = True
    """Whether it is started with the demo practice, as `./run` does."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder, self.environment = folder, environment
        self.port = _free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = folder / "log"
        self.process: subprocess.Popen[bytes] | None = None
        self.postgres, self.valkey = Postgres(folder / "data"), Valkey(folder / "data")
        self._excused = 0

    def start(self) -> None:
        """Start it, and wait until it can serve."""
        command = [sys.executable, "-m", "app", "serve", "--migrate"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--demo"] if self.demo else command,
                cwd=ROOT,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        eventually(self._is_ready_or_over, within=START_SECONDS, otherwise="The portal did not start")
        assert self.is_running(), f"The portal did not start:\n{self.log.read_text()[-2000:]}"

    def kill(self) -> None:
        """End it at once, as a crash does; PostgreSQL and Valkey are left running."""
        self.signal(signal.SIGKILL)
        self.wait()

    def signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def wait(self) -> int:
        assert self.process is not None
        return self.process.wait(END_SECONDS)

    def end(self) -> None:
        """Leave nothing of it running, whatever a test has done to it."""
        try:
            if self.is_running():
                self.signal(signal.SIGTERM)
                self.wait()
        finally:
            if self.is_running():
                self.kill()
            for pid in filter(None, (self.postgres.pid(), self.valkey.pid())):
                os.kill(pid, signal.SIGKILL)

    def start_again_if_needed(self) -> None:
        if not self.is_running():
            self.start()

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health/ready", trust_env=False, timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    @contextmanager
    def without(self, beside: Postgres | Valkey) -> Iterator[None]:
        """Kill a server beside the portal, which cannot start it again before the block is over, and then must."""
        with process._turn(beside):
            kill(beside)
            yield
        eventually(
            lambda: _apart(beside.answers),
            within=RESTART_SECONDS,
            otherwise=f"{beside.name} was not started again",
        )
        eventually(self.is_ready, within=RESTART_SECONDS, otherwise="The portal does not serve again")
        self.excuse()

    @contextmanager
    def holding(self, table: str) -> Iterator[None]:
        """Make everybody who reads `table` wait while the block runs."""
        loop = asyncio.new_event_loop()
        with ThreadPoolExecutor(1) as thread:
            connection = thread.submit(loop.run_until_complete, asyncpg.connect(self.postgres.url)).result()
            lock = connection.execute(f"begin; lock table {table}")
            thread.submit(loop.run_until_complete, lock).result()
            try:
                yield
            finally:
                with suppress(OSError):  # PostgreSQL may have been ended meanwhile
                    thread.submit(loop.run_until_complete, connection.close()).result()
        loop.close()

    def rows(self, statement: str, *values: Any) -> list[Any]:
        """Look at the rows of its database."""
        return _apart(lambda: asyncio.run(_fetch(self.postgres.url, statement, values)))

    def value(self, statement: str, *values: Any) -> Any:
        return self.rows(statement, *values)[0][0]

    def forget_drafts(self) -> None:
        """Let nobody find in a form what an earlier test began to write."""
        self.rows("delete from message_draft")
        self.rows("delete from draft")

    def faults(self) -> list[str]:
        """Give the faults it has logged since the last `excuse`."""
        lines = self.log.read_bytes()[self._excused :].decode().splitlines()
        return [line for line in lines if _is_fault(line)]

    def excuse(self) -> None:
        """Forget the faults logged so far."""
        self._excused = self.log.stat().st_size

    def _is_ready_or_over(self) -> bool:
        return self.is_ready() or not self.is_running()

    def _environment(self) -> dict[str, str]:
        return {name: os.environ[name] for name in KEPT if name in os.environ} | {
            "DATA_DIR": str(self.folder / "data"),
            "PORT": str(self.port),
            "PUBLIC_URL": self.url,
            **self.environment,
        }


def kill(beside: Postgres | Valkey) -> None:
    """End PostgreSQL or Valkey at once."""
    pid = beside.pid()
    assert pid is not None, f"{beside.name} does not run."
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: beside.pid() != pid, within=5, otherwise=f"{beside.name} did not die")


@contextmanager
def running(folder: Path, **environment: str) -> Iterator[Server]:
    """Run a portal with a demo practice of its own in `folder`, and leave nothing of it running."""
    with _started(Server(folder, **environment)) as server:
        yield server


@contextmanager
def deployed(folder: Path, **environment: str) -> Iterator[Server]:
    """Run a portal in which nobody works yet, likewise."""
    server = Server(folder, **environment)
    server.demo = False
    with _started(server):
        yield server


@contextmanager
def _started(server: Server) -> Iterator[Server]:
    try:
        server.start()
        yield server
    finally:
        server.end()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


def _apart(work: Callable[[], Answer]) -> Answer:
    """Do `work` in a thread, since a browser's event loop may be running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()


async def _fetch(url: str, statement: str, values: tuple[Any, ...]) -> list[Any]:
    connection = await asyncpg.connect(url, timeout=5)
    try:
        return list(await connection.fetch(statement, *values))
    finally:
        await connection.close()


def _is_fault(line: str) -> bool:
    """Tell lines of errors and tracebacks from the lines of requests."""
    try:
        entry = json.loads(line)
    except ValueError:
        return line.startswith(("Traceback", "ERROR", "CRITICAL", "WARNING"))
    return bool(entry.get("level") in ("error", "critical", "warning"))
