"""When one kind of what is late cannot be looked at, the inbox says so and shows the others."""

from dataclasses import replace

import pytest

from app import main
from app.messages.panel import PANEL as MESSAGES
from app.panels import PANELS
from app.web.frame import Portal
from app.web.panel import Late, Panels
from tests import people
from tests.office.inbox.test_late import late, late_message
from tests.page import Browser, Page


@pytest.mark.usefixtures("restored")
async def test_a_kind_that_cannot_be_looked_at_hides_no_other() -> None:
    await late_message()
    broken = Late(
        name="broken",
        words=MESSAGES.title,
        statement="select id, id as client, nothing as since from client",
        path="/",
        rules=MESSAGES.late[0].rules,
    )
    page = await inbox_with(
        (replace(MESSAGES, handlers=(), staff_handlers=(), admin=None, inbox=None, late=(broken,)), *PANELS)
    )
    page.shows("We could not look at all that is late just now.")
    assert "Messages past their reply time: 1" in late(page)


async def inbox_with(panels: Panels) -> Page:
    nora = await people.nora()
    return await Browser(cookies=nora.cookies, portal=Portal(main.build(panels))).open("/staff")
