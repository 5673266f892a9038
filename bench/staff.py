"""What staff wait for in a large practice: python -m bench.staff [CLIENTS].

Builds a practice of 100,000 clients (or CLIENTS) and ten messages for each on a PostgreSQL of its own, and asks for
every list and chart page of the staff, the client search and every list of Piccolo Admin, one request after another: as
a Client Admin, as somebody with 50 charts, and as somebody with 5,000. Prints the median time of the server for each,
the least, its CPU time and its SQL; writes bench/results/staff-DATE.json; ends with 1 where a median is above 100 ms.
The median grows when something else is at work on the machine; the least and the CPU time hardly do.
"""

import asyncio
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from app import db
from app.office.reports.counting import count_months
from bench import crowd
from bench.load import Asked, Connection, ask
from bench.pages import RESULTS
from bench.practice import NORA, practice, serving
from bench.staff_places import WHO, Place, admin_places, chart_places, search_places, staff_places

GOAL_MS = 100.0
FORBIDDEN, DECLINED = 403, 400
TIMES, OF_ADMIN, ASIDE = 11, 5, 2
WARMING = 2
REPORTS_SECONDS = 15
"""For which the figures of the reports are counted, the newest months first."""


@dataclass(frozen=True)
class Measured:
    """One page for one person; times in milliseconds."""

    name: str
    who: str
    median_ms: float
    least_ms: float
    cpu_ms: float
    statements: float
    bytes: int
    aside: bool
    """Whether it is beside the goal."""

    @property
    def above(self) -> bool:
        return self.median_ms > GOAL_MS

    @property
    def missed(self) -> bool:
        return self.above and not self.aside


async def measure(place: Place, plain: int, counting: int | None, *, times: int) -> Measured | None:
    """Ask for a place often on the server `plain`, and count its SQL on the server `counting`.

    None where it is open to Client Admins alone and somebody else asks, and for an order or a search that is declined.
    """
    asked = Asked(plain, place.path, place.cookie)
    answer = await ask(asked)
    if answer.status == FORBIDDEN and place.who != WHO[NORA]:
        return None
    if answer.status == DECLINED and place.aside:
        return None
    assert answer.status == 200, f"{place.path} answered {answer.status} to {place.who}"
    connection = await Connection.open(plain)
    for _ in range(WARMING - 1):
        await connection.ask(asked)
    connection.seconds.clear()
    before = await _usage(plain, "cpu")
    for _ in range(times):
        await connection.ask(asked)
    cpu = await _usage(plain, "cpu") - before
    connection.writer.close()
    return Measured(
        name=place.name,
        who=place.who,
        median_ms=statistics.median(connection.seconds) * 1000,
        least_ms=min(connection.seconds) * 1000,
        cpu_ms=cpu / times * 1000,
        statements=await _statements(Asked(counting, place.path, place.cookie)) if counting else 0,
        bytes=len(answer.body),
        aside=place.aside,
    )


async def _usage(port: int, what: str) -> float:
    return float(json.loads((await ask(Asked(port, "/bench/usage"))).body)[what])


async def _statements(asked: Asked) -> float:
    await ask(asked)
    before = await _usage(asked.port, "statements")
    await ask(asked)
    return await _usage(asked.port, "statements") - before


async def measure_all(cookies: dict[str, str], plain: int, counting: int) -> list[Measured]:
    async with db.open_pool(size=1):
        pages = [*staff_places(cookies), *await search_places(cookies), *await chart_places(cookies)]
    measured = []
    for place, times, counts in _in_turn(pages, admin_places(cookies)):
        found = await measure(place, plain, counting if counts else None, times=times)
        if found is not None:
            measured.append(found)
            print(line(found), flush=True)
    return measured


def _in_turn(pages: list[Place], lists: list[Place]) -> Iterator[tuple[Place, int, bool]]:
    yield from ((place, TIMES, True) for place in pages)
    yield from ((place, ASIDE if place.aside else OF_ADMIN, False) for place in lists)


HEADING = f"{'page':<62} {'who':<6} {'median':>8} {'least':>8} {'cpu':>7} {'SQL':>4} {'bytes':>8}"


def line(page: Measured) -> str:
    return (
        f"{page.name:<62} {page.who:<6} {page.median_ms:>8.1f} {page.least_ms:>8.1f} {page.cpu_ms:>7.1f}"
        f" {page.statements or '':>4} {page.bytes:>8,}{'  ABOVE' if page.missed else '  beside' if page.above else ''}"
    )


def write(measured: list[Measured], clients: int, filled: float) -> str:
    now = datetime.now(UTC)
    found = {
        "at": now.isoformat(timespec="seconds"),
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}",
        "clients": clients,
        "messages": clients * crowd.THREADS_EACH * crowd.MESSAGES_EACH,
        "filled_in_seconds": round(filled),
        "goal_ms": GOAL_MS,
        "above": [f"{page.name} ({page.who})" for page in measured if page.missed],
        "beside_the_goal_above": [page.name for page in measured if page.above and page.aside],
        "pages": [asdict(page) for page in measured if page.above or not page.aside],
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"staff-{now:%Y-%m-%d}.json"
    path.write_text(json.dumps(found, indent=2) + "\n")
    return path.name


async def _fill(clients: int) -> float:
    began = time.perf_counter()
    async with db.open_pool():
        await crowd.fill(clients)
        await count_months(seconds=REPORTS_SECONDS)
    return time.perf_counter() - began


def _summed_up(measured: list[Measured]) -> list[str]:
    """Say how many are above the goal, and of those beside it, which take longest."""
    goal = [page for page in measured if not page.aside]
    aside = [page for page in measured if page.aside]
    slowest, longest = (max(pages, key=lambda page: page.median_ms) for pages in (goal, aside))
    return [
        f"{len(goal)} pages and lists, {sum(page.above for page in goal)} above {GOAL_MS:.0f} ms; "
        f"the slowest: {slowest.name}, {slowest.median_ms:.0f} ms.",
        f"Beside the goal {len(aside)} lists in other orders, or searched for a part of a word, "
        f"{sum(page.above for page in aside)} above it; the slowest: {longest.name}, {longest.median_ms:.0f} ms.",
    ]


def main(clients: int) -> int:
    with practice() as (environ, cookies):
        filled = asyncio.run(_fill(clients))
        print(f"{clients:,} clients in {filled:.0f} s; load of this machine {os.getloadavg()[0]:.1f}.")
        print(HEADING, flush=True)
        with serving(environ) as plain, serving(environ, counting=True) as counting:
            measured = asyncio.run(measure_all(cookies, plain, counting))
    above = [line(page) for page in measured if page.missed]
    print(*above, *_summed_up(measured), f"Written to {write(measured, clients, filled)}.", sep="\n")
    return 1 if above else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else crowd.CLIENTS))
