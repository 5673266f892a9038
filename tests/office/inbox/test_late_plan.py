"""How the longest waiting of what is late are found: in the order of an index, however many wait."""

import pytest

from app import db
from app.forms.reviewing.late import LATE
from tests import rows

pytestmark = pytest.mark.usefixtures("rolled_back")


async def test_forms_that_wait_come_in_the_order_of_an_index() -> None:
    await rows.change("set local enable_seqscan = off")
    await rows.change("set local enable_bitmapscan = off")
    late = LATE[0].statement.format(now="now()")
    plan = await db.rows(f"explain select * from ({late}) found order by found.since, found.id limit 6")
    said = "\n".join(row["QUERY PLAN"] for row in plan)
    assert "form_response_unreviewed" in said
    assert "Sort" not in said
