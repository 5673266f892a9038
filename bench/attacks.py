"""What only a clock shows of attacks: python -m bench.attacks.

Whether the time of an answer tells who has an account (row A10), and whether the portal still answers while many
sign in. Starts a portal of its own with the demo practice, the worker in a process of its own. Prints a table, and ends
with 1 where a goal is missed.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote

import asyncpg
import httpx

from bench.practice import practice, serving

ROUNDS, TIMES = 3, 200
"""Each name is asked for TIMES in a round, in turn with the others; the best of the rounds counts."""
MOST_APART = 0.10
"""How far apart the medians may be, of the smallest."""
SIGN_INS_A_SECOND, SECONDS = 10, 30
MOST_P99_MS = 200.0
POLL_SECONDS = 0.02

NAMES = {"known": "alice", "unknown": "nobody-of-this-name", "200 characters": "n" * 200}
DOORS = ("/sign-in", "/password/forgot")
COUNTS = ("sign_in_try", "sign_in_tally", "link_asking")


@dataclass(frozen=True)
class Served:
    """A portal that is attacked, and its database, whose counts are forgotten so that no limit answers instead."""

    port: int
    database: asyncpg.Connection

    async def forget(self) -> None:
        for table in COUNTS:
            await self.database.execute(f"delete from {table}")  # our own names


class Attacker:
    """A browser that has opened a page with a form, and sends it over one connection."""

    def __init__(self, port: int) -> None:
        self.client = httpx.AsyncClient(base_url=f"http://localhost:{port}", trust_env=False, timeout=30)
        self.headers = {"sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"}
        self.token = ""

    async def open(self, path: str) -> None:
        page = await self.client.get(path)
        self.token = page.text.split('name="_csrf" value="')[1].split('"')[0]

    async def send(self, path: str, name: str, password: str = "wrong") -> int:  # noqa: S107
        form = f"_csrf={quote(self.token)}&username={quote(name)}&password={quote(password)}&next="
        answer = await self.client.post(path, content=form, headers=self.headers)
        return answer.status_code


@contextmanager
def working(environ: dict[str, str]) -> Iterator[None]:
    """Run the worker in a process of its own: what it finds out must not show in the time of an answer."""
    command = [sys.executable, "-m", "app", "worker"]
    given = environ | {"PATH": os.environ["PATH"]}
    with subprocess.Popen(command, env=given, stdout=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


async def time_names(served: Served, path: str) -> dict[str, float]:
    """Give the median milliseconds for each name, asked for in turn."""
    attacker = Attacker(served.port)
    await attacker.open(path)
    seconds: dict[str, list[float]] = {name: [] for name in NAMES}
    expected = {422} if path == "/sign-in" else {303}
    for number in range(TIMES + 5):
        for name in _turned(list(NAMES), number):
            await served.forget()
            started = time.perf_counter()
            status = await attacker.send(path, NAMES[name])
            if number >= 5:  # the first ones only warm up
                seconds[name].append(time.perf_counter() - started)
            if status not in expected:
                raise RuntimeError(f"{path} answered {status} for a name that is {name}.")
    await attacker.client.aclose()
    return {name: statistics.median(each) * 1000 for name, each in seconds.items()}


def _turned(names: list[str], number: int) -> list[str]:
    """Let each name be the first one as often as the others."""
    start = number % len(names)
    return names[start:] + names[:start]


def apart(medians: dict[str, float]) -> float:
    least = min(medians.values())
    return (max(medians.values()) - least) / least


async def enumeration(served: Served) -> list[str]:
    """Row A10: the medians of known, unknown and very long names differ by less than a tenth."""
    missed = []
    for path in DOORS:
        rounds = [await time_names(served, path) for _ in range(ROUNDS)]
        best = min(rounds, key=apart)
        shown = "  ".join(f"{name} {median:.1f} ms" for name, median in best.items())
        print(f"{path:<18} {shown}  apart {apart(best):.1%}", flush=True)
        if apart(best) > MOST_APART:
            missed.append(f"{path}: medians are {apart(best):.1%} apart, at most {MOST_APART:.0%}")
    return missed


async def liveness(served: Served) -> list[str]:
    """Ten sign-ins a second for half a minute, while something asks whether the portal lives."""
    await served.forget()
    stop = asyncio.Event()
    polling = asyncio.create_task(_poll(served.port, stop))
    statuses = await _sign_in_steadily(served)
    stop.set()
    seconds = await polling
    p99 = statistics.quantiles(seconds, n=100)[98] * 1000
    done = statuses.count(303)
    print(
        f"/health/live       {len(seconds)} answers  p50 {statistics.median(seconds) * 1000:.1f} ms  p99 {p99:.1f} ms"
        f"  during {done} sign-ins in {SECONDS} s",
        flush=True,
    )
    missed = [] if p99 <= MOST_P99_MS else [f"/health/live: p99 {p99:.0f} ms, at most {MOST_P99_MS:.0f}"]
    if done < SIGN_INS_A_SECOND * SECONDS:
        missed.append(f"{done} people got in, of {SIGN_INS_A_SECOND * SECONDS}")
    return missed


async def _poll(port: int, stop: asyncio.Event) -> list[float]:
    seconds = []
    async with httpx.AsyncClient(base_url=f"http://localhost:{port}", trust_env=False, timeout=30) as client:
        while not stop.is_set():
            started = time.perf_counter()
            (await client.get("/health/live")).raise_for_status()
            seconds.append(time.perf_counter() - started)
            await asyncio.sleep(POLL_SECONDS)
    return seconds


async def _sign_in_steadily(served: Served) -> list[int]:
    """Send ten sign-ins a second, whether or not the ones before were answered."""
    attackers = [Attacker(served.port) for _ in range(SIGN_INS_A_SECOND)]
    for attacker in attackers:
        await attacker.open("/sign-in")
    started, sent = time.perf_counter(), []
    for number in range(SIGN_INS_A_SECOND * SECONDS):
        await asyncio.sleep(max(0.0, started + number / SIGN_INS_A_SECOND - time.perf_counter()))
        attacker = attackers[number % len(attackers)]
        sent.append(asyncio.create_task(_enter(attacker)))
    statuses = list(await asyncio.gather(*sent))
    for attacker in attackers:
        await attacker.client.aclose()
    return statuses


async def _enter(attacker: Attacker) -> int:
    return await attacker.send("/sign-in", "alice", "demo-alice-portal-1")


CHECKS: tuple[Callable[[Served], Awaitable[list[str]]], ...] = (enumeration, liveness)


async def attack(port: int, database_url: str) -> list[str]:
    database = await asyncpg.connect(database_url)
    try:
        served = Served(port, database)
        return [sentence for check in CHECKS for sentence in await check(served)]
    finally:
        await database.close()


def main() -> int:
    print(f"Load of this machine {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores.", flush=True)
    with practice() as (environ, _), working(environ), serving(environ) as port:
        missed = asyncio.run(attack(port, environ["DATABASE_URL"]))
    print(*(missed or ["Every goal is met."]), sep="\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
