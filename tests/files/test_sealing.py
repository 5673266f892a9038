"""Encryption piece by piece: any change, swap or cut is noticed."""

import os
from collections.abc import AsyncIterator

import pytest

from app import db
from app.encryption import Unreadable
from app.files.sealing import PIECE_BYTES, SEALED_PIECE_BYTES, TAG_BYTES, new_key, seal, unseal
from tests.files.kept import joined, sent

KEY, PLACE = new_key(), db.new_id()
SIZES = [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES, 5_000_000]


async def sealed(content: bytes) -> bytes:
    return await joined(seal(sent(content)(), key=KEY, place=PLACE))


async def pieces(number: int) -> list[bytes]:
    """Give the sealed pieces of a file of so many whole pieces and a bit."""
    whole = await sealed(os.urandom(number * PIECE_BYTES + 100))
    return [whole[start : start + SEALED_PIECE_BYTES] for start in range(0, len(whole), SEALED_PIECE_BYTES)]


async def opened(content: bytes, *, key: bytes = KEY, place: object = PLACE) -> bytes:
    return await joined(unseal(sent(content)(), key=key, place=place))  # type: ignore[arg-type]


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_sealed_comes_back(size: int) -> None:
    content = os.urandom(size)
    closed = await sealed(content)
    assert await opened(closed) == content
    assert len(closed) == size + TAG_BYTES * max(1, -(-size // PIECE_BYTES))


async def test_the_same_file_never_looks_the_same_twice() -> None:
    first = await joined(seal(sent(b"same")(), key=new_key(), place=PLACE))
    assert first != await joined(seal(sent(b"same")(), key=new_key(), place=PLACE))


@pytest.mark.parametrize("at", [0, SEALED_PIECE_BYTES - 1, SEALED_PIECE_BYTES, -1])
async def test_one_changed_byte_is_noticed(at: int) -> None:
    changed = bytearray(b"".join(await pieces(2)))
    changed[at] ^= 1
    with pytest.raises(Unreadable):
        await opened(bytes(changed))


@pytest.mark.parametrize(
    "order",
    [(1, 0, 2), (0, 2), (0, 1), (1, 2), (0, 0, 1, 2), (0, 1, 2, 2), ()],
    ids=["swapped", "one left out", "cut short", "beginning left out", "doubled", "last doubled", "empty"],
)
async def test_pieces_in_any_other_order_are_noticed(order: tuple[int, ...]) -> None:
    made = await pieces(2)
    with pytest.raises(Unreadable):
        await opened(b"".join(made[number] for number in order))


async def test_another_place_and_another_key_are_noticed() -> None:
    closed = await sealed(b"bytes")
    for wrong in ({"place": db.new_id()}, {"key": new_key()}):
        with pytest.raises(Unreadable):
            await opened(closed, **wrong)


async def test_nothing_is_read_before_it_is_asked_for() -> None:
    read = 0

    async def counted() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(40):
            read += 1
            yield bytes(PIECE_BYTES)

    await anext(seal(counted(), key=KEY, place=PLACE))
    assert read <= 2
