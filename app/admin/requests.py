"""Reading a request to the admin: its body counted and cleaned, its query held to what the table shows."""

import json
import math
from typing import Any
from urllib.parse import parse_qsl, urlencode

from litestar.types import Receive

from app.admin.answers import JSON, Declined
from app.admin.readable import amounts, cents
from app.web.admin import AdminTable, column_names
from app.web.forms import ODD_CHARACTERS
from app.web.language import _l
from app.web.text import BadText, clean_text

LARGEST_BODY = 100_000
LONGEST_QUERY = 4_000
LARGEST_PAGE = 100
LAST_PAGE = 10_000
TOO_LARGE = _l("What you sent is larger than we can take. Nothing was saved.")
NOT_READABLE = _l("We could not read what was sent. Nothing was saved.")
NOT_JSON = _l("Please send this from its own page.")
NOT_ASKED = _l("The list cannot be asked for in that way.")

MATCHES = frozenset({"contains", "exact", "starts", "ends"})
OPERATORS = frozenset({"lt", "lte", "gt", "gte", "e", "ne", "is_null", "not_null"})
TRUE = frozenset({"true", "True"})


async def read_body(receive: Receive, *, content_type: str) -> dict[str, Any]:
    """Read a JSON object of plain values, each text cleaned; raises Declined."""
    if content_type.partition(";")[0].strip().lower() != JSON:
        raise Declined(415, NOT_JSON)
    try:
        values = json.loads(await _whole(receive))
    except (ValueError, RecursionError):
        raise Declined(400, NOT_READABLE) from None
    if not isinstance(values, dict) or not all(_is_plain(value) for value in values.values()):
        raise Declined(400, NOT_READABLE)
    return {name: _cleaned(value) for name, value in values.items()}


async def _whole(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Declined(400, NOT_READABLE)
        body += message["body"]
        if len(body) > LARGEST_BODY:
            raise Declined(413, TOO_LARGE)
        if not message.get("more_body"):
            return bytes(body)


def _is_plain(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, str | int)


def _cleaned(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return clean_text(value, lines=True)
    except BadText:
        raise Declined(422, ODD_CHARACTERS) from None


def checked_query(
    raw: bytes, *, table: AdminTable, part: str, one_row: bool, shown_elsewhere: frozenset[str]
) -> bytes:
    """Give the query as the table may be asked; raises Declined for anything beyond what it shows.

    Piccolo Admin may first ask for a table in the order of the one before it, by columns `shown_elsewhere`: that
    order is left out.
    """
    try:
        pairs = parse_qsl(
            raw.decode("ascii"), keep_blank_values=True, strict_parsing=bool(raw), errors="strict"
        )
        for _, value in pairs:
            clean_text(value)
    except ValueError:  # BadText and every mistake of encoding are among them
        raise Declined(400, NOT_ASKED) from None
    pairs = [pair for pair in pairs if not _is_order_of_another(pair, table, shown_elsewhere)]
    if len(raw) > LONGEST_QUERY or not all(_may_ask(pair, table, part, one_row) for pair in pairs):
        raise Declined(400, NOT_ASKED)
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise Declined(400, NOT_ASKED)
    if part == "ids" and "limit" not in names:
        pairs.append(("limit", str(LARGEST_PAGE)))
    money = amounts(table)
    pairs = [(name, cents(value) if name in money else value) for name, value in pairs]
    return urlencode(pairs).encode()


def _may_ask(pair: tuple[str, str], table: AdminTable, part: str, one_row: bool) -> bool:  # noqa: FBT001
    name, value = pair
    if one_row:
        return name == "__readable" and value in TRUE
    if part == "ids":
        return name == "search" or (
            name in ("limit", "offset") and _is_number(value, least=0, most=_most(name))
        )
    if part == "count":
        return _is_filter(name, value, table)
    return not part and (_is_filter(name, value, table) or _is_listing(name, value, table))


def _is_order_of_another(pair: tuple[str, str], table: AdminTable, shown_elsewhere: frozenset[str]) -> bool:
    columns = {column.removeprefix("-") for column in pair[1].split(",")}
    return (
        pair[0] == "__order"
        and columns <= shown_elsewhere
        and not columns <= set(column_names(table.columns))
    )


def _most(name: str) -> int:
    return LARGEST_PAGE if name == "limit" else LAST_PAGE * LARGEST_PAGE


def _is_listing(name: str, value: str, table: AdminTable) -> bool:
    shown = column_names(table.columns)
    if name == "__page":
        return _is_number(value, least=1, most=LAST_PAGE)
    if name == "__page_size":
        return _is_number(value, least=1, most=LARGEST_PAGE)
    if name == "__order":
        return all(column.removeprefix("-") in shown for column in value.split(","))
    if name == "__visible_fields":
        return all(column in shown for column in value.split(","))
    return name == "__readable" and value in TRUE


def _is_filter(name: str, value: str, table: AdminTable) -> bool:
    shown = column_names(table.columns)
    for ending, known in (("__match", MATCHES), ("__operator", OPERATORS)):
        if name.endswith(ending):
            return name.removesuffix(ending) in shown and value in known
    return name in shown


def _is_number(text: str, *, least: int, most: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most
