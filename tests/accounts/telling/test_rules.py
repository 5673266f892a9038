"""When somebody is told: at once, but not in their quiet hours, whatever the clocks do, nor soon after the last time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.notices.preferences import DEFAULTS, Notice
from app.notices.telling.rules import GAP, due_at, end_of_quiet, is_quiet, is_too_late, is_wanted

NEW_YORK = ZoneInfo("America/New_York")
AT_NIGHT = replace(DEFAULTS, quiet_from=21, quiet_until=8)
ZONES = ("America/New_York", "America/Phoenix", "Pacific/Honolulu", "Australia/Lord_Howe", "America/Havana")
CHANGES = (datetime(2026, 3, 7, 18, tzinfo=UTC), datetime(2026, 10, 31, 18, tzinfo=UTC))
"""Before the clocks of America are put forward, and back."""


def ends(here: str, since: int, until: int, zone: str = "America/New_York") -> str:
    """Give when it ends to be quiet at a local moment there, as the clock there shows it."""
    at = datetime.fromisoformat(here).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    end = end_of_quiet(at, replace(DEFAULTS, quiet_from=since, quiet_until=until), ZoneInfo(zone))
    return "" if end is None else end.astimezone(ZoneInfo(zone)).isoformat()


@pytest.mark.parametrize(
    ("hour", "since", "until", "quiet"),
    [
        (22, 21, 8, True),
        (3, 21, 8, True),
        (8, 21, 8, False),
        (20, 21, 8, False),
        (13, 12, 14, True),
        (14, 12, 14, False),
        (5, None, None, False),
    ],
)
def test_quiet_hours_go_over_midnight(hour: int, since: int | None, until: int | None, quiet: bool) -> None:  # noqa: FBT001
    assert is_quiet(hour, since=since, until=until) is quiet


def test_what_happens_at_night_is_told_in_the_morning() -> None:
    assert ends("2026-12-01T22:10", 21, 8) == "2026-12-02T08:00:00-05:00"
    assert ends("2026-12-02T03:10", 21, 8) == "2026-12-02T08:00:00-05:00"
    assert ends("2026-12-02T08:00", 21, 8) == ""
    assert ends("2026-12-31T23:59", 21, 8) == "2027-01-01T08:00:00-05:00"


def test_a_night_in_which_the_clocks_change_ends_at_the_same_hour() -> None:
    assert ends("2026-03-07T22:00", 21, 8) == "2026-03-08T08:00:00-04:00"
    assert ends("2026-10-31T22:00", 21, 8) == "2026-11-01T08:00:00-05:00"
    assert ends("2027-03-13T22:00", 21, 8) == "2027-03-14T08:00:00-04:00"


def test_an_hour_that_does_not_exist_ends_with_the_change_and_of_one_that_comes_twice_the_first_counts() -> (
    None
):
    assert ends("2026-03-08T01:30", 22, 2) == "2026-03-08T03:00:00-04:00"
    assert ends("2026-11-01T00:30", 22, 1) == "2026-11-01T01:00:00-04:00"


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("since", "until"), [(21, 8), (22, 2), (23, 1), (0, 1), (1, 3), (22, 0), (8, 7)])
def test_it_ends_at_the_first_minute_that_is_not_quiet(zone: str, since: int, until: int) -> None:
    there, choices = ZoneInfo(zone), replace(DEFAULTS, quiet_from=since, quiet_until=until)
    for change in CHANGES:
        minutes = [change + timedelta(minutes=10 * number) for number in range(6 * 60)]
        quiet = [is_quiet(at.astimezone(there).hour, since=since, until=until) for at in minutes]
        for at, is_now in zip(minutes[: 24 * 6], quiet, strict=False):
            end = end_of_quiet(at, choices, there)
            assert (end is not None) is is_now
            if end is not None:
                first = next(each for each, now in zip(minutes, quiet, strict=True) if each > at and not now)
                assert first - timedelta(minutes=10) < end <= first, (at, end, first)


def test_soon_after_the_last_time_it_waits_and_then_for_the_morning() -> None:
    noon = datetime(2026, 12, 1, 17, tzinfo=UTC)
    assert due_at(noon, choices=AT_NIGHT, zone=NEW_YORK, last=None) == noon
    assert due_at(noon, choices=AT_NIGHT, zone=NEW_YORK, last=noon - timedelta(minutes=1)) == noon + (
        GAP - timedelta(minutes=1)
    )
    assert due_at(noon, choices=AT_NIGHT, zone=NEW_YORK, last=noon - GAP) == noon
    evening = datetime(2026, 12, 2, 1, 45, tzinfo=UTC)
    morning = datetime(2026, 12, 2, 13, tzinfo=UTC)
    assert due_at(evening, choices=AT_NIGHT, zone=NEW_YORK, last=evening) == morning


def test_it_is_told_what_was_chosen_and_what_is_needed() -> None:
    choices = replace(DEFAULTS, notices=(Notice.FORM,))
    assert is_wanted(Notice.FORM, choices, needed=False)
    assert not is_wanted(Notice.APPOINTMENT, choices, needed=False)
    assert is_wanted(Notice.APPOINTMENT, choices, needed=True)


def test_after_three_days_it_is_given_up() -> None:
    now = datetime(2026, 12, 4, tzinfo=UTC)
    assert not is_too_late(now - timedelta(days=3), now=now)
    assert is_too_late(now - timedelta(days=3, seconds=1), now=now)
