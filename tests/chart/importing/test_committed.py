"""Files of charts that are taken in at the same moment."""

import asyncio

import pytest

from app.chart.importing.planning import What
from tests import rows
from tests.chart.importing.files import take_in


@pytest.mark.usefixtures("restored")
async def test_of_one_file_sent_five_times_at_once_each_client_is_added_once() -> None:
    line = {"client number": "", "first name": "Rosa", "last name": "Example", "birth date": "1988-04-13"}
    done = await asyncio.gather(*(take_in(What.CLIENTS, line) for _ in range(5)))
    assert sum(each.plan.added for each in done) == 1
    assert sum(each.before is not None for each in done) == 4
    assert await rows.value("select count(*) from client where first_name = 'Rosa'") == 1
