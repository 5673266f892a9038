"""Statements as staff post them, read them and take them back."""

from datetime import timedelta
from typing import Any

import pytest

from app.accounts.sessions import today
from app.notices.tables import OutboxMessage
from app.notices.telling.service import TELL
from app.staff.rules import Action
from tests import people, rows
from tests.billing.desk.books import (
    EVERYTHING,
    OVERDUE,
    PARTLY,
    chart,
    clerk,
    kept,
    newest,
    sent,
    statement,
    sums,
)

pytestmark = pytest.mark.usefixtures("rolled_back")

NEW = chart("statements", "new")
LINE: dict[str, Any] = {
    "words_1": "Individual session",
    "charge_1": "165",
    "insurance_1": "$120.00",
    "adjusted_1": "20",
}
DAYS = {"issued_on": "2026-11-02", "due_on": "2099-01-31"}


async def told() -> int:
    found: int = await OutboxMessage.count().where(OutboxMessage.kind == TELL)
    return found


async def test_one_is_posted_line_by_line_and_the_client_is_told() -> None:
    nora = await people.nora()
    await nora.open(chart())
    page = await nora.follow("Post a statement")
    assert page.value("issued_on") == today().isoformat()
    assert page.value("due_on") == (today() + timedelta(days=30)).isoformat()
    page = await nora.press(
        "Post the statement",
        **LINE,
        words_3="Letter",
        charge_3="40",
        service_on_3="2026-11-01",
        note="Thank you",
    )
    page.shows("The statement is posted. The client is told.", "$65.00", "Letter", "Nov 1, 2026", "Thank you")
    made = await newest("statement")
    assert (made["total_cents"], made["owed_cents"], made["posted_by_name"]) == (65_00, 65_00, "Nora Novak")
    assert await sums() == (190_00, 0, 0)
    assert await told() == 1
    assert await kept("statement_posted") == 1
    (await nora.open(chart())).shows("$190.00", f"Statement {made['number']}")


async def test_a_client_who_is_not_to_be_told_is_not() -> None:
    nora = await people.nora()
    await nora.open(NEW)
    fields = {"once": nora.page.value("once") if nora.page else "", **DAYS, **LINE}
    for _ in range(2):
        answer = await sent(nora, chart("statements"), fields)
        assert answer.status_code == 303
    assert await told() == 0
    assert await kept("statement_posted") == 1  # pressed twice it is posted once


@pytest.mark.parametrize(
    ("field", "typed"),
    [("issued_on", "2099-01-01"), ("service_on_1", "2099-01-01"), ("service_on_1", "tomorrow")],
)
async def test_a_day_to_come_is_refused_at_its_field(field: str, typed: str) -> None:
    day = (today() + timedelta(days=1)).isoformat() if typed == "tomorrow" else typed
    nora = await people.nora()
    await nora.open(NEW)
    page = await nora.press("Post the statement", status=422, **{**DAYS, **LINE, field: day})
    assert page.value(field) == day
    page.find(f"#{field}-error")
    page.shows("This day is still to come. Please check the date.")
    assert await kept("statement_posted") == 0
    await nora.press("Post the statement", **{**DAYS, **LINE, field: today().isoformat()})
    assert await kept("statement_posted") == 1


async def test_more_rows_keep_what_was_typed() -> None:
    nora = await people.nora()
    await nora.open(NEW)
    page = await nora.press("More rows", **LINE)
    assert len(page.all("fieldset.bill-line")) == 12
    assert page.value("words_1") == "Individual session"
    page = await nora.press("Post the statement", words_12="Letter", charge_12="40")
    page.shows("$65.00")
    await nora.open(NEW)
    for rows_then in (12, 18, 24, 30, 36, 40, 40):
        page = await nora.press("More rows")
        assert len(page.all("fieldset.bill-line")) == rows_then


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"words_1": ""}, "words_1", "Say what this line is for"),
        ({"charge_1": ""}, "charge_1", "Type the charge"),
        ({"charge_1": "-5"}, "charge_1", "an amount in dollars"),
        ({"charge_1": "1e9"}, "charge_1", "an amount in dollars"),
        ({"charge_1": "€5"}, "charge_1", "an amount in dollars"),
        ({"charge_1": "10.999"}, "charge_1", "an amount in dollars"),
        ({"charge_1": "9999999"}, "charge_1", "at most $1,000,000.00"),
        ({"adjusted_1": "50"}, "adjusted_1", "more than the charge"),
        ({"words_1": "Session F41.1"}, "words_1", "code of a diagnosis"),
        ({"note": "f32.a, as we said"}, "note", "code of a diagnosis"),
        ({"service_on_1": "soon"}, "service_on_1", "Write the date like this"),
        ({"due_on": "2026-11-01"}, "due_on", "before the day of the statement"),
        ({"issued_on": ""}, "issued_on", "Choose the day"),
        (dict.fromkeys(LINE, ""), "words_1", "at least one line"),
        ({"words_5": "Letter"}, "charge_5", "Type the charge"),
        ({"words_5": "M54.50", "charge_5": "1"}, "words_5", "code of a diagnosis"),
    ],
)
async def test_what_cannot_be_posted_is_said_at_its_field_with_everything_kept(
    typed: dict[str, str], field: str, says: str
) -> None:
    nora = await people.nora()
    await nora.open(NEW)
    before = await rows.digest()
    fields: dict[str, Any] = DAYS | LINE | {"words_2": "Letter", "charge_2": "40", "note": "Kept"} | typed
    if not any(fields[name] for name in LINE):
        fields |= {"words_2": "", "charge_2": ""}
    page = await nora.press("Post the statement", status=422, **fields)
    assert says in page.find(f"#{field}-error").get_text()
    assert {name: page.value(name) for name in fields} == fields
    assert await rows.digest() == before


