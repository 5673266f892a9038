"""Answers that were entered in error are marked so, kept, and count no more; nothing else changes what was sent."""

import pytest

from app import main
from app.forms.tables import FormResponse, FormScore, SafetyEvent
from app.panels import PANELS
from app.web.frame import Portal
from tests import people, rows
from tests.forms.filling.filled import FILL, PHQ
from tests.forms.reviewing.filed import TAB, corrected, give, newest, post, sent
from tests.routes import routes_of

pytestmark = pytest.mark.usefixtures("rolled_back")

KEPT = "select encode(sha256(answers), 'hex') from form_response where id = $1"


async def test_it_takes_a_reason_keeps_the_answers_and_takes_the_form_back() -> None:
    response = await sent("1")
    before = await rows.value(KEPT, response)
    nora = await people.nora()
    await nora.open(f"{TAB}/{response}")
    page = await nora.press("Mark as entered in error", status=422)
    page.shows("Say why these answers do not count.")
    page = await nora.press("Mark as entered in error", reason="Filled in by her sister.")
    page.shows("These answers are marked as entered in error.", "Filled in by her sister.", "Several days")
    assert await rows.value("select status from form_response where id = $1", response) == "entered-in-error"
    assert await rows.value(KEPT, response) == before
    assert b"sister" not in await rows.value(
        "select set_aside_reason from form_response where id = $1", response
    )
    assert not page.all("button[id=review]")
    (await nora.open(TAB)).shows("Entered in error")
    assert (
        await rows.value("select taken_back_by_name from form_assignment where id = $1", PHQ) == "Nora Novak"
    )
    assert await rows.value("select count(*) from audit_event where kind = 'form_set_aside'") == 1
    answer = await (await people.nora()).send("GET", f"{TAB}/{response}/fhir")
    assert b'"status": "entered-in-error"' in answer.content


async def test_the_client_sees_that_it_was_taken_back() -> None:
    response = await sent("0")
    nora = await people.nora()
    await nora.open(f"{TAB}/{response}")
    await nora.press("Mark as entered in error", reason="Wrong client.")
    alice = await people.alice()
    answer = await alice.send("GET", FILL)
    assert answer.status_code in (200, 404, 409)
    assert "Wrong client" not in answer.text


async def test_setting_a_correction_aside_lets_what_was_sent_first_stand() -> None:
    first = await sent("1")
    second = await corrected("2")
    nora = await people.nora()
    await nora.open(f"{TAB}/{second}")
    await nora.press("Mark as entered in error", reason="A slip.")
    assert await rows.value("select taken_back_at from form_assignment where id = $1", PHQ) is None
    assert await rows.value("select status from form_response where id = $1", first) == "completed"
    page = await (await people.alice()).open(FILL)
    page.shows("Several days")
    page.lacks("More than half the days")


async def test_it_is_done_once_and_only_to_what_was_sent() -> None:
    response = await sent("0")
    begun = await rows.value(
        "select id from form_response where client = $1 and status = 'in-progress'", people.client_id("alice")
    )
    nora = await people.nora()
    assert await post(nora, f"{TAB}/{begun}/setting-aside", reason="x") == 422
    assert await post(nora, f"{TAB}/{response}/setting-aside", reason="First") == 303
    assert await post(nora, f"{TAB}/{response}/setting-aside", reason="Second") == 422
    assert await post(nora, f"{TAB}/{response}/review") == 409
    (await nora.open(f"{TAB}/{response}")).shows("First")


@pytest.mark.parametrize("delete", [True, False])
async def test_it_takes_delete_of_the_rule(*, delete: bool) -> None:
    response = await sent("0")
    await give("Forms", "terry", delete=delete)
    terry = await people.terry()
    page = await terry.open(f"{TAB}/{response}")
    assert ("Mark as entered in error" in page.words) is delete
    assert await post(terry, f"{TAB}/{response}/setting-aside", reason="x") == (303 if delete else 403)
    status = await rows.value("select status from form_response where id = $1", response)
    assert status == ("entered-in-error" if delete else "completed")


async def test_no_route_of_staff_changes_what_was_sent(portal: Portal) -> None:
    response = await sent("1")
    before = await rows.value(KEPT, response)
    nora = await people.nora()
    written = [
        route
        for route in routes_of(portal, method="POST")
        if route.path.startswith("/staff/clients/{client_id")
    ]
    assert any("forms" in route.path for route in written)
    for route in written:
        path = route.path.replace("{client_id:uuid}", str(people.client_id("alice")))
        for name in ("response_id", "event_id", "assignment_id", "document_id"):
            path = path.replace(f"{{{name}:uuid}}", str(PHQ if name == "assignment_id" else response))
        if "{" not in path:
            await post(nora, path, answers="{}", reason="x", done="x", act="next", **{"a.phq-9/44250-9": "3"})
    assert await rows.value(KEPT, response) == before
    assert await newest() == response


def test_piccolo_admin_holds_none_of_it() -> None:
    held = {table.table for part in main.admin_parts(PANELS) for table in part.tables}
    assert not held & {FormResponse, FormScore, SafetyEvent}
