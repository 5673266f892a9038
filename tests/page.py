"""A browser without JavaScript, which checks every page it opens; with `as_htmx` it asks and swaps as htmx does."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
from bs4 import BeautifulSoup, Tag

from app import config
from app.web.frame import Portal
from app.web.language import current_language, speaking
from tests import checks
from tests.cookie import Cookie, read_cookies
from tests.untraced import untraced

SESSIONS = ("portal", "staff", "__Host-portal", "__Host-staff")
MOST_REDIRECTS = 3
FORM = "application/x-www-form-urlencoded"

Files = Sequence[tuple[str, bytes]]

_served: list[Portal] = []


def serve(portal: Portal) -> None:
    """Say which portal browsers open."""
    _served[:] = [portal]


class Page:
    """A page or fragment as it came, checked; `document` is what the browser shows then."""

    def __init__(self, response: httpx.Response, document: BeautifulSoup | Tag | None, *, path: str) -> None:
        self.response, self.path = response, path
        self.status = response.status_code
        self.headers = response.headers
        if document is not None:
            self.document = document

    @cached_property
    @untraced
    def document(self) -> BeautifulSoup | Tag:
        """What the browser shows, read when somebody looks at it."""
        return BeautifulSoup(self.response.text, "html.parser")

    @cached_property
    def token(self) -> str:
        """The token of its forms, which is the same as long as it is shown."""
        found = checks.TOKEN.search(self.response.text)
        assert found is not None, f"The body of {self.path} tells htmx no token."
        return found[1]

    @property
    @untraced
    def words(self) -> str:
        """All its text, with single spaces, as somebody reads it or has it read out."""
        return checks.words(self.document)

    @property
    def title(self) -> str:
        return checks.words(self.document.find("title"))

    @property
    def heading(self) -> str:
        return checks.words(self.document.find("h1"))

    @untraced
    def find(self, selector: str) -> Tag:
        found = self.document.select(selector)
        assert len(found) == 1, f"{self.path} has {len(found)} elements {selector}, not one."
        return found[0]

    @untraced
    def all(self, selector: str) -> list[Tag]:
        return list(self.document.select(selector))

    def value(self, name: str, *, within: str = "main") -> str:
        """Give what stands in the field `name`."""
        return _typed(self.find(f"{within} [name={name}]"))

    def shows(self, *texts: str) -> None:
        for text in texts:
            assert text in self.words, f"{self.path} does not show “{text}”. It shows: {self.words}"

    def lacks(self, *texts: str) -> None:
        for text in texts:
            assert text not in self.words, f"{self.path} shows “{text}”, which does not belong there."


@dataclass
class Browser:
    """One person's browser: its cookies, its language, and the page it shows."""

    language: str = "en"
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    address: str = "127.0.0.1"
    portal: Portal | None = None
    page: Page | None = None
    discreet: bool = False
    """Whether its titles must tell nothing of the page or the practice."""

    @property
    def token(self) -> str:
        """The token of the page it shows, which htmx sends in a header and forms in `_csrf`."""
        return self._shown().token

    async def open(self, path: str, *, status: int = 200, as_htmx: bool = False) -> Page:
        """Open an address, following redirects; as htmx does from an element that names a target."""
        response = await self.send("GET", path, headers=_htmx_headers() if as_htmx else None)
        return await self._arrive(path, response, status=status, as_htmx=as_htmx)

    async def press(
        self,
        label: str,
        *,
        within: str = "body",
        status: int = 200,
        as_htmx: bool = False,
        files: Files = (),
        **fields: str,
    ) -> Page:
        """Fill the form of the button `label` and send it, with every field the page gave it.

        `within` is a selector of what the button stands in; a radio's field takes its value or its label; `files`
        are the names and contents of what its first field for files is given.
        """
        shown = self._shown()
        form, button = _form_with(shown, label, within)
        filled = _filled(form, button, fields)
        source = button if as_htmx and button.has_attr("hx-post") else form
        action = str(source["hx-post"] if as_htmx else button.get("formaction", form["action"])).partition(
            "#"
        )[0]
        if form["method"] == "get":
            return await self.open(f"{action}?{urlencode(filled)}", status=status)
        kind, content = _encoded(form, filled, files)
        headers = {"content-type": kind, **(_htmx_headers(source, shown) if as_htmx else {})}
        response = await self.send("POST", action, headers=headers, content=content)
        return await self._arrive(action, response, status=status, as_htmx=as_htmx, source=source)

    async def follow(self, label: str, *, within: str = "body", as_htmx: bool = False) -> Page:
        """Press a link, or as htmx what the link names."""
        link = _one(self._shown(), "a[href]", label, within)
        if not as_htmx:
            return await self.open(str(link["href"]))
        path = str(link["hx-get"])
        response = await self.send("GET", path, headers=_htmx_headers(link, self._shown()))
        return await self._arrive(path, response, status=200, as_htmx=True, source=link)

    async def send(
        self,
        method: str,
        path: str,
        *,
        headers: dict[str, str] | None = None,
        content: bytes = b"",
        leaving_out: tuple[str, ...] = (),
    ) -> httpx.Response:
        """Send one request as browsers do and give its answer as it came: only its headers are checked.

        `headers` replace the browser's own; `leaving_out` names those of them not sent at all.
        """
        url = config.current().public_url + path
        sent = self._usual(method, url) | self.headers | (headers or {})
        request = httpx.Request(
            method, url, headers={n: v for n, v in sent.items() if n not in leaving_out}, content=content
        )
        app: Any = self.portal or _served[0]
        transport = httpx.ASGITransport(app=app, client=(self.address, 50000))
        with speaking(current_language()):  # what the answer is worded in is not what the test is
            response = await transport.handle_async_request(request)
            await response.aread()
        response.request = request
        self._keep(read_cookies(response))
        checks.check_answer(response)
        return response

    async def sign_in(self, name: str, password: str = "", *, path: str = "/sign-in") -> Page:
        """Sign in through the page, as people do."""
        await self.open(path)
        return await self.press("Sign in", username=name, password=password or f"demo-{name}-portal-1")

    def _usual(self, method: str, url: str) -> dict[str, str]:
        parts = urlsplit(url)
        headers = {
            "host": parts.netloc,
            "accept": "text/html",
            "accept-encoding": "gzip",
            "accept-language": self.language,
            "sec-fetch-site": "same-origin",
        }
        if method not in ("GET", "HEAD"):
            headers["origin"] = f"{parts.scheme}://{parts.netloc}"
        if self.cookies:
            headers["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return headers

    def _keep(self, cookies: list[Cookie]) -> None:
        for cookie in cookies:
            if cookie.is_over:
                self.cookies.pop(cookie.name, None)
            else:
                self.cookies[cookie.name] = cookie.value

    async def _arrive(
        self, path: str, response: httpx.Response, *, status: int, as_htmx: bool, source: Tag | None = None
    ) -> Page:
        headers = {name: value for name, value in response.request.headers.items() if name.startswith("hx-")}
        for _ in range(MOST_REDIRECTS):
            if response.status_code not in (303, 307):
                break
            path = response.headers["location"]
            response = await self.send("GET", path, headers=headers)
        assert response.status_code == status, (
            f"{path} answered {response.status_code}, not {status}: {checks.shortened(response)}"
        )
        return self._show(path, response, as_htmx=as_htmx, source=source)

    def _show(self, path: str, response: httpx.Response, *, as_htmx: bool, source: Tag | None) -> Page:
        if as_htmx and response.request.headers["hx-request-type"] == "partial":
            root = checks.check_fragment(response, path)
            fragment = Page(response, root, path=path)
            if source is not None and self.page is not None:
                _swap(self.page.document, root, target=str(source["hx-target"]))
                shown = f"{self.page.path} after the swap of {path}"
                checks.check_document(self.page.document, shown, discreet=self.discreet)
            return fragment
        signed_in = any(name in self.cookies for name in SESSIONS)
        document = checks.check_page_once(response, path, signed_in=signed_in, discreet=self.discreet)
        self.page = Page(response, document, path=path)
        return self.page

    def _shown(self) -> Page:
        assert self.page is not None, "Open a page first."
        return self.page


def _htmx_headers(element: Tag | None = None, shown: Page | None = None) -> dict[str, str]:
    selects = element is not None and element.has_attr("hx-select")
    headers = {"hx-request": "true", "hx-request-type": "full" if selects else "partial"}
    if shown is not None and element is not None:
        headers["x-portal-csrf"] = shown.token
        headers["hx-target"] = str(element["hx-target"])
    return headers


@untraced
def _swap(document: Any, root: Tag, *, target: str) -> None:
    """Put what htmx was given where it belongs: the target, and what names its own place out of band."""
    for part in root.select("[hx-swap-oob]"):
        part.extract()
        del part["hx-swap-oob"]
        _replace(document, f"#{part['id']}", part)
    title = root.find("title")
    if title is not None:
        title.extract()
        _replace(document, "head > title", title)
    _replace(document, target, root)


def _replace(document: Any, selector: str, new: Any) -> None:
    old = document.select(selector)
    assert len(old) == 1, (
        f"htmx would find {len(old)} elements {selector} on the page: name one that is there."
    )
    old[0].replace_with(new)


@untraced
def _form_with(shown: Page, label: str, within: str) -> tuple[Tag, Tag]:
    button = _one(shown, "button[type=submit]", label, within)
    form = button.find_parent("form")
    assert form is not None, f"The button “{label}” of {shown.path} is in no form: put it in one."
    return form, button


@untraced
def _one(shown: Page, selector: str, label: str, within: str) -> Tag:
    inside = [element for place in shown.all(within) for element in place.select(selector)]
    found = [element for element in inside if label in (checks.words(element), checks.seen(element))]
    assert len(found) == 1, (
        f"{shown.path} has {len(found)} of “{label}” within {within}, not one; "
        f"there are: {', '.join(checks.words(element) for element in inside)}"
    )
    return found[0]


@untraced
def _filled(form: Tag, button: Tag, fields: dict[str, str]) -> list[tuple[str, str]]:
    sent: list[tuple[str, str]] = []
    left = dict(fields)
    for control in form.select("input[name], textarea[name], select[name]"):
        name = str(control["name"])
        if control.get("type") == "file":
            continue
        if control.get("type") in ("radio", "checkbox"):
            if _is_chosen(control, left.get(name)):
                sent.append((name, str(control.get("value", "on"))))
        else:
            sent.append((name, left.get(name, _typed(control))))
    unknown = left.keys() - {name for name, _ in sent}
    assert not unknown, f"The form {form['action']} has no field or choice for {fields}: missing {unknown}."
    if button.has_attr("name"):
        sent.append((str(button["name"]), str(button["value"])))
    return [(name, "\r\n".join(value.splitlines()) if "\n" in value else value) for name, value in sent]


def _encoded(form: Tag, filled: list[tuple[str, str]], files: Files) -> tuple[str, bytes]:
    """Give the type and the body of a form as a browser encodes it; a field for files that is left empty is sent so."""
    if form.get("enctype") != "multipart/form-data":
        assert not files, f"The form {form['action']} takes no files: give it its enctype."
        return FORM, urlencode(filled).encode()
    fields = list(dict.fromkeys(str(field["name"]) for field in form.select("input[type=file]")))
    sent = [(fields[0], file) for file in files] or [(name, ("", b"")) for name in fields]
    parts = [(name, (None, value.encode())) for name, value in filled] + sent
    request = httpx.Request("POST", config.current().public_url, files=parts)
    return request.headers["content-type"], request.read()


def _is_chosen(control: Tag, wanted: str | None) -> bool:
    if wanted is None:
        return control.has_attr("checked")
    label = control.find_parent("label")
    return wanted == control.get("value") or (label is not None and wanted == checks.words(label.span))


def _typed(control: Tag) -> str:
    if control.name == "textarea":
        return control.get_text().removeprefix("\n")
    if control.name == "select":
        chosen = control.select_one("option[selected]") or control.select_one("option")
        return str(chosen["value"]) if chosen is not None else ""
    return str(control.get("value", ""))
