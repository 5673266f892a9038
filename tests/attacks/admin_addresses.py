"""Every address of Piccolo Admin, from what the packages hand to it."""

from collections.abc import Iterator
from typing import Any

from tests import rows
from tests.admin.desk import FORMS, TABLES
from tests.routes import UNUSED

Asked = tuple[str, str]
"""A method and an address behind the mount."""

ABOUT = ("/", "/api/user/", "/api/links/", "/api/tables/", "/api/tables/grouped/", "/api/forms/", "/api/forms/grouped/",
         "/public/meta/", "/public/translations/", "/public/translations/es/")  # fmt: skip
PARTS = ("", "schema/", "ids/", "count/", "references/", "new/")


async def row_of(table: str) -> Any:
    """Give a row that stands in the table, or an id that no row has."""
    tablename = TABLES[table].table._meta.tablename
    return await rows.value(f'select id from "{tablename}" limit 1') or UNUSED


async def of_tables() -> list[Asked]:
    found: list[Asked] = []
    for table in TABLES:
        one = f"/api/tables/{table}/{await row_of(table)}/"
        found += [("GET", f"/api/tables/{table}/{part}") for part in PARTS]
        found += [
            ("POST", f"/api/tables/{table}/"),
            *((method, one) for method in ("GET", "PUT", "PATCH", "DELETE")),
        ]
    return found


def of_forms() -> Iterator[Asked]:
    for form in FORMS:
        yield "GET", f"/api/forms/{form}/"
        yield "GET", f"/api/forms/{form}/schema/"
        yield "POST", f"/api/forms/{form}/"


async def everything() -> list[Asked]:
    return [("GET", path) for path in ABOUT] + await of_tables() + [*of_forms(), ("POST", "/public/logout/")]


def unsafe(asked: list[Asked]) -> list[Asked]:
    return [(method, path) for method, path in asked if method not in ("GET", "PUT")]
