"""What happens to every naughty string of the product's files in the forms by which clients look after their chart."""

import json
import os
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from bs4 import Tag

from tests import people, rows
from tests.attacks import everywhere
from tests.attacks.test_typed_fields_rows import FORMS, address_of
from tests.page import FORM

PARTS = 6
"""Tests that the strings are shared out to."""
MARKUP = re.compile(r"[<>\"'&]")
ADMIN = "/staff/admin/api/tables/clients/?__page_size=1&number=1001"


def strings() -> list[str]:
    found: list[str] = json.loads(Path(os.environ["NAUGHTY_STRINGS"]).read_text(encoding="utf-8"))
    return found


def free_text(form: Tag, text: str, known: dict[str, str]) -> dict[str, str]:
    """Fill the fields that take any words with the text, and leave the others as they are."""
    free = {str(field["name"]) for field in form.select("input[type=text][maxlength='100']")}
    return known | dict.fromkeys(free, text[:100])


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
async def test_every_field_takes_or_refuses_every_naughty_string(path: str) -> None:
    alice = await people.alice()
    faults: list[object] = []
    page = await alice.open(path)
    form = next(form for form in everywhere.forms(page) if form.select("[name=seen], [name=once]"))
    for text in strings():
        content = urlencode(everywhere.filled(form, text), errors="surrogatepass").encode()
        answer = await alice.send("POST", address_of(form), headers={"content-type": FORM}, content=content)
        said = answer.status_code in (303, 409) or (
            answer.status_code == 422 and "error-summary" in answer.text
        )
        if not said or is_alive(text, answer.text):
            faults.append((path, text, answer.status_code))
    assert faults == []


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize("part", range(PARTS))
async def test_what_is_stored_stands_inert_wherever_it_is_shown(part: int) -> None:
    alice, nora = await people.alice(), await people.nora()
    await nora.open("/staff")
    chart = f"/staff/clients/{people.client_id('alice')}"
    faults: list[object] = []
    stored = 0
    for text in filter(MARKUP.search, strings()[part::PARTS]):
        page = await alice.open("/information/basic/edit")
        form = next(form for form in everywhere.forms(page) if form.select("[name=seen]"))
        content = urlencode(free_text(form, text, as_shown(form)), errors="surrogatepass").encode()
        answer = await alice.send(
            "POST", "/information/basic", headers={"content-type": FORM}, content=content
        )
        if answer.status_code == 303:
            stored += 1
            request = await rows.value("select id from change_request order by sent_at desc limit 1")
            for browser, address in (
                (alice, "/information/basic"),
                (nora, chart),
                (nora, f"{chart}/changes/{request}"),
            ):
                shown = await browser.send("GET", address)
                if shown.status_code != 200 or is_alive(text, shown.text):
                    faults.append((address, text, shown.status_code))
            listed = await nora.send("GET", ADMIN)
            if listed.status_code != 200 or not listed.headers["content-type"].startswith("application/json"):
                faults.append((ADMIN, text, listed.status_code))
        elif answer.status_code != 422 or "error-summary" not in answer.text:
            faults.append((text, answer.status_code))
    assert faults == []
    assert stored > 10, "Hardly any was stored: the form was not filled as it should be."


def is_alive(text: str, html: str) -> bool:
    """Whether markup that was typed stands in a page as markup."""
    return len(text) > 3 and bool(MARKUP.search(text)) and text in html
