"""What happens to every naughty string of the product's files in the forms by which clients look after their chart."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from bs4 import Tag

from tests import people, rows
from tests.attacks import everywhere
from tests.attacks.everywhere import TYPED
from tests.attacks.test_typed_fields_rows import FORMS, address_of
from tests.page import FORM, Browser

MARKUP = re.compile(r"[<>\"'&]")
ADMIN = "/staff/admin/api/tables/clients/?__page_size=1&number=1001"


def strings() -> list[str]:
    found: list[str] = json.loads(Path(os.environ["NAUGHTY_STRINGS"]).read_text(encoding="utf-8"))
    return found


def fields_of(form: Tag) -> list[str]:
    """Name the fields of a form that words are typed into."""
    return [str(field["name"]) for field in form.select(TYPED)]


def free_fields(form: Tag) -> list[str]:
    """Name the fields that take any words."""
    return [str(field["name"]) for field in form.select("input[type=text][maxlength='100']")]


def batches(names: list[str]) -> Iterator[dict[str, str]]:
    """Share all strings out to fields of these names, one to each, time after time.

    One that would stand in a page by another's being in quotes is typed by itself.
    """
    found = strings()
    alone = [text for text in found if any(text in f'"{other}"' for other in found if other != text)]
    others = [text for text in found if text not in alone]
    for first in range(0, len(others), len(names)):
        yield dict(zip(names, others[first:], strict=False))
    for text in alone:
        yield {names[0]: text}


def as_shown(form: Tag) -> dict[str, str]:
    fields = {
        str(field["name"]): str(field.get("value", ""))
        for field in form.select("input[name]:not([type=radio]):not([type=checkbox])")
    }
    for choices in form.select("select"):
        chosen = choices.select("option[selected]")
        fields[str(choices["name"])] = str(chosen[0]["value"]) if chosen else ""
    return fields


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize("path", FORMS)
async def test_every_form_takes_or_refuses_every_naughty_string(path: str) -> None:
    alice = await people.alice()
    faults: list[object] = []
    page = await alice.open(path)
    form = next(form for form in everywhere.forms(page) if form.select("[name=seen], [name=once]"))
    for texts in batches(fields_of(form)):
        fields = everywhere.filled(form, "x") | texts
        content = urlencode(fields, errors="surrogatepass").encode()
        answer = await alice.send("POST", address_of(form), headers={"content-type": FORM}, content=content)
        said = answer.status_code in (303, 409) or (
            answer.status_code == 422 and "error-summary" in answer.text
        )
        faults += [(path, text) for text in texts.values() if not said or is_alive(text, answer.text)]
    assert faults == []


@pytest.mark.usefixtures("rolled_back")
async def test_what_is_stored_stands_inert_wherever_it_is_shown() -> None:
    alice, nora = await people.alice(), await people.nora()
    await nora.open("/staff")
    chart = f"/staff/clients/{people.client_id('alice')}"
    form = await basic_form(alice)
    faults: list[object] = []
    stored = 0
    for texts in batches(free_fields(form)):
        for some in [texts] if await is_saved(alice, texts) else [{name: texts[name]} for name in texts]:
            if some is not texts and not await is_saved(alice, some):
                continue
            stored += len(some)
            request = await rows.value("select id from change_request order by sent_at desc limit 1")
            for browser, address in (
                (alice, "/information/basic"),
                (nora, chart),
                (nora, f"{chart}/changes/{request}"),
            ):
                shown = await browser.send("GET", address)
                alive = [text for text in some.values() if is_alive(text, shown.text)]
                faults += [(address, text) for text in alive]
                assert shown.status_code == 200, (address, some)
            listed = await nora.send("GET", ADMIN)
            assert listed.status_code == 200, some
            assert listed.headers["content-type"].startswith("application/json"), some
    assert faults == []
    assert stored > 100, "Hardly any was stored: the form was not filled as it should be."


async def basic_form(alice: Browser) -> Tag:
    page = await alice.open("/information/basic/edit")
    return next(form for form in everywhere.forms(page) if form.select("[name=seen]"))


async def is_saved(alice: Browser, texts: dict[str, str]) -> bool:
    """Save texts in some fields of Basic Information; False where they are refused, which the page says."""
    form = await basic_form(alice)
    fields = as_shown(form) | {name: text[:100] for name, text in texts.items()}
    content = urlencode(fields, errors="surrogatepass").encode()
    answer = await alice.send("POST", "/information/basic", headers={"content-type": FORM}, content=content)
    if answer.status_code != 303:
        assert answer.status_code == 422, texts
        assert "error-summary" in answer.text, texts
    return answer.status_code == 303


def is_alive(text: str, html: str) -> bool:
    """Whether markup that was typed stands in a page as markup."""
    return len(text) > 3 and bool(MARKUP.search(text)) and text in html
