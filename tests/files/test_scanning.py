"""A47: before a real clamd, before one that is away, and before what only looks like one."""

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from app import db
from app.addresses import Scanner
from app.files import checking, scanner, service
from app.files.rules import Reason
from app.files.tables import FileState
from tests.environment import configured
from tests.files import kept, pictures
from tests.files.virus_scanner import EICAR, PROGRAM, Clamd, answering, clamd

pytestmark = pytest.mark.usefixtures("restored", "folder")

AWAY = Scanner(path="/nowhere/clamd.sock")
CLEAN = pictures.png()
BY_CLAMD = pytest.mark.skipif(
    PROGRAM is None,
    reason="NOT TESTED AGAINST A REAL CLAMD: it is not installed (apt-get install clamav-daemon).",
)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clamd]:
    with clamd(tmp_path_factory.mktemp("clamd")) as running:
        yield running


def behind_a_picture() -> bytes:
    return CLEAN + EICAR


def attached_to_a_pdf(*, packed: bool = False) -> bytes:
    made = pictures.new_pdf()
    made.attachments["invoice.txt"] = EICAR
    return pictures.written(made, compress_streams=packed)


@BY_CLAMD
async def test_a_harmless_file_passes(real: Clamd) -> None:
    with configured(scanner=real.scanner):
        assert (await kept.checked(await kept.keep(CLEAN, "a.png"))).is_clean


@BY_CLAMD
@pytest.mark.parametrize(
    ("made", "name"),
    [(behind_a_picture, "a.png"), (attached_to_a_pdf, "a.pdf")],
)
async def test_a47_a_virus_is_kept_from_everybody(real: Clamd, made: object, name: str) -> None:
    assert callable(made)
    with configured(scanner=real.scanner):
        file_id = await kept.keep(made(), name)
        said = await kept.checked(file_id)
    assert (said.state, said.reason) == (FileState.QUARANTINED, Reason.MALWARE)
    assert await kept.opened(file_id) is None


@BY_CLAMD
async def test_a_virus_packed_into_a_pdf_is_found_or_does_not_come_out(real: Clamd) -> None:
    with configured(scanner=real.scanner):
        file_id = await kept.keep(attached_to_a_pdf(packed=True), "a.pdf")
        await kept.checked(file_id)
    content = await kept.opened(file_id)
    if content is not None:
        with pikepdf.open(io.BytesIO(content)) as made:
            assert not made.attachments


@BY_CLAMD
async def test_while_clamd_is_stopped_files_wait_unseen_and_are_checked_when_it_is_back(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with clamd(tmp_path_factory.mktemp("stopped")) as own, configured(scanner=own.scanner):
        own.stop()
        harmless = await kept.keep(CLEAN, "a.png")
        virus = await kept.keep(behind_a_picture(), "b.png")
        for file_id in (harmless, virus):
            assert (await kept.checked(file_id)).state is FileState.RECEIVED
            assert await kept.opened(file_id) is None
        await checking.check_waiting()
        assert (await kept.line(harmless)).state is FileState.RECEIVED
        own.start()
        await checking.check_waiting()
        assert (await kept.line(harmless)).is_clean
        assert (await kept.line(virus)).reason is Reason.MALWARE


async def test_without_a_scanner_set_up_files_are_cleaned_all_the_same() -> None:
    assert (await kept.checked(await kept.keep(CLEAN, "a.png"))).is_clean


async def test_a_file_waits_while_nothing_listens() -> None:
    with configured(scanner=AWAY):
        assert (await kept.checked(await kept.keep(CLEAN, "a.png"))).state is FileState.RECEIVED


async def test_a_file_waits_while_the_scanner_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "SECONDS", 0.2)
    monkeypatch.setattr(scanner, "PING_SECONDS", 0.2)
    async with answering(None) as slow:
        with configured(scanner=slow):
            assert (await kept.checked(await kept.keep(CLEAN, "a.png"))).state is FileState.RECEIVED


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (b"stream: OK\0", FileState.CLEAN),
        (b"stream: Heuristics.Limits.Exceeded FOUND\0", FileState.QUARANTINED),
        (b"INSTREAM size limit exceeded. ERROR\0", FileState.RECEIVED),
        (b"", FileState.RECEIVED),
    ],
)
async def test_only_a_clear_answer_counts(
    answer: bytes, state: FileState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanner, "PING_SECONDS", 0.2)
    async with answering(answer) as other:
        with configured(scanner=other):
            assert (await kept.checked(await kept.keep(CLEAN, "a.png"))).state is state


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", None])
async def test_a_file_that_the_scanner_gives_up_on_every_time_is_held_back(
    answer: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanner, "SECONDS", 0.2)
    file_id = await kept.keep(CLEAN, "a.png")
    async with answering(answer, greeted=True) as other:
        with configured(scanner=other):
            for _ in range(checking.MOST_TRIES - 1):
                assert (await kept.checked(file_id)).state is FileState.RECEIVED
            said = await kept.checked(file_id)
    assert (said.state, said.reason) == (FileState.QUARANTINED, Reason.UNCHECKED)
    assert await kept.opened(file_id) is None


