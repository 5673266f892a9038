"""Take in the bundles of the product's files, make documents of them and of the demo's clients, and have others judge them.

The schema and Schematron of C-CDA R2.1 must find no error, and somebody else's reader must read back what the bundles say:
ccd.py ../shared
"""

import asyncio
import json
import logging
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[2]))

import msgspec

from app import config, db
from app.activity.actor import Actor
from app.demo import demo_id, load_demo
from app.embedded import beside
from app.migrations import migrate_forwards
from app.practice.settings import load_settings
from app.record.ccd.document import ccd_of
from app.record.clinical.facts import Kind, Observation
from app.record.importing.now import Wanted, take_in_now
from app.record.making.record import Record
from app.record.making.service import gather
from app.web.language import Language, speaking
from tests.record.facts import EMPTY, FULL

AT_ONCE = 2
SECONDS = 20
"""No bundle may take longer to be taken in."""
DEMO = ("alice", "bob", "charlie", "max")
SINCE, UNTIL = date(2015, 1, 1), date(2016, 12, 31)
Codes = Counter[str]


async def documents(bundles: Mapping[Path, bytes]) -> tuple[dict[str, Record], list[str]]:
    """Give the records of everybody, by a name for each, and what was wrong with taking in the bundles."""
    found, wrong = {"one of everything": FULL, "nothing": EMPTY}, list[str]()
    async with db.open_pool():
        await migrate_forwards()
        await load_demo()
        await load_settings()
        for name in DEMO:
            found[name] = await _record(demo_id("client", name))
        for path, content in bundles.items():
            client_id, faults = await _taken(path.name, content)
            wrong += faults
            name = path.name.split("_")[0]
            found[name] = await _record(client_id)
            found[f"{name}, a range"] = await _record(client_id, from_on=SINCE, until_on=UNTIL)
        found[f"{name}, for who acts for them"] = await _record(client_id, for_self=False, from_on=SINCE)
    return found, wrong


async def _taken(name: str, content: bytes) -> tuple[UUID, list[str]]:
    """Take a bundle in, and once more; nothing may be new or other the second time."""
    wanted = Wanted(source="Synthetic EHR", add_client=True)
    started = time.monotonic()
    client_id, _ = await take_in_now(content, wanted, by=Actor.system("conformance"))
    took = time.monotonic() - started
    _, again = await take_in_now(content, wanted, by=Actor.system("conformance"))
    print(f"{name}: taken in within {took:.1f} s")
    slow = [f"{name} took {took:.0f} s to be taken in."] if took > SECONDS else []
    other = [line for line in again.lines if line.added or line.changed]
    return client_id, slow + [f"{name}: {line} the second time." for line in other]


async def _record(
    client_id: UUID, *, for_self: bool = True, from_on: date | None = None, until_on: date | None = None
) -> Record:
    return await gather(
        client_id=client_id,
        for_self=for_self,
        from_on=from_on,
        until_on=until_on,
        copy_id=db.new_id(),
        made_at=datetime.now(UTC),
    )


def faults_of(name: str, record: Record, ccda: Path) -> list[str]:
    """Make a document of a record, and have it judged and read back; runs in a process of its own."""
    logging.disable(logging.CRITICAL)
    with speaking(Language.SPANISH):
        document = ccd_of(record)
    return [*judged(name, document, ccda), *differences(name, record, read_back(document))]


def judged(name: str, document: bytes, ccda: Path) -> Iterator[str]:
    """Have the schema, the Schematron and the checks of neither judge a document."""
    sys.path.insert(0, str(ccda))
    with NamedTemporaryFile(suffix=".xml") as file:
        file.write(document)
        file.flush()
        verdict = import_module("validate_ccd").validate(file.name, "saxon")
    for kind in ("xsd", "errors", "extra"):
        for fault in verdict[kind][:5]:
            yield f"{name}: {kind}: {fault['message'] if isinstance(fault, dict) else fault}"


def read_back(document: bytes) -> list[dict[str, Any]]:
    """Give the resources that ccda-to-fhir reads in a document."""
    bundle = import_module("ccda_to_fhir").convert_document(document.decode())["bundle"]
    plain = json.dumps([entry["resource"] for entry in bundle["entry"]], default=str)
    read: list[dict[str, Any]] = json.loads(plain)
    return read


