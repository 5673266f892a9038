"""The program that opens files of others: a short life, little memory, no keys, no network of ours.

It is run by itself, never imported: python -I workbench.py '{"do": "clean", "kind": "jpeg"}' < file. It writes one line of
JSON, then, where there is one, the new file. What it may use of the machine is limited before it reads a byte.
"""

import io
import json
import resource
import sys
from typing import Any

Said = tuple[dict[str, Any], bytes]
"""What is said of a file, and the file that was made of it."""

MEMORY_BYTES = 1_000_000_000
CPU_SECONDS = {"look": 5, "clean": 20, "page": 10, "logo": 10}
LONGEST_SIDE = 3000
PAGE_PIXELS, PAGE_SIDE = 4_000_000, 16_000
POINTS_AN_INCH = 72
JPEG_QUALITY = 85


class NotTaken(Exception):
    """Why a file is not taken; one of the reasons in rules.py."""


def limit(cpu_seconds: int) -> None:
    """Take from this process what it does not need, before it reads a byte."""
    for which, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(which, (most, most))


def opened_image(content: bytes, task: dict[str, Any]) -> Any:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # its own limit is twice as much as it says
    if task["kind"] == "heic":
        import pi_heif

        pi_heif.register_heif_opener(thumbnails=False)
    image = Image.open(io.BytesIO(content), formats=[task["kind"] if task["kind"] != "heic" else "heif"])
    if image.width * image.height > task["most_pixels"]:
        raise NotTaken("too_many_pixels")
    return image


def opened_pdf(content: bytes, task: dict[str, Any]) -> Any:
    import pikepdf

    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError:
        raise NotTaken("locked") from None
    if len(pdf.pages) > task["most_pages"]:
        raise NotTaken("too_many_pages")
    if len(pdf.pages) == 0:
        raise NotTaken("unreadable")
    return pdf


def look(content: bytes, task: dict[str, Any]) -> Said:
    """Say how many pages a file has; a picture that was cut short is found out where that costs little."""
    if task["kind"] == "pdf":
        return {"pages": len(opened_pdf(content, task).pages)}, b""
    image = opened_image(content, task)
    if task["kind"] == "png":
        image.verify()
    elif task["kind"] == "jpeg":
        image.draft(None, (1, 1))  # an eighth of its size
        image.load()
    return {"pages": 1}, b""


def clean(content: bytes, task: dict[str, Any]) -> Said:
    """Write the file anew: a picture as its points and no more, a PDF without what acts or hides in it."""
    return (clean_pdf if task["kind"] == "pdf" else clean_image)(content, task)


def clean_image(content: bytes, task: dict[str, Any]) -> Said:
    kind = "png" if task["kind"] == "png" else "jpeg"
    bare = bare_image(content, task, sides=(LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    if kind == "png":
        bare.save(out, "PNG", compress_level=6)
    else:
        bare.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return {"pages": 1, "kind": kind}, out.getvalue()


def bare_image(content: bytes, task: dict[str, Any], *, sides: tuple[int, int]) -> Any:
    """Give the points of a picture and nothing else, made smaller where it is more than `sides` across or high."""
    from PIL import Image, ImageOps

    image = opened_image(content, task)
    if task["kind"] == "jpeg":
        image.draft(None, sides)
    image = ImageOps.exif_transpose(image)
    image = in_srgb(image if not image.mode.startswith("I") else eight_bits(image))
    image = image.convert("RGBA" if task["kind"] == "png" and image.has_transparency_data else "RGB")
    image.thumbnail(sides, Image.Resampling.LANCZOS)
    return Image.frombytes(image.mode, image.size, image.tobytes())


def logo(content: bytes, task: dict[str, Any]) -> Said:
    """Write a picture anew as a small PNG."""
    out = io.BytesIO()
    bare_image(content, task, sides=(task["width"], task["height"])).save(out, "PNG", optimize=True)
    return {"pages": 1, "kind": "png"}, out.getvalue()


def eight_bits(image: Any) -> Any:
    """Give a grey picture of sixteen bits in eight; to convert it would make nearly all of it white."""
    return image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")


def in_srgb(image: Any) -> Any:
    """Give the picture in the colours every screen shows, where it says what its own are."""
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK", "L"):
        return image
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a profile that means nothing; the points are there all the same


def clean_pdf(content: bytes, task: dict[str, Any]) -> Said:
    from pikepdf.sanitize import Sanitizer

    pdf = opened_pdf(content, task)
    (
        Sanitizer()
        .remove_javascript()
        .remove_external_access()
        .remove_attachments()
        .remove_multimedia()
        .remove_collection()
        .remove_thumbnails()
        .remove_search_index()
        .remove_web_capture()
        .remove_private_app_data()
        .apply(pdf)
    )
    for acting in ("/OpenAction", "/AA"):
        if acting in pdf.Root:
            del pdf.Root[acting]
    if "/AcroForm" in pdf.Root and "/XFA" in pdf.Root.AcroForm:
        del pdf.Root.AcroForm["/XFA"]
    pdf.remove_unreferenced_resources()
    out = io.BytesIO()
    pdf.save(out)
    return {"pages": len(pdf.pages), "kind": "pdf"}, out.getvalue()


def page(content: bytes, task: dict[str, Any]) -> Said:
    """Draw one page of a PDF as a JPEG, `width` points across; never more than four million in all, 16,000 a side."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    document.init_forms()  # what people filled in shows
    if not 1 <= task["page"] <= len(document):
        raise NotTaken("lost")
    sheet = document[task["page"] - 1]
    width, height = sheet.get_size()
    scale = min(task["width"] / width, (PAGE_PIXELS / (width * height)) ** 0.5, PAGE_SIDE / height)
    picture = sheet.render(scale=scale).to_pil().convert("RGB")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=JPEG_QUALITY)
    return {"pages": len(document), "kind": "jpeg"}, out.getvalue()


TASKS = {"look": look, "clean": clean, "page": page, "logo": logo}


def main() -> None:
    task = json.loads(sys.argv[1])
    limit(CPU_SECONDS[task["do"]])
    try:
        said, made = TASKS[task["do"]](sys.stdin.buffer.read(), task)
    except NotTaken as why:
        said, made = {"reason": str(why)}, b""
    except Exception as fault:  # noqa: BLE001  # whatever it is: a file that cannot be opened, or that asks for too much
        said, made = {"reason": "unreadable", "fault": type(fault).__name__}, b""
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + made)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
