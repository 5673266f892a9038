"""The moments of appointments: worded and read right through every change of the clocks."""

from datetime import UTC, date, datetime, time
from typing import Annotated
from zoneinfo import ZoneInfo

import pytest
from litestar.datastructures import FormMultiDict

from app.appointments.times import (
    HappensTwice,
    NoSuchTime,
    both_of,
    clock_time,
    elsewhere,
    read_moment,
    worded,
    worded_span,
)
from app.practice.settings import setting, zone_of
from app.web.forms import FilledForm, Form, parse
from app.web.language import Language, _l, speaking
from tests.appointments.clocks import CHANGES, HONOLULU, NEW_YORK, PHOENIX

pytestmark = pytest.mark.usefixtures("settled")


@pytest.mark.parametrize(("utc", "new_york", "phoenix", "honolulu"), CHANGES)
def test_a_moment_is_worded_by_the_clocks_of_its_place(
    utc: datetime, new_york: str, phoenix: str, honolulu: str
) -> None:
    for zone, words in ((NEW_YORK, new_york), (PHOENIX, phoenix), (HONOLULU, honolulu)):
        assert worded(utc, zone).replace("\u00a0", " ") == words


@pytest.mark.parametrize("year_day", [date(2026, 3, 8), date(2027, 3, 14)])
def test_the_hour_that_the_clocks_leave_out_is_refused_and_its_neighbours_are_not(year_day: date) -> None:
    for minute in (0, 30, 59):
        with pytest.raises(NoSuchTime, match="there is no 2:") as refused:
            read_moment(year_day, time(2, minute), NEW_YORK)
        assert refused.value.field == "starts_at_time"
        read_moment(year_day, time(2, minute), PHOENIX)
        read_moment(year_day, time(2, minute), HONOLULU)
    before, after = (read_moment(year_day, at, NEW_YORK) for at in (time(1, 59), time(3)))
    assert (after - before).total_seconds() == 60


@pytest.mark.parametrize("year_day", [date(2026, 11, 1), date(2027, 11, 7)])
def test_of_the_hour_that_comes_twice_somebody_says_which(year_day: date) -> None:
    half_past = time(1, 30)
    with pytest.raises(HappensTwice, match="comes twice") as refused:
        read_moment(year_day, half_past, NEW_YORK)
    assert refused.value.field == "twice"
    first, second = (read_moment(year_day, half_past, NEW_YORK, later=later) for later in (False, True))
    assert (second - first).total_seconds() == 3600
    assert first == datetime(year_day.year, 11, year_day.day, 5, 30, tzinfo=UTC)
    words = both_of(year_day, half_past, NEW_YORK)
    assert [each.replace("\u00a0", " ") for each in words] == ["1:30 AM EDT", "1:30 AM EST"]
    for at in (time(0, 59), time(2)):
        assert read_moment(year_day, at, NEW_YORK) == read_moment(year_day, at, NEW_YORK, later=True)


def test_what_is_typed_is_what_is_worded_at_every_hour_of_two_years_changes() -> None:
    for on in (date(2026, 3, 8), date(2026, 11, 1), date(2027, 3, 14), date(2027, 11, 7), date(2026, 7, 4)):
        for zone in (NEW_YORK, PHOENIX, HONOLULU):
            for hour in range(24):
                try:
                    moment = read_moment(on, time(hour, 15), zone, later=True)
                except NoSuchTime:
                    assert (zone, hour) == (NEW_YORK, 2)
                    continue
                here = moment.astimezone(zone)
                assert (here.date(), here.hour, here.minute) == (on, hour, 15)


def test_a_stretch_over_the_change_names_both_zones() -> None:
    starts_at = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert worded_span(starts_at, 60, NEW_YORK).replace("\u00a0", " ") == "1:30 AM EDT to 1:30 AM EST"
    assert worded_span(starts_at, 60, PHOENIX).replace("\u00a0", " ") == "10:30 PM to 11:30 PM MST"
    with speaking(Language.SPANISH):
        assert worded_span(starts_at, 60, PHOENIX).replace("\u00a0", " ") == "10:30 p.m. a 11:30 p.m. MST"


def test_another_zone_is_told_only_where_its_clocks_differ() -> None:
    winter, summer = datetime(2026, 12, 1, 17, tzinfo=UTC), datetime(2026, 7, 1, 17, tzinfo=UTC)
    denver = ZoneInfo("America/Denver")
    assert elsewhere(winter, 50, zone=denver, name="America/Phoenix") is None
    told = elsewhere(summer, 50, zone=denver, name="America/Phoenix")
    assert told is not None
    assert told.span.replace("\u00a0", " ") == "10:00 AM to 10:50 AM MST"
    assert elsewhere(summer, 50, zone=denver, name="") is None
    late = datetime(2026, 12, 2, 6, 30, tzinfo=UTC)
    told = elsewhere(late, 50, zone=NEW_YORK, name="Pacific/Honolulu")
    assert told is not None
    assert told.day == "Tuesday, December 1, 2026"


def test_a_location_without_a_zone_has_the_practices() -> None:
    assert zone_of("Pacific/Honolulu") == HONOLULU
    assert zone_of("") == ZoneInfo(setting("practice_zone"))


class Typed(Form):
    at: Annotated[time | None, clock_time(missing=_l("Type the time."))]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2:30 PM", time(14, 30)),
        ("2:30pm", time(14, 30)),
        ("2 p. m.", time(14)),
        ("12 am", time(0)),
        ("12:05 PM", time(12, 5)),
        ("14:30", time(14, 30)),
        (" 08.15 ", time(8, 15)),
    ],
)
def test_a_time_of_day_is_read_as_people_write_it(typed: str, read: time) -> None:
    form = parse(Typed, FormMultiDict([("at", typed)]))
    assert isinstance(form, Typed)
    assert form.at == read


@pytest.mark.parametrize("typed", ["", "9", "25:00", "13 pm", "0 am", "10:60", "noon", "9" * 50, "\u0662:30"])
def test_anything_else_is_no_time_of_day(typed: str) -> None:
    form = parse(Typed, FormMultiDict([("at", typed)]))
    assert isinstance(form, FilledForm)
    assert form.error("at")
