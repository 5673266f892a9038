"""How long records take: files of the EHR taken in, and ten years of one viewed: python -m bench.records [FILE...].

Over servers of its own with the demo practice. Takes in each FILE twice, for a new client each, then a file of ten years
that is made here, for Alice; opens her copy of it as page, PDF and XML. Prints the times, and ends with 1 where a goal is
missed: a file within 20 s, the page within 150 ms of the server's computing and within 4 statements, `again` unchanged.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec

from app import db
from app.activity.actor import Actor
from app.demo import demo_id
from app.practice.settings import load_settings
from app.record.importing.now import Wanted, take_in_now
from bench.load import Asked, ask, ask_often
from bench.practice import ALICE, practice, serving

BY = Actor.system("bench")
MOST_SECONDS, MOST_CPU_MS, MOST_STATEMENTS = 20.0, 150.0, 4
YEARS, VISITS_A_YEAR = 10, 12
WARMING, ROUNDS, TIMES = 3, 5, 10
MEASURES = (
    ("8867-4", "Heart rate", "/min", 72),
    ("29463-7", "Body weight", "kg", 68),
    ("8310-5", "Body temperature", "Cel", 37),
)


def ten_years() -> bytes:
    """Give a bundle of some 1,500 resources: a visit each month, at each of which things were measured and done."""
    patient = {
        "resourceType": "Patient",
        "id": "ten-years",
        "name": [{"family": "Anderson", "given": ["Alice"]}],
    }
    entries = [{"resource": each} for each in (patient, *_resources())]
    return msgspec.json.encode({"resourceType": "Bundle", "type": "collection", "entry": entries})


def _resources() -> Iterator[dict[str, Any]]:
    about = {"subject": {"reference": "Patient/ten-years"}}
    for number in range(YEARS * VISITS_A_YEAR):
        day = (date(2016, 1, 4) + timedelta(days=30 * number)).isoformat()
        kept: list[tuple[str, dict[str, Any]]] = [
            ("Encounter", {"status": "finished", "type": [{"text": "Psychotherapy"}], "period": {"start": day},
                           "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"}}),
            ("Procedure", {"status": "completed", "code": _concept("228557008", "Cognitive and behavioral therapy", snomed=True), "performedDateTime": day}),
        ]  # fmt: skip
        for code, words, unit, value in MEASURES * 3:
            quantity = {
                "value": value + number % 7,
                "unit": unit,
                "system": "http://unitsofmeasure.org",
                "code": unit,
            }
            category = [{"coding": [{"code": "vital-signs"}]}]
            kept.append(
                ("Observation", {"status": "final", "category": category, "code": _concept(code, words),
                                 "effectiveDateTime": day, "valueQuantity": quantity})
            )  # fmt: skip
        for place, (kind, fields) in enumerate(kept):
            yield {"resourceType": kind, "id": f"{kind}-{number}-{place}", **about, **fields}
    for number in range(20):
        clinical = {"coding": [{"code": "active" if number % 2 else "resolved"}]}
        yield {"resourceType": "Condition", "id": f"c{number}", **about, "clinicalStatus": clinical,
               "code": _concept("370143000", "Major depressive disorder", snomed=True), "onsetDateTime": f"{2016 + number // 2}"}  # fmt: skip


def _concept(code: str, words: str, *, snomed: bool = False) -> dict[str, Any]:
    system = "http://snomed.info/sct" if snomed else "http://loinc.org"
    return {"text": words, "coding": [{"system": system, "code": code, "display": words}]}


async def take_in_all(files: list[Path]) -> list[str]:
    """Take the files in twice, and Alice's ten years; give what missed its goal."""
    missed: list[str] = []
    async with db.open_pool():
        await load_settings()
        for file in files:
            missed += await _timed(file.name, file.read_bytes(), Wanted("Bench EHR", add_client=True))
        missed += await _timed("ten years", ten_years(), Wanted("Bench EHR", number=1001, anyway=True))
    return missed


async def _timed(name: str, content: bytes, wanted: Wanted) -> list[str]:
    took: list[float] = []
    for _ in range(2):
        began = time.perf_counter()
        _, report = await take_in_now(content, wanted, by=BY)
        took.append(time.perf_counter() - began)
    print(f"{name}: {report.resources:,} resources, {took[0]:.2f} s, again {took[1]:.2f} s", flush=True)
    slow = [f"{name}: {took[0]:.1f} s"] if took[0] > MOST_SECONDS else []
    return slow + ([f"{name}: {report.changes} changed the second time"] if report.changes else [])


async def copy_of_alice() -> str:
    """Make a copy of Alice's record for her; give its id."""
    from app.record.reading.copies import make_copy

    async with db.open_pool():
        await load_settings()
        made = await make_copy(
            by=BY,
            client_id=demo_id("client", ALICE),
            account_id=demo_id("account", ALICE),
            for_self=True,
            from_on=None,
            until_on=None,
        )
    return str(made)


async def look(name: str, asked: Asked, counting: Asked) -> list[str]:
    """Measure an answer on one server, and count its SQL on another; give what missed its goal."""
    answer = await ask(asked)
    assert answer.status == 200, f"{asked.path} answered {answer.status}"
    await ask_often(asked, WARMING)
    cpu = statistics.median([await _cpu_ms(asked) for _ in range(ROUNDS)])
    statements = await _statements(counting)
    print(f"{name}: {cpu:.0f} ms, {statements:.0f} statements, {len(answer.body) / 1000:,.0f} kB", flush=True)
    if name != "the page":
        return []
    goals = ((cpu, MOST_CPU_MS, "ms"), (statements, MOST_STATEMENTS, "statements"))
    return [f"{name}: {value:.0f} {what}, at most {most:.0f}" for value, most, what in goals if value > most]


async def _cpu_ms(asked: Asked) -> float:
    before = await _usage(asked.port, "cpu")
    await ask_often(asked, TIMES)
    return (await _usage(asked.port, "cpu") - before) / TIMES * 1000


async def _statements(asked: Asked) -> float:
    await ask_often(asked, 2)
    before = await _usage(asked.port, "statements")
    await ask_often(asked, 5)
    return (await _usage(asked.port, "statements") - before) / 5


async def _usage(port: int, what: str) -> float:
    answer = await ask(Asked(port, "/bench/usage"))
    return float(json.loads(answer.body)[what])


async def look_at_all(copy: str, cookie: str, plain: int, counting: int) -> list[str]:
    missed: list[str] = []
    for name, leaf in (("the page", ""), ("XML", "/record.xml")):
        path = f"/record/{copy}{leaf}"
        missed += await look(name, Asked(plain, path, cookie), Asked(counting, path, cookie))
    return missed


def main() -> int:
    with practice() as (environ, cookies):
        missed = asyncio.run(take_in_all([Path(name) for name in sys.argv[1:]]))
        copy = asyncio.run(copy_of_alice())
        with serving(environ) as plain, serving(environ, counting=True) as counting:
            missed += asyncio.run(look_at_all(copy, cookies[ALICE], plain, counting))
    print(*missed, sep="\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
