"""The record of the demo practice: Alice's holds every kind of fact, Bob's what Part 2 covers; Charlie and Max have none."""

import pytest

from app import db
from app.record.clinical.facts import Allergy, Kind
from app.record.clinical.listing import entries_of
from app.record.demo import STORIES, bundle_of
from app.record.importing.repairs import Repair
from app.record.importing.rows import report_of
from tests import people

pytestmark = pytest.mark.usefixtures("rolled_back")


async def test_alice_has_every_kind_of_fact_and_keeps_one_to_herself() -> None:
    own = await entries_of(people.client_id("alice"), for_self=True)
    assert {entry.kind for entry in own.entries} == set(Kind)
    others = await entries_of(people.client_id("alice"), for_self=False)
    assert len(own.entries) - len(others.entries) == 1
    assert not any(entry.part_2 for entry in own.entries)


async def test_bob_has_no_allergies_and_some_of_his_is_covered_by_part_2() -> None:
    chosen = await entries_of(people.client_id("bob"), for_self=True)
    (allergy,) = [entry.fact for entry in chosen.entries if entry.kind is Kind.ALLERGY]
    assert isinstance(allergy, Allergy)
    assert allergy.none_known
    assert sum(entry.part_2 for entry in chosen.entries) == 4


async def test_charlie_and_max_have_no_record() -> None:
    for client in ("charlie", "max"):
        assert (await entries_of(people.client_id(client), for_self=True)).entries == ()


async def test_its_bundles_need_no_repair() -> None:
    for row in await db.rows("select * from clinical_import where state = 'done'"):
        report = report_of(row)
        assert report is not None
        assert {each.repair for each in report.repaired} <= {Repair.STATUS_MISSING}
        assert report.left_out == ()
    assert all(
        b"Patient/demo" not in bundle_of(client, story(), name) for client, (story, name) in STORIES.items()
    )
