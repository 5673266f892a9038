"""Answers that were entered in error are marked so, kept, and count no more; nothing else changes what was sent."""

from urllib.parse import urlencode
from uuid import UUID

import pytest

from app import main
from app.activity.actor import Actor
from app.admin.permissions import offered
from app.forms.tables import FormResponse, FormScore, SafetyEvent
from app.panels import PANELS
from app.practice.service import set_settings
from app.staff.rules import Action
from app.web.admin import column_names
from app.web.frame import Portal
from tests import checks, people, rows
from tests.forms.filling.filled import FILL, NAMES, PHQ
from tests.forms.printing.test_paper import words_of
from tests.forms.reviewing.filed import TAB, corrected, give, newest, post, sent
from tests.page import FORM
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


async def set_aside(response: UUID, reason: str = "Wrong client.") -> None:
    nora = await people.nora()
    await nora.open(f"{TAB}/{response}")
    await nora.press("Mark as entered in error", reason=reason)


async def test_the_client_still_reads_what_was_set_aside_with_its_help_and_never_why() -> None:
    response = await sent("1")
    await set_aside(response)
    alice = await people.alice()
    page = await alice.open(FILL)
    page.shows("Set aside by your practice on", "They do not count any more and cannot be changed.")
    page.shows("Several days", "Call 988")
    page.lacks("Wrong client", "Your practice took this form back", "Correct my answers")
    assert page.all("#help")
    page = await alice.open("/forms")
    line = checks.words(page.find(f"#form-{PHQ}"))
    assert "Sent on" in line
    assert "Set aside by your practice on" in line
    assert "Taken back" not in line
    await rows.change("update form_assignment set taken_back_at = now() - interval '31 days'")
    (await alice.open(FILL)).shows("Several days")


async def test_what_was_set_aside_shows_the_client_no_score_any_more() -> None:
    await set_settings(by=Actor.system("test"), values={"client_scores": "score"})
    response = await sent("1")
    alice = await people.alice()
    for path in (FILL, "/forms"):
        (await alice.open(path)).shows("Your score: 9")
    await set_aside(response)
    for path in (FILL, "/forms"):
        (await alice.open(path)).lacks("Your score")


async def test_the_client_takes_what_was_set_aside_home_marked_so() -> None:
    response = await sent("1")
    await set_aside(response)
    alice = await people.alice()
    fhir = (await alice.send("GET", f"{FILL}/fhir")).json()
    assert (fhir["status"], fhir["id"]) == ("entered-in-error", str(response))
    answer = await alice.send("GET", f"{FILL}/pdf")
    assert answer.status_code == 200
    words = words_of(answer.content)
    assert "Set aside" in words
    assert "Several days" in words
    bob = await people.bob()
    for leaf in ("", "/pdf", "/fhir"):
        assert (await bob.send("GET", f"{FILL}{leaf}")).status_code == 404, leaf


async def test_what_was_set_aside_cannot_be_changed_by_the_client() -> None:
    response = await sent("1")
    before = await rows.value(KEPT, response)
    await set_aside(response)
    alice = await people.alice()
    await alice.open("/forms")
    fields = {"_csrf": alice.token, "shown": "x", NAMES[0]: "3", "act": "next"}
    for leaf in ("", "/answers", "/submission", "/correction"):
        answer = await alice.send(
            "POST",
            f"{FILL}{leaf}",
            headers={"content-type": FORM},
            content=urlencode(fields).encode(),
        )
        assert answer.status_code in (303, 409), leaf
        assert "but it cannot be sent" not in answer.text, leaf
        if answer.status_code == 409:
            assert "What you sent is kept, but it cannot be changed." in answer.text, leaf
    assert await rows.value(KEPT, response) == before
    assert await rows.value("select count(*) from form_response where assignment = $1", PHQ) == 1


async def test_a_correction_under_way_ends_with_the_answers_that_were_set_aside() -> None:
    response = await sent("1")
    alice = await people.alice()
    await alice.open(FILL)
    await alice.press("Correct my answers")
    await set_aside(response)
    page = await alice.open(FILL)
    page.shows("Set aside by your practice on", "Several days")
    page.lacks("Go on correcting", "Correct my answers")


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


def test_piccolo_admin_lists_none_of_the_answers_and_changes_nothing() -> None:
    held = [table for part in main.admin_parts(PANELS) for table in part.tables]
    listed = [table for table in held if table.table in (FormResponse, FormScore, SafetyEvent)]
    assert len(listed) == 3
    for table in listed:
        assert offered(table) == {Action.VIEW}
        assert table.of_charts
        assert not {"answers", "unread", "signature", "set_aside_reason"} & set(column_names(table.columns))
