"""The one door to Piccolo Admin, at /staff/admin/.

Every request is admitted by our own session, held to a list of addresses, checked against the permission rules
and only then asked of Piccolo Admin, which is built when somebody first opens it.
"""

import asyncio
from typing import Any
from urllib.parse import unquote

from litestar import asgi
from litestar.exceptions import NotFoundException
from litestar.handlers import ASGIRouteHandler
from litestar.types import ASGIApp, Receive, Scope, Send

from app.admin.addresses import MOUNT
from app.admin.exchange import Exchange, Offers
from app.staff.rules import Action, PermissionRule
from app.web.admin import AdminParts
from app.web.request import Connection
from app.web.security import Audience


def admin_door(parts: AdminParts) -> ASGIRouteHandler:
    """Make the handler of everything under /staff/admin/, showing these parts. Raises ValueError for unknown rules."""
    offers = Offers(
        tables={table.name: table for part in parts for table in part.tables},
        forms={form.slug: form for part in parts for form in part.forms},
        admin=_Lazily(parts),
    )
    for table in offers.tables.values():
        PermissionRule(table.rule)
    for form in offers.forms.values():
        PermissionRule(form.rule), Action(form.action)

    @asgi(
        MOUNT,
        is_mount=True,
        copy_scope=True,
        name="admin",
        opt={"audience": Audience.STAFF, "own_door": True},
    )
    async def admin(scope: Scope, receive: Receive, send: Send) -> None:
        path = _path(scope)
        if not path.startswith(f"{MOUNT}/") and path != MOUNT:
            raise NotFoundException  # a mount also takes addresses that only begin like it
        exchange = Exchange(Connection(scope), receive, path=path.removeprefix(MOUNT), offers=offers)
        answer = await exchange.answer()
        await answer.send(send)

    return admin


def _path(scope: Scope) -> str:
    """Give the path as it was asked for: by now the one in the scope has lost its beginning."""
    raw: bytes = scope["raw_path"]
    return unquote(raw.partition(b"?")[0].decode("latin-1"), errors="replace")


class _Lazily:
    """Piccolo Admin, built once, when it is first asked something, beside the event loop."""

    def __init__(self, parts: AdminParts) -> None:
        self.parts = parts
        self.built: ASGIApp | None = None
        self.building = asyncio.Lock()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async with self.building:
            if self.built is None:
                self.built = await asyncio.to_thread(self._build)
        await self.built(scope, receive, send)

    def _build(self) -> ASGIApp:
        from app.admin.build import Admin

        tables = tuple(table for part in self.parts for table in part.tables)
        forms = tuple(form for part in self.parts for form in part.forms)
        links = tuple(link for part in self.parts for link in part.links)
        admin: Any = Admin(tables, forms, links)
        return admin  # type: ignore[no-any-return]
