"""Encryption of files, piece by piece: a file of any size takes the memory of a few pieces.

AES-256-GCM with a key of the file's own. The nonce counts the pieces; each piece is bound to the place of the
file and to whether it is the last, so that none can be left out, added, or moved from another file.
"""

import secrets
from collections.abc import AsyncIterator
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.encryption import Unreadable

KEY_BYTES = 32
PIECE_BYTES = 256 * 1024
TAG_BYTES = 16
SEALED_PIECE_BYTES = PIECE_BYTES + TAG_BYTES


def new_key() -> bytes:
    """Make the key of one file."""
    return secrets.token_bytes(KEY_BYTES)


async def seal(parts: AsyncIterator[bytes], *, key: bytes, place: UUID) -> AsyncIterator[bytes]:
    """Encrypt what `parts` give, in pieces of 256 kB and 16 bytes; the last may be shorter."""
    cipher, number = AESGCM(key), 0
    async for piece, last in _pieces(parts, PIECE_BYTES):
        yield cipher.encrypt(_nonce(number), piece, _bound(place, last=last))
        number += 1


async def unseal(parts: AsyncIterator[bytes], *, key: bytes, place: UUID) -> AsyncIterator[bytes]:
    """Decrypt what `seal` made; raises Unreadable at the first piece that is not what was written there."""
    cipher, number = AESGCM(key), 0
    async for piece, last in _pieces(parts, SEALED_PIECE_BYTES):
        try:
            yield cipher.decrypt(_nonce(number), piece, _bound(place, last=last))
        except InvalidTag:
            raise Unreadable(f"file {place}: changed, cut short, or moved from another place") from None
        number += 1


async def _pieces(parts: AsyncIterator[bytes], size: int) -> AsyncIterator[tuple[bytes, bool]]:
    """Cut what comes into pieces of `size` bytes, each with whether it is the last."""
    waiting = bytearray()
    async for part in parts:
        waiting += part
        while len(waiting) > size:
            piece = bytes(waiting[:size])
            del waiting[:size]
            yield piece, False
    yield bytes(waiting), True


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _bound(place: UUID, *, last: bool) -> bytes:
    return f"file.{place}.{'last' if last else 'more'}".encode()
