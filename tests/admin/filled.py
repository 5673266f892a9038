"""What is sent by each action form of Piccolo Admin, and what has to be there before."""

from typing import Any

from app.billing.demo import payment_id, statement_id
from tests import people, rows
from tests.accounts.grants.access import open_to
from tests.appointments.kept import book
from tests.documents.shelf import put, shared
from tests.forms.assigning.given import assigned as give_form
from tests.forms.assigning.given import form as questionnaire
from tests.forms.assigning.test_packets import packet
from tests.messages.threads import JAM
from tests.record.wanted import wants

GINAS = {"client_number": 1001, "login": "gina", "reason": "Asked"}
"""Gina's access to Alice's chart, which a test gives her before."""

PLAN = {"client_number": 1001, "document": "Plan"}
"""A document of Alice's, which a test puts there before: in the portal folder, or not yet where it is to be shared."""

CONVERSATION: dict[str, Any] = {"client_number": 1001, "subject": JAM}
"""One of Alice's."""

DESK_RECEIPT, OPEN_STATEMENT = 1, 1
"""The numbers of Alice's payment in cash and of a statement that she owes, once a test has said so."""

VISIT: dict[str, Any] = {"client_number": 1001, "starts_on": "2099-06-01", "starts_at": "2:30 PM"}
RECEIPT = {"receipt_number": DESK_RECEIPT}
FILLED: dict[str, dict[str, Any]] = {
    "post-a-statement": {
        "client_number": 1001,
        "issued_on": "2026-11-02",
        "due_on": "2099-01-31",
        "words_1": "Individual session",
        "charge_1": "165",
    },
    "record-a-payment-at-the-desk": {
        "client_number": 1001,
        "way": "cash",
        "amount": "25",
        "received_on": "2026-11-02",
    },
    "refund-a-payment": RECEIPT | {"amount": "1.00", "reason": "Asked"},
    "void-a-statement": {"statement_number": OPEN_STATEMENT, "reason": "Asked"},
    "void-a-payment": RECEIPT | {"reason": "Asked"},
    "add-an-appointment": VISIT,
    "move-an-appointment": VISIT | {"new_day": "2099-06-02", "new_time": "9:00"},
    "cancel-an-appointment": VISIT,
    "share-a-document": PLAN | {"ask": "sign", "due_on": "2099-01-31"},
    "mark-a-document-to-be-completed": PLAN | {"ask": "sign"},
    "rename-a-document": PLAN | {"title": "The plan"},
    "withdraw-a-document": PLAN,
    "send-a-message-to-a-client": {
        "client_number": 1001,
        "task_type": "Billing question",
        "subject": "Your bill",
        "body": "It is on its way.",
    },
    "add-a-client": {"first_name": "Nina", "last_name": "Nowak"},
    "give-a-client-access-to-the-client-portal": {
        "client_number": 1001,
        "login": "nina",
    },
    "set-a-client-login": {"client_number": 1001, "login": "ally"},
    "reset-a-client-password": {"client_number": 1001},
    "let-a-client-in-or-shut-them-out": {"client_number": 1001, "active": True, "suspended": True},
    "sign-a-client-out-everywhere": {"client_number": 1001},
    "set-a-safe-word": {"client_number": 1001, "safe_word": "bluebird"},
    "check-a-safe-word": {"client_number": 1001, "said": "bluebird"},
    "add-a-staff-member": {
        "first_name": "Sam",
        "last_name": "Sommer",
        "username": "sam",
        "email": "sam@example.org",
    },
    "reset-a-staff-password": {"username": "stan"},
    "lift-a-staff-sign-in-lock": {"username": "stan"},
    "reset-a-staff-second-step": {"username": "stan"},
    "reset-a-client-second-step": {"username": "alice"},
    "lift-a-client-sign-in-lock": {"username": "alice"},
    "email-client-credential": {"client_number": 1001},
    "use-e-mailed-credentials-instead": {"client_number": 1001},
    "give-access-to-a-chart": {
        "client_number": 1001,
        "login": "bob",
        "kind": "other",
        "starts_on": "2026-01-05",
        "reason": "Asked",
    },
    "change-access-to-a-chart": GINAS | {"starts_on": "2026-01-05"},
    "keep-access-past-the-age-of-consent": GINAS,
    "end-access-to-a-chart": GINAS,
    "assign-a-form": {"client_number": 1001, "title": "Sleep diary", "due_on": "2099-01-31"},
    "assign-a-packet-of-forms": {"client_number": 1001, "packet": "Intake"},
    "change-what-is-asked-of-a-form": {"client_number": 1001, "title": "Mood today", "required": False},
    "remind-a-client-of-a-form": {"client_number": 1001, "title": "Mood today"},
    "take-a-form-back": {"client_number": 1001, "title": "Mood today"},
    "answer-a-client": CONVERSATION | {"body": "It is on its way."},
    "pass-a-conversation-on": CONVERSATION | {"to": ""},
    "close-a-conversation": CONVERSATION,
    "open-a-conversation-again": CONVERSATION,
    "release-a-record": {"client_number": 1001, "agreed": True},
    "answer-an-amendment-request": {"client_number": 1001, "agreed": False, "words": "It is right."},
    "answer-a-restriction-request": {"client_number": 1001, "agreed": True},
    "accept-or-decline-what-a-client-changed": {"client_number": 1001, "accept": True},
    "change-a-system-setting": {"setting": "-621", "value": "no"},
    "set-the-day-of-discharge": {"client_number": 1001, "reason": "Asked"},
}


ASKED = {
    "release-a-record": "record",
    "answer-an-amendment-request": "amendment",
    "answer-a-restriction-request": "restriction",
}
IN_REVIEW = "update changed_field set standing = 'in_review' where client = $1"
NOT_HERS = "update chart_grant set revoked_at = now() where client = $1"


async def make_ready(form: str) -> None:
    """Put there what a form is about."""
    await make_asked(form)
    if "document" in FILLED[form]:
        await (
            put("Plan", from_client=False, checked=False) if form == "share-a-document" else shared("Plan")
        )
    if form in ("move-an-appointment", "cancel-an-appointment"):
        await book()
    if {"receipt_number", "statement_number"} & FILLED[form].keys():
        await rows.change("update payment set number = $2 where id = $1", payment_id("cash"), DESK_RECEIPT)
        await rows.change(
            "update statement set number = $2 where id = $1", statement_id("partly"), OPEN_STATEMENT
        )
    if "packet" in FILLED[form]:
        await packet("Consent")
    if "title" in FILLED[form] and "document" not in FILLED[form]:
        await questionnaire("Sleep diary")
        await give_form(await questionnaire("Mood today"))
    if FILLED[form].get("login") == "gina":
        await open_to("gina", "alice")


async def make_asked(form: str) -> None:
    """Put there what a client asked, changed, or has not."""
    alice = people.client_id("alice")
    if form in ASKED:
        await wants(ASKED[form])
    if form == "accept-or-decline-what-a-client-changed":
        await rows.change(IN_REVIEW, alice)
    if form == "give-a-client-access-to-the-client-portal":
        await rows.change(NOT_HERS, alice)
