"""A server kept running beside this process, and shared with every other process on the same folder.

Each process holds a shared lock while it uses the server, so the last one out stops it; a process that was
killed has let go too, and the server it left running is adopted by the next. Starting, stopping and joining
are done one at a time. While it is used, a server that died is started again.
"""

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

START_SECONDS = 30.0
POLL_SECONDS = 0.02
WATCH_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 10.0
LOG_TAIL_LINES = 6
LOG_BYTES = 1_000_000

StopSignals = tuple[tuple[signal.Signals, float], ...]


class Failed(Exception):
    """A server beside us cannot run; the text is a sentence for whoever runs the portal."""


@dataclass(frozen=True)
class Owner:
    """The account a server runs under and its folder belongs to; without numbers, our own."""

    user: int | None = None
    group: int | None = None

    @property
    def number(self) -> int:
        return os.geteuid() if self.user is None else self.user


OURS = Owner()


class Server(Protocol):
    """What `keeping` needs to know of a server; its folder exists and is ours alone."""

    name: str
    folder: Path
    url: str
    stop_signals: StopSignals
    """The signals that stop it, gentlest first, each with the seconds it is given."""

    def pid(self) -> int | None: ...

    def answers(self) -> bool: ...

    def start(self, deadline: float) -> None:
        """Start it and wait until it answers; raises Failed."""

    def let_go(self) -> None:
        """Leave it to others, if it still runs."""


@contextmanager
def keeping(server: Server) -> Iterator[str]:
    """Keep `server` running while the block runs, and give its URL."""
    with _lock_file(server.folder / "users.lock") as users:
        with _turn(server):
            fcntl.flock(users, fcntl.LOCK_SH)
            _ensure(server)
        ended = threading.Event()
        watcher = threading.Thread(target=_watch, args=(server, ended), name=server.name, daemon=True)
        watcher.start()
        try:
            yield server.url
        finally:
            ended.set()
            watcher.join()
            with _turn(server):
                if _try_lock(users, fcntl.LOCK_EX):
                    _stop(server)
                server.let_go()


def _ensure(server: Server) -> None:
    if server.answers():
        return
    deadline = time.monotonic() + START_SECONDS
    while server.pid() is not None:  # left running by a killed process, and not ready yet
        if server.answers():
            return
        if time.monotonic() > deadline:
            raise Failed(
                f"{server.name} (process {server.pid()}) runs and does not answer: end it, then start again."
            )
        time.sleep(POLL_SECONDS)
    server.start(deadline)


def _watch(server: Server, ended: threading.Event) -> None:
    pause = WATCH_SECONDS
    while not ended.wait(pause):
        try:
            if server.pid() is None and not server.answers():
                with _turn(server):
                    _ensure(server)
            pause = WATCH_SECONDS
        except (Failed, OSError) as problem:
            sys.stderr.write(f"{problem}\n")
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


def _stop(server: Server) -> None:
    for ending, seconds in server.stop_signals:
        pid = server.pid()
        if pid is None:
            return
        with suppress(ProcessLookupError):
            os.kill(pid, ending)
        deadline = time.monotonic() + seconds
        while server.pid() is not None and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)


@contextmanager
def _turn(server: Server) -> Iterator[None]:
    """Start or stop `server` while no other process does."""
    deadline = time.monotonic() + START_SECONDS * 2
    with _lock_file(server.folder / "turn.lock") as turn:
        while not _try_lock(turn, fcntl.LOCK_EX):
            if time.monotonic() > deadline:
                raise Failed(
                    f"Another process holds {server.folder / 'turn.lock'}: end it, then start again."
                )
            time.sleep(POLL_SECONDS)
        yield


@contextmanager
def _lock_file(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _give_to_owner(descriptor, path.parent)
        yield descriptor
    finally:
        os.close(descriptor)


def _give_to_owner(descriptor: int, folder: Path) -> None:
    """Let a file that root made in another's folder be used without root later."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.chown(descriptor, owner.st_uid, owner.st_gid)


def _try_lock(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@dataclass
class Child:
    """The program of a server: started apart from our terminal, and known by its process id file."""

    command: list[str]
    folder: Path
    log: Path
    pid_file: Path
    environ: Mapping[str, str] = field(default_factory=dict)
    owner: Owner = OURS
    popen: subprocess.Popen[bytes] | None = None
    log_start: int = 0

    def start(self) -> None:
        _turn_over(self.log)
        with self.log.open("ab") as log:
            _give_to_owner(log.fileno(), self.folder)
            self.log_start = log.tell()
            try:
                self.popen = subprocess.Popen(
                    self.command,
                    cwd=self.folder,
                    env=dict(self.environ),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    user=self.owner.user,
                    group=self.owner.group,
                    extra_groups=None if self.owner == OURS else [],
                )
            except OSError as problem:
                raise Failed(f"{self.command[0]} cannot be run here ({problem.strerror}).") from None

    def has_ended(self) -> bool:
        return self.popen is None or self.popen.poll() is not None

    def pid(self) -> int | None:
        """Give the id of the running program, whoever started it."""
        if self.popen is not None:
            self.popen.poll()  # so that it does not stay a zombie
        pid = _read_pid(self.pid_file)
        return pid if pid is not None and str(self.folder) in _command_of(pid) else None

    def let_go(self) -> None:
        if self.popen is not None and self.popen.poll() is None:
            self.popen.returncode = 0  # others use it: not to be waited for, nor warned about
        self.popen = None

    def said(self) -> str:
        """Give what it logged since it was started."""
        with self.log.open("rb") as log:
            log.seek(self.log_start)
            return log.read().decode(errors="replace")

    def last_words(self) -> str:
        return "\n".join(self.said().splitlines()[-LOG_TAIL_LINES:])


def _turn_over(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_name(f"{log.name}.1"))


def _read_pid(path: Path) -> int | None:
    try:
        return int(path.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None


def _command_of(pid: int) -> str:
    """Give the command line of a living process; a zombie has none."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        if Path("/proc/self").exists():
            return ""
    found = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return found.stdout
