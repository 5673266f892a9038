"""Files that were held back: checked once more, or given up; and files that open for nobody any more."""

from datetime import timedelta
from uuid import UUID

import pytest

from app import db
from app.files import service, sweeping
from app.files.rules import Reason
from app.files.storage import storage
from app.files.tables import FileState
from app.notices import outbox
from app.worker import EFFECTS
from tests import rows
from tests.files import kept, pictures

pytestmark = pytest.mark.usefixtures("restored", "folder")

HOLD_BACK = "update stored_file set state = 'quarantined', reason = 'unchecked' where id = $1"
WIDTH = 400


async def held_back() -> UUID:
    file_id = await kept.keep(pictures.png(), "a.png")
    await rows.change(HOLD_BACK, file_id)
    return file_id


async def asked_again(file_id: UUID) -> bool:
    async with db.transaction():
        return await service.check_again(file_id)


async def given_up(file_id: UUID) -> UUID | None:
    async with db.transaction():
        return await service.discard(file_id)


async def test_a_file_that_was_held_back_is_checked_once_more() -> None:
    file_id = await held_back()
    assert await asked_again(file_id)
    line = await kept.line(file_id)
    assert (line.state, line.reason) == (FileState.RECEIVED, None)
    assert await kept.opened(file_id) is None
    assert not await asked_again(file_id), "It is not held back any more."
    await outbox.deliver_all(effects=EFFECTS)
    assert (await kept.line(file_id)).is_clean
    assert not await asked_again(file_id)


async def test_a_file_that_is_given_up_leaves_a_row_without_bytes() -> None:
    file_id = await held_back()
    place = await given_up(file_id)
    assert place is not None
    assert place in await kept.places()
    await service.remove_bytes(place)
    assert await kept.places() == set()
    line = await kept.line(file_id)
    assert (line.reason, line.size_bytes, line.pages) == (Reason.REMOVED, 0, 0)
    assert await kept.opened(file_id) is None
    assert not await asked_again(file_id)
    assert await given_up(file_id) is None


async def test_what_a_dead_process_left_of_a_file_that_was_given_up_is_swept_away() -> None:
    file_id = await held_back()
    await given_up(file_id)
    await sweeping.sweep(named_too=(), older_than=timedelta(0))
    assert await kept.places() == set()
    assert (await kept.line(file_id)).reason is Reason.REMOVED


async def test_only_a_file_that_is_held_back_can_be_given_up() -> None:
    file_id = await kept.keep(pictures.png(), "a.png")
    assert await given_up(file_id) is None
    await kept.checked(file_id)
    assert await given_up(file_id) is None
    assert await kept.opened(file_id) is not None


async def test_a_page_is_shown_of_what_is_clean_and_there() -> None:
    pdf, png = [
        await kept.keep(made, name) for made, name in ((pictures.pdf(2), "a.pdf"), (pictures.png(), "b.png"))
    ]
    for file_id in (pdf, png):
        assert await service.picture_of(await kept.line(file_id), number=1, width=WIDTH) is None, "unchecked"
        await kept.checked(file_id)
    of_pdf, of_png = await kept.line(pdf), await kept.line(png)
    drawn = await service.picture_of(of_pdf, number=2, width=WIDTH)
    assert isinstance(drawn, bytes)
    assert pictures.read(drawn).width == WIDTH
    image = await service.picture_of(of_png, number=1, width=WIDTH)
    assert isinstance(image, service.OpenedFile)
    assert pictures.read(await kept.joined(image.parts)).size == pictures.read(pictures.png()).size
    assert await service.picture_of(of_pdf, number=3, width=WIDTH) is None
    assert await service.picture_of(of_png, number=2, width=WIDTH) is None
    assert await service.draw_page(of_png, number=1, width=WIDTH) is None


async def test_a_file_whose_bytes_are_gone_opens_for_nobody() -> None:
    file_id = await kept.keep(pictures.pdf(), "a.pdf")
    line = await kept.checked(file_id)
    await storage().remove(await kept.place_of(file_id))
    assert await service.open_file(line) is None
    assert await service.picture_of(line, number=1, width=WIDTH) is None


async def test_a_large_file_is_opened_part_by_part() -> None:
    file_id = await kept.keep(pictures.noise(1200), "a.png")
    line = await kept.checked(file_id)
    opened = await service.open_file(line)
    assert opened is not None
    parts = [len(part) async for part in opened.parts]
    assert len(parts) > 1
    assert sum(parts) == line.size_bytes
