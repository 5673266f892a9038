"""Events that are told at the same moment make one alert grow."""

import asyncio

import pytest

from tests import rows
from tests.notices.test_growing import tell

pytestmark = pytest.mark.usefixtures("restored")


async def test_twenty_events_at_once_are_one_alert_a_person() -> None:
    await asyncio.gather(*(tell("terry", "nora") for _ in range(20)))
    assert await rows.value("select count(*) from alert") == 2
    assert await rows.value("select min(cardinality(grown_by)) from alert") == 19
