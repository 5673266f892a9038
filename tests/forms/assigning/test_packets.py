"""Packets: forms that are given together, all of them or none."""

from datetime import timedelta
from uuid import UUID

import pytest

from app import db
from app.accounts.sessions import today
from app.activity.refusals import NotAllowed, StateForbids
from app.forms.assigning.packets import Wanted, assign_packet, save_packet, use_packet
from app.staff.rules import Action
from tests import people, rows
from tests.accounts.links.test_credentials import current
from tests.admin.grants import give
from tests.forms.assigning.given import (
    FORMS,
    assigned,
    form,
    given,
    lists,
    open_assignments,
    post,
    with_forms,
)

pytestmark = pytest.mark.usefixtures("rolled_back", "unassigned")

PACKETS = "/staff/forms/packets"


async def packet(*titles: str, name: str = "Intake", optional: tuple[str, ...] = ()) -> UUID:
    wanted = [Wanted(await form(title), required=title not in optional) for title in titles]
    return await save_packet(staff=await current("nora"), packet_id=None, name=name, forms=wanted)


async def test_a_packet_is_made_changed_and_put_out_of_use() -> None:
    await rows.change("update questionnaire set retired_at = now()")
    await form("Sleep diary")
    nora = await people.nora()
    await nora.open(PACKETS)
    page = await nora.press("Make the packet", status=422, name="Intake")
    page.shows("Choose at least one form.")
    page = await nora.press("Make the packet", status=422, name="", form="Sleep diary")
    page.shows("Give the packet a name.")
    page = await nora.press("Make the packet", name="Intake", form="Sleep diary")
    page.shows("The packet is saved.", "Intake", "Sleep diary")
    await nora.follow("Intake", within="main")
    page = await nora.press("Save", within="main", name="First visit", optional="Sleep diary")
    page.shows("First visit")
    assert await rows.value("select required from packet_form") is False
    page = await nora.press("Put out of use First visit", within="main")
    page.shows("First visit is out of use.", "Out of use")
    (await nora.open(lists())).shows("There is no packet yet.")


async def test_all_forms_of_a_packet_are_given_with_its_terms() -> None:
    await packet("Consent", "History", optional=("History",))
    nora = await people.nora()
    await nora.open(lists())
    due = today() + timedelta(days=5)
    page = await nora.press("Assign the packet", due_on=due.isoformat())
    page.shows("Intake: 2 forms are assigned.")
    assert given(page) == ["Consent", "History"]
    found = await db.rows(
        "select required, due_on, packet is not null as of_packet from form_assignment where client = $1 order by required",
        people.client_id("alice"),
    )
    assert [tuple(row.values()) for row in found] == [(False, due, True), (True, due, True)]


async def test_what_the_client_has_stays_as_it_is() -> None:
    await packet("Consent", "History")
    consent = await rows.value("select id from questionnaire where title = 'Consent'")
    before = await assigned(consent, required=False)
    nora = await people.nora()
    await nora.open(lists())
    (await nora.press("Assign the packet")).shows("Intake: 1 form is assigned.")
    assert await open_assignments() == 2
    assert await rows.value("select required from form_assignment where id = $1", before) is False


async def test_a_retired_form_of_a_packet_is_left_out() -> None:
    packet_id = await packet("Consent", "History")
    await rows.change("update questionnaire set retired_at = now() where title = 'Consent'")
    nora = await current("nora")
    _, done = await assign_packet(staff=nora, client_id=people.client_id("alice"), packet_id=packet_id)
    assert [each.form.title for each in done] == ["History"]
    await rows.change("update questionnaire set retired_at = now()")
    with pytest.raises(StateForbids, match="No form of this packet"):
        await assign_packet(staff=nora, client_id=people.client_id("bob"), packet_id=packet_id)


async def test_a_packet_out_of_use_is_not_given() -> None:
    packet_id = await packet("Consent")
    nora = await people.nora()
    await nora.open(lists())
    await rows.change("update form_packet set active = false")
    page = await nora.press("Assign the packet", status=422)
    page.shows("This packet is not in use.")
    assert packet_id is not None


async def test_packets_are_changed_by_who_may_change_forms_and_assigned_by_who_may_assign() -> None:
    packet_id = await packet("Consent")
    terry = await with_forms("terry", Action.VIEW, Action.CREATE)
    await terry.open(PACKETS, status=403)
    await terry.open(lists())
    for path in ("", f"/{packet_id}", f"/{packet_id}/use"):
        await post(terry, f"{PACKETS}{path}", status=403, name="Mine")
    await post(terry, f"{lists()}/packets", packet=str(packet_id))
    await post(terry, f"{lists('bob')}/packets", status=404, packet=str(packet_id))


async def test_who_may_change_only_assigns_no_packet() -> None:
    packet_id = await packet("Consent")
    terry = await with_forms("terry", Action.VIEW, Action.MODIFY)
    await terry.open(lists())
    await post(terry, f"{lists()}/packets", status=403, packet=str(packet_id))
    assert await open_assignments() == 0


async def test_the_services_themselves_ask_for_the_rule() -> None:
    packet_id = await packet("Consent")
    await give("terry", {FORMS: frozenset({Action.VIEW, Action.MODIFY})})
    with pytest.raises(NotAllowed):
        await assign_packet(
            staff=await current("terry"), client_id=people.client_id("alice"), packet_id=packet_id
        )
    await give("dana", {FORMS: frozenset({Action.VIEW, Action.CREATE, Action.DELETE})})
    dana = await current("dana")
    with pytest.raises(NotAllowed):
        await save_packet(staff=dana, packet_id=None, name="Mine", forms=[])
    with pytest.raises(NotAllowed):
        await use_packet(staff=dana, packet_id=packet_id, active=False)
