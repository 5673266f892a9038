"""Actions that staff take in the admin: each calls the service that does it everywhere."""

import re
from typing import Any

import pytest

from app.accounts.rules import fault_of_password
from app.accounts.staff_members import temporary_password
from app.accounts.tables import StaffSession, StaffSignIn
from app.activity.kinds import Kind
from app.activity.tables import AuditEvent
from app.staff.tables import StaffMember
from tests import people, rows
from tests.admin import audit
from tests.admin.desk import FORMS, desk_of
from tests.page import Browser

SEND, ADD, RESET = "send-a-message-to-a-client", "add-a-staff-member", "reset-a-staff-password"
MESSAGE = {
    "client_number": 1001,
    "task_type": "Billing question",
    "subject": "Your bill",
    "body": "It is paid.",
}
SAM = {
    "first_name": "Sam",
    "last_name": "Sommer",
    "username": "Sam",
    "email": "sam@example.org",
    "profile": "Clinician",
}


def temporary(answer: Any) -> str:
    assert answer.status_code == 200, answer.text
    found = re.search(r"temporary password ([a-z0-9-]{19}) ", answer.json()["custom_form_success"])
    assert found is not None
    return found[1]


def test_every_field_of_a_form_has_its_label() -> None:
    for form in FORMS.values():
        assert form.labels.keys() == form.model.model_fields.keys(), form.slug


@pytest.mark.usefixtures("rolled_back")
async def test_a_client_reads_the_message_that_the_office_sent() -> None:
    nora, alice = await desk_of("nora"), await people.alice()
    answer = await nora.take(SEND, **MESSAGE)
    assert (answer.status_code, answer.json()) == (200, {"custom_form_success": "Your message is sent."})
    page = await alice.open("/messages")
    page.shows("Your bill", "Nora Novak")


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"client_number": 9999}, "There is nobody and nothing of that number here, or you may not open it."),
        ({"task_type": "Nonsense"}, "There is no task type of this name. Look it up under Task Types."),
    ],
)
async def test_a_message_that_cannot_be_sent_says_why(values: dict[str, Any], says: str) -> None:
    nora = await desk_of("nora")
    answer = await nora.take(SEND, **(MESSAGE | values))
    assert (answer.status_code, answer.json()) == (422, {"custom_form_error": says})


@pytest.mark.usefixtures("restored")
async def test_a_clinician_does_not_reach_the_client_of_another_and_that_is_kept() -> None:
    dana = await desk_of("dana")
    answer = await dana.take(SEND, **MESSAGE)
    assert answer.status_code == 422
    denied = await audit.newest(Kind.ACCESS_DENIED)
    assert (denied.staff, denied.object_id) == (people.staff_id("dana"), people.client_id("alice"))


@pytest.mark.usefixtures("restored")
async def test_a_message_of_a_task_type_without_a_group_is_refused() -> None:
    nora = await desk_of("nora")
    row = (await nora.rows("task_types", "?label=Billing question".replace(" ", "%20")))[0]
    assert (await nora.change("task_types", row["id"], user_group=None)).status_code == 200
    answer = await nora.take(SEND, **MESSAGE)
    assert answer.status_code == 422
    assert "“Billing question” has no user group." in answer.json()["custom_form_error"]


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize(
    "values",
    [{"subject": ""}, {"body": " "}, {"subject": "a" * 121}, {"client_number": "x"}, {"client_number": 2**70},
     {"body": 5}, {"task_type": None}],
)  # fmt: skip
async def test_a_form_that_is_not_filled_in_says_which_field(values: dict[str, Any]) -> None:
    nora = await desk_of("nora")
    answer = await nora.take(SEND, **(MESSAGE | values))
    assert answer.status_code == 422
    problem = answer.json()["detail"][0]
    assert problem["loc"] == list(values)
    assert set(problem) == {"loc", "msg"}


@pytest.mark.usefixtures("restored")
async def test_a_new_member_signs_in_with_the_password_shown_once_and_chooses_their_own() -> None:
    nora = await desk_of("nora")
    password = temporary(await nora.take(ADD, **SAM))
    sam = Browser()
    page = await sam.sign_in("sam", password, path="/staff/sign-in")
    assert page.path == "/staff/password/change"
    member = await StaffMember.objects().get(StaffMember.last_name == "Sommer")
    assert member is not None
    event = await audit.newest(Kind.STAFF_MEMBER_ADDED)
    assert (event.staff, event.object_id) == (people.staff_id("nora"), member.id)


