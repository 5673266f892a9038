"""What is given whole or not at all, and what many clocks give once: committed for all to see."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from app.accounts.sessions import today
from app.activity.refusals import StateForbids
from app.forms.assigning.packets import assign_packet
from app.forms.assigning.repeating import MENDING, give_due
from app.forms.panel import PANEL
from tests import people, rows
from tests.accounts.links.test_credentials import current
from tests.forms.assigning.given import form, marked, open_assignments
from tests.forms.assigning.test_packets import packet
from tests.forms.assigning.test_repeating import comes_on, next_on, planned
from tests.office.mends import mends_of

pytestmark = pytest.mark.usefixtures("restored", "unassigned")


async def test_a_packet_is_given_whole_or_not_at_all() -> None:
    packet_id = await packet("Consent", "Mood")
    await marked("https://forms.example/mood")
    await rows.change("delete from safety_contact")
    before = await open_assignments()
    with pytest.raises(StateForbids, match="names who is told"):
        await assign_packet(
            staff=await current("nora"), client_id=people.client_id("alice"), packet_id=packet_id
        )
    assert await open_assignments() == before


async def test_what_cannot_be_given_stays_due_and_is_said_among_the_things_to_mend() -> None:
    repeat_id = await planned(await form("Mood today", url="urn:mood"))
    await marked("urn:mood")
    await rows.change("delete from safety_contact")
    await comes_on(repeat_id, today() - timedelta(days=1))
    assert await give_due() == 1
    assert await open_assignments() == 0
    assert await next_on(repeat_id) == today() - timedelta(days=1)
    looks = replace(PANEL, mendings=(MENDING,))
    (mend,) = await mends_of(looks)
    assert "1 form that repeats could not be given" in mend.sentence
    await rows.change("delete from safety_rule")
    await give_due()
    assert await mends_of(looks) == []


async def test_many_clocks_at_once_give_once() -> None:
    repeat_id = await planned(await form("Mood today"))
    await comes_on(repeat_id, today())
    await asyncio.gather(*(give_due() for _ in range(8)))
    assert await open_assignments() == 1
    assert await rows.value("select count(*) from form_assignment where recurrence = $1", repeat_id) == 1
