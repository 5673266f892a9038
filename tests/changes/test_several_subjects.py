"""Parts of which a chart has several: what is added, ended and decided as a whole, whoever owns the rows."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest

from app import db
from app.activity.refusals import NotFound, StateForbids
from app.changes import deciding, fields, review, service
from app.changes.deciding import Decision
from app.changes.parts import ENDED, FieldGroup, Part, by_name, seen_in
from app.changes.rules import ALL_AT_ONCE, CANNOT_PUT_BACK, Act, Section, Standing, Verdict
from app.changes.service import Edit, Saved, added_subject, ending, save
from app.web.language import _l
from tests import people, rows
from tests.accounts.links.test_credentials import current
from tests.changes.saves import recorded, set_to
from tests.documents.test_services import chart_of

pytestmark = pytest.mark.usefixtures("rolled_back", "unchanged")

Drawer = dict[tuple[UUID, UUID], dict[str, str]]
KIM = {"name": "Kim Lee", "phone": "+13125550123"}


@pytest.fixture
def drawer() -> Drawer:
    """Where the rows of this part are: by client and subject."""
    return {}


@pytest.fixture
def friends(drawer: Drawer) -> Part:
    async def read(client_id: UUID, subject: UUID) -> Mapping[str, str] | None:
        return drawer.get((client_id, subject))

    async def write(client_id: UUID, subject: UUID, texts: Mapping[str, str]) -> None:
        drawer.setdefault((client_id, subject), {}).update(texts)

    shown = (fields.line("name", _l("Name")), fields.phone_number("phone", _l("Phone")))
    groups = (FieldGroup("", (*shown, fields.day(ENDED, _l("Last day")))),)
    return Part(
        "friends", Section.CONTACTS, _l("Contacts"), groups, read, write,
        called=lambda texts: texts.get("name", ""), needed=("name",),
    )  # fmt: skip


async def edit(*edits: Edit) -> Saved:
    return await save(chart=await chart_of("alice"), section=Section.CONTACTS, edits=edits)


async def add(part: Part, once: UUID | None = None, texts: Mapping[str, str] = KIM) -> tuple[Saved, UUID]:
    subject = added_subject(await chart_of("alice"), once or uuid4())
    return await edit(Edit(part, subject, texts, act=Act.ADD)), subject


async def waiting(part: Part) -> dict[str, UUID]:
    """Have an addition wait; give its fields."""
    await set_to(review_contacts="review")
    await add(part)
    return {row["field"]: row["id"] for row in await db.rows("select id, field from changed_field")}


async def decide(part: Part, *decisions: Decision) -> int:
    alice = people.client_id("alice")
    request = await rows.value("select id from change_request")
    opened: Any = {
        "staff": await current("nora"),
        "client_id": alice,
        "request_id": request,
        "parts": by_name([part]),
    }
    _, subjects = await review.open_request(**opened)
    seen = {each.subject: each.seen for each in subjects}
    return await deciding.decide(**opened, decisions=decisions, seen=seen)


async def test_what_is_added_is_written_as_a_whole_and_a_form_sent_twice_adds_once(
    friends: Part, drawer: Drawer
) -> None:
    once = uuid4()
    saved, subject = await add(friends, once)
    again, _ = await add(friends, once)
    assert drawer == {(people.client_id("alice"), subject): KIM}
    assert saved.request_id is not None
    assert again.request_id is None
    assert await recorded("information_changed") == 1


async def test_the_same_form_of_another_client_adds_a_row_of_its_own(friends: Part) -> None:
    once = uuid4()
    assert added_subject(await chart_of("alice"), once) != added_subject(await chart_of("bob"), once)


async def test_a_row_of_another_client_is_not_found(friends: Part, drawer: Drawer) -> None:
    bobs = uuid4()
    drawer[people.client_id("bob"), bobs] = dict(KIM)
    with pytest.raises(NotFound):
        await edit(Edit(friends, bobs, {"name": "Mine"}))
    assert drawer[people.client_id("bob"), bobs] == KIM


async def test_several_edits_of_one_form_are_saved_all_or_none(friends: Part, drawer: Drawer) -> None:
    _, first = await add(friends)
    _, second = await add(friends)
    seen = {each: seen_in(friends, each, KIM) for each in (first, second)}
    drawer[people.client_id("alice"), second]["phone"] = "+13125550199"
    changed = [Edit(friends, each, {"phone": "+13125550177"}, seen[each]) for each in (first, second)]
    with pytest.raises(service.ChangedMeanwhile):
        await edit(*changed)
    assert drawer[people.client_id("alice"), first]["phone"] == KIM["phone"]
    await edit(changed[0], Edit(friends, second, {"name": "Kim"}, seen[second]))
    assert await rows.value("select count(*) from change_request") == 3
    assert drawer[people.client_id("alice"), second] == {"name": "Kim", "phone": "+13125550199"}


async def test_what_is_ended_stands_with_its_last_day_and_takes_no_change(
    friends: Part, drawer: Drawer
) -> None:
    _, subject = await add(friends)
    await edit(ending(friends, subject, seen_in(friends, subject, KIM)))
    assert drawer[people.client_id("alice"), subject][ENDED]
    with pytest.raises(StateForbids, match="not in the chart any more"):
        await edit(Edit(friends, subject, {"name": "Kim"}, seen_in(friends, subject, KIM)))


async def test_an_end_is_put_back_and_an_addition_is_not(friends: Part, drawer: Drawer) -> None:
    _, subject = await add(friends)
    added = await rows.value("select id from changed_field where field = 'name'")
    ended, _ = await edit(ending(friends, subject, seen_in(friends, subject, KIM))), subject
    end = await rows.value("select id from changed_field where request = $1", ended.request_id)
    which: Any = {
        "staff": await current("nora"),
        "client_id": people.client_id("alice"),
        "parts": by_name([friends]),
    }
    with pytest.raises(StateForbids, match=str(CANNOT_PUT_BACK)):
        await deciding.put_back(**which, field_id=added)
    await deciding.put_back(**which, field_id=end)
    assert drawer[people.client_id("alice"), subject][ENDED] == ""


async def test_an_addition_that_waits_is_in_no_chart_until_all_of_it_is_decided(
    friends: Part, drawer: Drawer
) -> None:
    ids = await waiting(friends)
    assert drawer == {}
    for part_of_it in ("name", "phone"):
        with pytest.raises(StateForbids, match=str(ALL_AT_ONCE)):
            await decide(friends, Decision(ids[part_of_it], Verdict.ACCEPT))
    declined = Decision(ids["name"], Verdict.DECLINE, reason="Who is that?")
    with pytest.raises(StateForbids, match="“Name” is needed"):
        await decide(friends, declined, Decision(ids["phone"], Verdict.ACCEPT))
    assert drawer == {}
    corrected = Decision(ids["name"], Verdict.CORRECT, kept="Kim Li")
    await decide(friends, corrected, Decision(ids["phone"], Verdict.DECLINE, reason="Nobody answers."))
    assert list(drawer.values()) == [{"name": "Kim Li"}]


async def test_an_addition_that_is_declined_is_never_written(friends: Part, drawer: Drawer) -> None:
    ids = await waiting(friends)
    count = await decide(friends, *(Decision(each, Verdict.DECLINE, reason="No.") for each in ids.values()))
    assert (count, drawer) == (2, {})
    standings = await rows.value("select array_agg(distinct standing) from changed_field")
    assert standings == [Standing.DECLINED.value]


async def test_a_request_whose_package_is_gone_is_not_found(friends: Part) -> None:
    await add(friends)
    nora = await people.nora()
    request = await rows.value("select id from change_request")
    path = f"/staff/clients/{people.client_id('alice')}/changes"
    await nora.open(path)
    assert (await nora.send("GET", f"{path}/{request}")).status_code == 404