@pytest.mark.parametrize("answer", [b"", None])
async def test_a_scanner_that_is_away_uses_up_no_tries(
    answer: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanner, "SECONDS", 0.1)
    monkeypatch.setattr(scanner, "PING_SECONDS", 0.1)
    file_id = await kept.keep(CLEAN, "a.png")
    async with answering(answer) as other:
        with configured(scanner=other):
            for _ in range(checking.MOST_TRIES + 1):
                assert (await kept.checked(file_id)).state is FileState.RECEIVED
    assert (await kept.checked(file_id)).is_clean


async def test_a_file_that_is_to_be_checked_again_is_tried_as_often_again() -> None:
    file_id = await kept.keep(CLEAN, "a.png")
    async with answering(b"Can't allocate memory ERROR\0") as other:
        with configured(scanner=other):
            for _ in range(checking.MOST_TRIES):
                await checking.check(file_id)
            assert (await kept.line(file_id)).reason is Reason.UNCHECKED
            async with db.transaction():
                assert await service.check_again(file_id)
            assert (await kept.checked(file_id)).state is FileState.RECEIVED
    assert (await kept.checked(file_id)).is_clean


@BY_CLAMD
async def test_a_clamd_that_runs_is_there(real: Clamd) -> None:
    assert await scanner.answers(real.scanner)


@pytest.mark.parametrize("answer", [b"PONG\0", b"OK\0", b"", None])
async def test_only_its_own_word_says_that_a_scanner_is_there(
    answer: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanner, "PING_SECONDS", 0.2)
    async with answering(answer, asked=b"zPING\0") as other:
        assert await scanner.answers(other) is (answer == b"PONG\0")


async def test_where_nothing_listens_there_is_no_scanner() -> None:
    assert not await scanner.answers(AWAY)
    assert not await scanner.answers(Scanner(host="127.0.0.1", port=9))


async def test_a_fault_of_ours_in_one_check_ends_no_other() -> None:
    files = [await kept.keep(CLEAN, "a.png") for _ in range(2)]
    with configured(scanner=Scanner(host="x" * 64 + ".example")):  # no name of a host at all
        await checking.check_waiting()
    assert {(await kept.line(file_id)).state for file_id in files} == {FileState.CHECKING}


async def test_a_file_that_fails_does_not_keep_those_behind_it_waiting(folder: Path) -> None:
    first, second = [await kept.keep(CLEAN, "a.png") for _ in range(2)]
    broken = await kept.place_of(first)
    (folder / broken.hex).rename(folder / "elsewhere")
    (folder / broken.hex).mkdir()
    await checking.check_waiting()
    assert not (await kept.line(first)).is_clean
    assert (await kept.line(second)).is_clean
