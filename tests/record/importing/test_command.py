"""python -m app import-fhir: what it prints, and what it leaves alone."""

from pathlib import Path

import pytest

from app.record.importing import limits
from app.record.importing.command import import_file
from app.record.importing.now import Wanted
from tests import rows
from tests.record.importing.bundles import SOURCE, bundle, condition, observation, patient

pytestmark = pytest.mark.usefixtures("rolled_back")


async def test_it_says_what_it_did_what_it_put_right_and_what_it_left_out(tmp_path: Path) -> None:
    file = tmp_path / "max.json"
    file.write_bytes(bundle(patient(), condition(), observation(), {"resourceType": "Device", "id": "d"}))
    dry = await import_file(file, Wanted(SOURCE), dry_run=True)
    assert dry.good
    assert dry.lines[0] == "max.json: 4 resources of Maximilian Grant, only examined"
    assert await rows.value("select count(*) from clinical_resource where source = $1", SOURCE) == 0
    done = await import_file(file, Wanted(SOURCE), dry_run=False)
    assert done.lines == (
        "max.json: 4 resources of Maximilian Grant",
        "  Condition: 1 new, 0 changed, 0 as they were",
        "  Observation: 1 new, 0 changed, 0 as they were",
        "  Patient: 1 new, 0 changed, 0 as they were",
        "  Put right:",
        "    It had no value and no reason for that: it stands as unknown. 1 time: Observation o1.",
        "  Left out:",
        "    The portal keeps nothing of this kind. 1 time: 1 Device.",
    )
    assert await rows.value("select count(*) from clinical_resource where source = $1", SOURCE) == 3


async def test_files_that_cannot_be_taken_are_named_with_the_reason(tmp_path: Path) -> None:
    missing = await import_file(tmp_path / "none.json", Wanted(SOURCE), dry_run=False)
    assert (missing.good, missing.lines) == (
        False,
        (f"{tmp_path / 'none.json'} cannot be read: No such file or directory.",),
    )
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(limits.LARGEST_BYTES + 1)
    refused = await import_file(large, Wanted(SOURCE), dry_run=False)
    assert not refused.good
    assert "larger than 25 MB" in refused.lines[0]
    nameless = await import_file(large, Wanted(" "), dry_run=False)
    assert not nameless.good
