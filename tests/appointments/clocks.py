"""Moments around every change of the clocks in 2026 and 2027, as three places in the United States read them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

NEW_YORK, PHOENIX, HONOLULU = (
    ZoneInfo(name) for name in ("America/New_York", "America/Phoenix", "Pacific/Honolulu")
)
"""One place changes its clocks; the other two never do."""

CHANGES = [
    (
        datetime(2026, 3, 8, 6, 59, tzinfo=UTC),
        "Sunday, March 8, 2026, 1:59 AM EST",
        "Saturday, March 7, 2026, 11:59 PM MST",
        "Saturday, March 7, 2026, 8:59 PM HST",
    ),
    (
        datetime(2026, 3, 8, 7, 0, tzinfo=UTC),
        "Sunday, March 8, 2026, 3:00 AM EDT",
        "Sunday, March 8, 2026, 12:00 AM MST",
        "Saturday, March 7, 2026, 9:00 PM HST",
    ),
    (
        datetime(2026, 11, 1, 5, 59, tzinfo=UTC),
        "Sunday, November 1, 2026, 1:59 AM EDT",
        "Saturday, October 31, 2026, 10:59 PM MST",
        "Saturday, October 31, 2026, 7:59 PM HST",
    ),
    (
        datetime(2026, 11, 1, 6, 0, tzinfo=UTC),
        "Sunday, November 1, 2026, 1:00 AM EST",
        "Saturday, October 31, 2026, 11:00 PM MST",
        "Saturday, October 31, 2026, 8:00 PM HST",
    ),
    (
        datetime(2027, 3, 14, 6, 59, tzinfo=UTC),
        "Sunday, March 14, 2027, 1:59 AM EST",
        "Saturday, March 13, 2027, 11:59 PM MST",
        "Saturday, March 13, 2027, 8:59 PM HST",
    ),
    (
        datetime(2027, 3, 14, 7, 0, tzinfo=UTC),
        "Sunday, March 14, 2027, 3:00 AM EDT",
        "Sunday, March 14, 2027, 12:00 AM MST",
        "Saturday, March 13, 2027, 9:00 PM HST",
    ),
    (
        datetime(2027, 11, 7, 5, 59, tzinfo=UTC),
        "Sunday, November 7, 2027, 1:59 AM EDT",
        "Saturday, November 6, 2027, 10:59 PM MST",
        "Saturday, November 6, 2027, 7:59 PM HST",
    ),
    (
        datetime(2027, 11, 7, 6, 0, tzinfo=UTC),
        "Sunday, November 7, 2027, 1:00 AM EST",
        "Saturday, November 6, 2027, 11:00 PM MST",
        "Saturday, November 6, 2027, 8:00 PM HST",
    ),
]
"""Each a moment, and how New York, Phoenix and Honolulu read it."""
