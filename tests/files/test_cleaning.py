"""What comes out of the whole pipeline: upright pictures of points alone, PDFs that do nothing."""

import io

import pikepdf
import pytest
from PIL import Image

from app.files import service
from app.files.rules import FileKind
from tests.files import kept, pictures
from tests.files.pictures import BLUE, LONGEST_SIDE, RED

pytestmark = pytest.mark.usefixtures("restored", "folder")

WHOLE = {
    "a.pdf": pictures.pdf(2),
    "a.jpg": pictures.jpeg(),
    "a.png": pictures.png(),
    "a.heic": pictures.HEIC,
}


def is_near(found: object, wanted: tuple[int, ...]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) < 12 for one, other in zip(found[:3], wanted, strict=True))


@pytest.mark.parametrize("name", WHOLE)
async def test_a_harmless_file_goes_all_the_way_wherever_files_are_kept(name: str, anywhere: str) -> None:
    made = await kept.through(WHOLE[name], name)
    assert made[:4] == {"a.pdf": b"%PDF", "a.png": b"\x89PNG"}.get(name, made[:4])
    assert len(await kept.places()) == 1  # what was sent is gone


async def test_a_photo_of_a_phone_comes_out_upright_and_without_its_place() -> None:
    made = pictures.read(await kept.through(pictures.from_a_phone(), "photo.JPG"))
    assert made.size == (60, 80)
    assert is_near(made.getpixel((50, 10)), RED)  # turned to the right
    assert is_near(made.getpixel((10, 70)), BLUE)
    assert not made.getexif()
    assert "comment" not in made.info


async def test_a_heic_of_twelve_megapixels_becomes_a_jpeg_without_its_place() -> None:
    file_id = await kept.keep(pictures.HEIC, "card.heic")
    said = await kept.checked(file_id)
    content = await kept.opened(file_id)
    assert content is not None
    made = pictures.read(content)
    assert (said.name, said.kind, made.format) == ("card.jpg", FileKind.JPEG, "JPEG")
    assert made.size == (LONGEST_SIDE, LONGEST_SIDE * 3 // 4)
    assert is_near(made.getpixel((100, 100)), (180, 30, 30))
    assert not made.getexif()


async def test_words_in_a_png_do_not_come_out() -> None:
    content = await kept.through(pictures.with_text(), "a.png")
    assert pictures.read(content).info == {}
    assert b"Secret" not in content


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
async def test_every_kind_of_png_keeps_its_look(mode: str) -> None:
    sent = pictures.png(mode=mode)
    made = pictures.read(await kept.through(sent, "a.png"))
    before = pictures.read(sent).convert("RGB")
    assert made.mode == ("RGBA" if "A" in mode else "RGB")
    for point in ((10, 10), (70, 50)):
        assert is_near(made.convert("RGB").getpixel(point), before.getpixel(point))  # type: ignore[arg-type]


async def test_what_can_be_seen_through_in_a_palette_stays_so() -> None:
    sent = pictures.saved(pictures.picture(mode="P"), "PNG", transparency=0)
    assert pictures.read(await kept.through(sent, "a.png")).mode == "RGBA"


async def test_a_grey_picture_of_sixteen_bits_stays_grey() -> None:
    sent = pictures.saved(Image.new("I;16", (20, 20), 40_000), "PNG")
    made = pictures.read(await kept.through(sent, "scan.png"))
    assert is_near(made.getpixel((5, 5)), (156, 156, 156))


async def test_a_jpeg_for_printers_comes_out_in_the_colours_of_screens() -> None:
    made = pictures.read(await kept.through(pictures.saved(pictures.picture(mode="CMYK"), "JPEG"), "a.jpeg"))
    assert made.mode == "RGB"
    assert is_near(made.getpixel((10, 10)), RED)


async def test_a_png_that_moves_is_kept_as_its_first_picture() -> None:
    sent = pictures.png(save_all=True, append_images=[Image.new("RGB", (80, 60), "white")])
    made = pictures.read(await kept.through(sent, "a.png"))
    assert getattr(made, "n_frames", 1) == 1
    assert is_near(made.getpixel((10, 10)), RED)


async def test_what_hangs_behind_a_picture_does_not_come_out() -> None:
    for name in ("a.jpg", "a.png"):
        content = await kept.through(WHOLE[name] + b"<script>ACTING</script>" * 100, name)
        assert b"ACTING" not in content


async def test_a_pdf_comes_out_without_what_acts_or_hides() -> None:
    content = await kept.through(pictures.acting_pdf(), "a.pdf")
    with pikepdf.open(io.BytesIO(content)) as made:
        plain = io.BytesIO()
        made.save(plain, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        assert not made.attachments
        assert not {"/OpenAction", "/AA"} & set(made.Root.keys())
    for word in (b"ACTING", b"HIDDEN", b"JavaScript", b"/Launch", b"/XFA", b"/SubmitForm", b"/EmbeddedFile"):
        assert word not in plain.getvalue(), word


async def test_a_pdf_that_only_its_owner_locked_comes_out_open() -> None:
    sent = pictures.pdf(3, encryption=pikepdf.Encryption(owner="owner", user=""))
    with pikepdf.open(io.BytesIO(await kept.through(sent, "a.pdf"))) as made:
        assert not made.is_encrypted
        assert len(made.pages) == 3


async def test_a_page_is_drawn_as_a_picture_with_what_was_filled_in() -> None:
    file_id = await kept.keep(pictures.filled_pdf(), "form.pdf")
    line = await kept.checked(file_id)
    drawn = await service.draw_page(line, number=1, width=306)
    assert drawn is not None
    made = pictures.read(drawn)
    assert made.size == (306, 396)
    assert is_near(made.getpixel((100, 300)), (0, 0, 0))
    assert is_near(made.getpixel((250, 50)), (255, 255, 255))


async def test_there_is_no_page_beyond_the_last_nor_of_a_picture_nor_before_it_is_clean() -> None:
    file_id = await kept.keep(pictures.pdf(2), "a.pdf")
    assert await service.draw_page(await kept.line(file_id), number=1, width=300) is None
    line = await kept.checked(file_id)
    for number in (0, 3, -1):
        assert await service.draw_page(line, number=number, width=300) is None
    picture = await kept.keep(pictures.png(), "a.png")
    assert await service.draw_page(await kept.checked(picture), number=1, width=300) is None
