"""Forms of the demo practice in a real portal: filled and sent, and as nobody has begun them."""

from dataclasses import replace

from app.forms.instruments.known import PHQ_CODES
from tests.journeys.server import Server, eventually
from tests.journeys.visitor import Visitor
from tests.people import client_id

ANEW = (
    "delete from safety_event where client = $1",
    "delete from form_score where client = $1",
    "delete from form_response where client = $1 and corrects is not null",
    "delete from form_response where client = $1",
    "update form_assignment set completed_at = null where client = $1",
    "delete from draft where client = $1",
)

UNTOLD = "select count(*) from outbox_message where kind = 'form_completed' and done_at is null"
TOLD_SECONDS = 20.0


def forget_forms(server: Server, name: str) -> None:
    """Let nobody find in a form what an earlier test filled in, once staff are told of it."""
    eventually(
        lambda: server.value(UNTOLD) == 0, within=TOLD_SECONDS, otherwise="Staff are not told of a form"
    )
    for statement in ANEW:
        server.rows(statement, client_id(name))


def send_form(visitor: Visitor, path: str) -> None:
    """Fill a PHQ-9 and send it, with an answer that asks for help."""
    names = [f"a.phq-9/{code}" for code in PHQ_CODES]
    filled = visitor.fill(path)
    answers = {"act": "next", **dict.fromkeys(names, "1")}
    assert visitor.send(replace(filled, fields={**filled.fields, **answers})).status_code == 303
    assert visitor.send(visitor.fill(f"{path}/review", to=f"{path}/submission")).status_code == 303
