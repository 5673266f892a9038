"""After a discharge there is time to read and pay; then the chart does not open any more."""

from datetime import timedelta
from typing import Any

import pytest
from litestar import post

from app import main
from app.accounts.sessions import CurrentChart, today
from app.activity.kinds import Kind
from app.panels import PANELS
from app.web.frame import Portal
from app.web.pages import see
from app.web.panel import Panel
from app.web.security import Audience
from tests import people, rows
from tests.messages.acts import recorded
from tests.page import FORM, Browser

pytestmark = pytest.mark.usefixtures("restored")


async def discharge(client: str, *, days_ago: int) -> None:
    await rows.change(
        "update client set discharged_on = $2 where id = $1",
        people.client_id(client),
        today() - timedelta(days=days_ago),
    )


async def test_one_can_read_and_nothing_can_be_sent() -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    await discharge("alice", days_ago=0)
    sent = "select count(*) from message"
    before = await rows.value(sent)
    page = await alice.press("Send message", status=409, task_type="Something else", subject="A", body="B")
    page.shows("Your care here has ended, so nothing can be sent any more")
    assert await rows.value(sent) == before
    for path in ("/home", "/messages", "/activity", "/account/access"):
        await alice.open(path)


async def test_the_day_before_everything_can_be_sent() -> None:
    alice = await people.alice()
    await alice.open("/messages/new")
    await discharge("alice", days_ago=-1)
    page = await alice.press("Send message", task_type="Something else", subject="A", body="B")
    page.shows("Your message is sent.")


async def test_a_panel_where_one_pays_stays_open() -> None:
    @post("/paying", opt={"audience": Audience.CLIENT}, status_code=303)
    async def pay(chart: CurrentChart) -> Any:
        return see("/home")

    paying = Panel(
        name="paying",
        title=PANELS[0].title,
        path="/paying",
        icon=PANELS[0].icon,
        handlers=(pay,),
        tile=PANELS[0].tile,
        pays=True,
    )
    await discharge("alice", days_ago=0)
    alice = await people.alice()
    await alice.open("/home")
    alice.portal = Portal(main.build((*PANELS, paying)))
    content = f"_csrf={alice.token}".encode()
    answer = await alice.send("POST", "/paying", headers={"content-type": FORM}, content=content)
    assert answer.status_code == 303


@pytest.mark.parametrize(("days", "status"), [(89, 200), (90, 403)])
async def test_after_the_time_to_read_and_pay_the_chart_does_not_open(days: int, status: int) -> None:
    alice = await people.alice()
    await discharge("alice", days_ago=days)
    page = await alice.open("/home", status=status)
    if status == 403:
        page.shows("Your care here has ended, and so has the time to read and pay", "Sign out")
        assert (await alice.send("GET", "/messages")).status_code == 403
        assert (await Browser(cookies=alice.cookies).send("GET", "/activity.csv")).status_code == 403


async def test_staff_set_the_day_and_take_it_back() -> None:
    nora, alice = await people.nora(), await people.alice()
    path = f"/staff/clients/{people.client_id('alice')}/access"
    for day, words in ((today().isoformat(), "Discharged on"), ("", "")):
        await nora.open(f"{path}/discharge")
        page = await nora.press("Save", discharged_on=day, reason="Moved away")
        page.shows("The day of discharge is saved.", words)
    assert await recorded(Kind.DISCHARGE_CHANGED, "alice") == 2
    (await alice.open("/activity")).shows("Changed the day of discharge", "Nora Novak")


async def test_without_the_rule_for_clients_nobody_sets_it() -> None:
    terry = await people.terry()
    answer = await terry.send("GET", f"/staff/clients/{people.client_id('alice')}/access/discharge")
    assert answer.status_code == 403
