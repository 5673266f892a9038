"""Several who save, decide or put back at the same moment: no value is lost, and each is told what came of theirs."""

import asyncio

import pytest

from tests import people
from tests.changes.saves import (
    BASIC,
    OLD_PHONE,
    PHONE,
    editing,
    fields_of,
    held,
    line_of,
    lines,
    post,
    recorded,
    request_page,
    review_first,
    reviewing,
    save,
    save_two,
    set_to,
    tab,
    verdicts,
)

pytestmark = pytest.mark.usefixtures("restored", "unchanged")

AT_ONCE = 20
TYPED = {
    "first_name": "Alicia",
    "middle_name": "Ruth",
    "last_name": "Andrews",
    "preferred_name": "Ali",
    "email": "ali@example.org",
    "phone": PHONE,
    "home_phone": "+13125550188",
    "work_phone": "+13125550177",
    "pronouns": "LA29518-0",
}


async def saved_at_once(*typed: dict[str, str]) -> list[int]:
    """Save one form of Alice's so often, each with something else typed."""
    alice = await editing()
    assert alice.page is not None
    form = fields_of(alice.page)
    return list(await asyncio.gather(*(post(alice, BASIC, {**form, **each}) for each in typed)))


@pytest.mark.parametrize("setting", ["direct", "review"])
async def test_of_twenty_who_change_one_field_one_is_saved_and_all_others_are_told(setting: str) -> None:
    await set_to(review_basic=setting)
    statuses = await saved_at_once(*({"preferred_name": f"Ali {number}"} for number in range(AT_ONCE)))
    assert sorted(statuses) == [303, *[409] * (AT_ONCE - 1)]
    [line] = await lines()
    assert line.new == f"Ali {statuses.index(303)}"
    assert await held("preferred_name") == (line.new if setting == "direct" else "")


@pytest.mark.parametrize("setting", ["direct", "review"])
async def test_all_who_change_other_fields_are_saved(setting: str) -> None:
    await set_to(review_basic=setting)
    statuses = await saved_at_once(*({name: text} for name, text in TYPED.items()))
    assert statuses == [303] * len(TYPED)
    assert {line.field: line.new for line in await lines()} == TYPED
    if setting == "direct":
        assert {name: await held(name) for name in TYPED} == TYPED


async def test_one_form_sent_twenty_times_is_one_change() -> None:
    statuses = await saved_at_once(*[{"phone": PHONE}] * AT_ONCE)
    assert statuses == [303] * AT_ONCE
    assert len(await lines()) == 1
    assert await recorded("information_changed") == 1


async def test_of_several_who_decide_one_has_decided() -> None:
    await review_first()
    await save_two()
    nora = await reviewing()
    page = await request_page()
    assert nora.page is not None
    seen = {str(each["name"]): str(each["value"]) for each in nora.page.all("input[name^=seen_]")}
    chosen = [await verdicts(phone="correct", phone_kept=f"312555010{number}") for number in range(6)]
    statuses = await asyncio.gather(*(post(nora, page, {**seen, **each}) for each in chosen))
    assert sorted(statuses) == [303, *[409] * 5]
    assert await held("phone") == f"+1312555010{statuses.index(303)}"
    assert await recorded("information_decided") == 1


async def test_of_several_who_put_back_one_has_done_it() -> None:
    await save(phone=PHONE)
    nora = await reviewing()
    path = f"{tab()}/fields/{(await line_of('phone')).id}/putting-back"
    statuses = await asyncio.gather(*(post(nora, path, {}) for _ in range(6)))
    assert sorted(statuses) == [303, *[409] * 5]
    assert await held("phone") == OLD_PHONE
    assert await recorded("information_put_back") == 1


async def test_a_client_who_changes_what_staff_decide_at_that_moment_loses_nothing() -> None:
    await review_first()
    alice, nora = await people.alice(), await people.nora()
    for number in range(4):
        await save(phone=f"312555012{number}")
        page = await request_page()
        before = await held("phone")
        await alice.open(f"{BASIC}/edit")
        await nora.open(page)
        assert alice.page is not None
        assert nora.page is not None
        form = {**fields_of(alice.page), "phone": f"312555013{number}"}
        seen = {str(each["name"]): str(each["value"]) for each in nora.page.all("input[name^=seen_]")}
        decision = seen | await verdicts(phone="accept")
        decided, saved = await asyncio.gather(post(nora, page, decision), post(alice, BASIC, form))
        assert decided in (303, 409)
        assert saved == 303, "What she saw is what was accepted."
        line = await line_of("phone")
        assert (line.new, line.standing) == (f"+1312555013{number}", "in_review")
        assert await held("phone") == (f"+1312555012{number}" if decided == 303 else before)
        assert line.old == await held("phone")
