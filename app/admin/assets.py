"""Piccolo Admin's own files, read and compressed once."""

import gzip
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from app.admin.answers import Answer
from app.admin.requests import LARGEST_PAGE
from app.web.assets import FOREVER, asset

HTML = "text/html; charset=utf-8"
EXPORT_PAGE = b"__page_size=1e3"
"""How its script asks for rows to export: more than a page here may hold, so it is told the page there is."""


class Changed(Exception):
    """A newer Piccolo Admin is not made as this one is; look at it again before it is served."""


@dataclass(frozen=True, slots=True)
class Assets:
    shell: bytes
    files: dict[str, bytes]
    """By name, compressed."""


@lru_cache(maxsize=1)
def _assets() -> Assets:
    folder = _folder()
    files = {path.name: path.read_bytes() for path in (folder / "assets").iterdir()}
    if sum(content.count(EXPORT_PAGE) for content in files.values()) != 1:
        raise Changed("its export")
    replaced = {
        name: content.replace(EXPORT_PAGE, f"__page_size={LARGEST_PAGE}".encode())
        for name, content in files.items()
    }
    shell = (folder / "index.html").read_text()
    added = (
        f'<link rel="icon" href="{asset("favicon.svg")}" type="image/svg+xml">\n'
        f'  <script src="{asset("js/admin.js")}" defer></script>'
    )
    if "</head>" not in shell:
        raise Changed("its page")
    return Assets(
        shell=shell.replace("</head>", f"  {added}\n</head>").encode(),
        files={name: gzip.compress(content, 9, mtime=0) for name, content in replaced.items()},
    )


def _folder() -> Path:
    """Find its files without loading it."""
    spec = find_spec("piccolo_admin")
    if spec is None or spec.origin is None:
        raise Changed("its place")
    return Path(spec.origin).parent / "dist"


def asset_answer(name: str, *, accepts_gzip: bool) -> Answer | None:
    """Give one of its files, kept for ever under its hashed name; None when there is none of this name."""
    packed = _assets().files.get(name)
    if packed is None:
        return None
    headers = {"cache-control": FOREVER, "vary": "Accept-Encoding"}
    if accepts_gzip:
        headers["content-encoding"] = "gzip"
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Answer(200, packed if accepts_gzip else gzip.decompress(packed), media_type, headers)


def shell_answer(*, cookie: str) -> Answer:
    """Give the page around everything."""
    return Answer(200, _assets().shell, HTML, cookies=(cookie,))
