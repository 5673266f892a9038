"""An answer that shows danger is noticed with the save that brings it, once for each answer."""

import pytest

from app.forms.safety import service
from tests import people, rows
from tests.forms.safety.danger import (
    MOOD,
    another,
    begun,
    deliver,
    events,
    form,
    mark,
    overdue,
    save,
    told,
)
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("rolled_back")


async def test_an_answer_that_shows_danger_is_an_event_and_an_alert_of_its_own_kind() -> None:
    """Nothing was sent: the form may be abandoned right after."""
    mood = await begun()
    assert await save(mood, nine=1, sleep=3)
    [event] = await events()
    assert (event["client"], event["response"], event["rule"]) == (mood.client_id, mood.response, "nine")
    assert (event["escalates_at"] - event["noticed_at"]).total_seconds() == 15 * 60
    await deliver()
    assert await told() == ["Terry"]
    assert (await events("told"))[0]["told"] == people.staff_id("terry")


async def test_a_harmless_answer_is_none() -> None:
    mood = await begun()
    assert not await save(mood, nine=0, sleep=3)
    assert await events() == []
    assert not await rows.value("select count(*) from outbox_message where kind = 'form_safety_noticed'")


async def test_the_same_answer_saved_again_and_again_is_one_event() -> None:
    mood = await begun()
    for sleep in range(4):
        assert await save(mood, nine=1, sleep=sleep), "Help is shown all the same."
    await deliver()
    assert await save(mood, nine=1)
    await deliver()
    assert len(await events()) == 1
    assert await told() == ["Terry"]


async def test_another_answer_that_shows_danger_is_another_event() -> None:
    mood = await begun()
    await save(mood, nine=1)
    await save(mood, nine=3)
    first, second = await events("changed_at")
    assert first["changed_at"] is not None
    assert second["changed_at"] is None


async def test_changing_back_is_kept_and_hitting_again_alerts_again() -> None:
    mood = await begun()
    await save(mood, nine=1)
    assert not await save(mood, nine=0)
    [event] = await events()
    assert event["changed_at"] is not None
    await deliver()
    assert await told() == ["Terry"], "Somebody looks at it though it was changed."
    await rows.change("update alert set acknowledged_at = now()")
    assert await save(mood, nine=1)
    await deliver()
    assert len(await events()) == 2
    assert await told() == ["Terry", "Terry"]


async def test_taking_the_answer_away_is_a_change_too() -> None:
    mood = await begun()
    await save(mood, nine=2)
    assert not await save(mood)
    assert (await events("changed_at"))[0]["changed_at"] is not None


async def test_a_correction_that_keeps_the_answer_alerts_nobody_anew_and_one_that_takes_it_back_is_kept() -> (
    None
):
    mood = await begun()
    await save(mood, nine=1)
    await rows.change("update form_response set status = 'completed' where id = $1", mood.response)
    correction = await another(mood.assignment, corrects=mood.response)
    assert await save(mood, response=correction, nine=1, sleep=0)
    assert len(await events()) == 1
    assert not await save(mood, response=correction, nine=0)
    [event] = await events()
    assert event["changed_at"] is not None
    await save(mood, response=correction, nine=2)
    assert [event["response"] for event in await events("response")] == [mood.response, correction]


async def test_answers_of_two_clients_are_two_events_and_their_hashes_differ() -> None:
    for client in ("alice", "bob"):
        await save(await begun(client), nine=1)
    await deliver()
    assert await told() == ["Dana", "Terry"]
    first, second = await events("answer_hash")
    assert first["answer_hash"] != second["answer_hash"]


async def test_the_marks_of_the_practice_are_noticed() -> None:
    mood = await begun()
    assert not await save(mood, sleep=3)
    await mark("sleep", "3")
    assert await save(mood, sleep=3)
    assert [event["rule"] for event in await events("rule")] == ["sleep"]


async def test_several_answers_at_once_are_several_events_and_one_alert() -> None:
    mood = await begun()
    await mark("alone", "true")
    await save(mood, nine=1, alone=True)
    await deliver()
    assert len(await events()) == 2
    assert await told() == ["Terry"]
    terry = await people.terry()
    (await terry.open("/staff")).shows("Somebody may be in danger: look at this now (2 answers)")


async def test_the_time_until_the_second_person_is_a_setting() -> None:
    nora = await people.nora()
    await nora.open("/staff/settings/safety_minutes")
    await nora.press("Save Minutes until the second person is told", safety_minutes="3")
    await save(await begun(), nine=1)
    [event] = await events()
    assert (event["escalates_at"] - event["noticed_at"]).total_seconds() == 3 * 60


async def test_help_stands_beside_the_answers_for_as_long_as_they_do() -> None:
    mood = await begun()
    of = {"assignment_id": mood.assignment, "client_id": mood.client_id}
    assert not await service.help_stands(**of)
    await save(mood, nine=1)
    assert await service.help_stands(**of)
    assert not await service.help_stands(assignment_id=mood.assignment, client_id=people.client_id("bob")), (
        "Nobody else's."
    )
    await save(mood, nine=0)
    assert not await service.help_stands(**of)


async def test_which_forms_are_watched_is_told_by_form() -> None:
    plain = await form({**MOOD, "url": "urn:test:plain", "item": MOOD["item"][:1]})
    assert await service.watches(await form())
    assert not await service.watches(plain)
    await rows.change(
        "insert into safety_rule (id, url, link_id, codes, made_at, made_by_name)"
        " values (gen_random_uuid(), 'urn:test:plain', 'sleep', '[\"3\"]', now(), 'Nora')"
    )
    assert await service.watches(plain)


async def test_looking_costs_one_statement_and_the_answer_stands_nowhere_in_plain() -> None:
    mood = await begun()
    await save(mood, nine=1)
    async with counted() as sql:
        await save(mood, nine=1)
    assert sql.count == 2, sql  # the other one keeps the answers
    everything = await rows.value("select string_agg(event::text, '') from safety_event event")
    payload = await rows.value("select string_agg(message::text, '') from outbox_message message")
    for text in (everything, payload):
        assert "Several" not in text
        assert "d1" not in text.replace(str(mood.response), "").split(",")


async def test_it_is_written_down_that_it_was_noticed_and_the_client_does_not_read_it_in_the_log() -> None:
    mood = await begun()
    await save(mood, nine=1)
    await deliver()
    await overdue()
    kinds = await rows.value(
        "select string_agg(kind, ',' order by kind) from audit_event where kind like 'safety%' and client = $1",
        mood.client_id,
    )
    assert kinds == "safety_noticed,safety_told"
    assert not await rows.value("select count(*) from activity_entry where kind like 'safety%'")
