"""What of messages, documents and forms clients are told of: each once, where it waits, and not once it is seen or gone."""

from typing import Any
from uuid import UUID

import pytest

from app.accounts.sessions import today
from app.documents import staff_service as documents
from app.documents.rules import Ask
from app.documents.staff_service import Sharing
from app.files import service as files
from app.forms.assigning.packets import assign_packet
from app.forms.assigning.repeating import Series, repeat
from app.forms.assigning.service import assign, take_back
from app.forms.rules import Every
from app.notices.preferences import Notice
from app.notices.telling.rules import AREAS
from app.panels import PANELS
from app.worker import NEWS
from tests import people, rows
from tests.accounts.links.test_credentials import current
from tests.accounts.telling.told import later, letters, preferring, states, told, work
from tests.documents.shelf import hold_back, parts_of, pdf, put, shared, type_id
from tests.forms.assigning.given import form
from tests.forms.assigning.test_packets import packet
from tests.messages import acts

pytestmark = pytest.mark.usefixtures("rolled_back", "empty")

ALICE = people.client_id("alice")


@pytest.fixture(autouse=True)
async def at_any_hour(empty: None) -> None:
    await preferring("alice")


async def paths() -> list[str]:
    """Let the worker do all there is to do; give where what the client was told of waits."""
    await work()
    await later()
    await work()
    return [notice["path"] for notice in await told("alice") if notice["state"] == "sent"]


async def sharing(*, shared: bool = True, attached: bool = False) -> Sharing:
    taken = await files.take_in(parts_of(pdf()), name="a.pdf")
    return Sharing(taken, "Plan", await type_id("other"), shared, Ask.NOTHING, None, attached=attached)


async def test_a_first_message_of_staff_is_told_of_once_with_its_files() -> None:
    terry = await people.terry()
    await terry.open("/staff/messages/new")
    shown = terry.page
    for _ in range(2):
        terry.page = shown
        page = await terry.press(
            "Send message", client="1001", subject="A plan", body="Here it is.", files=[("plan.pdf", pdf())]
        )
    assert await paths() == [page.path.removeprefix("/staff").partition("?")[0]]
    assert len(await told("alice")) == 1


async def test_a_client_is_not_told_of_what_they_wrote_themselves() -> None:
    await acts.write(await people.alice())
    assert await paths() == []
    assert await told("alice") == []


async def test_a_document_that_is_shared_is_told_of_as_soon_as_it_is_clean() -> None:
    document = await documents.add_document(
        staff=await current("terry"), client_id=ALICE, new=await sharing()
    )
    await rows.change("update stored_file set state = 'checking', claimed_at = now()")
    assert await paths() == []
    await later()
    assert await letters() == []
    await rows.change("update stored_file set state = 'clean', checked_at = now()")
    assert await paths() == [f"/documents/{document}"]
    (letter,) = await letters()
    assert letter["subject"] == "A document is waiting for you"


async def test_of_a_document_that_is_held_back_kept_to_the_chart_or_taken_back_nobody_hears() -> None:
    terry = await current("terry")
    held = await documents.add_document(staff=terry, client_id=ALICE, new=await sharing())
    await hold_back(held)
    await documents.add_document(staff=terry, client_id=ALICE, new=await sharing(shared=False))
    taken_back = await put("Plan", from_client=False)
    await documents.share(staff=terry, client_id=ALICE, document_id=taken_back, ask=Ask.NOTHING, due_on=None)
    await documents.withdraw(staff=terry, client_id=ALICE, document_id=taken_back)
    assert await paths() == []
    assert await states() == ["not_needed"]


async def test_a_document_is_told_of_anew_when_it_is_asked_for_and_shared_again_but_not_for_another_day() -> (
    None
):
    terry, document = await current("terry"), await shared("Plan")
    which: dict[str, Any] = {"staff": terry, "client_id": ALICE, "document_id": document}
    await documents.ask_for(**which, ask=Ask.SIGN, due_on=None)
    await documents.ask_for(**which, ask=Ask.SIGN, due_on=today())
    await documents.ask_for(**which, ask=Ask.NOTHING, due_on=None)
    await documents.withdraw(**which)
    await documents.share(**which, ask=Ask.NOTHING, due_on=None)
    assert await paths() == [f"/documents/{document}"] * 2
    assert len(await letters()) == 1


async def test_a_form_is_told_of_by_each_way_it_is_given_and_not_once_it_is_taken_back() -> None:
    nora = await current("nora")
    one = await assign(staff=nora, client_id=ALICE, questionnaire_id=await form("Sleep diary"))
    again = await assign(staff=nora, client_id=ALICE, questionnaire_id=one.form.id)
    assert not again.new
    gone = await assign(staff=nora, client_id=ALICE, questionnaire_id=await form("By mistake"))
    await take_back(staff=nora, client_id=ALICE, assignment_id=gone.id)
    _, given = await assign_packet(staff=nora, client_id=ALICE, packet_id=await packet("Consent", "History"))
    series = Series(2, Every.WEEKS, today())
    await repeat(staff=nora, client_id=ALICE, questionnaire_id=await form("Mood today"), series=series)
    repeated: UUID = await rows.value("select id from form_assignment where recurrence is not null")
    expected = {one.id, *(each.id for each in given), repeated}
    assert sorted(await paths()) == sorted(f"/forms/{assignment}" for assignment in expected)
    (letter,) = await letters()
    assert letter["subject"] == "4 forms are waiting for you"
    assert (await states()).count("not_needed") == 1


def test_every_panel_that_has_news_says_what_still_is_and_every_area_is_a_panel() -> None:
    names = {panel.name for panel in PANELS}
    there = {notice for notice in Notice if AREAS[notice] in names}
    assert {Notice.MESSAGE, Notice.DOCUMENT, Notice.FORM} <= there
    assert there <= set(NEWS), f"Nobody says whether {there - set(NEWS)} still wait."
