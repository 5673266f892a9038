"""Which pages of the staff are measured: lists, the search, charts, and every list of Piccolo Admin."""

from collections.abc import Iterator
from dataclasses import dataclass

from piccolo.columns import ForeignKey, Text, Varchar

from app import db
from app.chart.staff_controller import SEARCH, SEARCH_SECONDS
from app.main import admin_parts
from app.panels import PANELS
from app.web.admin import AdminTable, name_of
from app.web.sealed import seal
from bench.crowd import FEW, FIRST_NUMBER
from bench.practice import DANA, NORA, TERRY

WHO = {NORA: "all", TERRY: "50", DANA: "5000"}
"""Whose charts are open: all of them, or so many."""
EVERYWHERE = (
    "/staff",
    "/staff?show=unread",
    "/staff?show=mine",
    "/staff?show=groups",
    "/staff?show=unanswered",
    "/staff?show=late",
    "/staff?show=all",
    "/staff/alerts/all",
    "/staff/messages",
    "/staff/messages/new",
    "/staff/clients",
    "/staff/clients?before=150000",
    "/staff/clients/new",
    "/staff/appointments",
    "/staff/billing",
    "/staff/billing?shown=paid&where=office&since=2026-01-01&until=2026-12-31",
    "/staff/billing/aged",
    "/staff/record",
    "/staff/record?shown=answered&kind=record",
    "/staff/forms",
    "/staff/forms/packets",
    "/staff/forms/safety",
    "/staff/settings",
    "/staff/mend",
    "/staff/quarantine",
    "/staff/clients/invitations",
    "/staff/reports",
)
OF_CHART = (
    "",
    "/portal",
    "/portal/forms",
    "/portal/notices",
    "/access",
    "/documents",
    "/forms",
    "/scores",
    "/changes",
    "/billing",
    "/billing/statements",
    "/appointments",
    "/record",
)
FOR_ALL = frozenset({"/staff/settings", "/staff/mend"})
"""What is measured for the Client Admin alone: it is the same for everybody."""


@dataclass(frozen=True)
class Place:
    """Something a person asks for."""

    name: str
    who: str
    path: str
    cookie: str


def staff_places(cookies: dict[str, str]) -> list[Place]:
    """Give the pages outside charts, for everybody."""
    return [
        Place(path, WHO[who], path, cookies[who])
        for path in EVERYWHERE
        for who in WHO
        if who == NORA or path not in FOR_ALL
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
    paths = [f"/staff/clients/{row['id']}{leaf}" for leaf in OF_CHART]
    names = [f"chart{leaf}" for leaf in OF_CHART]
    return [
        Place(name, WHO[who], path, cookies[who])
        for name, path in zip([*names, "thread"], [*paths, f"/staff/messages/{row['thread']}"], strict=True)
        for who in (NORA, TERRY)
    ]


def admin_places(cookies: dict[str, str]) -> list[Place]:
    """Give every table of Piccolo Admin: its list and count, in every order it offers, and narrowed down."""
    tables = [table for part in admin_parts(PANELS) for table in part.tables]
    return [
        Place(f"admin {table.name} {words}".strip(), WHO[NORA], path, cookies[NORA])
        for table in tables
        for words, path in _lists(table)
    ]


def _opened(table: AdminTable) -> str:
    """Give the order in which Piccolo Admin asks for a list when somebody opens it."""
    if table.newest_first is not None:
        return f"-{name_of(table.newest_first)}"
    return ",".join(name_of(column) for column in table.ordered_by or table.named_by)


def _lists(table: AdminTable) -> Iterator[tuple[str, str]]:
    address = f"/staff/admin/api/tables/{table.name}/"
    page = f"{address}?__page=1&__page_size=25&__readable=true"
    shown = [name_of(column) for column in table.columns]
    yield "as it opens", f"{page}&__order={_opened(table)}"
    yield "count", f"{address}count/"
    for name in shown:
        yield f"by {name}", f"{page}&__order={name}"
        yield f"by -{name}", f"{page}&__order=-{name}"
    for column in table.columns:
        name = name_of(column)
        if isinstance(column, ForeignKey):
            yield f"where {name}", f"{page}&{name}=00000000-0000-4000-8000-000000000000"
        elif isinstance(column, Varchar | Text):
            yield f"where {name} contains", f"{page}&{name}=zzyzx&{name}__match=contains"
