"""The record as it is gathered: who it is about, scores where clients see them, and what was asked to be changed."""

from datetime import UTC, date, datetime

import pytest

from app.db import new_id
from app.record.making.record import Record
from app.record.making.service import gather
from tests import people, statements

pytestmark = pytest.mark.usefixtures("rolled_back")
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


async def gathered(
    name: str = "alice",
    *,
    for_self: bool = True,
    from_on: date | None = None,
    until_on: date | None = None,
) -> Record:
    return await gather(
        client_id=people.client_id(name),
        for_self=for_self,
        from_on=from_on,
        until_on=until_on,
        copy_id=new_id(),
        made_at=NOW,
    )


async def test_it_names_the_person_the_practice_and_the_clinicians_in_two_statements() -> None:
    async with statements.counted() as sql:
        record = await gathered()
    assert sql.count == 2
