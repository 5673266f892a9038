"""What every answer, page and fragment must be; each failing message names the mending."""

import gzip
import hashlib
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
from bs4 import BeautifulSoup, Tag

from app import config
from app.practice.settings import PRACTICE
from app.web.downloads import HARMLESS
from tests.untraced import untraced

TEMPLATES = Path(__file__).parent.parent / "templates"
FRAGMENTS = {path.stem.removeprefix("_") for path in TEMPLATES.rglob("_*.html")}
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
SELF_CLOSING = frozenset("use path rect circle line polyline polygon ellipse".split())
UNTYPED = ("hidden", "submit", "button", "reset", "image")
HTMX = frozenset(
    "hx-get hx-post hx-target hx-swap hx-trigger hx-push-url hx-indicator hx-disable hx-encoding hx-confirm hx-sync hx-select "
    "hx-swap-oob hx-status hx-nonce hx-ignore hx-headers:inherited".split()
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
}
POLICY = (
    "default-src 'none'",
    "style-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
)
OF_ADMIN = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'"
)
"""Piccolo Admin's own policy: it sets styles on its elements."""
LEADS_ON = re.compile(r"/billing/pay(ments)?|/appointments/[-0-9a-f]+/copay")
"""Pages with a form that ends at the vendor's page."""
NONCE = re.compile(r"script-src 'nonce-([\w-]{20,})' 'strict-dynamic'(?:;|$)")
HTML = "text/html; charset=utf-8"
LARGEST = 12_000
TOKEN = re.compile(r'"x-portal-csrf": "([\w-]+)"')
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
INSIDE = "data:image/"
"""What a picture may be that stands in the page itself."""
LEADS = (
    r"/(?!/)|#|tel:|sms:988$|https://988lifeline\.org$|https://video\.example\.org/"
    r"|https://www\.google\.com/maps/search/\?api=1&query="
)
"""Where links lead: to the portal, to a phone, to the lifeline, to a visit by video, and to an office on a map."""
TOLD = ("content-type", "content-language", "vary", "cache-control")

_clear: set[tuple[object, ...]] = set()
"""The looks of pages in which no fault was found; one that looks the same is not read again."""


@untraced
def words(element: Any) -> str:
    """Give the text of an element, with single spaces."""
    return "" if element is None else " ".join(element.get_text().split())


@untraced
def seen(element: Tag) -> str:
    """Give the text that can be seen: without what is only read out."""
    hidden = [text for part in element.select(".vh") for text in part.find_all(string=True)]
    texts = [text for text in element.find_all(string=True) if not any(text is part for part in hidden)]
    return " ".join("".join(texts).split())


@untraced
def shortened(response: httpx.Response) -> str:
    return words(BeautifulSoup(response.text, "html.parser"))[:600]


def _policy_of(response: httpx.Response) -> tuple[str, ...]:
    """Give the parts of the policy of an answer: the forms of a few pages lead on to Stripe, where that takes cards."""
    is_page = not response.is_redirect and LEADS_ON.fullmatch(response.request.url.path)
    stripe = config.current().stripe if is_page else None
    if stripe is None:
        return POLICY
    return tuple(
        part + f" {stripe.card_pages}" if part.startswith("form-action") else part for part in POLICY
    )


@untraced
def check_answer(response: httpx.Response) -> None:
    """Check what every answer says to the browser, whatever it is."""
    path = response.request.url.path
    headers = response.headers
    for name, value in HEADERS.items():
        if headers.get(name) == "no-referrer" and path.startswith(
            ("/password/choose", "/shared-record/", "/setup/")
        ):
            continue  # a token stands, or stood, in the address
        assert headers.get(name) == value, f"{path} sends {name}: {headers.get(name)}; send {value}."
    policy = headers.get("content-security-policy", "")
    if policy == OF_ADMIN and path.startswith("/staff/admin"):
        assert headers.get("x-request-id")
        assert headers.get("cache-control") == "no-store" or path.startswith("/staff/admin/assets/")
        assert "server" not in headers
        return
    if policy == HARMLESS and "content-disposition" in headers:
        assert headers.get("cache-control") == "no-store"
        return  # a file of a chart: it loads and runs nothing at all
    if path.startswith(("/static/", "/logo/", "/look/")) and response.status_code == 200:
        assert policy == "default-src 'none'; frame-ancestors 'none'"
        return
    for part in _policy_of(response):
        assert part in policy.split("; "), f"{path} lacks {part} in its Content-Security-Policy."
    assert NONCE.search(policy), f"{path} allows scripts without a nonce: {policy}"
    assert headers.get("x-request-id"), f"{path} has no X-Request-ID: answer through the frame."
    kept = headers.get("cache-control", "")
    assert kept == "no-store", f"{path} may be kept ({kept}): send Cache-Control: no-store."
    assert "server" not in headers, f"{path} names its server: leave the header out."


