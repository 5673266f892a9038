"""Rows A30 and A34: what people type is never a template, and never a statement."""

import ast
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from app.web.frame import Portal
from tests import people, rows, source
from tests.attacks.callers import Somebody, visitor
from tests.attacks.everywhere import pages, type_everywhere
from tests.page import Browser
from tests.routes import routes_of

pytestmark = pytest.mark.usefixtures("rolled_back")

EVERYBODY: tuple[tuple[str, Somebody], ...] = (
    ("/sign-in", people.nobody),
    ("/staff/sign-in", people.nobody),
    ("/home", people.alice),
    ("/staff", people.nora),
    ("/staff", people.terry),
)

TEMPLATES = (
    "{{7*191}} ${7*191} #{7*191} <%= 7*191 %>",
    "{% for x in range(7*191) %}x{% endfor %}{{ cycler.__init__.__globals__ }}",
    "%(practice)s {practice} {0.__class__} %s $practice @(7*191)",
)
STATEMENTS = (
    "'", "';--", "' or '1'='1", "'; drop table message cascade; --", "' union select null,null,null--",
    "$1", "$$; select pg_sleep(9); $$", "1); delete from client; --", "\\'; select pg_sleep(9)--", "%' and 1=0--",
    "' || pg_sleep(9) || '", "0x27", "U&'\\0027'", "') returning id; --", "/*! */", "id\"; truncate audit_event; --",
)  # fmt: skip
TABLES = "select string_agg(tablename, ',' order by tablename) from pg_tables where schemaname = 'public'"


@pytest.mark.parametrize(("start", "somebody"), EVERYBODY)
async def test_a30_text_that_looks_like_a_template_stays_text(
    portal: Portal, start: str, somebody: Somebody
) -> None:
    browser = await somebody()
    check_refused_or_done(await type_everywhere(browser, start, TEMPLATES))
    async for page in pages(browser, start):
        page.lacks("1337", "<class", "cycler object", "xxxxxxx")


def check_refused_or_done(answered: dict[str, set[int]]) -> None:
    assert answered
    assert not {
        address: statuses for address, statuses in answered.items() if not statuses <= {303, 404, 409, 422}
    }


async def test_a30_alice_finds_such_text_as_she_typed_it() -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    page = await alice.press(
        "Send message", task_type="Records request", subject=TEMPLATES[0], body="\n".join(TEMPLATES)
    )
    page.shows(*TEMPLATES)


def test_a30_templates_are_only_made_from_files() -> None:
    for path in source.modules():
        for call in source.calls(path):
            assert not (called := _name(call)).endswith(("from_string", "Template")), (
                f"{path}:{call.lineno} {called}"
            )


def _name(call: object) -> str:

    assert isinstance(call, ast.Call)
    return ast.unparse(call.func)


@pytest.mark.parametrize(("start", "somebody"), EVERYBODY)
async def test_a34_no_field_of_any_form_ends_a_statement(
    portal: Portal, start: str, somebody: Somebody
) -> None:
    tables, clients = await rows.value(TABLES), await rows.value("select count(*) from client")
    check_refused_or_done(await type_everywhere(await somebody(), start, STATEMENTS))
    assert await rows.value(TABLES) == tables
    assert await rows.value("select count(*) from client") == clients


PARAMETERS = ("before", "next", "tab", "filter", "q", "page", "order", "__order", "sort", "search", "id")


async def test_a34_no_address_ends_a_statement(portal: Portal) -> None:
    for route in routes_of(portal, method="GET"):
        browser = await visitor(route.audience)
        written = [quote(statement, safe="") for statement in STATEMENTS]
        in_queries = [f"{route.address()}?{query}" for query in _queries(written)]
        in_paths = [_in_path(route.path, each) for each in written] if "{" in route.path else []
        for address in in_queries + in_paths:
            answer = await browser.send("GET", address)
            assert answer.status_code in (200, 204, 303, 404), f"{address} answered {answer.status_code}"


def _queries(written: list[str]) -> Iterator[str]:
    """Give queries of all parameters with one of these each: each is tried in three or four of them."""
    for first in range(0, len(written), 3):
        yield "&".join(
            f"{name}={written[(first + place) % len(written)]}" for place, name in enumerate(PARAMETERS)
        )


def _in_path(path: str, written: str) -> str:
    """Put something else where an address has an id or a name."""
    return "/".join(written if part.startswith("{") else part for part in path.split("/"))


async def test_a34_a_name_with_an_apostrophe_is_found_as_it_was_written() -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    page = await alice.press(
        "Send message", task_type="Records request", subject="O'Brien's records", body="';--"
    )
    page.shows("O'Brien's records", "';--")


async def test_a34_a_cookie_ends_no_statement(portal: Portal) -> None:
    for statement in STATEMENTS:
        for cookie in ("portal", "staff", "form", "flash", "language"):
            for path in ("/home", "/staff", "/sign-in"):
                answer = await Browser(cookies={cookie: quote(statement)}).send("GET", path)
                assert answer.status_code in (200, 303)
