"""Forms on the shelf, given to clients and answered, as rows."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import httpx

from app import db
from app.activity.actor import ActorKind
from app.db import new_id
from app.forms.rules import ResponseStatus, Role
from app.forms.tables import FormAssignment, FormResponse, Questionnaire, SafetyContact, SafetyRule
from app.staff.rules import Action, PermissionRule
from tests import people, rows
from tests.admin.grants import ALL, give
from tests.page import FORM, Browser, Page

FORMS = PermissionRule.FORMS


def definition(title: str, url: str, version: str) -> str:
    items = [
        {
            "linkId": "mood",
            "type": "choice",
            "text": "How are you?",
            "answerOption": [
                {"valueCoding": {"code": "well", "display": "Well"}},
                {"valueCoding": {"code": "bad", "display": "Not well"}},
            ],
        },
        {"linkId": "more", "type": "string", "text": "Anything else?"},
    ]
    whole = {
        "resourceType": "Questionnaire",
        "url": url,
        "version": version,
        "status": "active",
        "title": title,
        "item": items,
    }
    return json.dumps(whole)


async def form(title: str = "Sleep diary", *, url: str = "", version: str = "1", **columns: Any) -> UUID:
    """Put a form on the shelf; give its id."""
    url = url or f"https://forms.example/{title.casefold().replace(' ', '-')}"
    row = Questionnaire(
        id=new_id(),
        url=url,
        version=version,
        title=title,
        definition=definition(title, url, version),
        notes="{}",
        brought_in_at=columns.pop("brought_in_at", datetime.now(UTC)),
        **columns,
    )
    await Questionnaire.insert(row)
    return row.id


async def assigned(questionnaire: UUID, client: str = "alice", **columns: Any) -> UUID:
    """Give a form to a client; give its assignment."""
    row = FormAssignment(
        id=new_id(),
        client=people.client_id(client),
        questionnaire=questionnaire,
        assigned_at=datetime.now(UTC) - timedelta(days=1),
        assigned_by_name="Nora Novak",
        **columns,
    )
    await FormAssignment.insert(row)
    return row.id


async def answered(assignment: UUID, client: str = "alice", *, sent: bool = False) -> UUID:
    """Answer a form, and send it; give the response."""
    now = datetime.now(UTC)
    row = FormResponse(
        id=new_id(),
        client=people.client_id(client),
        assignment=assignment,
        status=ResponseStatus.COMPLETED if sent else ResponseStatus.IN_PROGRESS,
        started_at=now,
        saved_at=now,
        sent_at=now if sent else None,
        written_by_kind=ActorKind.CLIENT,
        written_by_name="Alice Anderson",
        account=people.account_id(client),
    )
    row.answers = FormResponse.answers.seal_json({"resourceType": "QuestionnaireResponse"}, row=row.id)
    await FormResponse.insert(row)
    if sent:
        await FormAssignment.update({FormAssignment.completed_at: now}).where(FormAssignment.id == assignment)
    return row.id


async def marked(url: str) -> None:
    """Have answers of a form tell that somebody is in danger."""
    await SafetyRule.insert(
        SafetyRule(
            url=url, link_id="mood", codes='["1"]', made_at=datetime.now(UTC), made_by_name="Nora Novak"
        )
    )


async def told(role: Role, name: str) -> None:
    await rows.change("delete from safety_contact where role = $1", role.value)
    await SafetyContact.insert(SafetyContact(role=role.value, staff=people.staff_id(name)))


def lists(client: str = "alice") -> str:
    return f"/staff/clients/{people.client_id(client)}/portal/forms"


def tab(client: str = "alice") -> str:
    return f"/staff/clients/{people.client_id(client)}/portal"


def unassigned(page: Page) -> list[str]:
    return [item.get_text(strip=True) for item in page.all("[aria-labelledby=unassigned-title] .called")]


def given(page: Page) -> list[str]:
    return [item.get_text(strip=True) for item in page.all("[aria-labelledby=assigned-title] > .box .called")]


async def open_assignments(client: str = "alice") -> int:
    found: int = await rows.value(
        "select count(*) from form_assignment where client = $1 and completed_at is null and taken_back_at is null",
        people.client_id(client),
    )
    return found


async def kinds(assignment: UUID) -> list[str]:
    """Give what the client's log says of an assignment, the first first."""
    found = await db.rows("select kind from activity_entry where object_id = $1 order by at, id", assignment)
    return [row["kind"] for row in found]


async def with_forms(name: str, *actions: Action) -> Browser:
    """Give a staff member these actions of the rule Forms, and nothing else; give their browser."""
    await give(name, {FORMS: frozenset(actions) or ALL})
    return await people.staff(name)


async def post(browser: Browser, path: str, *, status: int = 303, **fields: str) -> httpx.Response:
    """Send a form by hand, as one is sent whose boxes are not ticked."""
    content = urlencode({"_csrf": browser.token, **fields}).encode()
    answer = await browser.send("POST", path, headers={"content-type": FORM}, content=content)
    assert answer.status_code == status, f"{path} answered {answer.status_code}, not {status}"
    return answer
