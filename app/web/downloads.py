"""Answers that are files, which do nothing where they are opened."""

import unicodedata
from collections.abc import AsyncIterator
from urllib.parse import quote

from litestar import Response
from litestar.response import Stream

HARMLESS = "default-src 'none'; sandbox"
"""The policy of a file: whatever is in it loads nothing, runs nothing, sends nothing."""


def file_answer(
    parts: AsyncIterator[bytes], *, name: str, media_type: str, size: int, shown: bool = False
) -> Stream:
    """Send a file to be kept, or where `shown`, to be looked at in its place; `name` is data (RFC 6266)."""
    return Stream(
        parts, media_type=media_type, headers=_headers(name, shown=shown) | {"content-length": str(size)}
    )


def kept_answer(content: bytes, *, name: str, media_type: str) -> Response[bytes]:
    """Send a file that was made just now, to be kept."""
    return Response(content, media_type=media_type, headers=_headers(name, shown=False))


def picture_answer(content: bytes, *, name: str) -> Response[bytes]:
    """Send a picture that was drawn for a page."""
    return Response(content, media_type="image/jpeg", headers=_headers(name, shown=True))


def _headers(name: str, *, shown: bool) -> dict[str, str]:
    kind = "inline" if shown else "attachment"
    return {
        "content-disposition": f"{kind}; filename=\"{_plain(name)}\"; filename*=UTF-8''{quote(name, safe='')}",
        "content-security-policy": HARMLESS,
    }


def _plain(name: str) -> str:
    """Give a name in letters that every browser reads: what is not of them becomes a low line."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return (
        "".join(letter if letter.isalnum() or letter in " .-_" else "_" for letter in plain).strip() or "file"
    )
