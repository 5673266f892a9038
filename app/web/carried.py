"""A table that is looked through before it is taken in: it travels to the page and back, and nothing is kept of it."""

import base64
import zlib
from typing import Any

from app.web.language import _l
from app.web.sheet import BadSheet
from app.web.uploads import SentFile

LARGEST_BYTES = 700_000
"""Of a file: packed and written in letters it travels back with the page, as the text of one form."""
LARGEST_FORM = LARGEST_BYTES + 300_000
LARGEST_SENT = 20_000_000
"""Up to here a file that is too large is answered on its page."""
NO_FILE = _l("Choose a file.")
TOO_LARGE = _l("This file is larger than 0.7 MB. Please divide it, or take it in on the server.")
NOT_AS_SHOWN = _l("The file did not come back as it was shown. Please choose it once more.")


async def content_of(sent: tuple[SentFile, ...]) -> bytes:
    """Give the bytes of the file that was sent; raises BadSheet."""
    if not sent:
        raise BadSheet(NO_FILE)
    content = bytearray()
    async for part in sent[0].parts():
        content += part
        if len(content) > LARGEST_BYTES:
            raise BadSheet(TOO_LARGE)
    return bytes(content)


def packed(content: bytes) -> str:
    """Give the bytes as text of a form."""
    return base64.urlsafe_b64encode(zlib.compress(content)).decode()


def unpacked(sheet: Any) -> bytes:
    """Give the bytes that were packed; raises BadSheet for what was not, or would be too large."""
    unpacking = zlib.decompressobj()
    try:
        letters = base64.b64decode(str(sheet).encode(), altchars=b"-_", validate=True)
        content = unpacking.decompress(letters, LARGEST_BYTES)
    except (ValueError, zlib.error):
        raise BadSheet(NOT_AS_SHOWN) from None
    if not unpacking.eof:
        raise BadSheet(NOT_AS_SHOWN)
    return content
