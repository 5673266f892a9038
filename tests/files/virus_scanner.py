"""clamd itself on this machine, with a database of its own that knows the test virus of EICAR."""

import asyncio
import hashlib
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

from app.addresses import Scanner
from tests.servers import eventually

PROGRAM = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin")
# In two halves, so that no scanner takes this file for the virus.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()
CONFIGURATION = """
DatabaseDirectory {folder}
LocalSocket {folder}/clamd.sock
Foreground yes
User root
LogFile {folder}/clamd.log
"""


END = (0).to_bytes(4, "big")


class Clamd:
    """A clamd that can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self.scanner = Scanner(path=str(folder / "clamd.sock"))
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        line = f"{hashlib.md5(EICAR, usedforsecurity=False).hexdigest()}:{len(EICAR)}:Eicar-Test\n"
        (folder / "own.hdb").write_text(line)
        (folder / "own.ndb").write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n")
        (folder / "clamd.conf").write_text(CONFIGURATION.format(folder=folder))

    def start(self) -> None:
        command = [PROGRAM or "clamd", "--config-file", str(self._folder / "clamd.conf")]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        eventually(self._answers, within=60)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            try:
                connection.connect(self.scanner.path)
                connection.sendall(b"zPING\0")
                return connection.recv(10).startswith(b"PONG")
            except OSError:
                return False


@contextmanager
def clamd(folder: Path) -> Iterator[Clamd]:
    made = Clamd(folder)
    made.start()
    try:
        yield made
    finally:
        made.stop()


@asynccontextmanager
async def answering(
    answer: bytes | None, *, asked: bytes = END, greeted: bool = False
) -> AsyncIterator[Scanner]:
    """Listen as a scanner that gives this answer to everything; None: it never answers.

    `greeted`: it says that it is there, when it is asked for that alone.
    """

    async def answer_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if greeted and await reader.readuntil(b"\0") == b"zPING\0":
            writer.write(b"PONG\0")
        elif answer is None:
            await reader.read()  # until whoever asks gives up
        else:
            with suppress(asyncio.IncompleteReadError):  # it was asked something else
                await reader.readuntil(asked)
                writer.write(answer)
        writer.close()

    server = await asyncio.start_server(answer_one, "127.0.0.1", 0)
    async with server:
        yield Scanner(host="127.0.0.1", port=server.sockets[0].getsockname()[1])
