"""A FHIR bundle read resource by resource: never more of it in memory than its bytes and the resource at hand."""

import codecs
import io
import re
from collections.abc import Iterator
from typing import Any

import ijson

from app.record.importing import limits
from app.record.importing.refusing import (
    EMPTY,
    NO_BUNDLE,
    NO_CONTENT_BUNDLE,
    NOT_JSON,
    NOT_UTF8,
    TOO_DEEP,
    TOO_LARGE,
    TOO_LONG,
    TOO_MANY,
    TOO_WIDE,
    WRONG_SHAPE,
    Refused,
)
from app.web.language import gettext

KINDS = frozenset({"collection", "transaction", "batch", "searchset", "document", "message"})
"""The kinds of bundles that hold resources as they are now (FHIR R4 bundle-type)."""
TYPE = re.compile(r"[A-Z][A-Za-z]{1,50}")
PIECE_BYTES = 64 * 1024
FAULTS = (ijson.JSONError, ArithmeticError, ValueError, SystemError)
"""What ijson raises for what is no JSON, and for numbers that no computer holds."""

Events = Iterator[tuple[str, Any]]


class Bundle:
    """A file as it is walked through: what stands beside its resources is known once the walk is over."""

    def __init__(self, content: bytes) -> None:
        """Raise Refused for what is too large, or no text."""
        if len(content) > limits.LARGEST_BYTES:
            raise Refused(TOO_LARGE)
        if not content.strip():
            raise Refused(EMPTY)
        _check_text(content)
        self._content = content.removeprefix(codecs.BOM_UTF8)
        self.meta: dict[str, Any] = {}

    def resources(self) -> Iterator[tuple[dict[str, Any], str]]:
        """Give each resource with the address it has in the bundle, "" for none; raises Refused where it must end."""
        try:
            yield from self._walked()
        except FAULTS:
            raise Refused(NOT_JSON) from None

    def _walked(self) -> Iterator[tuple[dict[str, Any], str]]:
        events: Events = ijson.basic_parse(io.BytesIO(self._content), buf_size=PIECE_BYTES)
        if next(events)[0] != "start_map":
            raise Refused(NO_BUNDLE)
        beside: dict[str, Any] = {}
        builder = _Builder(events)
        for event, name in events:
            if event == "end_map":
                continue
            begins = next(events)
            if name == "entry":
                yield from _entries(events, begins)
            else:
                beside[name] = builder.built(*begins, depth=2)
        _check_kind(beside)
        self.meta = beside["meta"] if isinstance(beside.get("meta"), dict) else {}


def _check_text(content: bytes) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for begin in range(0, len(content), PIECE_BYTES):
            decoder.decode(content[begin : begin + PIECE_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise Refused(NOT_UTF8) from None


def _check_kind(beside: dict[str, Any]) -> None:
    if beside.get("resourceType") != "Bundle":
        raise Refused(NO_BUNDLE)
    kind = beside.get("type")
    if kind not in KINDS:
        raise Refused(gettext(NO_CONTENT_BUNDLE.message) % {"kind": str(kind or "?")[:40]})


def _entries(events: Events, begins: tuple[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    if begins[0] != "start_array":
        raise wrong_shape("Bundle", "entry")
    count = 0
    for event, value in events:
        if event == "end_array":
            return
        resource, address = _parts(_Builder(events).built(event, value, depth=3))
        if resource is None:
            continue  # what a batch deletes has none
        count += 1
        if count > limits.MOST_RESOURCES:
            raise Refused(TOO_MANY)
        yield resource, address


def _parts(entry: Any) -> tuple[dict[str, Any] | None, str]:
    """Give the resource of an entry, and its address."""
    if not isinstance(entry, dict):
        raise wrong_shape("Bundle", "entry")
    resource, address = entry.get("resource"), entry.get("fullUrl", "")
    if not isinstance(address, str):
        raise wrong_shape("Bundle", "entry.fullUrl")
    kind = resource.get("resourceType") if isinstance(resource, dict) else None
    if resource is not None and not (isinstance(kind, str) and TYPE.fullmatch(kind)):
        raise wrong_shape("Bundle", "entry.resource")
    return resource, address


class _Builder:
    """Makes one value of the events of a reader; counts what goes into it."""

    def __init__(self, events: Events) -> None:
        self._events, self._left = events, limits.MOST_VALUES

    def built(self, event: str, value: Any, *, depth: int) -> Any:
        self._left -= 1
        if self._left < 0:
            raise Refused(TOO_WIDE)
        if event == "string" and len(value) > limits.LONGEST_STRING:
            raise Refused(TOO_LONG)
        if event not in ("start_map", "start_array"):
            return value
        if depth >= limits.DEEPEST:
            raise Refused(TOO_DEEP)
        return self._map(depth) if event == "start_map" else self._list(depth)

    def _map(self, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for event, name in self._events:
            if event == "end_map":
                break
            made[name] = self.built(*next(self._events), depth=depth + 1)
        return made

    def _list(self, depth: int) -> list[Any]:
        made: list[Any] = []
        for event, value in self._events:
            if event == "end_array":
                break
            made.append(self.built(event, value, depth=depth + 1))
        return made


def wrong_shape(resource: str, field: str) -> Refused:
    """Give the refusal of a file with something that FHIR R4 does not have there."""
    return Refused(gettext(WRONG_SHAPE.message) % {"resource": resource, "field": field})
