"""Several alerts at once: ticked, and marked read, acknowledged or done for all."""

from uuid import UUID, uuid4

import pytest

from app.notices.alerts_together import MOST_TOGETHER
from app.notices.tables import AlertKind
from tests import people, rows
from tests.forms.safety.danger import begun, deliver, save
from tests.messages import acts
from tests.office.inbox.told import listed, settle, tell

pytestmark = pytest.mark.usefixtures("rolled_back")


async def how_stands(alert: UUID) -> tuple[bool, bool, bool]:
    """Say whether an alert is read, acknowledged and done."""
    found = await rows.value(
        "select array[read_at is not null, acknowledged_at is not null, done_at is not null] from alert where id = $1",
        alert,
    )
    read, acknowledged, done = found
    return read, acknowledged, done


async def test_what_is_ticked_is_dealt_with_at_once_for_all_who_were_told_and_noted_one_by_one() -> None:
    about = uuid4()
    both = await tell(AlertKind.PAYMENT, "terry", "nora", about=about)
    second, third = await tell(), await tell()
    of_nora = UUID(
        str(await rows.value("select id from alert where object_id = $1 and id <> $2", about, both))
    )
    terry = await people.terry()
    page = await terry.open("/staff")
    assert listed(page) == [third, second, both]
    assert (await settle(terry, "acknowledged", both, second)).status_code == 303
    (await terry.open("/staff")).shows("You have acknowledged 2 alerts.", "Acknowledged by Terry Tran, LCSW")
    assert await how_stands(both) == await how_stands(second) == (True, True, False)
    assert await how_stands(third) == (False, False, False)
    assert await how_stands(of_nora) == (False, True, False)
    assert await acts.recorded("alert_acknowledged", "alice") == 2

    await settle(terry, "done", both)
    (await terry.open("/staff")).shows("1 alert is done for all.", "Done for all: Terry Tran, LCSW")
    assert await how_stands(of_nora) == (True, True, True)
    await settle(terry, "read", third)
    assert await how_stands(third) == (True, False, False)


async def test_all_that_are_listed_are_ticked_by_one_link() -> None:
    for _ in range(3):
        await tell()
    terry = await people.terry()
    assert not (await terry.open("/staff")).all(".tick [checked]")
    page = await terry.follow("Tick all of these")
    assert len(page.all(".tick [checked]")) == 3


async def test_what_has_grown_since_is_left_and_said_so() -> None:
    chart = people.client_id("alice")
    grows = await tell(AlertKind.DOCUMENT_UPLOAD, about=chart)
    other = await tell()
    terry = await people.terry()
    await terry.open("/staff")
    await tell(AlertKind.DOCUMENT_UPLOAD, about=chart)
    await settle(terry, "done", grows, other)
    (await terry.open("/staff")).shows(
        "1 alert is done for all. 1 stayed as before: More has come in since. Please look again."
    )
    assert await how_stands(grows) == (False, False, False)
    assert await how_stands(other) == (True, False, True)


async def test_where_somebody_may_be_in_danger_it_is_acknowledged_by_itself() -> None:
    await save(await begun(), nine=1)
    await deliver()
    await tell()
    await tell()
    terry = await people.terry()
    page = await terry.open("/staff")
    danger = UUID(str(await rows.value("select id from alert where kind = 'form_safety'")))
    assert danger not in listed(page)
    assert len(page.all(".alarm")) == 1
    for how in ("acknowledged", "done"):
        await settle(terry, how, danger, *listed(page))
        (await terry.open("/staff")).shows("Acknowledge it first, where it stands above all others.")
        assert (await how_stands(danger))[1:] == (False, False)


async def test_nobody_deals_with_alerts_of_somebody_else_nor_with_theirs_beside_them() -> None:
    of_nora, own = await tell(AlertKind.PAYMENT, "nora"), await tell()
    await tell()
    terry = await people.terry()
    await terry.open("/staff")
    before = await rows.digest()
    for how in ("read", "unread", "acknowledged", "done"):
        assert (await settle(terry, how, own, of_nora)).status_code == 404
    assert await rows.digest() == before


async def test_nothing_ticked_too_much_ticked_and_nonsense_change_nothing() -> None:
    await tell()
    await tell()
    terry = await people.terry()
    await terry.open("/staff")
    before = await rows.digest()
    for ticked, words in (
        ((), "Tick the alerts first"),
        ([uuid4()] * (MOST_TOGETHER + 1), "Tick fewer at once"),
    ):
        assert (await settle(terry, "done", *ticked)).status_code == 303
        (await terry.open("/staff")).shows(words)
    assert await rows.digest() == before
