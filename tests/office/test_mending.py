"""The page of things to mend: all areas in one statement; one that fails says so, and the others are shown."""

from dataclasses import replace
from typing import Any

import pytest

from app import main
from app.messages.panel import PANEL as MESSAGES
from app.office.mending import things_to_mend
from app.panels import PANELS
from app.web.frame import Portal
from app.web.panel import Mend, Mending, Panel, Panels
from tests import people, rows
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
    return replace(MESSAGES, handlers=(), staff_handlers=(), admin=None, mendings=mendings)


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
