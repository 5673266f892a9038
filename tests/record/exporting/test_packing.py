"""A zip that is written while it is made: whole, of names that every machine takes, in the memory of a few parts."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from app.record.exporting.packing import MOST_WAITING, Member, Names, made_apart, packed
from app.web.language import Language, current_language, speaking
from tests.record.exporting.taking import opened

AT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
PART = bytes(range(256)) * 1024


async def test_what_is_packed_comes_out_as_it_was() -> None:
    async def members() -> AsyncIterator[Member]:
        yield Member("index.html", _parts(b"<p>", "Él".encode(), b"</p>"))
        yield Member("documents/Año 2026.pdf", _parts(PART, PART))
        yield Member("empty.csv", _parts())

    files = opened(b"".join([part async for part in packed(members(), at=AT)]))
    assert files == {
        "index.html": "<p>Él</p>".encode(),
        "documents/Año 2026.pdf": PART * 2,
        "empty.csv": b"",
    }


async def test_parts_are_written_away_as_they_come() -> None:
    drawn = 0

    async def many() -> AsyncIterator[bytes]:
        nonlocal drawn
        for _ in range(1000):
            drawn += 1
            yield PART

    async def members() -> AsyncIterator[Member]:
        yield Member("large.pdf", many())

    async with made_apart(packed(members(), at=AT)) as parts:
        async for part in parts:
            assert len(part) <= len(PART) + 200
            break
        await asyncio.sleep(0)
        assert drawn <= MOST_WAITING + 3


async def test_what_goes_wrong_while_it_is_made_is_raised_and_nothing_goes_on() -> None:
    async def failing() -> AsyncIterator[bytes]:
        yield b"some"
        raise LookupError("a file")

    async def read() -> None:
        async with made_apart(failing()) as parts:
            try:
                assert [part async for part in parts] == [b"some"]
            except LookupError:
                raise OSError from None  # what its reader makes of that

    with pytest.raises(LookupError):
        await read()


async def test_it_is_made_in_the_language_of_who_began_it() -> None:
    async def worded() -> AsyncIterator[bytes]:
        yield current_language().encode()

    with speaking(Language.SPANISH):
        async with made_apart(worded()) as parts:
            with speaking(Language.ENGLISH):
                assert [part async for part in parts] == [b"es"]


def test_names_are_what_every_machine_takes_and_no_two_are_alike() -> None:
    names = Names()
    assert names.unique("documents/Letter.pdf") == "documents/Letter.pdf"
    assert names.unique("documents/letter.pdf") == "documents/letter (2).pdf"
    assert names.unique("../../etc/passwd") == "etc/passwd"
    assert names.unique('documents/What? "This": <that>.pdf') == "documents/What_ _This__ _that_.pdf"
    assert names.unique("documents/con.pdf") == "documents/_con.pdf"
    assert len(names.unique(f"documents/{'x' * 400}.pdf")) < 140
    assert names.unique("/") == "file"


async def _parts(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part