@untraced
def check_page_once(
    response: httpx.Response, path: str, *, signed_in: bool, discreet: bool
) -> BeautifulSoup | None:
    """Check a whole page; give it read, or nothing where one that looks the same was read before."""
    look = (*_look(response), signed_in, discreet)
    if look in _clear:
        return None
    document = check_page(response, path, signed_in=signed_in, discreet=discreet)
    _clear.add(look)
    return document


def _look(response: httpx.Response) -> tuple[object, ...]:
    """Give all that a page is checked for, whatever its nonce, its token and the ids of its rows are."""
    text = response.text.replace(_nonce(response), "nonce")
    token = TOKEN.search(text)
    text = text if token is None else text.replace(token[1], "token")
    ids = dict[str, str]()
    text = ID.sub(lambda found: ids.setdefault(found[0], f"id {len(ids)}"), text)
    told = (response.headers.get(name) for name in TOLD)
    return (hashlib.sha256(text.encode()).digest(), *told, PRACTICE.phone_e164, PRACTICE.phone_display)


NEUTRAL = {"en": "Client portal", "es": "Portal de clientes"}
"""The browser's title in discreet mode."""


@untraced
def check_page(
    response: httpx.Response, path: str, *, signed_in: bool, discreet: bool = False
) -> BeautifulSoup:
    """Check a whole page and give it read."""
    document = _read(response, path)
    _check_nonces(document, path, _nonce(response))
    check_document(document, path, discreet=discreet)
    _check_around(document, path)
    language = str(document.select("html")[0].get("lang"))
    assert language == response.headers.get("content-language"), (
        f"{path} is in {language} and says {response.headers.get('content-language')}: let them agree."
    )
    if signed_in:
        assert response.headers["cache-control"] == "no-store"
    return document


@untraced
def check_fragment(response: httpx.Response, path: str) -> Tag:
    """Check a fragment and give its one root."""
    document = _read(response, path)
    _check_nonces(document, path, _nonce(response))
    roots = [child for child in document.children if isinstance(child, Tag)]
    assert len(roots) == 1, f"{path} gives htmx {len(roots)} elements: give one root."
    root = roots[0]
    name = str(root.get("id"))
    assert any(name == known or name.startswith(f"{known}-") for known in FRAGMENTS), (
        f"The root of {path} has the id {name}: name it as its template is named."
    )
    loose = [text for text in document.find_all(string=True, recursive=False) if text.strip()]
    assert not loose, f"{path} gives htmx text outside its root: {loose}"
    elements = _elements(root)
    _check_tied(root, elements, path, within=None)
    _check_written(root, elements, path)
    return root


@untraced
def check_document(document: Any, path: str, *, discreet: bool = False) -> None:
    """Check a document as it stands, fresh or after a swap; one in discreet mode has a title that tells nothing."""
    elements = _elements(document)
    heading = [words(element) for element in _named(elements, "h1")]
    assert len(heading) == 1, f"{path} has the h1 {heading}: have one."
    title = words(document.select_one("head > title"))
    language = [element.get("lang") for element in _named(elements, "html")]
    bad = any("error-summary" in (element.get("class") or []) for element in elements)
    named = NEUTRAL[document.html["lang"]] if discreet else heading[0]
    expected = f"Error: {named}" if bad else named
    if bad and "es" in language:
        expected = title.partition(":")[0] + f": {named}"
    assert title.startswith(expected), f"The title of {path} is “{title}”: begin it with “{expected}”."
    assert not discreet or title == expected, (
        f"The title of {path} is “{title}”: say nothing but “{expected}”."
    )
    assert {"en", "es"} & set(language), f"{path} names no language: <html lang>."
    assert len(_named(elements, "main")) == 1, f"{path} needs one <main>."
    _check_tied(document, elements, path, within=document)
    _check_written(document, elements, path)


