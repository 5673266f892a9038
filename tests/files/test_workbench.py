"""The steps of the program itself, in this process, where coverage sees them."""

import io
import json
import resource
import runpy
import subprocess
import sys
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageCms

from app.files import workbench, workshop
from app.files.workbench import NotTaken
from tests.files import corpus, pictures

KINDS = {
    "pdf": pictures.acting_pdf(),
    "jpeg": pictures.from_a_phone(),
    "png": pictures.with_text(),
    "heic": pictures.HEIC,
}


def task(kind: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "most_pages": 500, "most_pixels": 40_000_000} | more


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_looked_at_and_written_anew(kind: str) -> None:
    assert workbench.look(KINDS[kind], task(kind)) == ({"pages": 1}, b"")
    said, made = workbench.clean(KINDS[kind], task(kind))
    assert said == {"pages": 1, "kind": "jpeg" if kind == "heic" else kind}
    assert b"ACTING" not in made


def test_a_pdf_without_anything_to_take_out_stays_as_it_is() -> None:
    for content in (pictures.pdf(), pictures.filled_pdf()):
        assert workbench.clean(content, task("pdf"))[0] == {"pages": 1, "kind": "pdf"}


def test_a_pdf_that_opens_itself_somewhere_no_longer_does() -> None:
    made = pictures.new_pdf()
    made.Root.OpenAction = pikepdf.Array([made.pages[0].obj, pikepdf.Name.Fit])
    content = workbench.clean(pictures.written(made), task("pdf"))[1]
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert "/OpenAction" not in opened.Root


@pytest.mark.parametrize(
    ("content", "kind", "reason"),
    [
        (corpus.locked_pdf, "pdf", "locked"),
        (lambda: pictures.pdf(501), "pdf", "too_many_pages"),
        (corpus.pdf_without_pages, "pdf", "unreadable"),
        (lambda: corpus.png_of(60_000, 60_000), "png", "too_many_pixels"),
    ],
)
def test_what_is_not_taken_says_why(content: corpus.Hostile, kind: str, reason: str) -> None:
    with pytest.raises(NotTaken, match=reason):
        workbench.look(content(), task(kind))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L"])
def test_colours_of_a_screen_of_its_own_become_those_of_every_screen(mode: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = pictures.png(mode=mode, icc_profile=profile if mode != "L" else b"means nothing")
    image = pictures.read(workbench.clean(made, task("png"))[1])
    assert "icc_profile" not in image.info


def test_a_picture_of_sixteen_bits_is_as_bright_as_before() -> None:
    sent = pictures.saved(Image.new("I;16", (4, 4), 40_000), "PNG")
    assert pictures.read(workbench.clean(sent, task("png"))[1]).getpixel((0, 0)) == (156, 156, 156)


def test_a_page_is_drawn_and_one_that_is_not_there_is_not() -> None:
    said, made = workbench.page(pictures.pdf(2), task("pdf", page=2, width=10_000))
    assert said == {"pages": 2, "kind": "jpeg"}
    size = pictures.read(made).size
    assert size[0] * size[1] <= workbench.PAGE_PIXELS * 1.01
    with pytest.raises(NotTaken, match="lost"):
        workbench.page(pictures.pdf(2), task("pdf", page=3, width=100))


class Standard:
    """Standard input or output: its bytes are all the program uses."""

    def __init__(self, content: bytes = b"") -> None:
        self.buffer = io.BytesIO(content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (pictures.pdf(), {"pages": 1}),
        (corpus.locked_pdf(), {"reason": "locked"}),
        (b"noise", {"reason": "unreadable", "fault": "PdfError"}),
    ],
)
def test_the_program_says_in_one_line_what_became_of_the_file(
    content: bytes, said: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[tuple[int, tuple[int, int]]] = []
    out = Standard()
    monkeypatch.setattr(resource, "setrlimit", lambda which, most: taken.append((which, most)))
    monkeypatch.setattr(sys, "argv", ["workbench.py", json.dumps(task("pdf", do="look"))])
    monkeypatch.setattr(sys, "stdin", Standard(content))
    monkeypatch.setattr(sys, "stdout", out)
    runpy.run_path(str(workshop.PROGRAM), run_name="__main__")
    assert json.loads(out.buffer.getvalue()) == said
    assert {which for which, _ in taken} == {
        resource.RLIMIT_AS,
        resource.RLIMIT_CPU,
        resource.RLIMIT_FSIZE,
        resource.RLIMIT_CORE,
    }


def test_it_is_a_program() -> None:
    given = json.dumps(task("pdf", do="clean"))
    command = [sys.executable, "-I", str(workshop.PROGRAM), given]
    ended = subprocess.run(command, input=pictures.acting_pdf(), capture_output=True, env={}, check=True)
    line, _, made = ended.stdout.partition(b"\n")
    assert json.loads(line) == {"pages": 1, "kind": "pdf"}
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert len(opened.pages) == 1
