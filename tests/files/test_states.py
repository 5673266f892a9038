"""How the check of a file ends, whatever happens to its bytes, its process, and its row in the meantime."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from app import db
from app.addresses import S3Storage
from app.files import checking, service, sweeping
from app.files.rules import Reason
from app.files.storage import storage
from app.files.tables import FileState
from app.notices import outbox
from app.worker import EFFECTS
from tests import rows
from tests.environment import configured
from tests.files import kept, pictures

pytestmark = pytest.mark.usefixtures("restored", "folder")

AT_ONCE = timedelta(0)
LATER = "update stored_file set claimed_at = claimed_at - interval '4 minutes' where id = $1"


async def test_the_outbox_has_a_file_checked() -> None:
    file_id = await kept.keep(pictures.png(), "a.png")
    assert (await kept.line(file_id)).state is FileState.RECEIVED
    assert await kept.opened(file_id) is None
    await outbox.deliver_all(effects=EFFECTS)
    assert (await kept.line(file_id)).is_clean
    assert await kept.opened(file_id) is not None


async def test_a_file_is_checked_once_however_often_it_is_asked_for() -> None:
    file_id = await kept.keep(pictures.png(), "a.png")
    await asyncio.gather(*(checking.check(file_id) for _ in range(5)))
    place = await kept.place_of(file_id)
    await checking.check(file_id)
    assert (await kept.line(file_id)).is_clean
    assert await kept.places() == {place} == {await kept.place_of(file_id)}


async def test_a_check_whose_process_died_is_begun_again_after_a_while() -> None:
    file_id = await kept.keep(pictures.png(), "a.png")
    await rows.change("update stored_file set state = 'checking', claimed_at = now() where id = $1", file_id)
    await checking.check_waiting()
    assert (await kept.line(file_id)).state is FileState.CHECKING
    await rows.change(LATER, file_id)
    await checking.check_waiting()
    assert (await kept.line(file_id)).is_clean


async def test_of_two_checks_the_one_that_was_taken_for_dead_changes_nothing() -> None:
    file_id = await kept.keep(pictures.png(), "a.png")
    first = asyncio.create_task(checking.check(file_id))
    while (await kept.line(file_id)).state is not FileState.CHECKING:  # noqa: ASYNC110  # the row says so
        await asyncio.sleep(0)
    await rows.change(
        "update stored_file set claimed_at = claimed_at - interval '1 second' where id = $1", file_id
    )
    await first
    assert (await kept.line(file_id)).state is FileState.CHECKING
    assert await kept.places() == {await kept.place_of(file_id)}


@pytest.mark.parametrize("change", ["gone", "changed"])
async def test_a_file_whose_bytes_are_lost_is_never_shown(folder: Path, change: str) -> None:
    for is_checked in (False, True):
        file_id = await kept.keep(pictures.jpeg(), "a.jpg")
        if is_checked:
            await checking.check(file_id)
        path = folder / (await kept.place_of(file_id)).hex
        if change == "gone":
            path.unlink()
        else:
            path.write_bytes(path.read_bytes()[:-1] + b"!")
        assert is_checked or (await kept.checked(file_id)).reason is Reason.LOST
        assert await kept.opened(file_id) is None


async def test_a_file_waits_while_the_storage_is_away(s3_endpoint: str) -> None:
    file_id = await kept.keep(pictures.png(), "a.png")
    with configured(storage=S3Storage("nowhere", "", "http://127.0.0.1:1", "us-east-1", "key", "secret")):
        assert (await kept.checked(file_id)).state is FileState.RECEIVED
    assert (await kept.checked(file_id)).is_clean


async def test_the_sweep_removes_what_no_row_names_once_it_is_old() -> None:
    kept_file = await kept.keep(pictures.png(), "a.png")
    left = await service.take_in(kept.sent(pictures.png()), name="b.png")
    await sweeping.sweep(named_too=())
    assert left.place in await kept.places()
    await sweeping.sweep(named_too=(), older_than=AT_ONCE)
    assert await kept.places() == {await kept.place_of(kept_file)}


async def test_the_sweep_says_of_a_row_that_its_bytes_are_gone() -> None:
    lost, there = [await kept.keep(pictures.png(), "a.png") for _ in range(2)]
    await storage().remove(await kept.place_of(lost))
    await sweeping.sweep(named_too=(), older_than=AT_ONCE)
    assert (await kept.line(lost)).reason is Reason.LOST
    assert (await kept.line(there)).state is FileState.RECEIVED


async def test_the_bytes_of_a_removed_file_go_with_the_sweep() -> None:
    file_id = await kept.keep(pictures.png(), "a.png")
    await rows.change("delete from stored_file where id = $1", file_id)
    await sweeping.sweep(named_too=(), older_than=AT_ONCE)
    assert await kept.places() == set()


async def test_name_and_key_lie_encrypted_and_the_bytes_show_nothing(folder: Path) -> None:
    file_id = await kept.keep(pictures.pdf(), "Discharge letter.pdf")
    row = await db.row("select name, data_key from stored_file where id = $1", file_id)
    assert row is not None
    assert b"Discharge" not in bytes(row["name"])
    assert b"PDF" not in (folder / (await kept.place_of(file_id)).hex).read_bytes()
