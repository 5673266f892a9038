"""Which pages of the staff are measured: lists, the search, charts, and every list of Piccolo Admin."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from piccolo.columns import ForeignKey, Text, Varchar

from app import db
from app.chart.staff_controller import SEARCH, SEARCH_SECONDS
from app.main import admin_parts, create_app
from app.panels import PANELS
from app.web.admin import AdminTable, name_of
from app.web.sealed import seal
from app.web.security import Audience
from bench.crowd import FEW, FIRST_NUMBER
from bench.practice import DANA, NORA, TERRY
from tests.routes import routes_of

WHO = {NORA: "all", TERRY: "50", DANA: "5000"}
"""Whose charts are open: all of them, or so many."""
NOT_MEASURED = re.compile(
    r"/staff/(?:account|session|confirm|password|sign-in|components)|/staff/(?:alerts|late)$|.*/as-client$|.*/example$|.*/(?:aged|payments).csv$"
)
"""Pages about the reader alone, of parts, that lead on, and files that hold everything there is."""
NARROWED = (
    "/staff?show=unread",
    "/staff?show=mine",
    "/staff?show=groups",
    "/staff?show=unanswered",
    "/staff?show=late",
    "/staff?show=all",
    "/staff/late?kind=messages",
    "/staff/late?kind=record",
    "/staff/clients?before=150000",
    "/staff/billing?shown=paid&where=office&since=2026-01-01&until=2026-12-31",
    "/staff/record?shown=answered&kind=record",
    "/staff/reports?since=2025-01&until=2099-01",
)
IN_CHART = ("/as-client/home", "/as-client/messages", "/as-client/forms", "/as-client/billing")
FOR_ALL = ("/staff/settings", "/staff/mend")
"""What is measured for the Client Admin alone: it is the same for everybody, or closed to others."""
CLIENT = "{client_id:uuid}"


@dataclass(frozen=True)
class Place:
    """Something a person asks for."""

    name: str
    who: str
    path: str
    cookie: str
    aside: bool = False
    """Whether it is measured beside the goal: a list put in another order than its own, or searched for a part of a word,
    reads the whole table, which no index spares it."""


def staff_paths() -> list[str]:
    """Give the paths of all pages of the staff that name nothing but perhaps a chart."""
    routes = routes_of(create_app(), audience=Audience.STAFF, method="GET")
    return [
        route.path
        for route in routes
        if "{" not in route.path.replace(CLIENT, "") and not NOT_MEASURED.match(route.path)
    ]


def staff_places(cookies: dict[str, str]) -> list[Place]:
    """Give the pages outside charts, for everybody."""
    paths = [*(path for path in staff_paths() if CLIENT not in path), *NARROWED]
    return [
        Place(path, WHO[who], path, cookies[who])
        for path in paths
        for who in WHO
        if who == NORA or not path.startswith(FOR_ALL)
    ]


async def search_places(cookies: dict[str, str]) -> list[Place]:
    """Give the search by each of what clients are found by, some in vain."""
    rows = await db.rows(
        "select first_name, last_name from client where number = any($1) order by number",
        [FIRST_NUMBER + FEW // 2, FIRST_NUMBER + FEW * 2],
    )
    first, last = rows[0]["first_name"], rows[0]["last_name"]
    looked_for = {
        "a number": str(FIRST_NUMBER + FEW // 2),
        "a first name": first,
        "a last name": last,
        "a beginning": last[:1],
        "both names": f"{first} {last}",
        "last name, comma": f"{last}, {first}",
        "a birth date": "1988-04-12",
        "a phone": "(312) 000-0025",
        "nobody": "Zzyzx",
    }
    return [
        Place(f"search: {name}", WHO[who], _search(words, cookies[who]), cookies[who])
        for name, words in looked_for.items()
        for who in WHO
    ]


def _search(words: str, cookie: str) -> str:
    sealed = seal(SEARCH, words, bound_to=cookie.partition("=")[2], seconds=SEARCH_SECONDS)
    return f"/staff/clients?search={sealed}"


async def chart_places(cookies: dict[str, str]) -> list[Place]:
    """Give every tab of a usual chart, and one of its conversations."""
    row = await db.row(
        "select client.id, thread.id as thread from client join message_thread thread on thread.client = client.id "
        "where number = $1",
        FIRST_NUMBER + FEW // 2,
    )
    assert row is not None, "the crowd has that client"
    leaves = [path.partition(CLIENT)[2] for path in staff_paths() if CLIENT in path]
    paths = {f"chart{leaf}": f"/staff/clients/{row['id']}{leaf}" for leaf in (*leaves, *IN_CHART)}
    paths["thread"] = f"/staff/messages/{row['thread']}"
    return [
        Place(name, WHO[who], path, cookies[who]) for name, path in paths.items() for who in (NORA, TERRY)
    ]


def admin_places(cookies: dict[str, str]) -> list[Place]:
    """Give every table of Piccolo Admin: its list and count, in every order it offers, and narrowed down."""
    tables = [table for part in admin_parts(PANELS) for table in part.tables]
    return [
        Place(f"admin {table.name} {words}", WHO[NORA], path, cookies[NORA], aside=aside)
        for table in tables
        for words, path, aside in _lists(table)
    ]


def _opened(table: AdminTable) -> str:
    """Give the order in which Piccolo Admin asks for a list when somebody opens it."""
    if table.newest_first is not None:
        return f"-{name_of(table.newest_first)}"
    return ",".join(name_of(column) for column in table.ordered_by or table.named_by)


def _lists(table: AdminTable) -> Iterator[tuple[str, str, bool]]:
    address = f"/staff/admin/api/tables/{table.name}/"
    page = f"{address}?__page=1&__page_size=25&__readable=true"
    shown = [name_of(column) for column in table.columns]
    yield "as it opens", f"{page}&__order={_opened(table)}", False
    yield "count", f"{address}count/", False
    for name in shown:
        yield f"by {name}", f"{page}&__order={name}", True
    for column in table.columns:
        name = name_of(column)
        if isinstance(column, ForeignKey):
            yield f"where {name}", f"{page}&{name}=00000000-0000-4000-8000-000000000000", False
        elif isinstance(column, Varchar | Text):
            yield f"where {name} contains", f"{page}&{name}=zzyzx&{name}__match=contains", True
