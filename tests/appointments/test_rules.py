"""What the state of an appointment allows its client, to the minute."""

from datetime import UTC, datetime, timedelta

import pytest

from app.activity.refusals import StateForbids
from app.appointments.rules import (
    AppointmentState,
    AskingState,
    Facts,
    Notice,
    can_ask_about,
    can_withdraw,
    check_can_ask,
    check_can_ask_about,
    check_can_withdraw,
    is_over,
    is_upcoming,
    shows_link,
)

AT = datetime(2026, 12, 8, 14, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BOOKED = Facts(AppointmentState.BOOKED, AT, 50)
CANCELLED = Facts(AppointmentState.CANCELLED, AT, 50)
DAY = Notice(hours=24, may_ask=True)


def test_an_appointment_is_to_come_until_it_ends() -> None:
    assert is_upcoming(BOOKED, now=AT + 49 * MINUTE)
    assert not is_upcoming(BOOKED, now=AT + 50 * MINUTE)
    assert is_over(BOOKED, now=AT + 50 * MINUTE)
    assert not is_upcoming(CANCELLED, now=AT - MINUTE)


def test_the_link_is_shown_from_a_day_before_until_an_hour_after() -> None:
    before, after = AT - timedelta(days=1), AT + timedelta(minutes=110)
    assert [shows_link(BOOKED, now=now) for now in (before - MINUTE, before, after - MINUTE, after)] == [
        False,
        True,
        True,
        False,
    ]
    assert not shows_link(CANCELLED, now=AT)


@pytest.mark.parametrize(
    ("facts", "notice", "before", "sentence"),
    [
        (BOOKED, DAY, timedelta(hours=24), "too late"),
        (BOOKED, DAY, timedelta(0), "has begun"),
        (BOOKED, Notice(hours=0, may_ask=True), timedelta(0), "has begun"),
        (BOOKED, Notice(hours=24, may_ask=False), timedelta(days=9), "care here has ended"),
        (CANCELLED, DAY, timedelta(days=9), "cancelled already"),
        (Facts(AppointmentState.BOOKED, AT, 50, asked=True), DAY, timedelta(days=9), "Take that back first"),
    ],
)
def test_asking_about_one_is_refused_with_the_reason(
    facts: Facts, notice: Notice, before: timedelta, sentence: str
) -> None:
    assert not can_ask_about(facts, now=AT - before, notice=notice)
    with pytest.raises(StateForbids, match=sentence):
        check_can_ask_about(facts, now=AT - before, notice=notice)


def test_there_is_time_to_ask_until_the_last_minute_of_the_notice() -> None:
    check_can_ask_about(BOOKED, now=AT - timedelta(hours=24, minutes=1), notice=DAY)
    check_can_ask_about(BOOKED, now=AT - MINUTE, notice=Notice(hours=0, may_ask=True))


def test_what_waits_can_be_taken_back_and_nothing_else() -> None:
    assert [state for state in AskingState if can_withdraw(state)] == [AskingState.WAITING]
    for state in set(AskingState) - {AskingState.WAITING}:
        with pytest.raises(StateForbids, match="looked after"):
            check_can_withdraw(state)
    with pytest.raises(StateForbids, match="ended"):
        check_can_ask(may_ask=False, asked=True)
    with pytest.raises(StateForbids, match="asked for an appointment already"):
        check_can_ask(may_ask=True, asked=True)
    check_can_ask(may_ask=True, asked=False)
