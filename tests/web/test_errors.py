"""Errors are pages, and fragments for htmx, that say what happened and tell nothing else."""

from dataclasses import replace

import asyncpg
import pytest
from jinja2 import TemplateNotFound
from litestar import get
from litestar.exceptions import HTTPException

from app import main
from app.activity.refusals import StateForbids
from app.panels import PANELS
from app.web.errors import WORDINGS
from app.web.frame import Portal
from app.web.security import Audience
from tests import checks
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("portal")

HTMX = {"hx-request": "true", "hx-request-type": "partial"}
AWAY = [
    ConnectionRefusedError("canary"),
    TimeoutError("canary"),
    asyncpg.ConnectionDoesNotExistError("canary"),
    asyncpg.CannotConnectNowError("canary"),
    asyncpg.TooManyConnectionsError("canary"),
    asyncpg.AdminShutdownError("canary"),
    asyncpg.DiskFullError("canary"),
]
FAULTS = [
    ValueError("canary"),
    KeyError("canary"),
    asyncpg.UniqueViolationError("canary"),
    TemplateNotFound("canary"),
]


def raising(fault: Exception) -> Browser:
    """Give a browser of a portal that has a page which raises this."""

    @get("/raises", opt={"audience": Audience.ANYONE}, sync_to_thread=False)
    def raises() -> str:
        raise fault

    panel = replace(PANELS[0], handlers=(raises,), staff_handlers=())
    return Browser(portal=Portal(main.build((panel,))))


@pytest.mark.parametrize("status", sorted(WORDINGS))
async def test_every_status_has_a_page_and_a_fragment(status: int) -> None:
    browser = raising(HTTPException(status_code=status))
    page = await browser.open("/raises", status=status)
    assert page.heading == str(WORDINGS[status].title)
    page.shows(str(WORDINGS[status].sentence), "Go to your home page")
    fragment = await browser.open("/raises", status=status, as_htmx=True)
    assert fragment.document.get("id") == "error"
    fragment.shows(str(WORDINGS[status].title), str(WORDINGS[status].sentence))


@pytest.mark.parametrize(("status", "like"), [(418, 400), (451, 400), (502, 500)])
async def test_a_status_without_words_of_its_own_borrows_them(status: int, like: int) -> None:
    page = await raising(HTTPException(status_code=status)).open("/raises", status=status)
    assert page.heading == str(WORDINGS[like].title)


@pytest.mark.parametrize("status", [400, 405, 408, 409, 413, 422, 500, 503])
def test_an_error_after_sending_says_that_nothing_was_saved(status: int) -> None:
    assert "othing was saved" in str(WORDINGS[status].sentence)


@pytest.mark.parametrize("fault", AWAY, ids=lambda fault: type(fault).__name__)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
async def test_a_database_that_is_away_is_said_with_when_to_try_again(
    fault: Exception, headers: dict[str, str]
) -> None:
    answer = await raising(fault).send("GET", "/raises", headers=headers)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert "canary" not in answer.text
    assert type(fault).__name__ not in answer.text


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
async def test_a_fault_of_ours_is_not_laid_at_the_databases_door(fault: Exception) -> None:
    answer = await raising(fault).send("GET", "/raises")
    assert answer.status_code == 500
    assert "retry-after" not in answer.headers
    assert "canary" not in answer.text


async def test_what_the_state_forbids_is_said_in_its_own_words() -> None:
    page = await raising(StateForbids("It was already sent.")).open("/raises", status=409)
    page.shows("It was already sent.")


async def test_a_header_an_error_carries_is_sent() -> None:
    fault = HTTPException(status_code=429, headers={"retry-after": "60"})
    answer = await raising(fault).send("GET", "/raises")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")


async def test_an_error_on_the_staff_side_leads_to_the_inbox() -> None:
    page = await Browser().open("/staff/nothing-here", status=404)
    assert page.find("main a.button")["href"] == "/staff"


async def test_an_error_is_in_the_language_of_the_browser() -> None:
    page = await Browser(language="es").open("/nothing-here", status=404)
    assert page.find("html")["lang"] == "es"


@pytest.mark.parametrize("browser_reads", ["gzip", "identity"])
async def test_pages_come_compressed_only_where_they_can_be_read(browser_reads: str) -> None:
    answer = await Browser().send("GET", "/sign-in", headers={"accept-encoding": browser_reads})
    assert ("content-encoding" in answer.headers) == (browser_reads == "gzip")
    assert "Accept-Encoding" in answer.headers["vary"]
    assert "Sign in" in checks.shortened(answer)


async def test_going_back_in_history_gets_the_whole_page() -> None:
    headers = HTMX | {"hx-history-restore-request": "true"}
    answer = await Browser().send("GET", "/sign-in", headers=headers)
    assert answer.text.startswith("<!doctype html>")


@pytest.mark.parametrize("text", ["{{7*7}}", "<b>bold</b>", "%(x)s"])
async def test_a_sentence_of_an_error_is_text(text: str) -> None:
    page = await raising(StateForbids(text)).open("/raises", status=409)
    page.shows(text)
