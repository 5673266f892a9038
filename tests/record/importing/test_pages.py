"""Bringing a file of the EHR into a chart: sent, looked over, taken in or set aside, by whoever may."""

from uuid import UUID

import pytest

from app import db
from app.demo import demo_id
from app.files.storage import Missing, storage
from app.record.clinical.listing import entries_of
from app.record.importing import jobs, limits
from app.record.importing.service import NAMED_PLACES
from app.worker import NAMED_PLACES as ALL_PLACES
from tests import people, rows
from tests.page import Browser, Page
from tests.record.importing.bundles import bundle, condition, observation, patient, resource

pytestmark = pytest.mark.usefixtures("rolled_back")

CLINICIAN = demo_id("profile", "Clinician")
MAX = people.client_id("max")
PATH = f"/staff/clients/{MAX}/record/imports"
FILE = bundle(patient(), condition(), observation(), {"resourceType": "Device", "id": "d"})


async def sent(content: bytes = FILE, *, source: str = "Green Valley EHR") -> Browser:
    """Send a file as Nora, and give her browser on the page it leads to."""
    nora = await people.nora()
    await nora.open(PATH)
    await nora.press("See what is in it", source=source, files=[("max.json", content)])
    return nora


async def looked_over(browser: Browser) -> Page:
    """Let the worker do what waits, and give what the page shows then."""
    await jobs.work_waiting()
    assert browser.page is not None
    return await browser.open(browser.page.path)


async def state() -> str:
    return str(await rows.value("select state from clinical_import where client = $1", MAX))


async def place() -> UUID:
    found: UUID = await rows.value("select place from clinical_import where client = $1", MAX)
    return found


async def test_a_file_is_looked_over_first_and_then_taken_in() -> None:
    nora = await sent()
    assert nora.page is not None
    nora.page.shows("Waiting to be looked over")
    page = await looked_over(nora)
    page.shows("The file is of Maximilian Grant")
    page.shows("It had no value and no reason for that")
    page.shows("Problems", "1 new", "The portal keeps nothing of this kind. 1 time: 1 Device.")
    assert (await entries_of(MAX, for_self=True)).entries == ()
    kept_at = await place()
    page = await nora.press("Take it in")
    page.shows("Being taken in")
    page = await looked_over(nora)
    page.shows("3 resources were new or changed.")
    assert len((await entries_of(MAX, for_self=True)).entries) == 2
    with pytest.raises(Missing):
        await anext(storage().get(kept_at))
    activity = await db.row(
        "select actor_name from activity_entry where client = $1 and kind = 'record_imported'", MAX
    )
    assert activity is not None
    assert activity["actor_name"] == "Nora Novak"


async def test_somebody_else_is_taken_in_only_when_that_is_confirmed() -> None:
    nora = await sent(bundle(patient(birthDate="2001-01-01"), condition()))
    page = await looked_over(nora)
    page.shows("The birth date in the file differs")
    page.shows("In the file: Maximilian Grant, born Jan 1, 2001")
    page.shows("In this chart: Maximilian Grant, born Feb 9, 2015")
    await nora.press("Take it in", status=422)
    assert await state() == "examined"
    await nora.press("Take it in", same_person="yes")
    await looked_over(nora)
    assert await state() == "done"


async def test_files_of_one_source_are_told_apart_by_whom_they_are_of() -> None:
    await looked_over(await sent())
    other = patient(birthDate="2001-01-01", name=[{"family": "Garner", "given": ["Ian"]}])
    nora = await sent(bundle(other, condition()))
    await looked_over(nora)
    page = await nora.open(PATH)
    page.shows("Green Valley EHR: Ian Garner", "Green Valley EHR: Maximilian Grant")
    page.shows("born Jan 1, 2001", "born Feb 9, 2015")


async def test_a_file_that_cannot_be_read_is_refused_with_its_sentence() -> None:
    nora = await sent(FILE[:-5])
    page = await looked_over(nora)
    page.shows("This file is no JSON, or was cut short.")
    assert await state() == "refused"
    assert await rows.value("select place from clinical_import where client = $1", MAX) is None


async def test_a_file_that_is_empty_missing_or_too_large_is_refused_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nora = await people.nora()
    await nora.open(PATH)
    page = await nora.press("See what is in it", source="EHR", status=422)
    page.shows("Please choose a file.")
    page = await nora.press("See what is in it", source="EHR", files=[("a.json", b"")], status=422)
    page.shows("This file is empty")
    monkeypatch.setattr(limits, "LARGEST_BYTES", 10)
    page = await nora.press("See what is in it", source="", files=[("a.json", FILE)], status=422)
    page.shows("what the practice calls the system")
    page = await nora.press("See what is in it", source="EHR", files=[("a.json", FILE)], status=422)
    page.shows("larger than 25 MB")
    assert await rows.value("select count(*) from clinical_import where client = $1", MAX) == 0


async def test_a_file_set_aside_leaves_nothing_and_one_nobody_decides_on_ends_after_a_week() -> None:
    nora = await sent()
    await looked_over(nora)
    page = await nora.press("Set it aside")
    page.shows("Set aside")
    assert await state() == "set_aside"
    await rows.change("delete from clinical_import where client = $1", MAX)
    await looked_over(await sent())
    await jobs.set_old_aside()
    assert await state() == "examined"
    await rows.change(
        "update clinical_import set begun_at = begun_at - interval '8 days' where client = $1", MAX
    )
    await jobs.set_old_aside()
    assert await state() == "set_aside"
    assert await rows.value("select place from clinical_import where client = $1", MAX) is None


async def test_the_sweep_of_the_storage_keeps_a_file_that_waits() -> None:
    assert NAMED_PLACES in ALL_PLACES
    await sent()
    kept_at = await place()
    stray = await rows.value("select gen_random_uuid()")
    (row,) = await db.rows(NAMED_PLACES, [kept_at, stray])
    assert row["place"] == kept_at


async def may_release(*, create: bool | None) -> None:
    """Give clinicians the rule Record release with View, and Create or not; None: nothing of it."""
    await rows.change("delete from profile_rule where rule = 'Record release' and profile = $1", CLINICIAN)
    if create is not None:
        await rows.change(
            "insert into profile_rule (id, profile, rule, can_create, can_modify, can_view, can_delete)"
            " values (gen_random_uuid(), $1, 'Record release', $2, true, true, true)",
            CLINICIAN,
            create,
        )


async def test_only_who_may_bring_files_in_does_and_only_into_charts_that_are_open() -> None:
    nora = await sent()
    assert nora.page is not None
    here = nora.page.path
    dana = await people.dana()
    for create in (None, False):
        await may_release(create=create)
        for path in (PATH, here):
            assert (await dana.send("GET", path)).status_code == 403
    await may_release(create=True)
    assert (await dana.send("GET", here)).status_code == 200
    terry = await people.terry()
    for path in (PATH, here):
        assert (await terry.send("GET", path)).status_code == 404
    other = PATH.replace(str(MAX), str(people.client_id("bob")))
    assert (await dana.send("GET", here.replace(PATH, other))).status_code == 404


async def test_a_worker_that_died_is_followed_by_another_and_a_fault_of_ours_refuses_the_file() -> None:
    nora = await sent(bundle(patient(), condition(), resource("Goal", "g", description={"text": "x"})))
    await rows.change("update clinical_import set state = 'examining' where client = $1", MAX)
    await looked_over(nora)
    assert await state() == "examined"
    await nora.press("Take it in")
    await rows.change("update clinical_import set client = client where client = $1", MAX)
    await storage().remove(await place())
    page = await looked_over(nora)
    page.shows("The file is no longer there.")
