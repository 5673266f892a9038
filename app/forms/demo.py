"""Forms of the demo practice: what Alice has to fill in and has begun, the same for Bob, and somebody's first form."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from app import db
from app.accounts.sessions import today
from app.activity.actor import ActorKind
from app.forms.filling.files import pieces_of
from app.forms.instruments.bringing import bring_built_in
from app.forms.questionnaire.answers import Answers
from app.forms.questionnaire.form import Form, form_of
from app.forms.questionnaire.taking import take
from app.forms.questionnaire.walk import shown
from app.forms.rules import ResponseStatus
from app.forms.safety.panel import add_persons
from app.forms.tables import FormAssignment, FormResponse

SPACE = UUID("8b1c9b1e-6a51-4a53-9a2f-0d9c1a3f5e77")
OFFICE = "nora"
FORMS = "select id, url, definition from questionnaire where built_in"


@dataclass(frozen=True)
class Story:
    """A form that a client is to fill in; `chosen` are the answers given so far, by the place of the option."""

    client: str
    key: str
    days_ago: int
    required: bool = True
    due_in: int | None = None
    chosen: tuple[tuple[str, str], ...] = ()


BEGUN = (("69725-0", "1"), ("68509-9", "2"), ("69733-4", "1"))
STORIES = (
    Story("alice", "phq-9", days_ago=2, due_in=7),
    Story("alice", "consent-to-treatment", days_ago=3),
    Story("alice", "gad-7", days_ago=4, required=False, chosen=BEGUN),
    Story("bob", "phq-9", days_ago=2, due_in=7),
    Story("bob", "gad-7", days_ago=2, required=False),
    Story("charlie", "patient-registration", days_ago=1),
    Story("max", "patient-registration", days_ago=1),
)


def form_id(key: str, client: str = "alice") -> UUID:
    """Give the id of a form that a demo client has."""
    return uuid5(SPACE, f"{client}:{key}")


async def add_forms(practice: Any) -> None:
    """Assign everybody's forms in the demo practice."""
    await add_persons(practice)
    await bring_built_in()
    known = {row["url"].rpartition(":")[2]: row for row in await db.rows(FORMS)}
    await FormAssignment.insert(*(_assignment(practice, story, known[story.key]) for story in STORIES))
    await FormResponse.insert(
        *(_begun(practice, story, known[story.key]) for story in STORIES if story.chosen)
    )


def _assignment(practice: Any, story: Story, form: db.Record) -> FormAssignment:
    return FormAssignment(
        id=form_id(story.key, story.client),
        client=practice.clients[story.client],
        questionnaire=form["id"],
        required=story.required,
        due_on=today() + timedelta(days=story.due_in) if story.due_in is not None else None,
        assigned_at=datetime.now(UTC) - timedelta(days=story.days_ago),
        assigned_by_name=practice.names[OFFICE],
    )


def _begun(practice: Any, story: Story, row: db.Record) -> FormResponse:
    form, writer = form_of(row["definition"]), practice.writer_of[story.client]
    places = {name.rpartition("/")[2]: name for name in _names(form)}
    fields = {places[link_id]: (token,) for link_id, token in story.chosen}
    answers = take(form, Answers.begun(form), fields, language="en")
    at = datetime.now(UTC) - timedelta(days=1, hours=2)
    view = shown(form, answers, language="en")
    response = FormResponse(
        id=uuid5(SPACE, f"{story.client}:{story.key}:answers"),
        client=practice.clients[story.client],
        assignment=form_id(story.key, story.client),
        answered=view.answered,
        asked=view.asked,
        revision=len(story.chosen),
        started_at=at,
        saved_at=at,
        written_by_kind=ActorKind.CLIENT,
        written_by_name=practice.names[writer],
        account=practice.accounts[writer],
    )
    kept = answers.response(status=ResponseStatus.IN_PROGRESS, authored=at)
    response.answers = FormResponse.answers.seal_json(kept, row=response.id)
    return response


def _names(form: Form) -> list[str]:
    return [piece.name for piece in pieces_of(shown(form, Answers.nothing(form), language="en"))]