def _elements(document: Any) -> list[Tag]:
    """Give the elements of a document, walked through once and not for every selector; those of templates are none yet."""
    kept = {id(element) for template in document.find_all("template") for element in template.find_all(True)}
    return [element for element in document.find_all(True) if id(element) not in kept]


def _named(elements: Sequence[Tag], *names: str) -> list[Tag]:
    return [element for element in elements if element.name in names]


def _having(elements: Sequence[Tag], attribute: str) -> list[Tag]:
    return [element for element in elements if attribute in element.attrs]


def _nonce(response: httpx.Response) -> str:
    found = NONCE.search(response.headers["content-security-policy"])
    assert found is not None
    return found[1]


def _read(response: httpx.Response, path: str) -> BeautifulSoup:
    assert response.headers.get("content-type") == HTML, f"{path} is {response.headers.get('content-type')}."
    vary = response.headers.get("vary", "")
    assert "HX-Request" in vary, f"{path} differs for htmx and does not say so: Vary: HX-Request."
    assert "HX-Request-Type" in vary, f"{path} differs for htmx and does not say so: Vary: HX-Request-Type."
    size = len(gzip.compress(response.content, 5))
    assert size <= LARGEST, f"{path} weighs {size} bytes compressed: keep it under {LARGEST}."
    _Nesting(path).read(response.text)
    return BeautifulSoup(response.text, "html.parser")


def _check_nonces(document: BeautifulSoup, path: str, nonce: str) -> None:
    for element in document.find_all(True):
        htmx = {name for name in element.attrs if name.startswith(("hx-", "data-hx-"))}
        where = f"<{element.name} {' '.join(sorted(htmx))}> of {path}"
        assert htmx <= HTMX, f"{where} uses {htmx - HTMX}, which is not allowed."
        if htmx - {"hx-ignore"}:
            assert element.get("hx-nonce") == nonce, f"{where} does not work: add hx-nonce with the nonce."
        if "hx-get" in htmx or "hx-post" in htmx:
            assert {"hx-target", "hx-swap"} <= htmx, f"{where} must name its own hx-target and hx-swap."
        if "hx-get" in htmx and element.name == "a":
            assert element.get("href"), f"{where} is nothing without htmx: give it an href."
        if "hx-post" in htmx:
            plain = element.get("action" if element.name == "form" else "formaction")
            assert plain, f"{where}: hx-post belongs on a form, or on a button of one with a formaction."
            assert element.get("hx-post") == str(plain).partition("#")[0], (
                f"{where}: its plain address and hx-post differ."
            )
    for script in document.find_all("script"):
        assert script.get("nonce") == nonce, f"A script of {path} has not this answer's nonce."


def _check_written(document: Any, elements: Sequence[Tag], path: str) -> None:
    """Check what may not be written on a page at all, and that what people typed is inert."""
    for script in _named(elements, "script"):
        assert str(script.get("src", "")).startswith("/static/"), (
            f"{path} has a script of its own: use a behaviour."
        )
        assert not script.get_text(), f"{path} has an inline script: use a behaviour."
    styled = _named(elements, "style") + _having(elements, "style")
    assert not styled, f"{path} has inline style: use a class."
    for element in document.find_all(True):
        for name, value in element.attrs.items():
            assert not name.startswith(("on", "hx-on", "data-hx")), (
                f"<{element.name} {name}> of {path}: use a behaviour."
            )
            if name in ("href", "src", "action") and not (
                element.name == "img" and str(value).startswith(INSIDE)
            ):
                text = str(value).strip().lower()
                assert re.match(LEADS, text), f"<{element.name} {name}={text}> of {path} leads away."
    for typed in _named(elements, "bdi"):
        ignored = _having([typed, *typed.parents], "hx-ignore")
        assert ignored, f"“{words(typed)}” of {path} was typed by people: put it inside hx-ignore."


