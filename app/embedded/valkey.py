"""Valkey beside us: reached over a socket only, keeping nothing (the outbox is the truth)."""

import signal
import socket
import time
from pathlib import Path

from app.embedded import folders, programs
from app.embedded.process import POLL_SECONDS, Child, Failed, StopSignals

ANSWER_SECONDS = 1.0


class Valkey:
    """The embedded Valkey of one DATA_DIR."""

    name = "Valkey"
    stop_signals: StopSignals = ((signal.SIGTERM, 2.0), (signal.SIGKILL, 1.0))

    def __init__(self, data_dir: Path) -> None:
        owner = folders.owner_of(data_dir / "valkey")
        self.folder = folders.private(data_dir / "valkey", owner)
        self.socket = folders.for_sockets(self.folder, owner) / "valkey.sock"
        self.url = f"unix://{self.socket}"
        self.child = Child(
            command=[str(programs.valkey()), *self._options()],
            folder=self.folder,
            log=self.folder / "log",
            pid_file=self.folder / "valkey.pid",
            owner=owner,
        )

    def pid(self) -> int | None:
        return self.child.pid()

    def let_go(self) -> None:
        self.child.let_go()

    def answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(ANSWER_SECONDS)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(64).startswith(b"+PONG")
        except OSError:
            return False

    def start(self, deadline: float) -> None:
        self.child.start()
        while not self.answers():
            if self.child.has_ended() or time.monotonic() > deadline:
                raise Failed(f"Valkey did not start. Its last words:\n{self.child.last_words()}")
            time.sleep(POLL_SECONDS)

    def _options(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "pidfile": str(self.folder / "valkey.pid"),
            "save": "",
            "appendonly": "no",
            "set-proc-title": "no",  # its command line is how it is known again
        }
        return [part for name, value in options.items() for part in (f"--{name}", value)]
