"""What passes through, counted and digested on its way."""

import hashlib
from collections.abc import AsyncIterator

from app.files.rules import Reason, refusal


class Counted:
    """Counts and digests what passes through; raises Unacceptable as soon as it is more than `most` bytes."""

    def __init__(self, parts: AsyncIterator[bytes], *, most: int | None = None) -> None:
        self._parts, self._sha256, self._most, self.size = parts, hashlib.sha256(), most, 0

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        part = await anext(self._parts)
        self.size += len(part)
        if self._most is not None and self.size > self._most:
            raise refusal(Reason.TOO_LARGE)
        self._sha256.update(part)
        return part

    def digest(self) -> bytes:
        return self._sha256.digest()
