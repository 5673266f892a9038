"""A25, A29, A32 and A33 in the admin: cookies, HX headers, what every answer says, what may be kept."""

from collections.abc import Iterator

import pytest

from app.config import Config
from tests import people
from tests.admin.desk import ADMIN, Desk, desk_of
from tests.attacks import ELSEWHERE
from tests.attacks.admin_addresses import everything
from tests.checks import HEADERS, OF_ADMIN
from tests.environment import configured
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")


@pytest.fixture
def over_https() -> Iterator[Config]:
    with configured(public_url="https://portal.example.org") as changed:
        yield changed


async def test_a25_every_cookie_over_https_is_for_this_host_alone(over_https: Config) -> None:
    """`desk_of` opens the session; each answer's cookies are checked as they come (tests/cookie.py)."""
    assert over_https.is_secure
    nora = await desk_of("nora")
    for method, path in await everything():
        if method != "DELETE" and path != "/public/logout/":
            await nora.ask(method, path, {})
    assert set(nora.browser.cookies) == {"__Host-staff", "csrftoken"}
    await nora.ask("POST", "/public/logout/")
    assert set(nora.browser.cookies) == {"csrftoken"}


async def test_a25_the_cookies_flags_are_those_decided(over_https: Config) -> None:
    assert over_https.is_secure
    answer = await (await desk_of("nora")).get("/")
    value, *flags = answer.headers["set-cookie"].split("; ")
    assert value.startswith("csrftoken=")
    assert flags == ["Path=/staff/admin", "SameSite=Strict", "Secure"]


async def test_a25_an_anonymous_visit_sets_no_cookie() -> None:
    stranger = Desk(Browser())
    for method, path in await everything():
        await stranger.ask(method, path, {})
    assert stranger.browser.cookies == {}


async def test_a29_hx_headers_change_nothing() -> None:
    nora = await desk_of("nora")
    plain = await nora.get("/")
    for name in ("hx-request", "hx-boosted", "hx-history-restore-request", "hx-current-url", "hx-redirect"):
        answer = await nora.ask("GET", "/", **{name: "true"})
        assert answer.content == plain.content
        assert not [header for header in answer.headers if header.startswith("hx-")]


@pytest.mark.parametrize("address", ELSEWHERE)
async def test_a29_the_way_back_leads_nowhere_else(address: str) -> None:
    answer = await Browser().send(
        "GET", f"{ADMIN}/", headers={"hx-current-url": "x", "referer": "https://evil.example"}
    )
    assert answer.headers["location"] == "/staff/sign-in?next=/staff/admin/"
    if all(ord(character) > 31 for character in address):
        visitor = Browser()
        await visitor.open("/staff/sign-in")
        page = await visitor.press("Sign in", username="nora", password="demo-nora-portal-1")
        assert page.path.startswith("/staff")


async def test_a32_and_a33_every_answer_says_how_it_may_be_used() -> None:
    asked = [*await everything(), ("GET", "/nothing/"), ("PUT", "/"), ("GET", "/api/docs/"), ("GET", "")]
    for desk in (await desk_of("nora"), await desk_of("stan"), Desk(await people.alice()), Desk(Browser())):
        for method, path in asked:
            if method == "DELETE" or path == "/public/logout/":
                continue
            answer = await desk.ask(method, path, {})
            assert answer.headers["content-security-policy"] == OF_ADMIN
            assert answer.headers["cache-control"] == "no-store"
            assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


async def test_a32_also_what_is_too_large_and_what_is_refused() -> None:
    nora = await desk_of("nora")
    for answer in (
        await nora.add("task_types", label="a" * 200_000),
        await nora.ask("POST", "/api/tables/task_types/", {}, **{"content-type": "text/plain"}),
        await nora.ask("POST", "/api/tables/task_types/", {}, **{"x-csrftoken": "x"}),
        await nora.get("/api/tables/task_types/?__page_size=-1"),
    ):
        assert answer.status_code in (400, 403, 413, 415)
        assert answer.headers["content-security-policy"] == OF_ADMIN
        assert answer.headers["cache-control"] == "no-store"


async def test_a32_over_https_browsers_are_told_to_stay_there(over_https: Config) -> None:
    assert over_https.is_secure
    answer = await (await desk_of("nora")).get("/")
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


async def test_a33_only_files_without_anybodys_data_are_kept() -> None:
    nora = await desk_of("nora")
    page = (await nora.get("/")).text
    name = page.partition('src="./assets/')[2].partition('"')[0]
    assert "immutable" in (await nora.get(f"/assets/{name}")).headers["cache-control"]
