"""Rows A05, A08, A38, A39 and A40, for every form by which clients look after their chart."""

from collections.abc import AsyncIterator
from urllib.parse import urlencode

import pytest
from bs4 import Tag

from app import db
from app.appointments.demo import appointment_id
from tests import people, rows
from tests.attacks import everywhere
from tests.information.contacts import BLOCKS, DIEGO
from tests.information.contacts import PAGE as CONTACTS
from tests.insurance.policies import PRIMARY
from tests.page import FORM, Browser, Page
from tests.web.readers.test_nasty import NASTY

pytestmark = pytest.mark.usefixtures("rolled_back")

OWN = ("/information", "/insurance", "/appointments", "/record")
SSN = "536904321"
SMUGGLED = {
    "id": str(people.client_id("bob")),
    "client": str(people.client_id("bob")),
    "client_id": str(people.client_id("bob")),
    "user_id": "1",
    "account": str(people.account_id("bob")),
    "number": "1",
    "balance": "0",
    "is_admin": "true",
    "active": "true",
    "created_at": "2000-01-01",
    "discharged_on": "2000-01-01",
    "status": "signed",
    "standing": "accepted",
    "role": "legal_guardian",
    "part": "identity",
    "subject": str(people.client_id("bob")),
    "section": "identity",
    "ended_on": "2000-01-01",
    "birth_date": "2000-01-01",
    "phone_hash": "x",
    "priority_hash": "x",
    "asking": "cancel",
    "state": "done",
    "appointment": str(appointment_id("office", "bob")),
    "appointment_id": str(appointment_id("office", "bob")),
    "starts_at": "2000-01-01T00:00:00Z",
    "settled_at": "2000-01-01T00:00:00Z",
}
"""What no form of a client's has a field for; SSN and birth date are smuggled where they are no field."""
NEW_ROWS = {
    "change_request", "changed_field", "outbox_message", "audit_event", "audit_unsealed", "activity_entry",
    "client_information", "client_identity", "contact", "insurance_policy", "messaging_preference", "text_consent",
    "appointment_asking", "message_thread", "message",
}  # fmt: skip


async def own_forms(browser: Browser) -> AsyncIterator[tuple[Page, Tag]]:
    """Give every page with a form of a client's own chart, and the form."""
    async for page in everywhere.pages(browser, "/information"):
        if page.path.startswith(OWN):
            for form in everywhere.forms(page):
                yield page, form


def address_of(form: Tag) -> str:
    return str(form["action"]).partition("#")[0]


async def send(browser: Browser, form: Tag, fields: dict[str, str] | list[tuple[str, str]]) -> int:
    content = urlencode(fields, errors="surrogatepass").encode()
    answer = await browser.send("POST", address_of(form), headers={"content-type": FORM}, content=content)
    return answer.status_code


async def rows_by_table() -> dict[str, set[str]]:
    return {
        table: {row["t"] for row in await db.rows(f"select t::text as t from {table} t")}
        for table in rows.tables()
    }


async def test_a05_a_form_changes_nothing_but_its_own_fields() -> None:
    alice = await people.alice()
    number = await rows.value("select count(*) from client")
    found = 0
    async for page, form in own_forms(alice):
        found += 1
        own = everywhere.filled(form, "Ann 5")
        smuggled = {
            name: value for name, value in (SMUGGLED | {"ssn": "536904399"}).items() if name not in own
        }
        before = await rows_by_table()
        others = await _others()
        status = await send(alice, form, smuggled | own)
        assert status in (303, 409, 422), (page.path, status)
        after = await rows_by_table()
        changed = {table for table in before if before[table] != after[table]}
        assert changed <= NEW_ROWS | {"client", "portal_account"}, (page.path, changed)
        assert await _others() == others, page.path
    assert found >= 3
    assert await rows.value("select count(*) from client") == number
    assert await rows.value(
        "select discharged_on is null and number = 1001 from client where id = $1", people.client_id("alice")
    )
    assert (
        await rows.value("select count(*) from client_identity where id = $1", people.client_id("alice")) == 1
    )


