"""Static files: read once at start, compressed once when first asked for, served for ever under a path that names
their content.

A style sheet's `@import "file.css" layer(name);` lines are replaced by the files, without their comments and
blank space, and htmx and the scripts of `js/behaviours/` become one file, these without indentation and lines of comment,
so a first visit needs few requests and nothing has to be built. No text in a behaviour runs over several lines.
"""

import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from app.web.request import Request
from app.web.security import Audience

FOLDER = Path(__file__).parents[2] / "static"
IMPORT = re.compile(r'@import "([\w./-]+)" layer\((\w+)\);')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
BLANK = re.compile(r"\s+")
AROUND_MARKS = re.compile(r" ?([{};,]) ?|(?<=:) ")
"""Blank space that says nothing; that before a colon may part two selectors."""
SHEETS = (
    "portal", "accounts", "home", "messages", "library", "staff", "inbox", "threads", "log", "as_client", "conversation",
    "chart", "filed", "settings", "logo", "setup",
    "information", "review", "scores", "forms", "answers", "questionnaires", "entry", "appointments",
    "agenda", "visits", "examined", "books", "charges", "posting", "takings", "billing", "paying", "record",
    "reports",
)  # fmt: skip
"""The first is on every page; of the others each page names one."""
STRICT = "'use strict';"
"""What every behaviour begins with; together they say it once."""
SPACED = re.compile(r" (=>|===|&&|=) ")
"""Operators of scripts with space around them, as no text of theirs has any."""
TIGHT = r"\1"
HTMX = "htmx-4.0.1.min.js"
FOREVER = "public, max-age=31536000, immutable"
POLICY = "default-src 'none'; frame-ancestors 'none'"
"""What a file may do where a browser opens it as a page."""
SHIPPED = (".css", ".js", ".svg", ".png", ".ico", ".woff2", ".txt")


@dataclass(frozen=True)
class Asset:
    content: bytes
    media_type: str

    @cached_property
    def compressed(self) -> bytes:
        """Its content by gzip; all files take half a second, which commands that serve none do not wait for."""
        import zopfli.gzip

        packed: bytes = zopfli.gzip.compress(self.content)
        return packed


def _stylesheet(path: Path) -> bytes:
    def inlined(match: re.Match[str]) -> str:
        return f"@layer {match[2]} {{\n{(path.parent / match[1]).read_text()}}}"

    return _tightened(IMPORT.sub(inlined, path.read_text())).encode()


def _tightened(css: str) -> str:
    """Leave out comments and blank space. Our style sheets have no text in quotes that would be changed by it."""
    dense = BLANK.sub(" ", COMMENT.sub("", css)).strip()
    return AROUND_MARKS.sub(lambda mark: mark[1] or "", dense).replace(";}", "}")


def _script() -> bytes:
    sources = sorted((FOLDER / "js" / "behaviours").glob("*.js"))
    lines = (line.strip() for source in sources for line in source.read_text().splitlines())
    ours = "\n".join(line for line in lines if line and line != STRICT and not line.startswith("//"))
    whole = f"(()=>{{\n{STRICT}\n{SPACED.sub(TIGHT, ours)}\n}})();"
    return ((FOLDER / "js" / HTMX).read_text() + whole).encode()


def _contents() -> dict[str, bytes]:
    contents = {
        str(path.relative_to(FOLDER)): path.read_bytes()
        for path in sorted(FOLDER.rglob("*"))
        if path.suffix in SHIPPED and path.parent.name in ("static", "js") and path.name != HTMX
    }
    sheets = (FOLDER / "css" / f"{name}.css" for name in SHEETS)
    return contents | {f"css/{sheet.name}": _stylesheet(sheet) for sheet in sheets} | {"portal.js": _script()}


def _asset(name: str, content: bytes) -> Asset:
    return Asset(content, mimetypes.guess_type(name)[0] or "application/octet-stream")


ASSETS = {name: _asset(name, content) for name, content in _contents().items()}


def pack() -> None:
    """Compress every file, so that no visit has to wait for it."""
    for asset in ASSETS.values():
        asset.compressed  # noqa: B018  # it keeps what it makes


_digest = hashlib.sha256(b"".join(name.encode() + asset.content for name, asset in sorted(ASSETS.items())))
ROOT = f"/static/{_digest.hexdigest()[:12]}"


def asset(name: str) -> str:
    """Give the address of a static file; an unknown name is a fault of the template."""
    if name not in ASSETS:
        raise KeyError(f"There is no static file {name!r}")
    return f"{ROOT}/{name}"


@get(f"{ROOT}/{{name:path}}", name="static", opt={"audience": Audience.MACHINE}, sync_to_thread=False)
def static(request: Request, name: FromPath[str]) -> Response[bytes]:
    """Serve a static file, compressed where the browser can read it."""
    found = ASSETS.get(name.lstrip("/"))
    if found is None:
        raise NotFoundException
    packed = "gzip" in request.headers.get("accept-encoding", "") and len(found.compressed) < len(
        found.content
    )
    headers = {"cache-control": FOREVER, "vary": "Accept-Encoding", "content-security-policy": POLICY}
    if packed:
        headers["content-encoding"] = "gzip"
    return Response(
        found.compressed if packed else found.content, media_type=found.media_type, headers=headers
    )