async def test_one_that_is_taken_back_is_owed_no_more_and_the_client_reads_why() -> None:
    nora = await people.nora()
    await nora.open(chart("statements", PARTLY))
    page = await nora.follow("Void the statement")
    page.shows("$25.00 was paid for it")
    page = await nora.press("Void the statement", status=422)
    page.shows("Type the reason. The client reads it.")
    page = await nora.press("Void the statement", reason="Posted to the wrong client")
    page.shows("The statement is voided.", "Voided: Posted to the wrong client", "Nora Novak")
    assert (await statement(PARTLY))["state"] == "void"
    assert await sums() == (60_00, 0, 0)  # what was paid for it went to the one that is overdue
    assert await kept("statement_voided") == 1
    (await nora.open(chart("statements", PARTLY, "voiding"), status=409)).shows("taken back already")
    answer = await sent(nora, chart("statements", PARTLY, "voiding"), {"reason": "Again"})
    assert answer.status_code == 409
    (await nora.open(chart("statements"))).shows("Voided")


async def test_a_reason_with_a_diagnosis_in_it_is_refused() -> None:
    nora = await people.nora()
    await nora.open(chart("statements", PARTLY, "voiding"))
    page = await nora.press("Void the statement", status=422, reason="It said F41.1")
    page.shows("code of a diagnosis")
    assert (await statement(PARTLY))["state"] == "posted"


async def test_all_statements_are_read_a_page_at_a_time() -> None:
    await rows.change(
        "insert into statement (id, client, number, issued_on, due_on, state, total_cents, paid_cents, owed_cents,"
        " note, source, external_id, posted_at, posted_by_name, voided_by_name, void_reason)"
        " select gen_random_uuid(), $1, 90000 + n, current_date - 300 - n / 3, current_date, 'posted', 0, 0, 0,"
        " '', '', '', now(), '', '', '' from generate_series(1, 50) n",
        people.client_id("alice"),
    )
    nora = await people.nora()
    page = await nora.open(chart("statements"))
    seen = [link.get_text() for link in page.all("#statement-rows h3 a")]
    while page.all("#older-statements"):
        page = await nora.follow("Older statements")
        seen += [link.get_text() for link in page.all("#statement-rows h3 a")]
    assert len(seen) == len(set(seen)) == 56


@pytest.mark.parametrize("missing", Action)
async def test_each_act_needs_its_action_of_the_rule(missing: Action) -> None:
    stan = await clerk(*EVERYTHING - {missing})
    if missing is Action.VIEW:
        for path in (chart(), chart("statements"), chart("statements", PARTLY), "/staff/billing"):
            await stan.open(path, status=403)
        return
    page = await stan.open(chart("statements", PARTLY))
    shown = {
        Action.CREATE: ("Take a payment",),
        Action.DELETE: ("Void the statement",),
        Action.MODIFY: (),
    }
    page.lacks(*shown[missing])
    for action, labels in shown.items():
        if action is not missing:
            page.shows(*labels)
    expected = {
        (chart("statements", "new"), chart("statements")): Action.CREATE,
        (chart("payments", "new"), chart("payments")): Action.CREATE,
        (chart("statements", OVERDUE, "voiding"), chart("statements", OVERDUE, "voiding")): Action.DELETE,
    }
    for (form, action_path), needed in expected.items():
        status = 403 if needed is missing else 200
        assert (await stan.send("GET", form)).status_code == status, form
        status = 403 if needed is missing else 422
        assert (await sent(stan, action_path, {})).status_code == status, action_path


async def test_a_chart_that_is_not_open_and_a_statement_of_another_are_not_there() -> None:
    stan = await clerk(*EVERYTHING, client_admin=False)
    for path in (chart(), chart("statements", PARTLY), chart("statements", "new"), chart("payments", "new")):
        await stan.open(path, status=404)
    assert (await sent(stan, chart("statements"), DAYS | LINE)).status_code == 404
    nora = await people.nora()
    for path in (
        chart("statements", PARTLY, client="bob"),
        chart("statements", PARTLY, "voiding", client="bob"),
    ):
        await nora.open(path, status=404)
    answer = await sent(nora, chart("statements", PARTLY, "voiding", client="bob"), {"reason": "Mine"})
    assert answer.status_code == 404
    assert (await statement(PARTLY))["state"] == "posted"
