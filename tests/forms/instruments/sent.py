"""Forms that are assigned for a test, and sent as their clients send them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from app import db
from app.forms.instruments.known import PHQ_CODES
from app.forms.tables import FormAssignment
from tests import people, rows
from tests.page import Browser, Page

ID = "select id from questionnaire where url = $1 and built_in"
LAST = "select id from form_response where client = $1 and sent_at is not null order by sent_at desc limit 1"
CALM: Sequence[int] = (1, 1, 1, 1, 1, 1, 1, 1, 0)
"""Answers to the PHQ-9 of which none shows danger: 8 in all."""


async def assigned(key: str, client: str = "alice") -> UUID:
    """Assign a built-in form; one of this kind that the demo has left open is taken away."""
    form = await rows.value(ID, f"urn:client-portal:form:{key}")
    await rows.change(
        "update form_assignment set taken_back_at = now() where client = $1 and questionnaire = $2"
        " and completed_at is null and taken_back_at is null",
        people.client_id(client),
        form,
    )
    assignment = FormAssignment(
        id=uuid4(),
        client=people.client_id(client),
        questionnaire=form,
        assigned_at=datetime.now(UTC),
        assigned_by_name="Nora Novak",
    )
    await FormAssignment.insert(assignment)
    return assignment.id


async def send_phq(browser: Browser, answers: Sequence[int] = CALM) -> UUID:
    """Send a PHQ-9 with these answers, by the places of the options; gives the form's id."""
    form = await assigned("phq-9")
    await browser.open(f"/forms/{form}")
    given = {f"a.phq-9/{code}": str(each) for code, each in zip(PHQ_CODES, answers, strict=True)}
    await press(browser, "Look over my answers", given)
    await browser.press("Send my answers")
    return form


async def press(browser: Browser, label: str, typed: Mapping[str, str]) -> Page:
    return await browser.press(label, **typed)  # type: ignore[arg-type]  # names of inputs are no names of Python


async def last_response(client: str = "alice") -> UUID:
    found: UUID = await rows.value(LAST, people.client_id(client))
    return found


async def sent_days_ago(response: UUID, days: int) -> None:
    """Have answers been sent earlier than they were."""
    at = datetime.now(UTC) - timedelta(days=days)
    await rows.change("update form_response set sent_at = $2 where id = $1", response, at)


async def scores() -> list[db.Record]:
    return list(await db.rows("select * from form_score order by scored_at"))
