"""How much a chart holds, and how much comes in an hour: never above, however many come at once (A46)."""

import asyncio
from uuid import UUID

import pytest

from app import db
from app.files import rules, service
from app.files.rules import Unacceptable
from app.files.service import TakenIn
from tests import people, rows
from tests.files import kept, pictures

pytestmark = pytest.mark.usefixtures("restored", "empty", "folder")

FILL = """
insert into stored_file (id, client, place, data_key, name, kind, size_bytes, sha256, pages, from_client, state,
  received_at)
select gen_random_uuid(), $1, gen_random_uuid(), '', '', 'png', $3, '', 1, $4, 'clean', now() - $5::interval
from generate_series(1, $2)
"""
COUNT = "select count(*), sum(size_bytes) from stored_file where client = $1"
DAY, MINUTE = "1 day", "1 minute"


async def fill(files: int, *, size: int = 1000, from_client: bool = True, ago: str = DAY) -> None:
    statement = FILL.replace("$5::interval", f"interval '{ago}'")
    await rows.change(statement, people.client_id("alice"), files, size, from_client)


async def took(*, name: str = "alice", from_client: bool = True) -> Unacceptable | UUID:
    taken = await service.take_in(kept.sent(pictures.png()), name="a.png")
    return await added(taken, name=name, from_client=from_client)


async def added(taken: TakenIn, *, name: str = "alice", from_client: bool = True) -> Unacceptable | UUID:
    try:
        async with db.transaction():
            return await service.add(taken, client_id=people.client_id(name), from_client=from_client)
    except Unacceptable as refused:
        return refused


async def test_a_chart_holds_two_hundred_files_and_no_more() -> None:
    await fill(rules.MOST_FILES - 1)
    assert isinstance(await took(), UUID)
    refused = await took()
    assert isinstance(refused, Unacceptable)
    assert (refused.sentence, refused.status) == (rules.FULL, 413)
    assert isinstance(await took(from_client=False), Unacceptable)
    assert isinstance(await took(name="bob"), UUID)


async def test_a_chart_holds_five_hundred_megabytes_and_no_more() -> None:
    size = len(pictures.png())
    await fill(1, size=rules.MOST_BYTES - size)
    assert isinstance(await took(), UUID)
    assert isinstance(await took(), Unacceptable)


async def test_a_client_sends_sixty_files_in_an_hour_and_no_more() -> None:
    await fill(rules.MOST_AN_HOUR, ago="61 minutes")
    await fill(rules.MOST_AN_HOUR - 1, ago=MINUTE)
    assert isinstance(await took(), UUID)
    refused = await took()
    assert isinstance(refused, Unacceptable)
    assert (refused.sentence, refused.status) == (rules.TOO_OFTEN, 429)
    assert isinstance(await took(from_client=False), UUID)


async def test_what_staff_sent_does_not_count_against_the_hour_of_the_client() -> None:
    await fill(rules.MOST_AN_HOUR, from_client=False, ago=MINUTE)
    assert isinstance(await took(), UUID)


@pytest.mark.parametrize("by", ["files", "bytes", "hour"])
async def test_twenty_at_once_at_the_border_never_go_above(by: str) -> None:
    taken = [await service.take_in(kept.sent(pictures.png()), name="a.png") for _ in range(20)]
    if by == "files":
        await fill(rules.MOST_FILES - 3)
    elif by == "bytes":
        await fill(1, size=rules.MOST_BYTES - 3 * taken[0].size_bytes)
    else:
        await fill(rules.MOST_AN_HOUR - 3, ago=MINUTE)
    found = await asyncio.gather(*(added(each) for each in taken))
    assert sum(isinstance(each, UUID) for each in found) == 3
    row = await db.row(COUNT, people.client_id("alice"))
    assert row is not None
    assert row["count"] <= rules.MOST_FILES
    assert row["sum"] <= rules.MOST_BYTES


async def test_a_file_of_twenty_megabytes_is_taken_and_one_byte_more_is_not() -> None:
    padded = pictures.png().ljust(rules.LARGEST_BYTES, b"\0")
    assert (await service.take_in(kept.sent(padded), name="a.png")).size_bytes == rules.LARGEST_BYTES
    with pytest.raises(Unacceptable) as refused:
        await service.take_in(kept.sent(padded + b"\0"), name="a.png")
    assert refused.value.status == 413
