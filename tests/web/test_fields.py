"""What forms bring, as browsers and as programs send it: read within limits, refused by a page, kept by nobody."""

import tracemalloc
from urllib.parse import quote

import httpx
import pytest

from app.web.fields import MOST_PARTS, MOST_TEXT_BYTES, MOST_TEXTS
from tests import checks, people, rows
from tests.documents.papers import PDF, check_all, newest_of
from tests.page import FORM, Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

LINE = "the-line-between"
KIND = f"multipart/form-data; boundary={LINE}"
END = f"--{LINE}--\r\n".encode()
DISPOSITION = "Content-Disposition: form-data; name="
STORED = "select count(*) from stored_file where client = $1"


def part(head: str, content: bytes) -> bytes:
    return f"--{LINE}\r\n{head}\r\n\r\n".encode("utf-8", "surrogateescape") + content + b"\r\n"


def field(name: str, value: str) -> bytes:
    return part(f'Content-Disposition: form-data; name="{name}"', value.encode())


def file(filename: str, content: bytes = PDF, *, name: str = "file") -> bytes:
    return part(f'Content-Disposition: form-data; name="{name}"; filename="{filename}"', content)


async def sent(alice: Browser, *parts: bytes, kind: str = KIND, end: bytes = END) -> httpx.Response:
    """Send parts of one's own making to where documents are uploaded."""
    await alice.open("/documents/upload")
    headers = {"content-type": kind, "x-portal-csrf": alice.token}
    return await alice.send("POST", "/documents/upload", headers=headers, content=b"".join(parts) + end)


async def what_it_is() -> bytes:
    other = await rows.value("select id from document_type where active and for_clients limit 1")
    return field("document_type", str(other))


async def stored() -> int:
    found: int = await rows.value(STORED, people.client_id("alice"))
    return found


TAKEN = {
    "of 5,000 letters": ("a" * 5000 + ".pdf", "a" * 116 + ".pdf"),
    "of 5,000 letters that are four bytes each": ("𝒶" * 5000 + ".pdf", "𝒶" * 116 + ".pdf"),
    "that is empty": ("", "file.pdf"),
    "that is a path": ("../../etc/passwd.pdf", "passwd.pdf"),
    "that is a path of Windows": ("C:\\\\docs\\\\letter.pdf", "letter.pdf"),
    "with control characters": ("a\x01\x1b[2J\x7f.pdf", "a[2J.pdf"),
    "that is read from right to left": ("\u202efdp.exe\u202c.pdf", "fdp.exe.pdf"),
    "with a line break": ("a%0D%0AX: y.pdf", "aX: y.pdf"),
    "with a quotation mark": ("a%22b.pdf", 'a"b.pdf'),
    "of nothing but a dot": (".", "file.pdf"),
}


@pytest.mark.parametrize("name", TAKEN)
async def test_a_file_is_taken_by_a_name(name: str) -> None:
    given, wanted = TAKEN[name]
    alice = await people.alice()
    answer = await sent(alice, await what_it_is(), file(given))
    assert (answer.status_code, answer.headers["location"]) == (303, "/documents/upload")
    await check_all()
    opened = await alice.send("GET", f"/documents/{await newest_of()}/file")
    assert opened.headers["content-disposition"].endswith(f"filename*=UTF-8''{quote(wanted, safe='')}")


