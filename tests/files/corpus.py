"""Files of people who mean no good, made in code: each with its name, none of which may ever be shown."""

import gzip
import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable

import pikepdf

from tests.files import pictures
from tests.files.pictures import jpeg, pdf, png

Hostile = Callable[[], bytes]
HTML = b"<!doctype html><html><script>alert(document.cookie)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
SIGNATURE = b"\x89PNG\r\n\x1a\n"
EXE = (
    b"MZ\x90\x00"
    + b"\x00" * 56
    + b"\x80\x00\x00\x00"
    + bytes(64)
    + b"PE\x00\x00L\x01"
    + b"This program " * 40
)
ELF = b"\x7fELF\x02\x01\x01" + bytes(200)
GIF_SCRIPT = b"GIF89a/*" + bytes(6) + b"*/=1;alert(document.cookie)//"
JAVA = b"\xca\xfe\xba\xbe\x00\x00\x00\x34" + bytes(60)
PICKLE = b"cos\nsystem\n(S'true'\ntR."


def zipped(*entries: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def word_with_macro() -> bytes:
    return zipped(
        ("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"), ("word/vbaProject.bin", b"Auto")
    )


def zip_bomb() -> bytes:
    return zipped(("zeros", bytes(60_000_000)))


def gzip_bomb() -> bytes:
    return gzip.compress(bytes(60_000_000))


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_of(width: int, height: int, *, behind: bytes = b"", points: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return SIGNATURE + head + behind + chunk(b"IDAT", zlib.compress(points)) + chunk(b"IEND", b"")


def png_of_words() -> bytes:
    """Give a PNG whose text chunk is small here and 60 MB unpacked."""
    return png_of(
        8, 8, behind=chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(60_000_000))), points=bytes(8 * 25)
    )


def png_of_colours() -> bytes:
    return png_of(
        8, 8, behind=chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(60_000_000))), points=bytes(8 * 25)
    )


def jpeg_said_to_be(width: int, height: int) -> bytes:
    made = bytearray(jpeg())
    at = made.index(b"\xff\xc0")
    made[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(made)


def heic_said_to_be(width: int, height: int) -> bytes:
    made = bytearray(pictures.HEIC)
    at = made.index(b"ispe")
    made[at + 8 : at + 16] = struct.pack(">II", width, height)
    return bytes(made)


def damaged(content: bytes) -> bytes:
    half = len(content) // 2
    return content[:half] + bytes(200) + content[half + 200 :]


def locked_pdf() -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="owner", user="user"))


def pdf_that_is_its_own_page() -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )


def deep_pdf() -> bytes:
    return b"%PDF-1.7\n1 0 obj" + b"[" * 200_000 + b"endobj trailer<</Root 1 0 R>>\n%%EOF"


def pdf_without_pages() -> bytes:
    return pdf(0)


def pdf_that_says_it_has(pages: int) -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count "
        + str(pages).encode()
        + b"/Kids["
        + b"3 0 R " * pages
        + b"]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


def heic_box(brand: bytes, behind: bytes) -> bytes:
    return struct.pack(">I", 24) + b"ftyp" + brand + b"\0\0\0\0mif1" + brand + behind


def fixed(content: bytes) -> Hostile:
    return lambda: content


def named(content: bytes, what: str) -> dict[tuple[str, str], Hostile]:
    """Give the same bytes under each ending that is taken."""
    return {(what, f"a.{ending}"): fixed(content) for ending in ("jpg", "png", "pdf", "heic")}


