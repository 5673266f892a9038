"""PostgreSQL beside us: reached over a socket only, tuned for a small machine."""

import asyncio
import shutil
import signal
import time
from pathlib import Path
from urllib.parse import quote

import asyncpg

from app.embedded import account, folders, programs
from app.embedded.process import POLL_SECONDS, Child, Failed, StopSignals

NAME = "portal"
PORT = 5432
CONNECT_SECONDS = 5.0

SMALL = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "shared_buffers": "24MB",
    "max_connections": "30",
    "work_mem": "2MB",
    "maintenance_work_mem": "16MB",
    "max_wal_size": "128MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "max_worker_processes": "2",
    "max_parallel_workers": "0",
    "autovacuum_max_workers": "1",
    "huge_pages": "off",
    "jit": "off",
    "timezone": "UTC",
    # Neither statements nor the values of rows belong in a log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
SMALL_SINCE_18 = {"io_method": "sync", "autovacuum_worker_slots": "1"}

NOT_READY = (OSError, TimeoutError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError)
BUSY = (asyncpg.TooManyConnectionsError,)
STILL_ENDING = ("is still in use", "already exists")
"""What it says when processes of a killed server have not ended yet."""


class Postgres:
    """The embedded PostgreSQL of one DATA_DIR."""

    name = "PostgreSQL"
    stop_signals: StopSignals = ((signal.SIGINT, 3.0), (signal.SIGQUIT, 1.0))

    def __init__(
        self, data_dir: Path, *, found: programs.PostgresPrograms | None = None, may_move: bool = True
    ) -> None:
        folder = data_dir / "postgres"
        found = found or programs.postgres(of_version=_data_version(account.home(folder) / "data"))
        self.account, self.programs = account.choose(folder, found, may_move=may_move)
        self.folder = self.account.folder
        self.data = self.folder / "data"
        self.sockets = folders.for_sockets(self.folder, self.account.owner)
        self.url = self._url(NAME)
        self.child = Child(
            command=[
                *self.account.prefix,
                str(self.programs.postgres),
                "-D",
                str(self.data),
                *self._options(),
            ],
            folder=self.folder,
            log=self.folder / "log",
            pid_file=self.data / "postmaster.pid",
            environ={"LC_ALL": "C.UTF-8"},
            owner=self.account.owner,
        )

    def pid(self) -> int | None:
        return self.child.pid()

    def let_go(self) -> None:
        self.child.let_go()

    def answers(self) -> bool:
        """Tell whether it takes connections; makes the database when it is not there yet."""
        try:
            asyncio.run(self._reach())
        except BUSY:
            return True
        except NOT_READY:
            return False
        return True

    def start(self, deadline: float) -> None:
        if not self.data.exists():
            self._make_data()
        self._forget_stranger()
        self.child.start()
        while not self.answers():
            if self.child.has_ended():
                self._start_again(deadline)
            if time.monotonic() > deadline:
                raise Failed(f"PostgreSQL did not answer in time. Its last words:\n{self.child.last_words()}")
            time.sleep(POLL_SECONDS)

    def _start_again(self, deadline: float) -> None:
        said = self.child.said()
        if time.monotonic() > deadline or not any(reason in said for reason in STILL_ENDING):
            raise Failed(f"PostgreSQL did not start. Its last words:\n{self.child.last_words()}")
        time.sleep(POLL_SECONDS)
        self.child.start()

    def _forget_stranger(self) -> None:
        """Remove the process id file of a dead server: its number may be another program's by now."""
        if self.pid() is None:
            self.child.pid_file.unlink(missing_ok=True)

    def _make_data(self) -> None:
        """Make the data folder whole or not at all."""
        draft = self.folder / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        made = self.account.run(
            self.programs.initdb, f"--pgdata={draft}", f"--username={NAME}", "--encoding=UTF8", *self._locale(),
            "--auth-local=trust", "--auth-host=reject", "--no-instructions",
        )  # fmt: skip
        if made.returncode != 0:
            raise Failed(f"PostgreSQL could not make its data folder. Its last words:\n{made.stderr.strip()}")
        draft.replace(self.data)

    def _locale(self) -> list[str]:
        """Sort by code point and change case by Unicode, the same on every machine."""
        if self.programs.version >= 17:
            return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        return ["--locale=C.UTF-8"]

    def _options(self) -> list[str]:
        options = SMALL | (SMALL_SINCE_18 if self.programs.version >= 18 else {})
        options |= {"unix_socket_directories": str(self.sockets)}
        return [part for name, value in options.items() for part in ("-c", f"{name}={value}")]

    def _url(self, database: str) -> str:
        return f"postgresql://{NAME}@/{database}?host={quote(str(self.sockets), safe='')}&port={PORT}"

    async def _reach(self) -> None:
        try:
            connection = await asyncpg.connect(self.url, timeout=CONNECT_SECONDS)
        except asyncpg.InvalidCatalogNameError:
            connection = await asyncpg.connect(self._url("postgres"), timeout=CONNECT_SECONDS)
            await connection.execute(f"CREATE DATABASE {NAME}")
        await connection.close()


def _data_version(data: Path) -> int | None:
    try:
        return int((data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None