def _check_tied(document: Any, elements: Sequence[Tag], path: str, *, within: Any) -> None:
    """Check ids, labels, descriptions, forms and buttons; `within` None is a part whose page is not known."""
    ids = [str(element["id"]) for element in _having(elements, "id")]
    twice = {name for name in ids if ids.count(name) > 1} if len(set(ids)) < len(ids) else None
    assert not twice, f"{path} has the ids {twice} more than once."
    if within is not None:
        _check_ends(document, elements, path, set(ids))
    for control in _named(elements, "input", "select", "textarea"):
        if control.get("type") not in UNTYPED:
            assert _label(elements, control), f"{control} of {path} has no label: <label for> or around it."
    for form in _named(elements, "form"):
        _check_form(form, path)
    for element in _named(elements, "button") + _having(_named(elements, "a"), "href"):
        named = words(element) or element.get("aria-label") or element.select("img[alt]:not([alt=''])")
        assert named, f"{element} of {path} has no words."
    for button in _named(elements, "button"):
        assert button.get("type") in ("submit", "button"), f"{button} of {path} has no type."
    for picture in _named(elements, "svg"):
        told = picture.get("role") == "img" and picture.get("aria-labelledby")
        assert told or picture.get("aria-hidden") == "true", f"An icon of {path} is read out: aria-hidden."


def _check_ends(document: Any, elements: Sequence[Tag], path: str, ids: set[str]) -> None:
    """Check that whatever names an element of the page names one that is there."""
    for name in ("aria-describedby", "aria-labelledby", "aria-controls", "for"):
        for element in _having(elements, name):
            missing = set(str(element[name]).split()) - ids
            assert not missing, f"{name}={missing} of {path} points nowhere."
    for link in _having(_named(elements, "a"), "href"):
        if str(link["href"]).startswith("#"):
            assert str(link["href"])[1:] in ids, f"{link} of {path} leads nowhere on it."
    for target in {str(element["hx-target"]) for element in _having(elements, "hx-target")}:
        there = target.removeprefix("#") in ids if target.startswith("#") else document.select(target)
        assert there, f"hx-target={target} of {path} is not there."


def _check_form(form: Tag, path: str) -> None:
    assert not form.find_parent("form"), f"{path} has a form in a form."
    assert str(form.get("action", "")).startswith("/"), f"A form of {path} names no action of ours."
    if form.get("method") == "post":
        token = form.select("input[type=hidden][name=_csrf]")
        assert len(token) == 1, f"The form {form['action']} of {path} has {len(token)} _csrf: use csrf()."
        assert token[0].get("value"), f"The form {form['action']} of {path} has an empty _csrf."
    else:
        assert form.get("method") == "get", f"The form {form['action']} of {path} names no method."
    assert form.select("button[type=submit]"), f"The form {form['action']} of {path} has no button."


def _label(elements: Sequence[Tag], control: Tag) -> str:
    if control.get("aria-label"):
        return str(control["aria-label"])
    beside = (label for label in _named(elements, "label") if label.get("for") == control.get("id"))
    return words(control.find_parent("label") or (next(beside, None) if control.has_attr("id") else None))


def _check_around(document: BeautifulSoup, path: str) -> None:
    """Check what stands on every page: the practice's phone, both languages; and help in a crisis, but for staff."""
    phone = f"tel:{PRACTICE.phone_e164}"
    crisis = document.find_all(class_="crisis")
    expected = 0 if document.select("body.staff:not(.staff-door)") else 1
    assert len(crisis) == expected, f"{path} has {len(crisis)} crisis lines: have {expected}."
    for line in crisis:
        assert line.find_all("a", href="tel:988"), f"The crisis line of {path} does not lead to 988."
        said = bool(line.find_all("a", href=phone))
        assert said == bool(PRACTICE.phone_e164), f"The crisis line of {path} lacks the practice's number."
    footer = [link for foot in document.find_all("footer") for link in foot.find_all("a", href=phone)]
    assert bool(footer) == bool(PRACTICE.phone_e164), f"{path} lacks the practice's phone in its foot."
    assert all(words(link) == PRACTICE.phone_display for link in footer)
    forms = document.find_all("form", action="/language")
    buttons = [button for form in forms for button in form.find_all("button", attrs={"name": "language"})]
    assert [button["value"] for button in buttons] == ["en", "es"], f"{path} lacks the language buttons."


class _Nesting(HTMLParser):
    """Every tag is closed, in its order, and no attribute stands twice."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.open: list[str] = []

    def read(self, text: str) -> None:
        self.feed(text)
        self.close()
        assert not self.open, f"{self.path} leaves {self.open} open."

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> of {self.path} has an attribute twice: {names}"
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID | SELF_CLOSING, f"<{tag}/> of {self.path} closes nothing in HTML."

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> of {self.path} closes nothing."
        assert self.open[-1] == tag, f"</{tag}> of {self.path} closes <{self.open[-1]}>."
        self.open.pop()
