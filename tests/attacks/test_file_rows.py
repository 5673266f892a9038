"""A42 to A47 at the doors that take and give files: each attack, and beside it what must go on working."""

import gzip
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import unquote

import httpx
import pytest
from PIL import Image

from app import db
from app.addresses import Scanner
from app.documents.controller import LARGEST_FORM
from tests import people, rows
from tests.documents.papers import PDF, check_all, newest_of, picture
from tests.environment import configured
from tests.files import corpus, pictures
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

STORED = "select count(*) from stored_file where client = $1"
HARMLESS = "default-src 'none'; sandbox"
LINE = "the-line-between"


async def stored() -> int:
    found: int = await rows.value(STORED, people.client_id("alice"))
    return found


async def uploaded(*files: tuple[str, bytes], status: int = 200) -> Browser:
    alice = await people.alice()
    await alice.open("/documents/upload")
    await alice.press("Send", document_type="Something else", files=files, status=status)
    return alice


async def posted(body: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
    """Send a body of one's own making to the door, as a browser that is signed in."""
    alice = await people.alice()
    await alice.open("/documents/upload")
    token = f'--{LINE}\r\nContent-Disposition: form-data; name="_csrf"\r\n\r\n{alice.token}\r\n'.encode()
    said = {"content-type": f"multipart/form-data; boundary={LINE}"} | (headers or {})
    return await alice.send("POST", "/documents/upload", headers=said, content=token + body)


LIES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a page named as a photo": ("photo.jpg", lambda: corpus.HTML),
    "a drawing with a script": ("drawing.svg", lambda: corpus.SVG),
    "a drawing named as a photo": ("drawing.png", lambda: corpus.SVG),
    "a GIF that is a script": ("moving.jpg", lambda: corpus.GIF_SCRIPT),
    "a page before a PDF": ("letter.pdf", lambda: corpus.HTML + PDF),
    "a letter with a macro": ("letter.docx", corpus.word_with_macro),
    "the same, named as a PDF": ("letter.pdf", corpus.word_with_macro),
    "a program named as a PDF": ("letter.pdf", lambda: corpus.EXE),
    "the beginning of a PNG, then words": ("photo.png", corpus.png_of_words),
    "a PDF named as a photo": ("photo.jpg", lambda: PDF),
    "a photo named as a PDF": ("photo.pdf", lambda: picture("JPEG")),
    "a photo that is named as a page": ("photo.html", lambda: picture("JPEG")),
}


@pytest.mark.parametrize("lie", LIES)
async def test_a42_what_a_file_says_it_is_counts_for_nothing(lie: str) -> None:
    before = await stored()
    name, made = LIES[lie]
    alice = await uploaded((name, made()), status=422)
    assert alice.page is not None
    assert alice.page.all("#file-error"), "It says why at the field."
    assert await stored() == before


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
async def test_a42_a_picture_comes_out_without_what_was_hidden_behind_it(kind: str) -> None:
    hidden = b"<script>alert(document.cookie)</script>"
    alice = await uploaded((f"photo.{kind.lower()}", picture(kind) + hidden))
    await check_all()
    answer = await alice.send("GET", f"/documents/{await newest_of()}/file")
    assert answer.status_code == 200
    assert hidden not in answer.content
    assert Image.open(io.BytesIO(answer.content)).size == (40, 30)


@pytest.mark.parametrize("kind", ["PDF", "JPEG"])
async def test_a43_looking_at_a_file_does_nothing(kind: str) -> None:
    alice = await uploaded(("letter.pdf", PDF) if kind == "PDF" else ("photo.jpg", picture("JPEG")))
    await check_all()
    document = await newest_of()
    for leaf, disposition in (("file", "attachment"), ("pages/1", "inline")):
        answer = await alice.send("GET", f"/documents/{document}/{leaf}")
        assert answer.status_code == 200, leaf
        headers = answer.headers
        assert headers["content-disposition"].startswith(f"{disposition};")
        assert headers["content-security-policy"] == HARMLESS
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        assert headers["content-type"] in ("application/pdf", "image/jpeg")


NAMES = {
    "../../../etc/passwd.pdf": "passwd.pdf",
    "C:\\Windows\\evil.pdf": "evil.pdf",
    "CON.pdf": "CON.pdf",
    "Letter to Dr. Lee": "Letter to Dr. Lee.pdf",
    f"{'a' * 300}.pdf": f"{'a' * 116}.pdf",
    "\u202egpj.exe.pdf": "gpj.exe.pdf",
    "Carta de María.pdf": "Carta de María.pdf",
}


