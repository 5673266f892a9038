"""Piccolo Admin's own files, read and compressed once."""

import gzip
import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from importlib.util import find_spec
from pathlib import Path

from app.admin.answers import Answer
from app.admin.requests import LARGEST_PAGE
from app.practice.settings import PRACTICE
from app.web.assets import FOREVER, asset
from app.web.language import _l, current_language, gettext

LANGUAGE = '<html lang="en">'
TITLE = "<title>Piccolo Admin</title>"
WITHOUT_SCRIPTS = "We're sorry but the Piccolo Admin doesn't work properly without JavaScript enabled."
NEEDS_SCRIPTS = _l("This page needs JavaScript. What it does can be done on the pages of the charts as well.")
HTML = "text/html; charset=utf-8"
REPLACED = {
    b"__page_size=1e3": f"__page_size={LARGEST_PAGE}".encode(),
    b"""d(String(H),'"','""')""": rb"""d(String(H??"").replace(/^[=+\-@\t\r]/,"'$&"),'"','""')""",
}
"""In its script: how rows are asked for to export them, which was more than a page here may hold; and how a cell of the
export is written, which a spreadsheet would have taken for a formula."""


class Changed(Exception):
    """A newer Piccolo Admin is not made as this one is; look at it again before it is served."""


@dataclass(frozen=True, slots=True)
class Assets:
    shell: str
    files: dict[str, bytes]
    """By name, compressed."""


@lru_cache(maxsize=1)
def _assets() -> Assets:
    folder = _folder()
    files = {path.name: path.read_bytes() for path in (folder / "assets").iterdir()}
    shell = (folder / "index.html").read_text()
    added = (
        f'<link rel="icon" href="{asset("favicon.svg")}" type="image/svg+xml">\n'
        f'  <link rel="stylesheet" href="{asset("admin.css")}">\n'
        f'  <script src="{asset("js/admin.js")}" defer></script>'
    )
    if any(shell.count(part) != 1 for part in ("</head>", LANGUAGE, TITLE, WITHOUT_SCRIPTS)):
        raise Changed("its page")
    return Assets(
        shell=shell.replace("</head>", f"  {added}\n</head>"),
        files={name: gzip.compress(content, 9, mtime=0) for name, content in _replaced(files).items()},
    )


def _replaced(files: dict[str, bytes]) -> dict[str, bytes]:
    """Give its files with what is REPLACED; raises Changed unless each stands in them once."""
    for theirs, ours in REPLACED.items():
        if sum(content.count(theirs) for content in files.values()) != 1:
            raise Changed("its export")
        files = {name: content.replace(theirs, ours) for name, content in files.items()}
    return files


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


def shell_answer(*, cookie: str, adds: Iterable[str]) -> Answer:
    """Give the page around everything, in the reader's language; `adds` are the tables they may add rows to."""
    said = {
        "lang": current_language().value,
        "data-chart": gettext("Open the chart"),
        "data-list": gettext("Chart"),
        "data-adds": " ".join(adds),
    }
    attributes = " ".join(f'{name}="{escape(value)}"' for name, value in said.items())
    shell = (
        _assets()
        .shell.replace(LANGUAGE, f"<html {attributes}>")
        .replace(TITLE, f"<title>{escape(PRACTICE.name)}</title>")
        .replace(WITHOUT_SCRIPTS, escape(str(NEEDS_SCRIPTS)))
    )
    return Answer(200, shell.encode(), HTML, cookies=(cookie,))
