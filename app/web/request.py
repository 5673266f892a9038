"""Litestar's request as this app uses it: what is known of a request stands in its scope's state."""

from typing import Any, TypeAlias

import litestar
from litestar.connection import ASGIConnection

Request: TypeAlias = litestar.Request[Any, Any, Any]
Connection: TypeAlias = ASGIConnection[Any, Any, Any, Any]


def method_of(connection: Connection) -> str:
    """Give the method of an HTTP request ("GET"); the app has no other connections."""
    method: str = connection.scope["method"]  # type: ignore[typeddict-item]
    return method
