"""The practice's own logo and colour: set by staff, shown on every page, served to anybody under lasting addresses."""

import io

import pytest
from PIL import Image

from tests import people, rows
from tests.files.corpus import SVG
from tests.files.pictures import jpeg, pdf, png
from tests.page import Browser, Page

pytestmark = pytest.mark.usefixtures("rolled_back")

LOGO, SETTINGS = "/staff/settings/logo", "/staff/settings"
HTML = b"<html><script>alert(1)</script></html>"


async def send(browser: Browser, name: str, content: bytes, *, status: int = 200) -> Page:
    await browser.open(LOGO)
    return await browser.press("Use this logo", status=status, files=[(name, content)])


def logo_on(page: Page) -> str:
    found = page.all(".logo")
    return str(found[0]["src"]) if found else ""


async def test_a_logo_is_made_anew_and_shown_on_every_page_until_it_is_removed() -> None:
    nora = await people.nora()
    assert logo_on(await nora.open("/staff")) == ""
    large = io.BytesIO()
    Image.new("RGBA", (1200, 300), (10, 90, 80, 0)).save(large, "PNG")
    page = await send(nora, "logo.png", large.getvalue() + b"<script>hidden</script>")
    page.shows("Saved. Every page shows it from now on.")
    path = logo_on(page)
    for browser, address in (
        (Browser(), "/sign-in"),
        (Browser(), "/staff/sign-in"),
        (await people.alice(), "/home"),
        (nora, f"/staff/clients/{people.client_id('alice')}/portal/sheet"),
    ):
        assert logo_on(await browser.open(address)) == path, address
    answer = await Browser().send("GET", path)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "image/png"
    assert b"hidden" not in answer.content
    made = Image.open(io.BytesIO(answer.content))
    assert (made.size, made.mode) == ((640, 160), "RGBA")
    assert await rows.value("select count(*) from audit_event where kind = 'logo_changed'") == 1

    newer = logo_on(await send(nora, "photo.jpeg", jpeg()))
    assert newer not in ("", path)
    assert (await Browser().send("GET", path)).status_code == 404
    assert await rows.value("select count(*) from practice_logo") == 1
    await nora.open(LOGO)
    assert logo_on(await nora.press("Remove the logo")) == ""
    assert logo_on(await Browser().open("/sign-in")) == ""
    assert (await Browser().send("GET", newer)).status_code == 404


async def test_what_is_no_picture_or_too_large_is_refused_and_nothing_kept() -> None:
    nora = await people.nora()
    too_large = png() + bytes(1_000_000)
    for name, content, says in (
        ("", b"", "Choose a picture first."),
        ("logo.svg", SVG, "Only PNG and JPEG pictures can be used here."),
        ("logo.png", HTML, "Only PNG and JPEG pictures can be used here."),
        ("logo.png", pdf(), "Only PNG and JPEG pictures can be used here."),
        ("logo.png", png()[:60], "This picture cannot be opened."),
        ("logo.png", too_large, "This picture is larger than 1 MB."),
    ):
        page = await send(nora, name, content, status=422)
        page.shows(says)
        assert page.title.startswith("Error:")
    await send(nora, "logo.png", png() + bytes(1_200_000), status=413)
    assert await rows.value("select count(*) from practice_logo") == 0


async def test_only_who_may_change_settings_changes_the_logo() -> None:
    terry = await people.terry()
    await terry.open(LOGO, status=403)
    for path in (LOGO, f"{LOGO}/removal"):
        content = f"_csrf={terry.token}".encode()
        headers = {"content-type": "application/x-www-form-urlencoded"}
        assert (await terry.send("POST", path, headers=headers, content=content)).status_code == 403


async def test_a_colour_gives_every_page_a_sheet_that_is_served_under_its_content_alone() -> None:
    nora = await people.nora()
    await nora.open(f"{SETTINGS}/practice_colour")
    (await nora.press("Save", status=422, practice_colour="red")).shows("Type a color as #")
    await nora.press("Save", practice_colour="B0267A")
    page = await Browser().open("/sign-in")
    (sheet,) = [str(link["href"]) for link in page.all("link[href^='/look/']")]
    answer = await Browser().send("GET", sheet)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "--brand:#b0267a" in answer.text
    for other in (
        sheet.replace("b0267a", "b0267b"),
        sheet.replace(".css", ".txt"),
        "/look/0/red.css",
        "/look/0/.css",
    ):
        assert (await Browser().send("GET", other)).status_code == 404, other
    await nora.open(f"{SETTINGS}/practice_colour")
    await nora.press("Use the default")
    assert not (await Browser().open("/sign-in")).all("link[href^='/look/']")
