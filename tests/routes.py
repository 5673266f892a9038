"""The app's own list of routes, with an address for each."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.main import LARGEST_BODY
from app.web.frame import Portal
from app.web.security import Audience

UNUSED = UUID("00000000-0000-4000-8000-00000000dead")
"""An id that no row has."""


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    audience: Audience
    name: str
    largest: int = LARGEST_BODY
    """Bytes of a body it takes."""

    def address(self, row: UUID = UNUSED) -> str:
        """Give an address of this route: about `row`, or about nothing that exists."""
        return (
            re.sub(r"\{[^}]+:uuid\}", str(row), self.path)
            .replace("{name:str}", "messages")
            .replace("{number:int}", "1")
            .replace("{block:str}", "emergency-contact")
            .replace("{side:str}", "front")
            .replace("{setting:str}", "practice_name")
            .replace("{kind:str}", "problem")
        )

    @property
    def takes_row(self) -> bool:
        return ":uuid}" in self.path

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def _largest(handler: Any) -> int:
    return int(handler.resolve_request_max_body_size() or LARGEST_BODY)


def routes_of(portal: Portal, *, audience: Audience | None = None, method: str = "") -> list[Route]:
    """Give every route of the app, or those for one audience and method."""
    found = [
        Route(each, route.path, Audience(handler.opt["audience"]), handler.name or "", _largest(handler))
        for route in portal.litestar.routes
        for handler in getattr(route, "route_handlers", ())
        if handler.http_methods != {"OPTIONS"}
        for each in sorted(handler.http_methods)
    ]
    return [
        route
        for route in found
        if audience in (None, route.audience)
        and method in ("", route.method)
        and "{name:path}" not in route.path
    ]