ONE_PIECE, TOO_LARGE = "did not arrive in one piece", "larger than we can take"
AT_THE_FIELD = {
    "no file": ((), "Choose a file."),
    "a field for files left empty": ((file("", b""),), "Choose a file."),
    "the file sent as a field": ((field("file", "%PDF-1.7"),), "Choose a file."),
    "a file under another name": ((file("a.pdf", name="letter"),), "Choose a file."),
    "a file under no name": ((file("a.pdf", name=""),), "Choose a file."),
    "what it is, sent as a file": (
        (file("a", b"x", name="document_type"), file("a.pdf")),
        "Choose what it is.",
    ),
    "what it is, sent twice, wrong first": (
        (field("document_type", "x"), file("a.pdf")),
        "Choose what it is.",
    ),
}
ERRORS = {
    "a file of bytes sent as a field": (
        (field("file", ""), part(DISPOSITION + '"file"', PDF + b"\xff")),
        400,
        ONE_PIECE,
    ),
    "a part that is not of a form": (
        (part('Content-Disposition: attachment; name="file"', PDF),),
        400,
        ONE_PIECE,
    ),
    "a part without a word about it": ((part("Content-Type: text/plain", PDF),), 400, ONE_PIECE),
    "a part whose header is no header": ((part("nothing", PDF),), 400, ONE_PIECE),
    "a name that is no text": ((part(DISPOSITION + '"file"; filename="\udcff.pdf"', PDF),), 400, ONE_PIECE),
    "a name of 70,000 letters": ((file("a" * 70_000 + ".pdf"),), 413, TOO_LARGE),
    "more headers than parts have": ((part("X-A: b\r\n" * 9 + DISPOSITION + '"a"', b""),), 413, TOO_LARGE),
    "1,000 parts": ((file("a.pdf", b"x") * 1000,), 413, TOO_LARGE),
    "one part more than there may be": ((file("a.pdf", b"x") * MOST_PARTS,), 413, TOO_LARGE),
    "more text than there may be": ((field("note", "a" * MOST_TEXT_BYTES),), 413, TOO_LARGE),
}


@pytest.mark.parametrize("case", AT_THE_FIELD)
async def test_what_is_missing_is_said_at_its_field_after(case: str) -> None:
    parts, said = AT_THE_FIELD[case]
    before = await stored()
    alice = await people.alice()
    answer = await sent(alice, *(parts if said == "Choose what it is." else (await what_it_is(), *parts)))
    assert answer.status_code == 422
    assert said in checks.words(checks.check_page(answer, case, signed_in=True))
    assert await stored() == before


@pytest.mark.parametrize("case", ERRORS)
async def test_a_calm_page_answers(case: str) -> None:
    parts, status, said = ERRORS[case]
    before = await stored()
    alice = await people.alice()
    answer = await sent(alice, await what_it_is(), *parts)
    assert answer.status_code == status
    assert said in checks.words(checks.check_page(answer, case, signed_in=True))
    assert await stored() == before


UNFRAMED = {
    "no boundary": ("multipart/form-data", END),
    "an empty boundary": ('multipart/form-data; boundary=""', END),
    "another boundary": ("multipart/form-data; boundary=another", END),
    "no end": (KIND, b""),
    "an end that is cut": (KIND, END[:-3]),
}


@pytest.mark.parametrize("case", UNFRAMED)
async def test_a_calm_page_answers_a_form_with(case: str) -> None:
    kind, end = UNFRAMED[case]
    alice = await people.alice()
    answer = await sent(alice, await what_it_is(), file("a.pdf"), kind=kind, end=end)
    assert answer.status_code == 400
    assert ONE_PIECE in checks.words(checks.check_page(answer, case, signed_in=True))


async def test_a_form_of_nothing_at_all_is_a_calm_page() -> None:
    answer = await sent(await people.alice(), end=b"")
    assert answer.status_code == 400


@pytest.mark.parametrize("body", [b"a=1&" * (MOST_TEXTS + 1), b"a=" + b"b" * MOST_TEXT_BYTES])
async def test_a_form_of_texts_has_its_limits_where_files_may_be_sent_too(body: bytes) -> None:
    alice = await people.alice()
    answer = await sent(alice, body, kind=FORM, end=b"")
    assert answer.status_code == 413
    assert TOO_LARGE in checks.words(checks.check_page(answer, "texts", signed_in=True))


async def test_nothing_of_a_form_stays_in_memory() -> None:
    browser = Browser()
    await browser.open("/sign-in")
    token = browser.token

    async def send(number: int) -> None:
        words = f"_csrf={token}&username=nobody&password={number}".encode() + b"x" * 900_000
        answer = await browser.send("POST", "/sign-in", headers={"content-type": FORM}, content=words)
        assert answer.status_code == 422

    await send(0)
    tracemalloc.start()
    try:
        for number in range(1, 9):
            await send(number)
        assert tracemalloc.get_traced_memory()[0] < 1_000_000
    finally:
        tracemalloc.stop()
