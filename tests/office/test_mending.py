"""The page of things to mend: all areas in one statement; one that fails says so, and the others are shown."""

from dataclasses import replace
from typing import Any

import pytest

from app import main
from app.activity.actor import Actor
from app.messages.panel import PANEL as MESSAGES
from app.office.mending import things_to_mend
from app.office.unheld import WATCHED
from app.panels import PANELS
from app.practice.service import set_settings
from app.staff.rules import PermissionRule
from app.web.frame import Portal
from app.web.panel import Mend, Mending, Panel, Panels
from tests import people, rows
from tests.changes.saves import set_to
from tests.messages import acts
from tests.page import Browser, Page
from tests.statements import counted

SOUND = "select json_build_object('day', asked.today)"
SENTENCE = "Messages are to be mended."
NOT_LOOKED_AT = "We could not look at this area just now: Messages."
BROKEN = {
    "a table that is not there": "select json_build_object('x', 1) from nowhere",
    "a column that is not there": "select json_build_object('x', asked.nothing)",
    "two rows": "select json_build_object('x', 1) from generate_series(1, 2)",
    "a division": "select json_build_object('x', 1 / 0)",
    "a row that cannot be read": "select json_build_object('canary', 1)",
}


def mends(row: Any) -> list[Mend]:
    assert len(row["day"]) == len("2026-01-01")
    return [Mend(sentence=SENTENCE, path="/staff/mend", label="Look again")]


def looking(*statements: str) -> Panel:
    """Give a panel that looks for things with these."""
    mendings = tuple(Mending(statement=statement, mends=mends) for statement in statements)
    return replace(
        MESSAGES, name="looking", handlers=(), staff_handlers=(), admin=None, inbox=None, mendings=mendings
    )


async def mend_page(panels: Panels) -> Page:
    nora = await people.nora()
    return await Browser(cookies=nora.cookies, portal=Portal(main.build(panels))).open("/staff/mend")


@pytest.mark.usefixtures("rolled_back")
async def test_all_areas_are_looked_at_in_one_statement() -> None:
    async with counted() as sql:
        found = await things_to_mend((*PANELS, looking(SOUND, SOUND), looking(SOUND)))
    assert sql.count == 1, str(sql)
    ours = [mend.sentence for area in found for mend in area.mends if mend.sentence == SENTENCE]
    assert len(ours) == 3


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize("how", BROKEN)
async def test_what_fails_says_so_once_and_hides_no_other(how: str) -> None:
    await rows.change("update task_type set user_group = null where label = $1", acts.BILLING)
    page = await mend_page((looking(BROKEN[how], SOUND, BROKEN[how]), *PANELS))
    page.shows(NOT_LOOKED_AT, SENTENCE, "Clients are not offered “Billing question”")
    assert page.words.count(NOT_LOOKED_AT) == 1
    page.lacks("canary")


@pytest.mark.usefixtures("rolled_back")
async def test_things_stand_by_area_and_the_area_with_the_gravest_first() -> None:
    nora = await people.nora()
    await set_to(crisis_text="Our on-call clinician answers at night.")
    await rows.change("update staff_member set active = false where id = $1", people.staff_id("stan"))
    (await nora.open("/staff/mend")).shows("Nothing to mend")

    await rows.change("update task_type set user_group = null where label = $1", acts.BILLING)
    await set_settings(by=Actor.system("test"), values={"practice_hours": None})
    await rows.change("update profile_rule set can_view = false where rule = 'Record release'")
    page = await nora.open("/staff/mend")
    areas = [str(area["id"]) for area in page.all("details.area")]
    assert areas == ["mend-staff", "mend-record", "mend-messages", "mend-settings"]
    page.find("#mend-staff .tag.bad")
    assert not page.all("#mend-messages .tag.bad")
    assert page.find("#mend-settings .mend.advice a")["href"] == "/staff/settings/practice_hours"


@pytest.mark.usefixtures("rolled_back")
async def test_a_rule_that_nobody_holds_stands_there_with_what_follows_and_leads_to_the_rights() -> None:
    assert {rule for watched in WATCHED for rule in watched.rules} == set(PermissionRule)
    nora = await people.nora()
    for watched in WATCHED:
        rules = [rule.value for rule in watched.rules]
        (await nora.open("/staff/mend")).lacks(str(watched.words))
        await rows.change("update profile_rule set can_view = false where rule = any($1)", rules[:-1])
        (await nora.open("/staff/mend")).lacks(str(watched.words))
        await rows.change("update profile_rule set can_view = false where rule = any($1)", rules)
        page = await nora.open("/staff/mend")
        page.shows(str(watched.words), *(f"“{rule}”" for rule in rules))
        assert page.all("#mend-staff a[href='/staff/rights']")
        await rows.change("update profile_rule set can_view = true where rule = any($1)", rules)
    await rows.change("update profile_rule set can_view = false where rule <> 'System settings'")
    await rows.change("update staff_member set active = (id = $1)", people.staff_id("nora"))
    assert len((await nora.open("/staff/mend")).all("#mend-staff .mend")) >= len(WATCHED) - 1


@pytest.mark.usefixtures("rolled_back")
async def test_an_e_mail_with_a_way_in_that_came_back_stands_there_until_a_newer_one_goes_out() -> None:
    await rows.change(
        "insert into sign_in_link (id, account, purpose, version, to_address, made_at, ends_at, delivery)"
        " values (gen_random_uuid(), $1, 'invitation', 1, 'x@example.com', now(), now(), 'undeliverable')",
        people.account_id("alice"),
    )
    nora = await people.nora()
    page = await nora.open("/staff/mend")
    page.shows("Client 1001: an e-mail with a way to sign in could not be delivered.")
    assert page.find("#mend-notices a")["href"] == f"/staff/clients/{people.client_id('alice')}/portal"
    await rows.change("update sign_in_link set superseded_at = now()")
    (await nora.open("/staff/mend")).lacks("could not be delivered")
