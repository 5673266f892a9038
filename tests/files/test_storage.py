"""One suite for the three storages: what is put comes back, and nothing is ever half there."""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import obstore
import pytest

from app import db
from app.addresses import S3Storage
from app.files.storage import Missing, Objects, StorageAway, storage
from tests.environment import configured
from tests.files import kept
from tests.files.conftest import bucket

MEGABYTE = 1_000_000
HALVES = [b"first half, ", b"second half"]


async def giving(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def breaking(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part
    raise ConnectionAbortedError("the browser went away")


async def test_what_is_put_comes_back(anywhere: str) -> None:
    place = db.new_id()
    await storage().put(place, giving(*HALVES))
    assert await kept.joined(storage().get(place)) == b"".join(HALVES)


async def test_a_large_file_goes_in_and_out_in_parts(anywhere: str) -> None:
    place, piece = db.new_id(), os.urandom(MEGABYTE)
    await storage().put(place, giving(*[piece] * 12))
    parts = [part async for part in storage().get(place)]
    assert len(parts) > 1
    assert b"".join(parts) == piece * 12


async def test_an_empty_place_says_so(anywhere: str) -> None:
    with pytest.raises(Missing):
        await kept.joined(storage().get(db.new_id()))


async def test_places_are_listed_with_their_moment_and_can_be_removed_twice(anywhere: str) -> None:
    stays, goes = db.new_id(), db.new_id()
    for place in (stays, goes):
        await storage().put(place, giving(b"bytes"))
    found = {place: at async for place, at in storage().places()}
    assert set(found) == {stays, goes}
    assert abs(datetime.now(UTC) - found[stays]) < timedelta(minutes=1)
    await storage().remove(goes)
    await storage().remove(goes)
    assert await kept.places() == {stays}


@pytest.mark.parametrize("megabytes", [0, 1, 12])
async def test_nothing_is_left_of_a_file_whose_source_breaks(anywhere: str, megabytes: int) -> None:
    place = db.new_id()
    with pytest.raises(ConnectionAbortedError):
        await storage().put(place, breaking(*[b"x" * MEGABYTE] * megabytes))
    assert await kept.places() == set()
    with pytest.raises(Missing):
        await kept.joined(storage().get(place))


async def test_what_others_put_beside_is_no_place_of_ours(s3_endpoint: str, folder: Path) -> None:
    with configured(storage=bucket(s3_endpoint, "shared")):
        in_bucket = storage()
    for ours in (storage(), in_bucket):
        assert isinstance(ours, Objects)
        await obstore.put_async(ours.store, "notes.txt", b"of somebody else")
        await ours.put(db.new_id(), giving(b"bytes"))
        assert len([place async for place in ours.places()]) == 1
    (folder / "notes.txt#1").write_text("of somebody else")
    assert len(await kept.places()) == 1


async def test_half_a_file_that_a_dead_process_left_is_a_place_and_can_be_removed(folder: Path) -> None:
    await storage().put(db.new_id(), giving(b"bytes"))
    half = db.new_id()
    (folder / f"{half.hex}#1").write_bytes(b"half")
    assert half in await kept.places()
    await storage().remove(half)
    assert len(await kept.places()) == 1


async def test_a_bucket_that_does_not_let_us_in_is_away_and_its_key_is_not_told(s3_endpoint: str) -> None:
    away = S3Storage("nowhere", "", s3_endpoint, "us-east-1", "key", "very-secret")
    with configured(storage=away):
        with pytest.raises(StorageAway) as caught:
            await storage().put(db.new_id(), giving(b"bytes"))
        with pytest.raises(StorageAway):
            await kept.places()
    assert "very-secret" not in f"{away} {caught.value!r}"
