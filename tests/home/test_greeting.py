"""Home greets by the time of day where the practice is, whatever the time is where the test runs."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from app.practice.settings import setting
from app.web.templates import show_moments_in
from tests import people

pytestmark = pytest.mark.usefixtures("rolled_back")

WORDS = {8: "Good morning, Alice", 14: "Good afternoon, Alice", 20: "Good evening, Alice"}


@pytest.fixture
def clock() -> Iterator[None]:
    yield
    show_moments_in(setting("practice_zone"))


def zone_where_it_is(hour: int) -> str:
    """Give a zone in which it is about this hour now; those of Etc have their sign the other way round."""
    ahead = (hour - datetime.now(UTC).hour + 11) % 24 - 11
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("hour", WORDS)
async def test_the_greeting_follows_the_clock_of_the_practice(hour: int) -> None:
    alice = await people.alice()
    show_moments_in(zone_where_it_is(hour))
    assert (await alice.open("/home")).heading == WORDS[hour]
