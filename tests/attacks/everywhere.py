"""Every page somebody can reach, and every form on them filled with one text: what is new is attacked as well."""

import re
from collections.abc import AsyncIterator, Sequence
from urllib.parse import urlencode
from uuid import uuid4

from bs4 import Tag

from tests import rows
from tests.page import FORM, Browser, Page
from tests.untraced import untraced

MOST_PAGES = 60
LONGEST = 5000
ONCE = "once"
"""The field by which a form sent twice is done once."""

TYPED = (
    "input[type=text], input[type=email], input[type=tel], input[type=search], input:not([type]), textarea"
)
LINKS = "a[href^='/']:not([download], [type^=image], [href$='/pdf'], [href$='/as-client'])"
"""What leads to a page, not to a file; nor into somebody's portal, which is no page but a picture of one."""
LEAVES = ("/sign-out", "/staff/sign-out", "/language")
"""Forms that end the visit or take no text."""


async def pages(browser: Browser, start: str) -> AsyncIterator[Page]:
    """Open every page that links lead to from `start`, each kind of address three times at most."""
    waiting, seen, of_kind = [start], set[str](), dict[str, int]()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        kind = re.sub(r"[0-9a-f-]{32,}|\?.*", "*", path)
        if path in seen or of_kind.get(kind, 0) >= 3 or path.startswith(("/static/", "/staff/admin")):
            continue
        seen.add(path)
        of_kind[kind] = of_kind.get(kind, 0) + 1
        page = await browser.open(path)
        waiting += [str(link["href"]).partition("#")[0] or path for link in page.all(LINKS)]
        yield page


@untraced
def forms(page: Page) -> list[Tag]:
    """Give the forms of a page that take text."""
    found = page.all("form[method=post]")
    return [form for form in found if form["action"] not in LEAVES and form.select(TYPED)]


@untraced
def filled(form: Tag, text: str) -> dict[str, str]:
    """Fill a form as somebody would who types `text` wherever they can, on a page opened anew."""
    fields = {str(field["name"]): str(field.get("value", "")) for field in form.select("input[type=hidden]")}
    fields |= {ONCE: str(uuid4())} if ONCE in fields else {}
    for choice in form.select("input[type=radio], input[type=checkbox]"):
        fields.setdefault(str(choice["name"]), str(choice.get("value", "on")))
    for choices in form.select("select"):
        chosen = [str(option["value"]) for option in choices.select("option[value]") if option["value"]]
        fields[str(choices["name"])] = chosen[0] if chosen else ""
    for field in form.select(f"{TYPED}, input[type=password]"):
        longest = int(str(field.get("maxlength") or LONGEST))
        fields[str(field["name"])] = text[:longest]
    return fields


async def send(browser: Browser, form: Tag, fields: dict[str, str]) -> int:
    """Send a form; give the status."""
    await rows.change("delete from link_asking")  # each is the first: a limit would answer otherwise
    content = urlencode(fields).encode()
    answer = await browser.send("POST", str(form["action"]), headers={"content-type": FORM}, content=content)
    return answer.status_code


async def type_everywhere(browser: Browser, start: str, texts: Sequence[str]) -> dict[str, set[int]]:
    """Send every form of every page once with each of `texts` in all its fields; give the answers by address."""
    answered = dict[str, set[int]]()
    async for page in pages(browser, start):
        for form in forms(page):
            kind = re.sub(r"[0-9a-f-]{32,}", "*", str(form["action"]))
            if kind not in answered:
                answered[kind] = {await send(browser, form, filled(form, text)) for text in texts}
    return answered
