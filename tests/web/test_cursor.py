"""Where a list goes on."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from app.web.cursor import read_cursor, write_cursor

ROW = UUID("4b9d1f0c-7a52-4d3f-9a57-0f2f3b1f9d10")


def test_a_cursor_is_read_to_the_microsecond() -> None:
    at = datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=UTC)
    assert read_cursor(write_cursor(at, ROW)) == (at, ROW)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "x",
        "1",
        "1-",
        "-1",
        "1-x",
        f"x-{ROW.hex}",
        f"{'9' * 30}-{ROW.hex}",
        f"{'9' * 5000}-{ROW.hex}",
        "\x00-\x00",
    ],
)
def test_what_is_no_cursor_is_the_beginning(text: str) -> None:
    assert read_cursor(text) is None
