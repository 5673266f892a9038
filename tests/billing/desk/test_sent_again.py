"""Forms of money that are sent a second time under their key: the same is done once, something else is refused."""

from typing import Any
from uuid import uuid4

import pytest

from tests import people, rows
from tests.billing.desk.books import CHECK, chart, sent

pytestmark = pytest.mark.usefixtures("rolled_back")

OTHERWISE = "This form was sent before with other content."
PAYMENT = {"way": "cash", "amount": "10", "received_on": "2026-11-02", "memo": "Kept"}
STATEMENT = {
    "issued_on": "2026-11-02",
    "due_on": "2099-01-31",
    "words_1": "Session",
    "charge_1": "50",
    "insurance_1": "20",
}
REFUND = {"amount": "5", "reason": "Paid twice"}


@pytest.mark.parametrize(
    ("leaf", "fields", "other", "leads"),
    [
        ("payments", PAYMENT, {"amount": "11"}, "Go to billing"),
        ("payments", PAYMENT, {"way": "check"}, "Go to billing"),
        ("payments", PAYMENT, {"received_on": "2026-11-01"}, "Go to billing"),
        ("payments", PAYMENT, {"memo": "Other"}, "Go to billing"),
        ("statements", STATEMENT, {"charge_1": "51"}, "Go to billing"),
        ("statements", STATEMENT, {"words_2": "More", "charge_2": "1"}, "Go to billing"),
        ("statements", STATEMENT, {"note": "New"}, "Go to billing"),
        (f"payments/{CHECK}/refund", REFUND, {"amount": "6"}, "Go to the payment"),
        (f"payments/{CHECK}/refund", REFUND, {"reason": "Other"}, "Go to the payment"),
    ],
)
async def test_a_form_sent_again_with_other_content_is_refused_and_the_same_is_answered_as_before(
    leaf: str, fields: dict[str, Any], other: dict[str, Any], leads: str
) -> None:
    nora = await people.nora()
    once = {"once": uuid4()}
    assert (await sent(nora, chart(leaf), fields | once)).status_code == 303
    before = await rows.digest()
    assert (await sent(nora, chart(leaf), fields | once)).status_code == 303
    answer = await sent(nora, chart(leaf), fields | once | other)
    assert answer.status_code == 409
    assert OTHERWISE in answer.text
    assert leads in answer.text
    assert await rows.digest() == before
