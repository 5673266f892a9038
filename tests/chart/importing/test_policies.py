"""Policies from a file: client, company and member ID say which one is meant."""

import pytest

from app.chart.importing.planning import What
from app.insurance.policy import read_policy
from tests import people, rows
from tests.chart.importing.files import counts, examine, take_in, wrong

pytestmark = pytest.mark.usefixtures("rolled_back")

GOLD = {
    "client number": "1003", "order": "Primary", "insurance company": "Example Health", "member id": "XH-0012345",
    "plan": "Gold PPO", "group number": "7700", "first day": "2026-01-01", "relationship": "Spouse",
    "subscriber name": "Luis Example", "subscriber birth date": "9/30/1986", "subscriber sex": "M",
    "subscriber street": "1 Main", "subscriber city": "Chicago", "subscriber state": "IL", "subscriber zip": "60601",
    "copay": "25",
}  # fmt: skip
SHORT = {"client number": "1003", "insurance company": "Sample Mutual", "member id": "77"}
POLICIES = What.POLICIES
OF_CHARLIE = "select id from insurance_policy where client = $1 order by priority limit 1"


async def test_policies_are_added_corrected_and_ended() -> None:
    charlie = people.client_id("charlie")
    assert counts((await take_in(POLICIES, GOLD, SHORT)).plan) == (2, 0, 0, 0)
    gold = await rows.value(
        "select id from insurance_policy where client = $1 and plan = 'Gold PPO'", charlie
    )
    texts = await read_policy(charlie, gold)
    assert texts is not None
    assert (texts["priority"], texts["copay"], texts["relationship"]) == ("1", "2500", "spouse")
    assert (texts["subscriber_name"], texts["subscriber_born_on"]) == ("Luis Example", "1986-09-30")
    same = GOLD | {"insurance company": "EXAMPLE HEALTH", "member id": "xh-0012345 ", "copay": "25.00"}
    assert counts((await take_in(POLICIES, same, SHORT | {"copay": "10"})).plan) == (0, 1, 1, 0)
    done = await take_in(POLICIES, GOLD | {"relationship": "Myself", "order": "2", "ended on": "2026-11-30"})
    assert done.plan.planned[0].changes[:2] == ("order", "relationship")
    texts = await read_policy(charlie, gold)
    assert texts is not None
    assert (texts["subscriber_name"], texts["ended_on"]) == ("", "2026-11-30")
    assert await rows.value("select count(*) from changed_field where subject = $1", gold) > 10
    assert "was ended here" in wrong(await examine(POLICIES, GOLD))[0][2]


async def test_each_bad_cell_is_named() -> None:
    bad = (
        (GOLD | {"client number": "9999"}, "client number", "no client of this number"),
        (GOLD | {"order": "last"}, "order", "Write one of these"),
        (GOLD | {"insurance company": ""}, "insurance company", "name of the insurance company"),
        (GOLD | {"insurance company": "-"}, "insurance company", "name of the insurance company"),
        (GOLD | {"member id": ""}, "member id", "Type the member ID"),
        (GOLD | {"member id": "a;b"}, "member id", "letters, digits"),
        (GOLD | {"last day": "2025-12-31"}, "last day", "before the first day"),
        (GOLD | {"ended on": "2025-12-31"}, "ended on", "before the first day"),
        (GOLD | {"subscriber name": ""}, "subscriber name", "name of the subscriber"),
        (GOLD | {"subscriber birth date": ""}, "subscriber birth date", "date of birth"),
        (GOLD | {"subscriber zip": "x"}, "subscriber zip", "ZIP code"),
        (GOLD | {"copay": "much"}, "copay", "amount in dollars"),
        (SHORT, "", ""),
        (SHORT | {"member id": "7 7"}, "member id", "Row 14 is about the same policy"),
    )
    found = wrong(await examine(POLICIES, *(line for line, _, _ in bad)))
    told = [(place + 2, column) for place, (_, column, _) in enumerate(bad) if column]
    assert [(row, column) for row, column, _ in found] == told
    for (_, _, sentence), (_, column, says) in zip(found, (each for each in bad if each[1]), strict=True):
        assert says in sentence, column
