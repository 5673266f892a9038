"""Action forms do what the pages of the chart do, by the same services: conversations, requests, changes, settings, access."""

from typing import Any

import pytest

from app.activity.kinds import Kind
from app.changes.tables import ChangedField
from tests import people, rows
from tests.admin.desk import Desk, desk_of
from tests.admin.filled import CONVERSATION, NOT_HERS
from tests.changes import saves
from tests.messages.threads import JAM, bodies_of, thread_id
from tests.page import Browser
from tests.record.wanted import wants

pytestmark = pytest.mark.usefixtures("rolled_back")

KEPT = "select value from system_setting where name = 'update_basic'"
ALICES: dict[str, Any] = {"client_number": 1001}


async def takes(desk: Desk, form: str, says: str = "", **values: object) -> None:
    answer = await desk.take(form, **values)
    assert answer.status_code == 200, answer.text
    assert says in answer.text


async def refuses(desk: Desk, form: str, says: str, **values: object) -> None:
    answer = await desk.take(form, **values)
    assert answer.status_code == 422, answer.text
    assert says in answer.text


async def test_a_conversation_is_answered_once_passed_on_closed_and_opened_again() -> None:
    nora, thread = await desk_of("nora"), thread_id(JAM)
    for _ in range(2):  # pressed twice
        await takes(nora, "answer-a-client", "sent", **CONVERSATION, body="Take your time.")
    assert (await bodies_of(thread))[-1] == "Take your time."
    assert (await bodies_of(thread)).count("Take your time.") == 1
    await refuses(nora, "pass-a-conversation-on", "Nobody of this name", **CONVERSATION, to="Stan Stone")
    await takes(nora, "pass-a-conversation-on", "Passed on", **CONVERSATION, to="terry tran, lcsw")
    assert await rows.value("select assignee from message_thread where id = $1", thread) == people.staff_id(
        "terry"
    )
    await takes(nora, "pass-a-conversation-on", **CONVERSATION, to="")
    assert await rows.value("select assignee from message_thread where id = $1", thread) is None
    await takes(nora, "close-a-conversation", **CONVERSATION)
    await refuses(nora, "answer-a-client", "closed", **CONVERSATION, body="More")
    await takes(nora, "open-a-conversation-again", **CONVERSATION)
    assert await rows.value("select closed_at from message_thread where id = $1", thread) is None
    await refuses(nora, "close-a-conversation", "no conversation", **ALICES, subject="Nothing")


async def test_a_request_is_answered_in_the_clients_words_of_why() -> None:
    nora = await desk_of("nora")
    await rows.change("delete from record_request")
    await refuses(nora, "release-a-record", "no such request", **ALICES)
    released = await wants("record")
    await takes(nora, "release-a-record", "answered", **ALICES)
    assert await rows.value("select count(*) from record_copy where request = $1", released) == 1
    amendment = await wants("amendment")
    await refuses(nora, "answer-an-amendment-request", "Write why", **ALICES, agreed=False)
    await takes(
        nora, "answer-an-amendment-request", **ALICES, agreed=False, words="It is right as it stands."
    )
    assert await rows.value("select state from record_request where id = $1", amendment) == "declined"
    other, restriction = await wants("restriction"), await wants("restriction")
    await rows.change("update record_request set state = 'waiting' where id = $1", other)
    await refuses(nora, "answer-a-restriction-request", "several of these", **ALICES)
    await rows.change("update record_request set state = 'withdrawn' where id = $1", other)
    await takes(nora, "answer-a-restriction-request", **ALICES)
    assert await rows.value("select state from record_request where id = $1", restriction) == "accepted"


async def test_what_a_client_changed_is_accepted_or_declined_for_a_reason() -> None:
    nora = await desk_of("nora")
    await rows.change("delete from changed_field")
    await rows.change("delete from change_request")
    await refuses(nora, "accept-or-decline-what-a-client-changed", "Nothing that this client", **ALICES)
    await saves.review_first()
    await saves.save_two()
    await takes(nora, "accept-or-decline-what-a-client-changed", "2 changes are decided about", **ALICES)
    assert await saves.held("preferred_name") == "Ali"
    await saves.save(preferred_name="Alix")
    await refuses(nora, "accept-or-decline-what-a-client-changed", "Write why", **ALICES, accept=False)
    await takes(nora, "accept-or-decline-what-a-client-changed", **ALICES, accept=False, reason="A slip")
    assert await saves.held("preferred_name") == "Ali"
    found = await ChangedField.select(ChangedField.standing).order_by(ChangedField.decided_at)
    assert [row["standing"] for row in found][-1] == "declined"


async def test_a_setting_is_changed_by_its_number_name_or_label() -> None:
    nora = await desk_of("nora")
    for named in ("-621", "update_basic", "Clients update Basic Information"):
        await rows.change("delete from system_setting where name = 'update_basic'")
        answer = await nora.take("change-a-system-setting", setting=named, value="no")
        assert answer.status_code == 200, (named, answer.text)
        assert await rows.value(KEPT) == "no"
    await takes(nora, "change-a-system-setting", setting="-621", use_the_default=True)
    assert await rows.value(KEPT) is None
    await refuses(nora, "change-a-system-setting", "no setting", setting="-9999", value="no")
    answer = await nora.take("change-a-system-setting", setting="-621", value="perhaps")
    assert answer.status_code == 422


async def test_access_is_given_in_the_words_of_the_first_step() -> None:
    nora = await desk_of("nora")
    await rows.change(NOT_HERS, people.client_id("alice"))
    given = {**ALICES, "login": "Ally.A", "password": "four words of hers, long", "safe_word": "bluebird"}
    await takes(nora, "give-a-client-access-to-the-client-portal", "Saved", **given)
    account = await rows.value("select id from portal_account where username = 'ally.a'")
    assert await rows.value("select must_change_password from portal_account where id = $1", account)
    await takes(nora, "check-a-safe-word", **ALICES, said="Blue bird")
    kinds = "select count(*) from audit_event where client = $1 and kind = any($2)"
    made = [Kind.LOGIN_ADDED, Kind.SAFE_WORD_SET]
    assert await rows.value(kinds, people.client_id("alice"), made) == 2
    await refuses(nora, "give-a-client-access-to-the-client-portal", "login", **ALICES, login="other")
    visitor = Browser()
    await visitor.open("/sign-in")
    page = await visitor.press("Sign in", username="ally.a", password="four words of hers, long")
    assert page.path == "/password/change"


async def test_no_form_says_whether_a_chart_that_is_not_open_has_anything() -> None:
    """Dana has the rules and no way into Alice's chart: what waits there and what does not are answered alike."""
    dana = await desk_of("dana")
    said = set()
    for subject in (JAM, "Nothing"):
        answer = await dana.take("answer-a-client", **ALICES, subject=subject, body="Hello")
        said.add((answer.status_code, answer.text))
    assert len(said) == 1
