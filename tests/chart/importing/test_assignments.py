"""Who looks after whom, from a file: client, staff member, role and first day say which assignment is meant."""

from datetime import timedelta

import pytest

from app.accounts.sessions import today
from app.chart.importing.planning import What
from tests import people, rows
from tests.chart.importing.files import counts, examine, take_in, wrong

pytestmark = pytest.mark.usefixtures("rolled_back")

TEAM = {"client number": "1003", "staff": "dana@example.org", "role": "care team", "from": "2026-01-05"}
ASSIGNMENTS = What.ASSIGNMENTS


async def test_assignments_are_added_and_ended_and_open_the_chart() -> None:
    charlie = people.client_id("charlie")
    dana = await people.dana()
    await dana.open(f"/staff/clients/{charlie}", status=404)
    assert counts((await take_in(ASSIGNMENTS, TEAM)).plan) == (1, 0, 0, 0)
    await dana.open(f"/staff/clients/{charlie}")
    assert counts((await take_in(ASSIGNMENTS, TEAM, TEAM | {"staff": "Stan Stone"})).plan) == (1, 0, 1, 0)
    done = await take_in(ASSIGNMENTS, TEAM | {"from": "", "until": str(today() - timedelta(1))})
    assert counts(done.plan) == (0, 1, 0, 0)
    await dana.open(f"/staff/clients/{charlie}", status=404)
    assert counts((await take_in(ASSIGNMENTS, TEAM | {"from": "", "until": ""})).plan) == (1, 0, 0, 0)
    await dana.open(f"/staff/clients/{charlie}")
    audited = "select count(*) from audit_event where client = $1 and kind = 'charts_imported'"
    assert await rows.value(audited, charlie) == 4


async def test_each_bad_cell_is_named() -> None:
    await rows.change("update staff_member set active = false where id = $1", people.staff_id("dana"))
    bad = (
        (TEAM | {"client number": "9999"}, "client number", "no client of this number"),
        (TEAM | {"staff": ""}, "staff", "of a staff member"),
        (TEAM | {"staff": "zoe"}, "staff", "Nobody of this name"),
        (TEAM | {"role": "boss"}, "role", "clinician or care team"),
        (TEAM | {"until": "2026-01-04"}, "until", "before the first day"),
        (TEAM, "until", "does not work here any more"),
        (
            TEAM | {"client number": "1001", "staff": "terry", "role": "", "from": "2020-01-01"},
            "from",
            "look after this client already",
        ),
        (TEAM | {"until": "2026-02-01"}, "", ""),
        (TEAM | {"staff": "stan"}, "", ""),
        (TEAM | {"staff": "stan", "from": "2026-02-01"}, "from", "Row 10 says the same"),
    )
    found = wrong(await examine(ASSIGNMENTS, *(line for line, _, _ in bad)))
    told = [(place + 2, column) for place, (_, column, _) in enumerate(bad) if column]
    assert [(row, column) for row, column, _ in found] == told
    for (_, _, sentence), (_, column, says) in zip(found, (each for each in bad if each[1]), strict=True):
        assert says in sentence, column