CORPUS: dict[tuple[str, str], Hostile] = {
    **named(HTML, "a page"),
    **named(SVG, "a drawing with a script"),
    **named(GIF_SCRIPT, "a GIF that is a script"),
    **named(EXE, "a program of Windows"),
    **named(ELF, "a program of Linux"),
    **named(JAVA, "a program of Java"),
    **named(PICKLE, "a pickle"),
    **named(word_with_macro(), "a letter with a macro"),
    **named(os.urandom(5000), "noise"),
    **named(bytes(5000), "zeros"),
    **named(b"", "nothing"),
    **named(b"%!PS-Adobe-3.0\n(ls) %pipe% run", "PostScript"),
    **named(b"RIFF\x24\x00\x00\x00WEBPVP8 ", "WebP"),
    **named(b"II*\x00\x08\x00\x00\x00", "TIFF"),
    ("a zip that unpacks to 60 MB", "a.pdf"): zip_bomb,
    ("a gzip that unpacks to 60 MB", "a.png"): gzip_bomb,
    ("a packed PNG", "a.png"): lambda: gzip.compress(png()),
    ("a page before a PDF", "a.pdf"): lambda: HTML + pdf(),
    ("a PDF before its beginning", "a.pdf"): lambda: b"\n\n" + pdf(),
    ("a PDF named a picture", "a.png"): pdf,
    ("a picture named a PDF", "a.pdf"): png,
    ("a picture named a page", "a.html"): png,
    ("a picture named a program", "a.png.exe"): png,
    ("a drawing as itself", "a.svg"): fixed(SVG),
    ("a page as itself", "a.html"): fixed(HTML),
    ("a PDF of a PDF's first word and a page", "a.pdf"): fixed(b"%PDF-1.7\n" + HTML),
    ("a PNG of its first bytes and words", "a.png"): fixed(SIGNATURE + HTML),
    ("a PNG of a beginning and words", "a.png"): lambda: png()[:60] + HTML,
    ("a JPEG of its first bytes and words", "a.jpg"): fixed(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + HTML),
    ("a HEIC of its first bytes and words", "a.heic"): fixed(heic_box(b"heic", HTML)),
    ("an AVIF", "a.heic"): fixed(heic_box(b"avif", bytes(200))),
    ("a film", "a.heic"): fixed(heic_box(b"isom", bytes(200))),
    ("a PNG of 60,000 by 60,000 points", "a.png"): lambda: png_of(60_000, 60_000),
    ("a PNG of no points", "a.png"): lambda: png_of(0, 0),
    ("a PNG of 41 million points", "a.png"): lambda: png_of(41_000, 1000),
    ("a PNG with fewer points than it says", "a.png"): lambda: png_of(5000, 5000, points=bytes(10)),
    ("a PNG with more points than it says", "a.png"): lambda: png_of(8, 8, points=bytes(20_000_000))[:-20],
    ("a PNG with words of 60 MB", "a.png"): png_of_words,
    ("a JPEG of 65,000 by 65,000 points", "a.jpg"): lambda: jpeg_said_to_be(65_000, 65_000),
    ("a HEIC of 60,000 by 60,000 points", "a.heic"): lambda: heic_said_to_be(60_000, 60_000),
    ("half a PNG", "a.png"): lambda: png((800, 600))[:1000],
    ("half a JPEG", "a.jpg"): lambda: jpeg((800, 600))[:2000],
    ("half a HEIC", "a.heic"): lambda: pictures.HEIC[:2000],
    ("half a PDF's beginning", "a.pdf"): fixed(b"%PDF-1.7\n"),
    ("a damaged PNG", "a.png"): lambda: damaged(png((800, 600))),
    ("a PDF of 10,000 pages", "a.pdf"): lambda: pdf(10_000),
    ("a PDF that says it has 10,000 pages", "a.pdf"): lambda: pdf_that_says_it_has(10_000),
    ("a PDF of no pages", "a.pdf"): pdf_without_pages,
    ("a PDF that is locked", "a.pdf"): locked_pdf,
    ("a PDF that is its own page", "a.pdf"): pdf_that_is_its_own_page,
    ("a PDF of 200,000 brackets", "a.pdf"): deep_pdf,
    ("a PDF with noise behind its first word", "a.pdf"): lambda: b"%PDF-1.7\n" + os.urandom(50_000),
    ("21 MB of a PDF", "a.pdf"): lambda: pdf() + bytes(21_000_000),
    ("21 MB of a JPEG", "a.jpg"): lambda: jpeg() + bytes(21_000_000),
}