async def _others() -> list[str]:
    """Give every row of a client's own that is not Alice's."""
    alice = people.client_id("alice")
    found = [
        await db.rows(f"select t::text as t from {table} t where id <> $1 order by 1", alice)
        for table in ("client", "client_information", "client_identity")
    ]
    return [row["t"] for each in found for row in each]


async def test_a05_a_form_with_its_own_fields_alone_is_taken() -> None:
    alice = await people.alice()
    await alice.open("/information/basic/edit")
    await alice.press("Save", preferred_name="Ann")
    assert await rows.value("select preferred_name from client where number = 1001") == "Ann"


async def test_a08_no_answer_to_anybody_holds_a_social_security_number() -> None:
    for person, start in ((people.alice, "/home"), (people.nora, "/staff"), (people.terry, "/staff")):
        browser = await person()
        async for page in everywhere.pages(browser, start):
            assert SSN not in page.response.text, page.path
            assert "536-90-4321" not in page.response.text, page.path
    alice = await people.alice()
    (await alice.open("/information/basic")).shows("***-**-4321")


@pytest.mark.parametrize("what", NASTY)
async def test_a38_whatever_is_typed_is_taken_or_refused_with_a_sentence(what: str) -> None:
    alice = await people.alice()
    typed = NASTY[what][:5000]
    for path in FORMS:
        page = await alice.open(path)
        (form,) = [form for form in everywhere.forms(page) if str(form["action"]).startswith(OWN)]
        fields = everywhere.filled(form, typed)
        content = urlencode(fields, errors="surrogatepass").encode()
        answer = await alice.send("POST", address_of(form), headers={"content-type": FORM}, content=content)
        assert answer.status_code in (303, 422), (path, answer.status_code)
        if answer.status_code == 422:
            assert "error-summary" in answer.text, path


FORMS = [
    "/information/basic/edit",
    "/information/basic/identity",
    "/information/details/edit",
    *(f"{CONTACTS}/{block}/new" for block in BLOCKS),
    f"{CONTACTS}/{DIEGO}",
    "/insurance/new",
    f"/insurance/{PRIMARY}",
    "/appointments/new",
    "/record/amendment",
    "/record/restriction",
]
"""One of every form that takes words."""


@pytest.mark.parametrize("typed", ["\u202egnp.exe", "\ue000", "a" + "\u0301" * 500])
async def test_a39_what_cannot_be_shown_honestly_is_refused_in_a_name(typed: str) -> None:
    alice = await people.alice()
    await alice.open("/information/basic/edit")
    await alice.press("Save", status=422, last_name=typed)
    assert await rows.value("select last_name from client where number = 1001") == "Anderson"


async def test_a39_a_name_of_another_script_is_kept_and_shown_apart() -> None:
    alice = await people.alice()
    await alice.open("/information/basic/edit")
    page = await alice.press("Save", last_name="Аndеrson اندرسون")
    assert any(bdi.get_text() == "Аndеrson اندرسون" for bdi in page.all(".known bdi"))


async def test_a40_of_a_field_sent_twice_the_first_counts() -> None:
    alice = await people.alice()
    page = await alice.open("/information/basic/edit")
    (form,) = [form for form in everywhere.forms(page) if address_of(form) == "/information/basic"]
    fields = everywhere.filled(form, "") | {
        "first_name": "Alice",
        "last_name": "Anderson",
        "address_state": "",
    }
    del fields["preferred_name"]
    sent = [
        *fields.items(),
        ("preferred_name", "First"),
        ("preferred_name", "Second"),
        ("preferred_name[]", "Third"),
    ]
    assert await send(alice, form, sent) == 303
    assert await rows.value("select preferred_name from client where number = 1001") == "First"
