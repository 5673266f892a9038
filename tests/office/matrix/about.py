"""What staff routes are about: an address for each, with a row of Alice's wherever it names one.

The demo practice has most of them; the rest is put there, each as little as its table asks for.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from app.accounts.links.tables import Invitation
from app.accounts.portal_tab.safe_words import set_safe_word_as_staff
from app.accounts.second_step.tables import Passkey
from app.billing.tables import VendorEvent
from app.db import new_id
from app.forms.tables import FormRecurrence, SafetyEvent, SafetyRule
from app.notices.tables import Alert
from app.record.exporting import making
from app.record.tables import RecordExport, RecordSending
from app.worker import SOURCES
from tests import people, rows
from tests.accounts.links.test_credentials import current
from tests.appointments.kept import ask
from tests.forms.assigning.test_packets import packet

NOW = datetime.now(UTC)
ALICES = "select id from {} where client = $1 limit 1"
ANY = "select id from {} limit 1"
PARTS = re.compile(r"\{(\w+?)(?:_id)?:\w+\}")

ROWS = {
    "grant": ALICES.format("chart_grant"),
    "changes/{request}": ALICES.format("change_request"),
    "record/requests/{request}": ALICES.format("record_request"),
    "field": "select f.id from changed_field f join change_request r on r.id = f.request where r.client = $1 limit 1",
    "statement": ALICES.format("statement"),
    "payment": ALICES.format("payment"),
    "billing/events/{event}": ANY.format("vendor_event"),
    "dangers/{event}": ALICES.format("safety_event"),
    "thread": ALICES.format("message_thread"),
    "message": "select id from message where thread = (select id from message_thread where client = $1 limit 1) and from_client limit 1",
    "questionnaire": "select id from questionnaire where not built_in and title = 'Consent'",
    "mark": ANY.format("safety_rule"),
    "assignment": "select id from form_assignment where client = $1 and completed_at is null limit 1",
    "repeat": ALICES.format("form_recurrence"),
    "packet": ANY.format("form_packet"),
    "response": ALICES.format("form_response"),
    "appointment": ALICES.format("appointment"),
    "asking": ALICES.format("appointment_asking"),
    "document": ALICES.format("document"),
    "entry": ALICES.format("clinical_entry"),
    "copy": ALICES.format("record_copy"),
    "sending": ALICES.format("record_sending"),
    "export": ALICES.format("record_export"),
    "import": ALICES.format("clinical_import"),
    "batch": "select batch from invitation limit 1",
    "passkey": ANY.format("passkey"),
    "alert": "select alert.id from alert join staff_member m on m.id = recipient where m.first_name = 'Stan' limit 1",
}
"""The row a word in braces stands for; where two routes mean different ones, with what stands before it."""
WORDS = {
    "client": str(people.client_id("alice")),
    "member": str(people.staff_id("terry")),
    "account": str(people.account_id("alice")),
    "once": str(UUID(int=7, version=4)),
    "setting": "practice_name",
    "kind": "problem",
    "page": "messages",
}


def named(path: str) -> str:
    """Give an address as the table names it: "/staff/clients/{client}"."""
    return PARTS.sub(r"{\1}", path)


async def addresses(names: Mapping[str, str]) -> dict[str, str]:
    """Give each address with rows in place of its words in braces, and each form, by what they were."""
    found = {word: str(await _row(statement)) for word, statement in ROWS.items()}
    return {name: _filled(text, found) for name, text in names.items()}


async def _row(statement: str) -> object:
    row = await rows.value(statement, *([people.client_id("alice")] if "$1" in statement else []))
    assert row is not None, f"nothing is found by: {statement}"
    return row


def _filled(text: str, found: Mapping[str, str]) -> str:
    for word, row in found.items():
        before = word.partition("{")[0] if "{" in word else ""
        text = text.replace(word if before else f"{{{word}}}", f"{before}{row}")
    for word, value in WORDS.items():
        text = text.replace(f"{{{word}}}", value)
    assert "{" not in text, f"about.py does not know what {text} is about"
    return text


async def put_there() -> None:
    """Put there what the demo practice has none of."""
    alice, stan = people.client_id("alice"), people.staff_id("stan")
    hers: dict[str, Any] = {"client": alice}
    later = NOW + timedelta(days=1)
    await set_safe_word_as_staff(staff=await current("nora"), client_id=alice, safe_word="bluebird")
    await packet("Consent")
    await ask("book")
    await Alert(**hers, event=new_id(), recipient=stan, kind="payment", object_id=alice, raised_at=NOW).save()
    await VendorEvent(vendor="demo", event="1", kind="charge", state="parked", received_at=NOW).save()
    await Invitation(**hers, batch=new_id(), asked_by=stan, asked_at=NOW).save()
    await Passkey(staff=stan, credential_id=b"1", public_key=b"1", name="Key", added_at=NOW).save()
    url = await rows.value(f"select url from questionnaire where id = ({ROWS['questionnaire']})")
    made: dict[str, Any] = {"url": url, "made_by_name": "Nora Novak"}
    await FormRecurrence(**hers, **made, unit="weeks", next_on=date(2099, 1, 5)).save()
    await SafetyRule(**made, link_id="q", codes="[]", made_at=NOW).save()
    response = await rows.value(ROWS["response"], alice)
    await SafetyEvent(
        **hers, response=response, rule="q", answer_hash=b"1", noticed_at=NOW, escalates_at=later
    ).save()
    await _of_the_record()


async def _of_the_record() -> None:
    """Put there a copy of Alice's record, a link to it, and everything in one file."""
    hers: dict[str, Any] = {"client": people.client_id("alice")}
    asked: dict[str, Any] = {"asked_at": NOW, "language": "en"}
    nora = await people.nora()
    await nora.open(f"/staff/clients/{people.client_id('alice')}/record")
    await nora.press("Make a copy")
    copy = await rows.value(ROWS["copy"], people.client_id("alice"))
    account = people.account_id("alice")
    sending = RecordSending(**hers, **asked, copy=copy, account=account, sent_by_name="A", expires_at=NOW)
    sending.address = RecordSending.address.seal("a@example.org", row=sending.id)
    await sending.save()
    stan = people.staff_id("stan")
    await RecordExport(**hers, **asked, staff=stan, asked_by_name="Stan Stone", for_self=False).save()
    await making.make_waiting(SOURCES)
