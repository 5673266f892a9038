"""The gallery shows every component in every state."""

import re

import pytest

from app.web.templates import FOLDER
from tests import people
from tests.rendered import rendered

PATH = "/staff/components"
GALLERY = ("admin/_components.html", "admin/_specimens.html")
COMPONENTS = sorted(path.name for path in (FOLDER / "components").glob("[a-z]*.html"))


@pytest.mark.usefixtures("rolled_back")
async def test_every_component_is_in_the_gallery() -> None:
    nora = await people.nora()
    with rendered() as names:
        await nora.open(PATH)
        await nora.open(f"{PATH}/errors")
    missing = {f"components/{name}" for name in COMPONENTS} - names
    assert not missing, f"{missing} are not in the gallery: show them in templates/admin/_specimens.html."


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_macro_of_a_component_is_drawn_by_the_gallery_or_inside_another(component: str) -> None:
    defined = set(re.findall(r"\{% macro (\w+)", (FOLDER / "components" / component).read_text()))
    assert defined, f"{component} defines no macro: name it with an underscore if it is a part of a page."
    taken = "\n".join((FOLDER / name).read_text() for name in GALLERY)
    inside = "\n".join((FOLDER / "components" / name).read_text() for name in COMPONENTS)
    for macro in defined:
        assert re.search(rf"\b{macro}\b", taken) or re.search(rf"\{{\{{ {macro}\(", inside), (
            f"{macro} of {component} is not in the gallery."
        )


@pytest.mark.usefixtures("rolled_back")
async def test_the_gallery_shows_errors_disabled_long_spanish_and_empty() -> None:
    nora = await people.nora()
    page = await nora.open(PATH)
    for selector in ("fieldset[disabled] button", "[lang=es]", ".empty", ".bubble.mine", ".bubble.unread"):
        assert page.all(f"main {selector}"), selector
    page.shows("Donaudampfschifffahrts", "99+")
    wrong = await nora.open(f"{PATH}/errors")
    assert len(wrong.all(".error-summary a")) == len(wrong.all(".wrong")) == 10
    assert wrong.title.startswith("Error: Components")


@pytest.mark.usefixtures("rolled_back")
async def test_what_the_gallery_is_sent_goes_nowhere() -> None:
    nora = await people.nora()
    await nora.open(PATH)
    page = await nora.press("Send", within=".reply", body="Hello")
    page.shows("This page only shows. Nothing was saved.")