def differences(name: str, record: Record, read: list[dict[str, Any]]) -> Iterator[str]:
    """Compare the name, problems, medicines, allergies and results of a record with what somebody else reads in it."""
    (person,) = (each["name"][0] for each in read if each["resourceType"] == "Patient")
    given = [part for part in (record.person.first_name, record.person.middle_name) if part]
    if (person["given"], person["family"]) != (given, record.person.last_name):
        yield f"{name}: somebody else is named in it."
    for kind, resource, field in (
        (Kind.PROBLEM, "Condition", "code"),
        (Kind.MEDICATION, "MedicationRequest", "medicationCodeableConcept"),
        (Kind.ALLERGY, "AllergyIntolerance", "code"),
    ):
        facts: list[Any] = [entry.fact for entry in record.entries if entry.kind is kind]
        ours = Counter(_key(msgspec.to_builtins(fact.what)["codes"], fact.what.words) for fact in facts)
        theirs = Counter(_key_of(each[field]) for each in read if each["resourceType"] == resource)
        if ours != theirs:
            yield f"{name}: {kind} differ: {ours - theirs} are missing, {theirs - ours} are too many."
    missing = Counter(_results(record)) - Counter(_results_in(read))
    if missing:
        yield f"{name}: results are missing: {missing}"


def _key(codes: Any, words: str) -> str:
    return str(codes[0]["code"]) if codes else words


def _key_of(concept: dict[str, Any]) -> str:
    return _key(concept.get("coding"), concept.get("text", ""))


def _results(record: Record) -> Iterator[tuple[str, str]]:
    """Give the codes and numbers of results, and of their parts, as far as they have both."""
    for fact in (entry.fact for entry in record.entries if entry.kind is Kind.RESULT):
        assert isinstance(fact, Observation)
        for what, found in ((fact.what, fact.found), *((part.what, part.found) for part in fact.parts)):
            if found.amount is not None and found.amount.code and what.codes:
                yield what.codes[0].code, f"{float(found.amount.value):g}"


def _results_in(read: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for each in read:
        if each["resourceType"] == "Observation" and "valueQuantity" in each and each["code"].get("coding"):
            yield each["code"]["coding"][0]["code"], f"{float(each['valueQuantity']['value']):g}"


def said(name: str, content: bytes, record: Record) -> Iterator[str]:
    """Compare what a bundle says with the record that was made of it: nothing may have been lost on the way."""
    resources = [entry["resource"] for entry in json.loads(content)["entry"]]
    for kind, resource, field in (
        (Kind.PROBLEM, "Condition", "code"),
        (Kind.MEDICATION, "MedicationRequest", "medicationCodeableConcept"),
        (Kind.ALLERGY, "AllergyIntolerance", "code"),
    ):
        theirs = Counter(_key_of(each[field]) for each in resources if each["resourceType"] == resource)
        facts: list[Any] = [entry.fact for entry in record.entries if entry.kind is kind]
        ours = Counter(_key(msgspec.to_builtins(fact.what)["codes"], fact.what.words) for fact in facts)
        if ours != theirs:
            yield f"{name}: {kind} differ: {theirs - ours} were lost, {ours - theirs} are too many."


def main(shared: Path) -> int:
    paths, ccda = sorted((shared / "data" / "fhir-bundles").glob("*.json")), shared / "data" / "ccda"
    bundles = {path: path.read_bytes() for path in paths}
    if not bundles or not (ccda / "validate_ccd.py").is_file():
        print(f"!! {ccda} is not here: documents of the record were NOT judged.")
        return 0
    with (
        TemporaryDirectory() as folder,
        beside(config.read(config.fresh_keys() | {"DATA_DIR": folder, "WORKER": "separate"})) as settled,
    ):
        config.settle(settled)
        found, wrong = asyncio.run(documents(bundles))
    for path, content in bundles.items():
        wrong += said(path.name, content, found[path.name.split("_")[0]])
    with ProcessPoolExecutor(AT_ONCE) as judges:
        for faults in judges.map(faults_of, found, found.values(), [ccda] * len(found)):
            wrong += faults
    entries = sum(len(record.entries) for record in found.values())
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print(f"records: {len(found)} documents of {entries} facts judged and read back, {len(wrong)} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
