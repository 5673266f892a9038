"""What `python -m app check` says of the storage of files and of the scanner."""

from pathlib import Path

import pytest

from app import checks, config
from app.addresses import S3Storage, Scanner
from app.checks import Finding, Level
from app.files.storage import Objects
from tests.environment import configured
from tests.files import kept
from tests.files.virus_scanner import answering

pytestmark = pytest.mark.usefixtures("portal")


async def test_a_storage_that_works_is_left_as_it_was(anywhere: str) -> None:
    found = await checks.probe_of_storage()
    assert found == Finding(Level.OK, "file storage", "keeps files, gives them back and removes them")
    assert await kept.places() == set()


async def test_a_storage_that_is_away_is_a_failure_and_says_what_to_look_at(s3_endpoint: str) -> None:
    with configured(storage=S3Storage("nowhere", "", s3_endpoint, "us-east-1", "key", "secret")):
        said = await checks.probe_of_storage()
    assert said.level is Level.FAIL
    assert "check STORAGE_URL" in said.says


async def test_a_storage_that_gives_back_other_bytes_is_a_failure(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Objects, "get", lambda _self, _place: kept.sent(b"other bytes")())
    assert (await checks.probe_of_storage()).level is Level.FAIL


async def test_a_scanner_is_asked_whether_it_is_there() -> None:
    assert "not set" in (await checks.virus_scanner(config.current())).says
    async with answering(b"PONG\0", asked=b"zPING\0") as there:
        with configured(scanner=there) as changed:
            assert await checks.virus_scanner(changed) == Finding(Level.OK, "virus scanner", "answers")
    for away in (Scanner(path="/nowhere/clamd.sock"), there):
        with configured(scanner=away) as changed:
            said = await checks.virus_scanner(changed)
            assert (said.level, "check CLAMAV_URL" in said.says) == (Level.FAIL, True)