@pytest.mark.parametrize("name", NAMES)
async def test_a44_a_name_is_only_data(name: str) -> None:
    alice = await uploaded((name, PDF))
    await check_all()
    document = await newest_of()
    place = await rows.value(
        "select file.place from stored_file file join document on document.file = file.id where document.id = $1",
        document,
    )
    assert place.version == 4, "Where it lies has nothing of its name."
    answer = await alice.send("GET", f"/documents/{document}/file")
    said = answer.headers["content-disposition"]
    assert said.isascii()
    assert "\n" not in said
    assert unquote(said.partition("filename*=UTF-8''")[2]) == NAMES[name]


async def test_a44_a_name_that_breaks_the_line_of_a_header_is_no_header() -> None:
    before = await stored()
    head = f'--{LINE}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\nX: y"\r\n\r\n'.encode()
    answer = await posted(head + PDF + f"\r\n--{LINE}--\r\n".encode())
    assert answer.status_code in (400, 422)
    assert "x" not in answer.headers
    assert await stored() == before


BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "600 MB in a zip": ("letter.pdf", corpus.zip_bomb),
    "a picture of 60,000 by 60,000": ("photo.png", lambda: corpus.png_of(60_000, 60_000)),
    "10,000 pages": ("letter.pdf", lambda: pictures.pdf(10_000)),
}


@pytest.mark.parametrize("bomb", BOMBS)
async def test_a45_what_grows_when_it_is_opened_is_refused(bomb: str) -> None:
    before = await stored()
    name, made = BOMBS[bomb]
    await uploaded((name, made()), status=422)
    assert await stored() == before


async def test_a45_a_body_that_is_packed_is_not_unpacked() -> None:
    alice = await people.alice()
    await alice.open("/documents/upload")
    answer = await alice.send(
        "POST",
        "/documents/upload",
        headers={"content-type": f"multipart/form-data; boundary={LINE}", "content-encoding": "gzip"},
        content=gzip.compress(bytes(50_000_000)),
    )
    assert answer.status_code in (400, 403, 413, 415)


async def test_a46_a_file_of_21_megabytes_is_too_large() -> None:
    await uploaded(("letter.pdf", PDF + bytes(21_000_000)), status=413)


async def test_a46_a_form_of_more_than_three_of_the_largest_is_too_large() -> None:
    answer = await posted(bytes(LARGEST_FORM + 1))
    assert answer.status_code == 413


async def test_a46_a_form_of_a_thousand_parts_is_refused() -> None:
    part = f'--{LINE}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\nx\r\n'.encode()
    assert (await posted(part * 1001 + f"--{LINE}--\r\n".encode())).status_code == 413


FILL_UP = """
insert into stored_file (id, client, place, data_key, name, kind, size_bytes, sha256, pages, from_client, state, received_at)
select gen_random_uuid(), $1, gen_random_uuid(), '\\x00', '\\x00', 'pdf', $2, '\\x00', 1, true, 'clean', $3
from generate_series(1, $4)
"""


@pytest.mark.parametrize(
    ("size", "days_ago", "count", "status"),
    [(1, 0, 60, 429), (1, 2, 200, 413), (100_000_000, 2, 5, 413)],
)
async def test_a46_a_chart_and_an_hour_hold_so_many_files_and_no_more(
    size: int, days_ago: int, count: int, status: int
) -> None:
    (now,) = await db.rows("select now() - make_interval(days => $1) as at", days_ago)
    await rows.change(FILL_UP, people.client_id("alice"), size, now["at"], count)
    before = await stored()
    await uploaded(("letter.pdf", PDF), status=status)
    assert await stored() == before
    bob = await people.bob()
    await bob.open("/documents/upload")
    await bob.press("Send", document_type="Something else", files=[("letter.pdf", PDF)])


def away() -> AbstractContextManager[object]:
    return configured(scanner=Scanner(host="127.0.0.1", port=9))


async def test_a47_while_the_scanner_is_away_a_file_is_held_and_shown_to_nobody() -> None:
    with away():
        alice = await uploaded(("letter.pdf", PDF))
        await check_all()
        document = await newest_of()
        for leaf in ("file", "pages/1"):
            assert (await alice.send("GET", f"/documents/{document}/{leaf}")).status_code == 404
        (await alice.open(f"/documents/{document}")).shows("Being checked")
        terry = await people.terry()
        path = f"/staff/clients/{people.client_id('alice')}/documents/{document}/file"
        assert (await terry.send("GET", path)).status_code == 404
    await check_all()
    assert (await alice.send("GET", f"/documents/{document}/file")).status_code == 200
