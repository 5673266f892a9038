"""Asking a server: one after another on one connection, or sixteen at once."""

import asyncio
import gzip
import re
import shutil
import statistics
import subprocess
import time
from dataclasses import dataclass, field

AT_ONCE = 16
SECONDS = 4


@dataclass(frozen=True)
class Asked:
    """An address, and the cookie of who asks."""

    port: int
    path: str
    cookie: str = ""

    @property
    def headers(self) -> dict[str, str]:
        given = {"Host": f"localhost:{self.port}", "Accept-Encoding": "gzip", "Accept": "text/html"}
        return given | ({"Cookie": self.cookie} if self.cookie else {})

    def written(self) -> bytes:
        lines = (f"{name}: {value}\r\n" for name, value in self.headers.items())
        return f"GET {self.path} HTTP/1.1\r\n{''.join(lines)}\r\n".encode()


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def unpacked(answer: Answer) -> str:
    """Give the text of an answer, which may have come compressed."""
    packed = answer.headers.get("content-encoding") == "gzip"
    return (gzip.decompress(answer.body) if packed else answer.body).decode()


@dataclass
class Connection:
    """One connection that stays open."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    seconds: list[float] = field(default_factory=list)

    @classmethod
    async def open(cls, port: int) -> "Connection":
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self, asked: Asked) -> Answer:
        started = time.perf_counter()
        self.writer.write(asked.written())
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {
            line.partition(":")[0].lower(): line.partition(":")[2].strip() for line in head[1:] if line
        }
        body = await self.reader.readexactly(int(headers.get("content-length", 0)))
        self.seconds.append(time.perf_counter() - started)
        return Answer(int(head[0].split()[1]), headers, body)


async def ask(asked: Asked) -> Answer:
    connection = await Connection.open(asked.port)
    try:
        return await connection.ask(asked)
    finally:
        connection.writer.close()


async def ask_often(asked: Asked, times: int) -> None:
    """Ask one after another."""
    connection = await Connection.open(asked.port)
    for _ in range(times):
        answer = await connection.ask(asked)
        assert answer.status == 200, f"{asked.path} answered {answer.status}"
    connection.writer.close()


@dataclass(frozen=True)
class Load:
    """How a server answers sixteen at once."""

    requests_a_second: float
    p50_ms: float
    p99_ms: float


def generator() -> str:
    return "wrk" if shutil.which("wrk") else "asyncio, in the process of the bench"


async def load(asked: Asked) -> Load:
    """Ask sixteen at once for some seconds, by wrk where there is one."""
    return await (_by_wrk(asked) if shutil.which("wrk") else _by_ourselves(asked))


async def _by_wrk(asked: Asked) -> Load:
    headers = [part for name, value in asked.headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{AT_ONCE}", f"-d{SECONDS}s", "--latency", *headers]
    command.append(f"http://127.0.0.1:{asked.port}{asked.path}")
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, check=True)
    assert "Non-2xx" not in done.stdout, done.stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    assert rate is not None
    return Load(float(rate[1]), _milliseconds(done.stdout, "50%"), _milliseconds(done.stdout, "99%"))


def _milliseconds(text: str, percentile: str) -> float:
    found = re.search(rf"{percentile}\s+([\d.]+)(us|ms|s)\b", text)
    assert found is not None, text
    return float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000}[found[2]]


async def _by_ourselves(asked: Asked) -> Load:
    connections = [await Connection.open(asked.port) for _ in range(AT_ONCE)]
    until = time.perf_counter() + SECONDS

    async def keep_asking(connection: Connection) -> None:
        while time.perf_counter() < until:
            await connection.ask(asked)
        connection.writer.close()

    await asyncio.gather(*map(keep_asking, connections))
    seconds = [each for connection in connections for each in connection.seconds]
    cuts = statistics.quantiles(seconds, n=100)
    return Load(len(seconds) / SECONDS, cuts[49] * 1000, cuts[98] * 1000)
