"""The page on which the practice names who is told in danger."""

from typing import Any

import pytest

from tests import people, rows
from tests.forms.safety.danger import MOOD, begun, mark
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

PAGE = "/staff/forms/safety"
PLAIN = {**MOOD, "item": [item for item in MOOD["item"] if item["linkId"] != "nine"]}
KEPT = "select string_agg(role || ' ' || first_name, ', ' order by role) from safety_contact c join staff_member m on m.id = c.staff"


async def give(rule: str, *, modify: bool) -> Browser:
    """Give Stan's people one rule; give his browser."""
    await rows.change(
        "insert into profile (id, name, client_admin) values (gen_random_uuid(), 'Desk', false)",
    )
    await rows.change(
        "insert into profile_rule (id, profile, rule, can_create, can_modify, can_view, can_delete)"
        " select gen_random_uuid(), id, $1, false, $2, true, false from profile where name = 'Desk'",
        rule,
        modify,
    )
    await rows.change(
        "update staff_member set profile = (select id from profile where name = 'Desk') where id = $1",
        people.staff_id("stan"),
    )
    return await people.stan()


async def test_the_two_persons_are_chosen_there() -> None:
    nora = await people.nora()
    page = await nora.open(PAGE)
    page.shows("Who is told in danger", "within 15 minutes")
    assert (page.value("first"), page.value("second")) == (
        str(people.staff_id("terry")),
        str(people.staff_id("nora")),
    )
    page = await nora.press(
        "Save", within="main", first=str(people.staff_id("dana")), second=str(people.staff_id("terry"))
    )
    page.shows("Saved. These two are told from now on.")
    assert await rows.value(KEPT) == "first Dana, second Terry"
    await nora.press(
        "Save", within="main", first=str(people.staff_id("nora")), second=str(people.staff_id("terry"))
    )
    assert await rows.value(KEPT) == "first Nora, second Terry"
    assert await rows.value("select count(*) from audit_event where kind = 'safety_persons_changed'") == 2


TAKEN_BACK = """
update form_assignment set taken_back_at = now()
where questionnaire in (select id from questionnaire where url = 'urn:client-portal:form:phq-9')
"""
"""Takes back every form of the demo practice that can show danger."""


@pytest.mark.parametrize(
    ("first", "second", "missing"),
    [("", "terry", "first"), ("dana", "", "second"), ("", "", "first")],
)
async def test_nobody_is_left_out_while_a_client_has_a_form_that_can_show_danger(
    first: str, second: str, missing: str
) -> None:
    nora = await people.nora()
    await nora.open(PAGE)
    chosen: dict[str, Any] = {
        name: str(people.staff_id(who)) if who else "" for name, who in (("first", first), ("second", second))
    }
    page = await nora.press("Save", within="main", status=422, **chosen)
    page.shows(f"Choose a {missing} person. Clients have forms to fill in that can show danger")
    page.lacks("Saved.")
    assert page.find(f"#{missing}-error")
    assert {name: page.value(name) for name in chosen} == chosen
    assert await rows.value(KEPT) == "first Terry, second Nora"


@pytest.mark.parametrize(
    ("first", "second", "said", "kept"),
    [
        ("", "terry", "No first person is named.", "second Terry"),
        ("dana", "", "No second person is named.", "first Dana"),
        ("", "", "Nobody is named.", None),
    ],
)
async def test_without_such_a_form_they_may_be_left_out_and_the_page_says_what_follows(
    first: str, second: str, said: str, kept: str | None
) -> None:
    await rows.change(TAKEN_BACK)
    nora = await people.nora()
    await nora.open(PAGE)
    chosen: dict[str, Any] = {
        name: str(people.staff_id(who)) if who else "" for name, who in (("first", first), ("second", second))
    }
    page = await nora.press("Save", within="main", **chosen)
    page.shows(f"Saved. {said}")
    page.lacks("These two are told")
    assert await rows.value(KEPT) == kept


@pytest.mark.parametrize("how", ["marked", "corrected"])
async def test_a_form_that_the_practice_marked_and_a_correction_under_way_count_as_such_forms(
    how: str,
) -> None:
    await rows.change(TAKEN_BACK)
    mood = await begun("alice", PLAIN if how == "marked" else MOOD)
    if how == "marked":
        await mark("alone", "true")
    else:
        await rows.change("update form_assignment set completed_at = now() where id = $1", mood.assignment)
    nora = await people.nora()
    await nora.open(PAGE)
    await nora.press("Save", within="main", status=422, first="", second="")
    assert await rows.value(KEPT) == "first Terry, second Nora"
    await rows.change("delete from safety_rule")
    await rows.change("update form_response set status = 'completed' where assignment = $1", mood.assignment)
    await nora.open(PAGE)
    (await nora.press("Save", within="main", first="", second="")).shows("Saved. Nobody is named.")


async def test_one_person_is_not_both() -> None:
    nora = await people.nora()
    await nora.open(PAGE)
    terry = str(people.staff_id("terry"))
    page = await nora.press("Save", within="main", status=422, first=terry, second=terry)
    page.shows("Choose somebody else than the first person.")
    assert await rows.value(KEPT) == "first Terry, second Nora"


@pytest.mark.parametrize("who", ["stan", "left", "nobody"])
async def test_only_who_sees_alerts_and_answers_can_be_chosen(who: str) -> None:
    nora = await people.nora()
    page = await nora.open(PAGE)
    page.lacks("Stan Stone")
    if who == "left":
        await rows.change("update staff_member set active = false where id = $1", people.staff_id("dana"))
    chosen = {"stan": str(people.staff_id("stan")), "left": str(people.staff_id("dana")), "nobody": "x"}[who]
    page = await nora.press("Save", within="main", status=422, first=chosen)
    page.shows("Choose somebody who works here and sees the inbox and the answers to forms.")
    assert await rows.value(KEPT) == "first Terry, second Nora"


@pytest.mark.parametrize("rule", ["Forms", "System settings"])
@pytest.mark.parametrize("modify", [True, False])
async def test_modify_of_forms_or_settings_sets_them_and_view_shows_them(rule: str, *, modify: bool) -> None:
    stan = await give(rule, modify=modify)
    page = await stan.open(PAGE)
    page.shows("Terry Tran, LCSW", "Nora Novak")
    assert bool(page.all("main form[method=post]")) is modify
    if modify:
        await stan.press("Save", within="main", second=str(people.staff_id("dana")))
        assert await rows.value(KEPT) == "first Terry, second Dana"
    else:
        body = f"_csrf={stan.token}&first=&second=".encode()
        headers = {"content-type": "application/x-www-form-urlencoded"}
        assert (await stan.send("POST", PAGE, headers=headers, content=body)).status_code == 403
        assert await rows.value(KEPT) == "first Terry, second Nora"


@pytest.mark.parametrize("rule", ["Forms", "System settings"])
async def test_a_way_leads_back_to_forms_for_who_may_open_them(rule: str) -> None:
    stan = await give(rule, modify=False)
    page = await stan.open(PAGE)
    assert bool(page.all("main a.back[href='/staff/forms']")) is (rule == "Forms")
    await stan.open("/staff/forms", status=200 if rule == "Forms" else 403)


async def test_without_either_rule_it_is_closed() -> None:
    terry = await people.terry()
    await terry.open(PAGE, status=403)
    body = f"_csrf={terry.token}&first=&second=".encode()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert (await terry.send("POST", PAGE, headers=headers, content=body)).status_code == 403
    assert await rows.value(KEPT) == "first Terry, second Nora"
