"""A42 to A46 on files themselves: nothing hostile is shown, nothing falls over, and names are only data."""

from uuid import UUID

import pytest

from app.files import rules
from app.files.rules import Reason, Unacceptable, clean_name, name_as
from tests.files import corpus, kept, pictures

pytestmark = pytest.mark.usefixtures("restored", "folder")


def test_the_corpus_is_large_enough() -> None:
    assert len(corpus.CORPUS) >= 60


@pytest.mark.parametrize("case", corpus.CORPUS, ids=" as ".join)
async def test_a_hostile_file_is_refused_or_kept_from_everybody(case: tuple[str, str]) -> None:
    content = corpus.CORPUS[case]()
    file_id = await kept_or_refused(content, case[1])
    if isinstance(file_id, Unacceptable):
        assert file_id.status == (413 if len(content) > rules.LARGEST_BYTES else 422)
        assert await kept.places() == set()
    else:
        assert (await kept.checked(file_id)).reason is Reason.UNREADABLE
        assert await kept.opened(file_id) is None


async def kept_or_refused(content: bytes, name: str) -> UUID | Unacceptable:
    try:
        return await kept.keep(content, name)
    except Unacceptable as refused:
        return refused


REFUSED_AT_ONCE = {
    "a PNG of 60,000 by 60,000 points": Reason.TOO_MANY_PIXELS,
    "a JPEG of 65,000 by 65,000 points": Reason.TOO_MANY_PIXELS,
    "a PDF of 10,000 pages": Reason.TOO_MANY_PAGES,
    "a PDF that is locked": Reason.LOCKED,
    "21 MB of a PDF": Reason.TOO_LARGE,
    "a PNG of its first bytes and words": Reason.UNREADABLE,
    "a PNG of a beginning and words": Reason.UNREADABLE,
    "half a PNG": Reason.UNREADABLE,
    "half a JPEG": Reason.UNREADABLE,
    "a letter with a macro": Reason.WRONG_KIND,
    "a page": Reason.WRONG_KIND,
    "nothing": Reason.EMPTY,
}


@pytest.mark.parametrize("what", REFUSED_AT_ONCE)
async def test_what_can_be_known_at_once_is_said_at_once(what: str) -> None:
    (name, made) = next((case[1], made) for case, made in corpus.CORPUS.items() if case[0] == what)
    with pytest.raises(Unacceptable) as refused:
        await kept.keep(made(), name)
    assert refused.value.sentence == rules.SENTENCES[REFUSED_AT_ONCE[what]]


async def test_a_picture_of_as_many_points_and_a_pdf_of_as_many_pages_as_may_be_are_taken() -> None:
    for content, name, pages in ((pictures.png((8000, 5000)), "a.png", 1), (pictures.pdf(500), "a.pdf", 500)):
        assert (await kept.line(await kept.keep(content, name))).pages == pages


async def test_phones_may_name_a_picture_by_the_ending_of_another() -> None:
    for name in ("a.jpg", "a.png"):
        file_id = await kept.keep(pictures.HEIC, name)
        assert (await kept.checked(file_id)).name == "a.jpg"


NAMES = {
    "../../etc/passwd.pdf": "passwd.pdf",
    "C:\\Users\\alice\\card.jpg": "card.jpg",
    "a\0.pdf": "a.pdf",
    "CON": "CON",
    "x" * 300 + ".pdf": "x" * 116 + ".pdf",
    "a." + "x" * 300: "a." + "x" * 117,
    'a"\r\nX: y.pdf': 'a"X: y.pdf',
    "invoice\u202efdp.exe": "invoicefdp.exe",
    "e\u0301t\u00e9.png": "\u00e9t\u00e9.png",
    "  a \u2028 b  .pdf. . ": "a b.pdf",
    "": "file",
    ".pdf": "file.pdf",
    "..": "file",
    "/": "file",
    "\ud800.pdf": "file.pdf",
}


@pytest.mark.parametrize("given", NAMES, ids=lambda given: ascii(given)[:30])
def test_a_name_is_data_and_no_more(given: str) -> None:
    made = clean_name(given)
    assert made == NAMES[given]
    assert len(made) <= rules.LONGEST_NAME
    assert clean_name(made) == made


def test_a_pdf_begins_with_its_first_word() -> None:
    with pytest.raises(Unacceptable):
        rules.kind_of("a.pdf", begins=b"\xef\xbb\xbf%PDF-1.7", content_type="application/pdf")


def test_a_name_gets_the_ending_of_what_the_file_is_now() -> None:
    wanted = {
        "a.HEIC": "a.jpg",
        "a.JPEG": "a.JPEG",
        "a": "a.jpg",
        "a.b": "a.jpg",
        "Scan 12.11.2026": "Scan 12.11.2026.jpg",
        "To Dr. Lee": "To Dr. Lee.jpg",
        "a." + "x" * 20: "a." + "x" * 20 + ".jpg",
    }
    for given, made in wanted.items():
        assert name_as(given, rules.FileKind.JPEG) == made


@pytest.mark.parametrize("name", ["letter", "Scan 12.11.2026", "To Dr. Lee", "Report v1.2", "", "carta.ñ"])
async def test_a_name_without_an_ending_gets_that_of_what_the_file_is(name: str) -> None:
    for content, ending in ((pictures.pdf(1), "pdf"), (pictures.png(), "png"), (pictures.HEIC, "jpg")):
        file_id = await kept.keep(content, name)
        assert (await kept.checked(file_id)).name == f"{name or 'file'}.{ending}"


async def test_a_name_that_says_otherwise_is_refused_with_what_is_true() -> None:
    for content, name, said in (
        (pictures.pdf(1), "photo.jpg", "This is a PDF file, but its name ends in .jpg. "),
        (pictures.pdf(1), "letter.docx", "This is a PDF file, but its name ends in .docx. "),
        (pictures.png(), "photo.PDF", "This is a PNG file, but its name ends in .PDF. "),
    ):
        with pytest.raises(Unacceptable) as refused:
            await kept.keep(content, name)
        assert refused.value.status == 422
        assert str(refused.value.sentence).startswith(said)
    assert str(refused.value.sentence).endswith("to .png and choose it again.")
