"""Somebody at Piccolo Admin, asking it what its page asks."""

import json
from typing import Any
from uuid import UUID

import httpx

from app.admin.exchange import CSRF_COOKIE, csrf_value
from app.main import admin_parts
from app.panels import PANELS
from app.web.admin import AdminForm, AdminTable
from tests import people
from tests.page import Browser

ADMIN = "/staff/admin"
PARTS = admin_parts(PANELS)
TABLES: dict[str, AdminTable] = {table.name: table for part in PARTS for table in part.tables}
FORMS: dict[str, AdminForm] = {form.slug: form for part in PARTS for form in part.forms}


class Desk:
    """One staff member's page of the admin."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        token = next((browser.cookies[name] for name in browser.cookies if name.endswith("staff")), "")
        self.csrf = csrf_value(token)

    async def ask(self, method: str, path: str, values: Any = None, **headers: str) -> httpx.Response:
        """Ask as the page does: JSON, with the token its cookie holds in a header."""
        sent = {"content-type": "application/json", "x-csrftoken": self.csrf} | headers
        content = b"" if values is None else json.dumps(values).encode()
        return await self.browser.send(method, ADMIN + path, headers=sent, content=content)

    async def get(self, path: str) -> httpx.Response:
        return await self.ask("GET", path)

    async def rows(self, table: str, query: str = "?__page_size=100") -> list[dict[str, Any]]:
        answer = await self.get(f"/api/tables/{table}/{query}")
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["rows"]
        return found

    async def add(self, table: str, **values: Any) -> httpx.Response:
        return await self.ask("POST", f"/api/tables/{table}/", values)

    async def change(self, table: str, row: UUID | str, **values: Any) -> httpx.Response:
        return await self.ask("PATCH", f"/api/tables/{table}/{row}/", values)

    async def delete(self, table: str, row: UUID | str) -> httpx.Response:
        return await self.ask("DELETE", f"/api/tables/{table}/{row}/")

    async def take(self, form: str, **values: Any) -> httpx.Response:
        return await self.ask("POST", f"/api/forms/{form}/", values)


async def desk_of(name: str) -> Desk:
    """Give the desk of somebody who is signed in."""
    return Desk(await people.staff(name))


__all__ = ["ADMIN", "CSRF_COOKIE", "FORMS", "PARTS", "TABLES", "Desk", "desk_of"]