@pytest.mark.usefixtures("restored")
async def test_the_temporary_password_stands_nowhere() -> None:
    nora = await desk_of("nora")
    password = temporary(await nora.take(ADD, **SAM))
    kept = await StaffSignIn.select(exclude_secrets=False)
    assert password not in str(kept)
    assert password not in str(await AuditEvent.select())


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"username": "NORA"}, "Somebody has this username already."),
        ({"email": "nora@example.org"}, "Somebody signs in with this e-mail address already."),
        ({"profile": "Kings"}, "There is no profile of this name. Look it up under Profiles."),
    ],
)
async def test_a_member_who_cannot_be_added_leaves_nothing(values: dict[str, Any], says: str) -> None:
    nora = await desk_of("nora")
    before = await StaffMember.count()
    answer = await nora.take(ADD, **(SAM | values))
    assert (answer.status_code, answer.json()) == (422, {"custom_form_error": says})
    assert await StaffMember.count() == before


@pytest.mark.usefixtures("restored")
async def test_a_member_without_profile_has_no_rules() -> None:
    nora = await desk_of("nora")
    assert (await nora.take(ADD, **(SAM | {"profile": "", "credentials": "MA"}))).status_code == 200
    member = await StaffMember.objects().get(StaffMember.last_name == "Sommer")
    assert member is not None
    assert (member.profile, member.credentials) == (None, "MA")


@pytest.mark.usefixtures("restored")
async def test_a_reset_ends_every_session_and_asks_for_a_new_password() -> None:
    nora, terry = await desk_of("nora"), await people.terry()
    password = temporary(await nora.take(RESET, username="Terry"))
    assert (await terry.send("GET", "/staff")).headers["location"].startswith("/staff/sign-in")
    page = await Browser().sign_in("terry", password, path="/staff/sign-in")
    assert page.path == "/staff/password/change"
    assert (await audit.newest(Kind.STAFF_PASSWORD_RESET)).object_id == people.staff_id("terry")


@pytest.mark.usefixtures("restored")
async def test_nobody_of_an_unknown_username_is_given_a_password() -> None:
    nora = await desk_of("nora")
    answer = await nora.take(RESET, username="nobody")
    assert answer.json() == {"custom_form_error": "Nobody here signs in with this username."}
    assert await StaffSession.count() == 1


def test_temporary_passwords_are_good_ones_and_differ() -> None:
    made = {temporary_password(names=("Sam", "Sommer")) for _ in range(50)}
    assert len(made) == 50
    assert all(fault_of_password(password, names=("Sam", "Sommer")) is None for password in made)


@pytest.mark.usefixtures("restored")
async def test_a_form_pressed_twice_sends_one_message() -> None:
    nora = await desk_of("nora")
    values = {"client_number": 1001, "task_type": "Billing question", "subject": "Twice", "body": "One\nline"}
    before = await rows.value("select count(*) from message")
    for _ in range(2):
        assert (await nora.take(SEND, **values)).status_code == 200
    assert await rows.value("select count(*) from message") == before + 1
    assert (await nora.take(SEND, **(values | {"body": "Another"}))).status_code == 200
    assert await rows.value("select count(*) from message") == before + 2


@pytest.mark.usefixtures("rolled_back")
async def test_a_form_tells_what_can_be_chosen_and_what_is_typed_over_several_lines() -> None:
    nora = await desk_of("nora")
    fields = (await nora.get(f"/api/forms/{SEND}/schema/")).json()["properties"]
    assert "Billing question" in fields["task_type"]["extra"]["choices"]
    assert fields["body"]["extra"] == {"widget": "text-area"}
    added = (await nora.get("/api/forms/add-a-client/schema/")).json()["properties"]
    assert [each["display_name"] for each in added["language"]["extra"]["choices"].values()] == [
        "Not known",
        "English",
        "Spanish",
    ]


def test_what_can_be_chosen_is_what_the_form_takes() -> None:
    for form in FORMS.values():
        assert form.choices.keys() <= form.labels.keys(), form.slug
