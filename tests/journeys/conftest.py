"""Browsers, and the portal they open; loud when there is no browser."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Protocol

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.journeys.person import Look, Person
from tests.journeys.server import Server, running

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
OPTIONS = (
    "--no-sandbox --disable-gpu --disable-software-rasterizer --disable-dev-shm-usage --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
NOT_RUN = "BROWSER TESTS DID NOT RUN: no Chromium"

expect.set_options(timeout=10_000)


def chromium_program() -> str | None:
    """Give the browser that ./test found, else one of this machine."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if chromium_program() is not None:
        return
    without = [item for item in items if item.get_closest_marker("browser")]
    items[:] = [item for item in items if item not in without]
    config.hook.pytest_deselected(items=without)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if chromium_program() is None:
        terminalreporter.section(NOT_RUN, sep="!", red=True, bold=True)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("journeys"), PAYMENTS="demo") as server:
        yield server


class Invite(Protocol):
    def __call__(self, name: str = "", *, look: Look = ...) -> Person: ...


@pytest.fixture
def invite(chromium: Browser, server: Server) -> Iterator[Invite]:
    """Give somebody a browser, signed in if they have a name; the portal must log no fault meanwhile."""
    server.start_again_if_needed()
    server.forget_drafts()
    server.excuse()
    with ExitStack() as leaving:

        def come(name: str = "", *, look: Look = Look()) -> Person:  # noqa: B008  # it is frozen
            person = Person(chromium, server, look)
            leaving.callback(person.context.close)
            if name:
                person.come_signed_in(name)
            return person

        yield come
    assert server.faults() == []
