"""A policy that is on file: a mistake is corrected, or another insurance follows; and it ends."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest

from app.insurance.policy import write_policy
from tests import checks, people, rows
from tests.insurance.policies import (
    BEFORE,
    PATH,
    PRIMARY,
    SECONDARY,
    TYPED,
    added_by,
    at,
    correct,
    held,
    in_parts,
    now,
    texts,
)
from tests.messages.acts import recorded
from tests.page import FORM

pytestmark = pytest.mark.usefixtures("rolled_back")

NEXT_YEAR = date(2027, 1, 1)


async def test_a_mistake_is_corrected_in_the_same_policy_and_the_old_value_stays_in_its_history() -> None:
    alice = await people.alice()
    page = await correct(alice, PRIMARY, member_id="EXM 0000 1235")
    page.shows("Saved", "EXM 0000 1235")
    assert await added_by("alice") == []
    story = checks.words(page.find(f"#policy-{PRIMARY} .history"))
    assert "Member ID: EXM 0000 1234 → changed to EXM 0000 1235" in story
    assert not page.all(f"#policy-{SECONDARY} .history")


async def test_only_what_was_typed_differently_is_a_change() -> None:
    alice = await people.alice()
    (await correct(alice, SECONDARY)).shows("Nothing was changed.")
    await correct(alice, SECONDARY, plan="Family")
    changed = await rows.value(
        "select string_agg(field, ' ') from changed_field where subject = $1", SECONDARY
    )
    assert changed == "plan"


async def test_the_form_asks_which_of_the_two_it_is() -> None:
    alice = await people.alice()
    page = await alice.open(at(PRIMARY))
    assert page.heading == "Update Insurance"
    page.shows("Correct a mistake", "My insurance changed")
    page = await alice.press("Save", status=422, plan="Gold", relationship="child")
    page.shows("Choose whether you correct a mistake or your insurance changed.")
    page.shows("Type the name of the subscriber")
    assert page.value("plan") == "Gold"
    assert await held(PRIMARY, "plan") == "Silver PPO"


@pytest.mark.parametrize("as_htmx", [False, True])
async def test_another_insurance_ends_the_old_one_the_day_before_it_begins(*, as_htmx: bool) -> None:
    alice = await people.alice()
    await alice.open(at(PRIMARY))
    typed: dict[str, Any] = {
        "payer_chosen": "Prairie Care",
        "member_id": "PC-1",
        "plan": "",
        **in_parts("changed_on", NEXT_YEAR),
    }
    page = await alice.press("Save", as_htmx=as_htmx, how="changed", **typed)
    (new,) = await added_by("alice")
    assert await held(PRIMARY, "ended_on") == date(2026, 12, 31)
    assert (await texts(PRIMARY))["member_id"] == "EXM 0000 1234"
    assert (await texts(new))["starts_on"] == "2027-01-01"
    assert (await texts(new))["payer"] == "Prairie Care"
    assert await rows.value("select count(*) from change_request where section = 'insurance'") == 1
    acts = "select string_agg(distinct act, ' ' order by act) from changed_field where subject = any($1)"
    assert await rows.value(acts, [PRIMARY, new]) == "add end"
    old = page.find(f"#policy-{PRIMARY}")
    assert "Until Dec 31, 2026" in checks.words(old).replace("\u00a0", " ")
    assert not old.select("a[href$=ending]")
    assert old.select(f"a[href='{at(PRIMARY)}']")
    assert "Begins on Jan 1, 2027" in checks.words(page.find(f"#policy-{new}")).replace("\u00a0", " ")


async def test_an_insurance_that_changed_long_ago_leaves_the_old_one_among_those_that_ended() -> None:
    alice = await people.alice()
    await alice.open(at(PRIMARY))
    page = await alice.press("Save", how="changed", **in_parts("changed_on", date(2026, 6, 1)))
    page.find(f"details #policy-{PRIMARY}")


async def test_the_first_day_of_a_new_insurance_is_needed_and_comes_after_that_of_the_old_one() -> None:
    alice = await people.alice()
    await alice.open(at(PRIMARY))
    page = await alice.press("Save", status=422, how="changed")
    page.shows("Type the first day of the new insurance.")
    page = await alice.press("Save", status=422, how="changed", **in_parts("changed_on", date(2026, 1, 1)))
    assert "The old insurance began on Jan 1, 2026." in page.words.replace("\u00a0", " ")
    assert await held(PRIMARY, "ended_on") is None
    assert await added_by("alice") == []


async def test_the_last_day_of_the_old_insurance_is_not_that_of_the_new_one() -> None:
    await rows.change("update insurance_policy set ends_on = '2026-12-31' where id = $1", PRIMARY)
    alice = await people.alice()
    await alice.open(at(PRIMARY))
    await alice.press("Save", how="changed", **in_parts("changed_on", NEXT_YEAR))
    (new,) = await added_by("alice")
    assert await held(new, "ends_on") is None


async def test_a_change_that_is_sent_twice_adds_one_policy() -> None:
    alice = await people.alice()
    page = await alice.open(at(PRIMARY))
    fields = {"once": page.value("once"), "seen": page.value("seen"), "how": "changed", **TYPED, **in_parts("changed_on", NEXT_YEAR)}  # fmt: skip
    content = urlencode({"_csrf": alice.token, **fields}).encode()
    for _ in range(2):
        answer = await alice.send("POST", at(PRIMARY), headers={"content-type": FORM}, content=content)
        assert answer.status_code == 303
    assert len(await added_by("alice")) == 1


async def test_staff_who_changed_the_same_field_meanwhile_are_not_overwritten_unseen() -> None:
    alice = await people.alice()
    await alice.open(at(PRIMARY))
    await write_policy(people.client_id("alice"), PRIMARY, {"member_id": "FROM STAFF"})
    page = await alice.press("Save", status=409, how="mistake", member_id="FROM ALICE")
    page.shows("this was changed elsewhere to “FROM STAFF”")
    assert page.value("member_id") == "FROM ALICE"
    assert (await texts(PRIMARY))["member_id"] == "FROM STAFF"
    await alice.press("Save", how="mistake")
    assert (await texts(PRIMARY))["member_id"] == "FROM ALICE"


async def test_two_tabs_that_changed_the_company_see_both_values() -> None:
    one, other = await people.alice(), await people.alice()
    await one.open(at(PRIMARY))
    await correct(other, PRIMARY, payer_chosen="Prairie Care")
    page = await one.press("Save", status=409, how="mistake", payer_chosen="Lakeside Mutual", as_htmx=True)
    page.shows("this was changed elsewhere to “Prairie Care”")
    assert page.all("#payer_chosen-error")


async def test_what_changed_beside_is_left_as_it_is_and_told() -> None:
    alice = await people.alice()
    await alice.open(at(PRIMARY))
    await write_policy(people.client_id("alice"), PRIMARY, {"copay": "4500"})
    page = await alice.press("Save", how="mistake", plan="Gold")
    page.shows("Somebody else has changed this meanwhile: Copay.", "$45.00")


async def test_whoever_becomes_the_subscriber_takes_the_old_one_out() -> None:
    await correct(await people.alice(), SECONDARY, relationship="self")
    assert await held(SECONDARY, "subscriber") is None


async def test_the_subscribers_other_facts_stay_when_one_is_corrected() -> None:
    await correct(await people.alice(), SECONDARY, subscriber_name="Jordan B. Anderson")
    found = await texts(SECONDARY)
    assert (found["subscriber_name"], found["subscriber_born_on"]) == ("Jordan B. Anderson", "1986-09-30")


async def test_a_policy_ends_after_a_question_and_is_kept() -> None:
    alice = await people.alice()
    await alice.open(PATH)
    page = await alice.follow("This insurance ended Lakeside Mutual")
    page.shows("Lakeside Mutual", "It ends today")
    page = await alice.press("End it")
    page.shows("Saved")
    page.find(f"details #policy-{SECONDARY}")
    assert await held(SECONDARY, "ended_on") == now()
    assert (await texts(SECONDARY))["member_id"] == "0047LM8812"
    assert (
        await rows.value("select string_agg(act, '') from changed_field where subject = $1", SECONDARY)
        == "end"
    )


async def test_ending_twice_ends_once() -> None:
    alice = await people.alice()
    await alice.open(f"{at(SECONDARY)}/ending")
    content = urlencode({"_csrf": alice.token}).encode()
    for _ in range(2):
        answer = await alice.send(
            "POST", f"{at(SECONDARY)}/ending", headers={"content-type": FORM}, content=content
        )
        assert answer.status_code == 303
    assert await recorded("information_changed", "alice") == 1


async def test_a_policy_that_ended_is_changed_no_more() -> None:
    alice = await people.alice()
    assert (await alice.open(at(BEFORE))).path == PATH
    assert (await alice.open(f"{at(BEFORE)}/ending")).path == PATH
    await alice.open(at(PRIMARY))
    await rows.change(
        "update insurance_policy set ended_on = $2 where id = $1", PRIMARY, now() - timedelta(1)
    )
    page = await alice.press("Save", status=409, how="mistake", plan="Gold")
    page.shows("This is not in the chart any more.")
    assert await held(PRIMARY, "plan") == "Silver PPO"


async def test_a_policy_that_has_not_begun_is_corrected_and_not_ended() -> None:
    await rows.change("update insurance_policy set starts_on = $2 where id = $1", PRIMARY, NEXT_YEAR)
    alice = await people.alice()
    page = await alice.open(f"{at(PRIMARY)}/ending")
    page.shows("This insurance has not begun yet, so it cannot end.")
    assert not page.all("#end")
    page.find(f"a[href='{at(PRIMARY)}']")
    content = urlencode({"_csrf": alice.token}).encode()
    answer = await alice.send(
        "POST", f"{at(PRIMARY)}/ending", headers={"content-type": FORM}, content=content
    )
    assert answer.status_code == 409
    assert await held(PRIMARY, "ended_on") is None
    await correct(alice, PRIMARY, **in_parts("starts_on", now()))
    await alice.open(f"{at(PRIMARY)}/ending")
    await alice.press("End it")
    assert await held(PRIMARY, "ended_on") == now()


async def test_a_policy_that_ends_on_a_day_to_come_is_corrected_until_then() -> None:
    await end(PRIMARY, now() + timedelta(1))
    alice = await people.alice()
    page = await alice.open(at(PRIMARY))
    page.lacks("What happened?", "My insurance changed")
    page = await alice.press("Save", plan="Gold")
    page.shows("Saved", "Gold", "Until")
    assert await held(PRIMARY, "ended_on") == now() + timedelta(1)
    page = await correct(alice, PRIMARY, status=422, **in_parts("starts_on", now() + timedelta(2)))
    page.shows("This is after the insurance ends.")
    page = await alice.press("Save", status=409, how="changed")
    page.shows("This is not in the chart any more.")
    assert (await alice.open(f"{at(PRIMARY)}/ending")).path == PATH
    assert (await alice.open(f"{at(PRIMARY)}/cards/front")).heading == "Photo of the insurance card"


async def test_a_policy_is_corrected_no_more_once_its_day_has_come() -> None:
    await end(PRIMARY, now())
    alice = await people.alice()
    assert (await alice.open(at(PRIMARY))).path == PATH
    assert (await alice.send("GET", f"{at(PRIMARY)}/cards/front")).status_code == 409


async def test_what_happened_is_asked_first() -> None:
    page = await (await people.alice()).open(at(PRIMARY))
    names = [str(each["name"]) for each in page.all("form [name]:not([type=hidden])")]
    assert names.index("how") < names.index("changed_on_month") < names.index("priority")


async def end(policy: UUID, on: date) -> None:
    await rows.change("update insurance_policy set ended_on = $2 where id = $1", policy, on)


@pytest.mark.parametrize("leaf", ["", "/ending", "/cards", "/cards/front"])
async def test_a_policy_that_there_is_none_of_is_not_found(leaf: str) -> None:
    alice = await people.alice()
    await alice.open(PATH)
    content = urlencode({"_csrf": alice.token, "document": str(uuid4()), "side": "front"}).encode()
    nowhere: UUID = uuid4()
    answer = await alice.send("POST", at(nowhere) + leaf, headers={"content-type": FORM}, content=content)
    assert answer.status_code == 404
