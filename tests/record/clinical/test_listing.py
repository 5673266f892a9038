"""The entries of a record: which go out of the house, to whom, and of which days."""

import msgspec
import pytest

from app.record.clinical.facts import Coded, Kind, Medication, Observation
from app.record.clinical.listing import Chosen, all_entries_of, entries_of, entry_of
from tests import people, rows, statements
from tests.record.kept import days, keep, medicine, observed, on, problem

pytestmark = pytest.mark.usefixtures("rolled_back")

MAX = people.client_id("max")


async def words(chosen: Chosen) -> list[str]:
    return [entry.fact.what.words for entry in chosen.entries]  # type: ignore[union-attr]  # each has one here


async def test_entries_stand_by_kind_and_the_newest_first_with_undated_ones_last() -> None:
    await keep(Kind.RESULT, observed("old", "1", taken=on(2019)), client="max")
    await keep(Kind.RESULT, observed("undated", "1"), client="max")
    await keep(Kind.RESULT, observed("new", "1", taken=on(2024)), client="max")
    await keep(Kind.PROBLEM, problem("ADHD", onset=on(2020)), client="max")
    async with statements.counted() as counted:
        chosen = await entries_of(MAX, for_self=True)
    assert await words(chosen) == ["ADHD", "new", "old", "undated"]
    assert not chosen.left_out
    assert counted.count == 1


async def test_a_range_of_days_chooses_what_overlaps_it() -> None:
    await keep(Kind.PROBLEM, problem("goes on", onset=on(2010)), client="max")
    await keep(Kind.PROBLEM, problem("over", "resolved", onset=on(2009), abated=on(2012)), client="max")
    await keep(Kind.PROBLEM, problem("over, unknown when", "resolved", onset=on(2010)), client="max")
    await keep(Kind.PROBLEM, problem("later", onset=on(2024)), client="max")
    await keep(Kind.PROBLEM, problem("undated"), client="max")
    await keep(Kind.RESULT, observed("in it", "1", taken=on(2015, 6)), client="max")
    await keep(Kind.RESULT, observed("before it", "1", taken=on(2009)), client="max")
    chosen = await entries_of(MAX, for_self=True, **days(2012, 2016))
    assert await words(chosen) == ["goes on", "over", "undated", "in it"]


async def test_what_is_kept_from_representatives_is_only_in_the_clients_own() -> None:
    await keep(Kind.PROBLEM, problem("open"), client="max")
    await keep(Kind.PROBLEM, problem("labelled"), client="max", own_only=True)
    marked = await keep(Kind.PROBLEM, problem("marked"), client="max")
    await rows.change("update clinical_entry set kept_own_at = now() where id = $1", marked)
    assert sorted(await words(await entries_of(MAX, for_self=True))) == ["labelled", "marked", "open"]
    theirs = await entries_of(MAX, for_self=False)
    assert await words(theirs) == ["open"]
    assert not theirs.left_out


async def test_what_staff_withheld_is_in_nobodys_and_is_said_to_be_left_out() -> None:
    withheld = await keep(Kind.PROBLEM, problem("withheld", onset=on(2020)), client="max")
    await rows.change("update clinical_entry set withheld_at = now() where id = $1", withheld)
    assert await entries_of(MAX, for_self=True) == Chosen((), left_out=True)
    assert await entries_of(MAX, for_self=True, **days(2001, 2002)) == Chosen((), left_out=False)


async def test_what_its_source_took_back_is_only_known_to_staff() -> None:
    gone = await keep(Kind.PROBLEM, problem("gone"), client="max", gone=True)
    assert await entries_of(MAX, for_self=True) == Chosen((), left_out=False)
    (entry,) = await all_entries_of(MAX)
    assert entry.gone_at is not None
    assert await entry_of(MAX, gone) == entry
    assert await entry_of(people.client_id("alice"), gone) is None


async def test_words_that_came_from_what_somebody_may_not_have_are_nowhere_in_theirs() -> None:
    source = await keep(Kind.PROBLEM, problem("Panic", onset=on(2020)), client="max", named="panic")
    await keep(Kind.PROBLEM, problem("Drug report"), client="max", named="report", own_only=True)
    await keep(Kind.PROBLEM, problem("Rash"), client="max", named="panic", source="Other EHR")
    await keep(Kind.MEDICATION, medicine("Pill", reason="Panic", reason_of="panic"), client="max")
    await keep(
        Kind.MEDICATION,
        medicine("Salve", reason="Rash", reason_of="panic"),
        client="max",
        source="Other EHR",
    )
    of_report = msgspec.structs.replace(
        observed("Test", "1"), panel=Coded("Drug report"), panel_of="Thing/report"
    )
    await keep(Kind.RESULT, of_report, client="max")

    async def borrowed(*, for_self: bool) -> set[str]:
        chosen = await entries_of(MAX, for_self=for_self, **days(2001, 2002))
        facts = [entry.fact for entry in chosen.entries if entry.kind is not Kind.PROBLEM]
        assert len(facts) == 3
        reasons = {fact.reason for fact in facts if isinstance(fact, Medication)}
        return reasons | {fact.panel.words for fact in facts if isinstance(fact, Observation) and fact.panel}

    assert await borrowed(for_self=True) == {"Panic", "Rash", "Drug report"}
    assert await borrowed(for_self=False) == {"Panic", "Rash"}
    for mark in ("withheld_at", "gone_at"):
        await rows.change(f"update clinical_entry set {mark} = now() where id = $1", source)
        assert await borrowed(for_self=True) == {"", "Rash", "Drug report"}
        await rows.change(f"update clinical_entry set {mark} = null where id = $1", source)
