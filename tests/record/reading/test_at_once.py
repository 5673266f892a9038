"""Copies that one sign-in asks for at once."""

import asyncio
from uuid import uuid4

import pytest

from tests import people, rows
from tests.record.desk.asked import sent

pytestmark = pytest.mark.usefixtures("restored")


async def test_many_requests_at_once_make_one_copy() -> None:
    alice = await people.alice()
    await alice.open("/record")
    before = await rows.value("select count(*) from record_copy")
    fields = {"from_on": "2021-03-04", "until_on": "2021-03-05", "then": "page"}
    answers = await asyncio.gather(
        *(sent(alice, "/record/copies", once=str(uuid4()), **fields) for _ in range(6))
    )
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert await rows.value("select count(*) from record_copy") == before + 1
