"""Somebody at a real browser. Every page they open and every swap is checked as it stands before them."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from playwright.sync_api import Browser, Locator, Page

from tests.journeys import sight
from tests.journeys.noticed import Noticed
from tests.journeys.practice import door_of
from tests.journeys.server import Server
from tests.journeys.visitor import Visitor

COUNT_SETTLED = """
window.settled = 0;
document.addEventListener('htmx:finally:request', event => {
  const { sourceEvent, sourceElement } = event.detail.ctx;
  if (sourceEvent?.type === 'every' || sourceElement.matches('[data-behaviour~=saving]')) return;
  setTimeout(() => setTimeout(() => { window.settled += 1; }));  // after our behaviours have placed the focus
});
"""
IS_SWAPPED = "element => (element.form ?? element).matches('[hx-post], [hx-get]')"

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody's browser is set up."""

    scripts: bool = True
    scheme: Scheme = "light"
    language: str = "en"
    width: int = 1280
    height: int = 900


class Person:
    """Somebody with a browser of their own, not signed in yet."""

    def __init__(self, chromium: Browser, server: Server, look: Look) -> None:
        self.server, self.look = server, look
        self.context = chromium.new_context(
            base_url=server.url,
            viewport={"width": look.width, "height": look.height},
            color_scheme=look.scheme,
            locale={"en": "en-US", "es": "es-US"}[look.language],
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(10_000)
        self.context.add_init_script(COUNT_SETTLED)
        self.noticed = Noticed(self.context, home=server.url)
        self.page: Page = self.context.new_page()
        self._devtools = self.context.new_cdp_session(self.page)
        self._allow_scripts(allowed=look.scripts)

    def come_signed_in(self, name: str) -> None:
        """Bring the session of a sign-in that was not done in this browser."""
        self.bring(Visitor(self.server, name).cookies)

    @property
    def cookies(self) -> dict[str, str]:
        return {cookie["name"]: cookie["value"] for cookie in self.context.cookies()}

    def bring(self, cookies: Mapping[str, str]) -> None:
        """Take over the cookies of another browser."""
        self.context.add_cookies(
            [{"name": name, "value": value, "url": self.server.url} for name, value in cookies.items()]
        )

    def sign_in(self, name: str) -> None:
        """Sign in on the page, as people do."""
        self.open(door_of(name))
        self.fill_in(name)
        self.press("Sign in")

    def fill_in(self, name: str) -> None:
        """Type the login and the demo's password of `name`."""
        self.type("Login", name)
        self.type("Password", f"demo-{name}-portal-1")

    def open(self, path: str, *, status: int = 200) -> None:
        """Open an address; it must answer with `status` in the end."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{path} answered {answer.status}, not {status}."
        self.check(status=status)

    def go_back(self) -> None:
        self.page.go_back()
        self.check()

    def follow(self, label: str, *, within: str = "body") -> None:
        """Press a link."""
        self.act_on(self.link(label, within=within), Locator.click)

    def press(self, label: str, *, within: str = "main", status: int = 200) -> None:
        """Press a button."""
        self.act_on(self.button(label, within=within), Locator.click, status=status)

    def act_on(self, element: Locator, act: Callable[[Locator], Any], *, status: int = 200) -> None:
        """Act on a link or button, wait for the page or the swap that comes of it, and check what stands there."""
        if self.look.scripts and element.evaluate(IS_SWAPPED):
            before = self.page.evaluate("settled")
            act(element)
            self.page.wait_for_function("before => settled > before", arg=before)
        else:
            with self.page.expect_navigation():
                act(element)
        self.check(status=status)

    def type(self, label: str, text: str) -> None:
        self.field(label).fill(text)

    def choose(self, label: str) -> None:
        self.page.get_by_role("radio", name=_beginning(label)).check()

    def field(self, label: str) -> Locator:
        return self.page.get_by_role("main").get_by_label(label, exact=True)

    def button(self, label: str, *, within: str = "main") -> Locator:
        place = self.page.locator(within)
        exact = place.get_by_role("button", name=label, exact=True)
        return exact if exact.count() else place.get_by_role("button", name=_beginning(label))

    def link(self, label: str, *, within: str = "body") -> Locator:
        return self.page.locator(within).get_by_role("link", name=_beginning(label))

    def reload_until(self, selector: str, *, within: float) -> None:
        """Open the page anew until it has what `selector` names."""
        deadline = time.monotonic() + within
        while not self.page.locator(selector).count():
            assert time.monotonic() < deadline, f"{self.path} has no {selector} after {within} s."
            self.page.reload()
        self.check()

    @property
    def path(self) -> str:
        """The address, without the place on the page."""
        return self.page.url.removeprefix(self.server.url).partition("#")[0]

    @property
    def words(self) -> str:
        """All the text that can be seen."""
        return " ".join(self.page.locator("body").inner_text().split())

    @property
    def unread(self) -> int:
        """The number beside Messages in the navigation."""
        badge = self.page.locator("#navigation [href='/messages'] .badge")
        return int(badge.inner_text().split()[0]) if badge.count() else 0

    def shows(self, *texts: str) -> None:
        for text in texts:
            assert text in self.words, f"{self.path} does not show “{text}”. It shows: {self.words}"

    def lacks(self, *texts: str) -> None:
        for text in texts:
            assert text not in self.page.content(), (
                f"{self.path} holds “{text}”, which does not belong there."
            )

    def check(self, *, status: int = 200) -> None:
        """Check what stands before them: no complaint of the browser, no fault of axe's, nothing to scroll sideways to."""
        self.noticed.check(status)
        assert self.page.evaluate("'htmx' in window") is self.look.scripts
        if self.look.scripts:  # without them it is the same page, which others look at
            self.check_sight()

    def check_sight(self) -> None:
        """Check what only the eye would find; axe needs scripts for the moment, even where the page has none."""
        self._allow_scripts(allowed=True)
        faults = sight.faults(self.page)
        self._allow_scripts(allowed=self.look.scripts)
        assert not faults, f"{self.path} is hard to use:\n" + "\n".join(faults)
        self.noticed.check(200)

    def _allow_scripts(self, *, allowed: bool) -> None:
        self._devtools.send("Emulation.setScriptExecutionDisabled", {"value": not allowed})


def _beginning(label: str) -> re.Pattern[str]:
    """Match a name that is `label`, or goes on with what is only read out."""
    return re.compile(rf"^{re.escape(label)}(?:\s|$)")
