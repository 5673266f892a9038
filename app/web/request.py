"""Litestar's request as this app uses it: what is known of a request stands in its scope's state."""

from typing import Any, TypeAlias

import litestar
from litestar.connection import ASGIConnection
from litestar.datastructures import FormMultiDict
from litestar.types import Empty

from app.web.fields import read_parts, read_texts

Request: TypeAlias = litestar.Request[Any, Any, Any]
Connection: TypeAlias = ASGIConnection[Any, Any, Any, Any]

FORM_TYPES = TEXTS, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"

KNOWN = "known"
"""In the state of a request: whether it comes from somebody whose session is or was here, so that its body is awaited."""


class FormRequest(Request):
    """A request whose form is read within our own limits, and forgotten with it."""

    async def form(self) -> FormMultiDict:
        if self._connection_state.form is Empty:
            self._connection_state.form = await self._fields()
        return await super().form()

    async def _fields(self) -> dict[str, Any]:
        kind, options = self.content_type
        if kind == PARTS:
            return await read_parts(self.stream(), boundary=options.get("boundary", ""))
        return await read_texts(self.stream()) if kind == TEXTS else {}


def method_of(connection: Connection) -> str:
    """Give the method of an HTTP request ("GET"); the app has no other connections."""
    method: str = connection.scope["method"]  # type: ignore[typeddict-item]
    return method
