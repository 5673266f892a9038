"""Static files: kept for ever, under a path that changes with them."""

import gzip
import importlib.util
import re
import shutil
from pathlib import Path

import pytest

from app.web import assets
from app.web.assets import ASSETS, ROOT, asset
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("portal")


async def test_every_file_is_served_compressed_and_for_ever() -> None:
    for name, file in ASSETS.items():
        answer = await Browser().send("GET", asset(name))
        assert (answer.status_code, answer.content) == (200, file.content), name
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["vary"] == "Accept-Encoding"
        assert "set-cookie" not in answer.headers
        packed = len(gzip.compress(file.content, 9)) < len(file.content)
        assert answer.headers.get("content-encoding") == ("gzip" if packed else None), name


async def test_a_browser_that_reads_no_gzip_gets_the_plain_file() -> None:
    answer = await Browser().send("GET", asset("css/portal.css"), headers={"accept-encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.content == ASSETS["css/portal.css"].content


@pytest.mark.parametrize(
    ("name", "kind"),
    [("css/portal.css", "text/css"), ("portal.js", "javascript"), ("icons.svg", "image/svg+xml")],
)
async def test_files_say_what_they_are(name: str, kind: str) -> None:
    answer = await Browser().send("GET", asset(name))
    assert kind in answer.headers["content-type"]


@pytest.mark.parametrize(
    "name", ["nothing.css", "js/README", "icons.LICENSE", "../app/main.py", "..%2fapp%2fmain.py", ""]
)
async def test_other_files_are_not_there(name: str) -> None:
    answer = await Browser().send("GET", f"{ROOT}/{name}")
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"


async def test_the_path_of_an_older_version_is_gone() -> None:
    answer = await Browser().send("GET", "/static/000000000000/css/portal.css")
    assert answer.status_code == 404


def root_of_a_copy(folder: Path) -> str:
    """Read the static files of a copy of the project in `folder`, as a start of it would; give their path."""
    (folder / "app" / "web").mkdir(parents=True, exist_ok=True)
    module = shutil.copy(str(assets.__file__), folder / "app" / "web" / "assets.py")
    spec = importlib.util.spec_from_file_location("copied_assets", module)
    assert spec is not None
    assert spec.loader is not None
    copy = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(copy)
    root: str = copy.ROOT
    return root


@pytest.mark.parametrize(
    ("name", "more"),
    [("icons.svg", "\n"), ("css/base.css", "p { margin: 0; }"), ("js/behaviours/grow.js", "\nvoid 0;\n")],
)
def test_the_path_changes_with_the_content(tmp_path: Path, name: str, more: str) -> None:
    shutil.copytree(assets.FOLDER, tmp_path / "static")
    assert root_of_a_copy(tmp_path) == ROOT
    file = tmp_path / "static" / name
    file.write_text(file.read_text() + more)
    assert root_of_a_copy(tmp_path) != ROOT


def test_an_unknown_name_is_a_fault_of_the_template() -> None:
    with pytest.raises(KeyError):
        asset("css/nothing.css")


def test_style_sheets_are_one_file_and_within_their_weight() -> None:
    styles = [ASSETS[f"css/{name}.css"] for name in assets.SHEETS]
    for style in styles:
        assert b"@import" not in style.content
        assert not re.search(rb"/\*|\s\s|[{};,] |\n", style.content), "blank space and comments stay here"
    for more in styles[1:]:
        assert len(styles[0].compressed) + len(more.compressed) <= 6_900, (
            "A page loads two of them, each with 550 bytes of headers."
        )
    assert len(ASSETS["portal.js"].compressed) <= 20_000


def test_the_style_sheet_says_the_same_without_its_blank_space() -> None:
    """Every declaration of every file is still there, in its order, for the selectors it was written for."""
    written = " ".join(path.read_text() for path in in_order())
    for sheet in (written, ASSETS["css/portal.css"].content.decode()):
        assert sheet.count("{") == sheet.count("}")
    assert declarations(written) == declarations(ASSETS["css/portal.css"].content.decode())


def test_every_style_sheet_that_is_written_is_served() -> None:
    folder = assets.FOLDER / "css"
    served = [
        name
        for sheet in assets.SHEETS
        for name in re.findall(r'"([^"]+)"', (folder / f"{sheet}.css").read_text())
    ]
    written = [str(path.relative_to(folder)) for path in folder.rglob("*.css")]
    assert sorted({*served, *(f"{sheet}.css" for sheet in assets.SHEETS)}) == sorted(written)


def in_order() -> list[Path]:
    names = re.findall(r'@import "([^"]+)"', (assets.FOLDER / "css" / "portal.css").read_text())
    return [assets.FOLDER / "css" / name for name in names]


def declarations(css: str) -> list[tuple[str, str]]:
    """Give each innermost block with its selector, all space before and after punctuation left out."""
    without = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    found = re.findall(r"([^{};]+)\{([^{}]*)\}", without)
    return [(dense(selector), dense(block).rstrip(";")) for selector, block in found]


def dense(text: str) -> str:
    return re.sub(r"\s*([;,])\s*|(?<=:)\s+", r"\1", " ".join(text.split()))
