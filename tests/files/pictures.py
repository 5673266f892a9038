"""Pictures and PDFs made for tests."""

import io
import random
import zlib
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, PngImagePlugin

SAMPLES = Path(__file__).parent / "samples"
LONGEST_SIDE = 3000
HEIC = (SAMPLES / "card-12mp.heic").read_bytes()
"""4032 x 3024 points with the place where it was taken; made by: heif-enc -q 40 -o card-12mp.heic card.jpg"""
NEW_YORK = {1: "N", 2: (40.0, 44.0, 54.0), 3: "W", 4: (73.0, 59.0, 11.0)}
RED, BLUE = (200, 30, 30), (30, 30, 200)
GPS, ORIENTATION = 0x8825, 0x0112


def picture(size: tuple[int, int] = (80, 60), mode: str = "RGB") -> Image.Image:
    """Give a picture whose upper left quarter is red, the rest blue."""
    made = Image.new("RGB", size, BLUE)
    made.paste(RED, (0, 0, size[0] // 2, size[1] // 2))
    return made.convert(mode)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg(size: tuple[int, int] = (80, 60), **options: Any) -> bytes:
    return saved(picture(size), "JPEG", **options)


def png(size: tuple[int, int] = (80, 60), mode: str = "RGB", **options: Any) -> bytes:
    return saved(picture(size, mode), "PNG", **options)


def from_a_phone() -> bytes:
    """Give a JPEG as a phone held sideways makes it: turned, with its place and maker."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x010F] = "Phone Maker"
    exif.get_ifd(GPS).update(NEW_YORK)
    return jpeg((80, 60), exif=exif, comment=b"at home")


def with_text() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Somebody Secret")
    words.add_itxt("Comment", "Somewhere Secret", zip=True)
    return png(pnginfo=words)


def read(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def noise(side: int) -> bytes:
    """Give a PNG of points that are all different, which no packing makes small."""
    return saved(Image.frombytes("RGB", (side, side), random.Random(side).randbytes(3 * side * side)), "PNG")  # noqa: S311


def pdf(pages: int = 1, **options: Any) -> bytes:
    """Give a PDF of empty pages."""
    return written(new_pdf(pages), **options)


def new_pdf(pages: int = 1) -> pikepdf.Pdf:
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(612, 792))
    return made


def pdf_of(width: float, height: float) -> bytes:
    """Give a PDF of one page of this size, which may be one that no paper has."""
    made = new_pdf()
    made.pages[0].obj.MediaBox = Array([0, 0, width, height])
    return written(made)


def pdf_with_a_picture_of(side: int) -> bytes:
    """Give a PDF of one page filled by a black picture with so many points a side, packed small."""
    made = new_pdf()
    row = side // 8
    picture = Stream(made, zlib.compress(bytes(row * side), 9))
    picture.update(
        {
            "/Type": Name.XObject,
            "/Subtype": Name.Image,
            "/Width": row * 8,
            "/Height": side,
            "/BitsPerComponent": 1,
            "/ColorSpace": Name.DeviceGray,
            "/Filter": Name.FlateDecode,
        }
    )
    made.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Large=made.make_indirect(picture)))
    made.pages[0].obj.Contents = Stream(made, b"612 0 0 792 0 0 cm /Large Do")
    return written(made)


def pdf_drawn_a_billion_times() -> bytes:
    """Give a PDF of one page that draws a form ten times, which draws another ten times, nine deep."""
    made = new_pdf()
    form = Stream(made, b"0 0 612 792 re f")
    for _ in range(9):
        form.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 612, 792])})
        inner, form = made.make_indirect(form), Stream(made, b"/Inner Do " * 10)
        form.Resources = Dictionary(XObject=Dictionary(Inner=inner))
    made.pages[0].obj.Resources = form.Resources
    made.pages[0].obj.Contents = Stream(made, b"/Inner Do " * 10)
    return written(made)


def written(made: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    made.save(out, **options)
    return out.getvalue()


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS="app.alert('ACTING')")


def acting_pdf() -> bytes:
    """Give a PDF with everything that acts or hides."""
    made = new_pdf()
    root, page = made.Root, made.pages[0].obj
    root.OpenAction = script()
    root.AA = Dictionary(WC=script())
    root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["run", script()])))
    page.AA = Dictionary(O=script())
    page.Annots = Array([made.make_indirect(link(action)) for action in actions()])
    root.AcroForm = Dictionary(Fields=Array(), XFA=Stream(made, b"<xdp>ACTING</xdp>"))
    made.attachments["hidden.exe"] = b"MZ HIDDEN"
    return written(made)


def actions() -> list[Dictionary]:
    return [
        script(),
        Dictionary(S=Name.Launch, F="ACTING.exe"),
        Dictionary(S=Name.SubmitForm, F="https://ACTING.example"),
        Dictionary(S=Name.ImportData, F="ACTING.fdf"),
        Dictionary(S=Name.GoToR, F="ACTING.pdf", D=Array([0, Name.Fit])),
        Dictionary(S=Name.URI, URI="https://ACTING.example"),
    ]


def link(action: Dictionary) -> Dictionary:
    return Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 100, 100]), A=action, Border=Array([0, 0, 0])
    )


def filled_pdf() -> bytes:
    """Give a PDF form that somebody filled in, whose field has an appearance of its own."""
    made = new_pdf()
    black = Stream(made, b"0 g 0 0 200 200 re f")
    black.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 200, 200])})
    field = made.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T="name",
            V="Alice",
            F=4,
            Rect=Array([100, 100, 300, 300]),
            AP=Dictionary(N=made.make_indirect(black)),
        )
    )
    made.pages[0].obj.Annots = Array([field])
    made.Root.AcroForm = Dictionary(Fields=Array([field]))
    return written(made)
