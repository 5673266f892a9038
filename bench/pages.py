"""What each page costs, beside the floor of the same run: python -m bench.pages.

Starts a portal of its own over a PostgreSQL and a Valkey of its own, with the demo practice; the worker is not in
the measured process. Prints a table, writes bench/results/pages-DATE.json, and ends with 1 where a goal is missed.
"""

import asyncio
import json
import os
import platform
import statistics
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.billing.demo import statement_id
from app.forms.demo import form_id
from bench.cold import cold_visit
from bench.load import Asked, Load, ask, ask_often, generator, load, unpacked
from bench.practice import ALICE, NORA, practice, serving

RESULTS = Path(__file__).parent / "results"
WARMING, ROUNDS, TIMES = 30, 7, 40
MOST_OF_FLOOR = 2.0
MOST_BYTES, MOST_COLD_BYTES, MOST_COLD_REQUESTS = 12_000, 50_000, 6


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    who: str
    statements: int
    """The most SQL statements it may cost."""


PAGES = (
    Page("sign-in", "/sign-in", "", 4),
    Page("home", "/home", ALICE, 3),
    Page("payments", "/billing", ALICE, 4),
    Page("history of payments", "/billing/history", ALICE, 4),
    Page("a statement", f"/billing/statements/{statement_id('partly')}", ALICE, 4),
    Page("messages", "/messages", ALICE, 4),
    Page("thread", "/messages/{thread}", ALICE, 4),
    Page("new", "/messages/new", ALICE, 4),
    Page("forms", "/forms", ALICE, 4),
    Page("a form", f"/forms/{form_id('phq-9')}", ALICE, 4),
    Page("documents", "/documents", ALICE, 4),
    Page("basic information", "/information/basic", ALICE, 4),
    Page("insurance", "/insurance", ALICE, 4),
    Page("appointments", "/appointments", ALICE, 4),
    Page("activity", "/activity", ALICE, 4),
    Page("staff inbox", "/staff", NORA, 8),
)


@dataclass(frozen=True)
class Measured:
    """One page; times in milliseconds, sizes in bytes as they travel."""

    name: str
    cpu_ms: float
    floor_cpu_ms: float
    of_floor: float
    load: Load
    floor_load: Load
    statements: float
    bytes: int
    cold_requests: int
    cold_bytes: int
    missed: list[str]


async def cpu_ms(asked: Asked, *, times: int = TIMES) -> float:
    """Give the CPU time of the server for one answer."""
    before = await _usage(asked.port, "cpu")
    await ask_often(asked, times)
    return (await _usage(asked.port, "cpu") - before) / times * 1000


async def _usage(port: int, what: str) -> float:
    answer = await ask(Asked(port, "/bench/usage"))
    return float(json.loads(answer.body)[what])


async def measure(page: Page, asked: Asked, counting: Asked, floor: Asked) -> Measured:
    """Measure a page on one server and count its SQL on another; page and floor take turns."""
    answer = await ask(asked)
    assert answer.status == 200, f"{page.path} answered {answer.status}"
    for each in (asked, floor):
        await ask_often(each, WARMING)
    turns = [(await cpu_ms(asked), await cpu_ms(floor)) for _ in range(ROUNDS)]
    requests, cold_bytes = await cold_visit(asked, answer)
    mine, least = (statistics.median(column) for column in zip(*turns, strict=True))
    measured = Measured(
        name=page.name,
        cpu_ms=mine,
        floor_cpu_ms=least,
        of_floor=statistics.median(one / other for one, other in turns),
        load=await load(asked),
        floor_load=await load(floor),
        statements=await _statements(counting),
        bytes=len(answer.body),
        cold_requests=requests,
        cold_bytes=cold_bytes,
        missed=[],
    )
    measured.missed.extend(_missed(measured, page))
    return measured


async def _statements(asked: Asked) -> float:
    await ask_often(asked, 2)
    before = await _usage(asked.port, "statements")
    await ask_often(asked, 5)
    return (await _usage(asked.port, "statements") - before) / 5


def _missed(measured: Measured, page: Page) -> list[str]:
    goals = (
        (measured.of_floor, MOST_OF_FLOOR, "CPU of the floor"),
        (measured.statements, page.statements, "statements"),
        (measured.bytes, MOST_BYTES, "bytes"),
        (measured.cold_requests, MOST_COLD_REQUESTS, "requests of a cold visit"),
        (measured.cold_bytes, MOST_COLD_BYTES, "bytes of a cold visit"),
    )
    return [f"{name}: {value:,.1f}, at most {most:,.1f}" for value, most, name in goals if value > most]


async def measure_all(cookies: dict[str, str], plain: int, counting: int) -> list[Measured]:
    """Measure every page on the server `plain`, and count its SQL on the server `counting`."""
    measured = []
    for page in PAGES:
        path = page.path.format(thread=cookies["thread"])
        asked = Asked(plain, path, cookies.get(page.who, ""))
        size = len(unpacked(await ask(asked)))
        floor = Asked(plain, f"/bench/floor/{size}", cookies[ALICE])
        measured.append(await measure(page, asked, Asked(counting, path, asked.cookie), floor))
        print(line(measured[-1]), flush=True)
    return measured


HEADINGS = (
    f"{'page':<12} {'cpu ms':>7} {'floor':>6} {'times':>6} {'req/s':>7} {'floor':>7} {'p50':>7} {'p99':>8} {'floor p99':>9}"
    f" {'SQL':>4} {'bytes':>7} {'cold requests, kB':>18}"
)


def line(page: Measured) -> str:
    return (
        f"{page.name:<12} {page.cpu_ms:>7.2f} {page.floor_cpu_ms:>6.2f} {page.of_floor:>5.2f}x"
        f" {page.load.requests_a_second:>7.0f} {page.floor_load.requests_a_second:>7.0f} {page.load.p50_ms:>7.1f}"
        f" {page.load.p99_ms:>8.1f} {page.floor_load.p99_ms:>9.1f} {page.statements:>4.0f} {page.bytes:>7,}"
        f" {page.cold_requests:>10} {page.cold_bytes / 1000:>7.1f}{'  MISSED' if page.missed else ''}"
    )


def write(measured: list[Measured]) -> Path:
    now = datetime.now(UTC)
    found = {
        "at": now.isoformat(timespec="seconds"),
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}",
        "generator": generator(),
        "pages": [asdict(page) for page in measured],
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"pages-{now:%Y-%m-%d}.json"
    path.write_text(json.dumps(found, indent=2) + "\n")
    return path


def main() -> int:
    print(
        f"Sixteen at once for some seconds by {generator()}; load of this machine {os.getloadavg()[0]:.1f}."
    )
    print(HEADINGS, flush=True)
    with (
        practice() as (environ, cookies),
        serving(environ) as plain,
        serving(environ, counting=True) as counting,
    ):
        measured = asyncio.run(measure_all(cookies, plain, counting))
    missed = [f"{page.name}: {sentence}" for page in measured for sentence in page.missed]
    print(*(missed or ["Every goal is met."]), f"Written to {write(measured)}", sep="\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
