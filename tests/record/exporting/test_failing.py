"""What goes wrong while an export is made: it is made again, a few times, and somebody is told; nothing is left behind."""

from pathlib import Path

import pytest

from app import db
from app.addresses import FolderStorage
from app.documents.exporting import exported as documents
from app.files.storage import storage
from app.record.exporting import making
from app.record.exporting.command import export_client
from app.record.exporting.sources import Source
from app.web.language import _l
from app.web.panel import ExportedFile, Exporting
from app.worker import SOURCES
from tests import commands, people, rows
from tests.documents import shelf
from tests.environment import configured
from tests.record.exporting.taking import exported, opened, words_of

pytestmark = pytest.mark.usefixtures("rolled_back")

PAGE = "/record/everything"
ASKED_BEFORE = "update record_export set asked_at = now() - make_interval(mins => $1)"
STATE = "select state from record_export"


async def ask() -> None:
    alice = await people.alice()
    await alice.open(PAGE)
    await alice.press("Make the file")


async def broken(_asked: Exporting):  # type: ignore[no-untyped-def]
    """Give the beginning of a file, and then fail as no file should."""

    async def parts():  # type: ignore[no-untyped-def]
        yield b"some"
        raise LookupError("in the middle")

    yield ExportedFile("a.pdf", parts)


BROKEN = (Source("documents", _l("Library"), broken),)


async def test_it_is_made_again_three_times_and_then_somebody_is_told(tmp_path: Path) -> None:
    await ask()
    with configured(storage=FolderStorage(str(tmp_path / "files"))):
        for tries, minutes in ((1, 0), (2, 3), (3, 16)):
            await rows.change(ASKED_BEFORE, minutes)
            for _ in range(2):  # the second time, it is too soon to try again
                await making.make_waiting(BROKEN)
                assert await rows.value("select tries from record_export") == tries
        assert [place async for place in storage().places()] == []
        assert not list((tmp_path / "files").iterdir())
    assert await rows.value(STATE) == "failed"
    (await (await people.alice()).open(PAGE)).shows("Your file could not be made.")
    (await (await people.nora()).open("/staff/mend")).shows("could not be made for client")
    await ask()
    await making.make_waiting(SOURCES)
    (await (await people.alice()).open(PAGE)).shows("Your file is ready.")
    (await (await people.nora()).open("/staff/mend")).lacks("could not be made for client")


async def test_one_that_was_begun_three_times_by_who_never_came_back_is_given_up() -> None:
    await ask()
    await rows.change("update record_export set tries = 3")
    await rows.change(ASKED_BEFORE, 60)
    await making.make_waiting(SOURCES)
    assert await rows.value(STATE) == "failed"


async def test_two_workers_do_not_make_the_same_one() -> None:
    await ask()
    async with db.apart() as other, other.transaction():
        (row,) = await db.rows("select id from record_export")
        await other.fetchval(making.LOCK, f"record_export {row['id']}")
        await making.make_waiting(SOURCES)
        assert await rows.value("select tries from record_export") == 0
    await making.make_waiting(SOURCES)
    assert await rows.value(STATE) == "ready"


async def test_a_file_whose_bytes_are_lost_is_named_and_keeps_nothing_else_out() -> None:
    lost = await shelf.shared("Lost plan")
    await shelf.shared("Kept plan")
    await storage().remove(await shelf.of_file(lost, "place"))
    files = await exported("alice", sources=(Source("documents", _l("Library"), documents),))
    assert "documents/Kept plan.pdf" in files
    assert "documents/Lost plan.pdf" not in files
    assert "Not in this file, as it could not be opened: Lost plan.pdf." in words_of(files)


async def test_the_command_writes_a_file_that_its_owner_alone_reads_or_none_at_all(tmp_path: Path) -> None:
    number, file = (
        await rows.value("select number from client where id = $1", people.client_id("alice")),
        tmp_path / "a.zip",
    )
    done, said = await export_client(number, to=file, sources=SOURCES)
    assert done
    assert said.startswith(f"Everything of client {number} stands in")
    assert file.stat().st_mode & 0o777 == 0o600
    assert "index.html" in opened(file.read_bytes())
    made = "select count(*) from audit_event where kind = 'export_made' and job = 'export-client' and client = $1"
    assert await rows.value(made, people.client_id("alice")) == 1
    assert not (await export_client(number, to=file, sources=SOURCES))[0]
    assert (await export_client(99, to=tmp_path / "b.zip", sources=SOURCES))[
        1
    ] == "There is no client with the number 99."
    with pytest.raises(LookupError):
        await export_client(number, to=tmp_path / "c.zip", sources=BROKEN)
    assert names_in(tmp_path) == {"a.zip"}


def names_in(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


def test_the_command_asks_for_a_number_and_a_file(tmp_path: Path) -> None:
    answer = commands.run({"DATA_DIR": str(tmp_path)}, "export-client", "one", "--to", "a.zip")
    assert answer.returncode == 2
    assert "invalid int value" in answer.stderr
