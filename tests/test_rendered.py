"""Every template is rendered by some answer, with every name it uses there: an unknown one is a fault, not blank."""

import re
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from app import db
from app.activity.actor import Actor
from app.notices.mail import compose
from app.record.reading.copies import make_copy
from app.web.frame import Portal
from app.web.language import Language
from app.web.security import Audience
from app.web.templates import FOLDER
from tests import people, rows
from tests.accounts.grants.access import open_to
from tests.accounts.links.test_invitations import chosen
from tests.accounts.telling.told import noticed
from tests.appointments.booked import OFFICE
from tests.appointments.kept import ask
from tests.billing.paying.paid import PAY, at_processor, demo
from tests.changes.saves import review_first, save, set_to
from tests.forms.assigning.given import assigned, definition, form
from tests.forms.filling.filled import GAD, sign_consent
from tests.forms.reviewing.filed import corrected, deliver, sent
from tests.notices.test_growing import tell
from tests.office.unstaffed import named, nobody_works_here
from tests.page import FORM, Browser
from tests.record.desk.asked import ask as ask_about_record
from tests.record.exporting.taking import exported
from tests.record.reading.copied import have_copy
from tests.record.sending.links import opened
from tests.record.sending.links import send as send_link
from tests.rendered import rendered
from tests.routes import Route, routes_of
from tests.second_steps import add_app, add_codes, add_passkey, half_in, proof_grows_old

MAIL = re.compile(r"[\w/]+/mail/")
"""Letters are rendered by the tests of the packages that send them; one of them here, for what they are made of."""

GRANTS = "select id, client from chart_grant"
DOCUMENTS = "select id, client from document"
FORMS = "select id from form_assignment"
CONTACTS = "select id from contact"
RESPONSES = "select id, client from form_response"
REQUESTS = "select id, client from change_request union all select id, client from record_request"
ASSIGNMENTS = "select id, client from form_assignment"
IN_CHARTS = {
    "document_id": DOCUMENTS,
    "request_id": REQUESTS,
    "assignment_id": ASSIGNMENTS,
    "response_id": RESPONSES,
    "appointment_id": "select id, client from appointment",
    "asking_id": "select id, client from appointment_asking",
    "statement_id": "select id, client from statement",
    "payment_id": "select id, client from payment",
    "entry_id": "select id, client from clinical_entry limit 8",
    "copy_id": "select id, client from record_copy",
    "import_id": "select id, client from clinical_import",
}
"""What a chart holds, by what an address calls it: rows with whose they are."""
ROWS_OF = {
    "form_id": FORMS,
    "questionnaire_id": "select id from questionnaire",
    "packet_id": "select id from form_packet",
    "contact_id": CONTACTS,
    "policy_id": "select id from insurance_policy",
    "charge_id": "select id from demo_charge",
    "notice_id": "select id from client_notice",
    "event_id": "select id from vendor_event",
    "receipt_id": "select id from payment union all select id from refund",
    "asked_id": "select id from record_request",
    "sending_id": "select id from record_sending",
}
IDS = "select id from message_thread union all select id from alert limit 40"
AS_HTMX = {"hx-request": "true"}


async def addresses_of(route: Route) -> list[str]:
    """Give the addresses of a route: about nothing, and about every row there is."""
    if not route.takes_row:
        return [route.address()]
    in_chart = next((rows_of for name, rows_of in IN_CHARTS.items() if name in route.path), None)
    if in_chart is not None:
        return [route.address(), *(_of_grant(route, row) for row in await db.rows(in_chart))]
    if "client_id" in route.path or "/account/access" in route.path:
        return [route.address(), *(_of_grant(route, row) for row in await db.rows(GRANTS))]
    found = next((rows_of for name, rows_of in ROWS_OF.items() if name in route.path), IDS)
    return [route.address(), *(route.address(row["id"]) for row in await db.rows(found))]


def _of_grant(route: Route, grant: db.Record) -> str:
    path = route.path.replace("{client_id:uuid}", str(grant["client"]))
    return replace(route, path=path).address(grant["id"])


async def look_at_everything(browser: Browser, portal: Portal) -> None:
    for route in routes_of(portal, method="GET"):
        for address in await addresses_of(route):
            for headers in ({}, AS_HTMX):
                answer = await browser.send("GET", address, headers=headers)
                assert answer.status_code < 500, f"{address} answered {answer.status_code}"


async def send_everything_empty(browser: Browser, portal: Portal, audience: Audience) -> None:
    """Send every form with nothing in it but its token: what is refused is shown again."""
    body = urlencode({"_csrf": browser.token}).encode()
    for route in routes_of(portal, audience=audience, method="POST"):
        for address in [] if "sign-out" in route.path else await addresses_of(route):
            for headers in ({}, AS_HTMX):
                answer = await browser.send(
                    "POST", address, headers={"content-type": FORM} | headers, content=body
                )
                assert answer.status_code < 500, f"{address} answered {answer.status_code}"


async def take_a_second_step() -> None:
    """Open what stands on the way of somebody with a second step."""
    await add_passkey("/sign-in", "bob")
    await add_app("/sign-in", "bob")
    await add_codes("/sign-in", "bob")
    await half_in("/sign-in", "bob")
    bob = await people.bob()
    passkey = await db.row("select id from passkey")
    assert passkey is not None
    await bob.open(f"/account/second-step/passkeys/{passkey['id']}")
    await proof_grows_old()
    await bob.open("/confirm")


async def follow_a_link() -> None:
    """Follow one that is none of ours."""
    stranger = Browser()
    await stranger.send("GET", "/password/choose/nothing")
    await stranger.send("GET", "/password/choose")


async def invite() -> None:
    nora = await people.nora()
    await nora.open(await chosen(nora, "charlie"))


async def hold_a_file_back() -> None:
    await rows.change(
        "update stored_file set state = 'quarantined', reason = 'malware'"
        " where id = (select file from document where from_client order by id limit 1)"
    )
    await tell("nora")


async def show_danger() -> None:
    """Have Alice send and correct answers that somebody is told of at once."""
    await sent("1")
    await corrected("2")
    await deliver()


async def have_a_change_wait() -> None:
    """Have Alice change what staff look at first, and then let her section be as it was."""
    await review_first()
    await save(preferred_name="Ali")
    await set_to(review_basic="direct")


async def have_forms_signed_and_taken_back() -> None:
    """Have Alice sign a form; another is taken back."""
    await sign_consent(await people.alice())
    await rows.change("update form_assignment set taken_back_at = now() where id = $1", GAD)


async def have_a_form_assigned_and_in_a_packet() -> None:
    await assigned(await form())
    await rows.change("insert into form_packet (id, name, active) values (gen_random_uuid(), 'Intake', true)")


async def follow_a_notice() -> None:
    """Have Bob come by the link of a notice about the chart of Alice, which he opens too, while his own is open."""
    bob = await people.bob()
    await bob.open(f"/notices/{await noticed('alice', account='bob')}")


async def look_through_a_form() -> None:
    nora = await people.nora()
    await nora.open("/staff/forms/new")
    await nora.press("Look through it", pasted=definition("Sleep diary", "urn:sleep", "1"))


async def look_through_a_file() -> None:
    nora = await people.nora()
    await nora.open("/staff/appointments/import")
    await nora.press("See what it would do", files=[("a.csv", b"appointment id,client number\nA,1001\n")])
    await nora.open("/staff/billing/import")
    content = b"statement id,client number,description,charge\nA,1001,Letter,40\n"
    await nora.press("See what it would do", files=[("a.csv", content)])


async def follow_a_link_to_a_record() -> None:
    """Have somebody follow the link that Alice sent them, and once more when it is over."""
    alice = await people.alice()
    link = await send_link(alice)
    somebody, _ = await opened(link)
    await somebody.open("/shared-record/record", as_htmx=True)
    await rows.change("update record_sending set ended_at = now()")
    await opened(link, status=404)
    await alice.open(f"/record/{await have_copy(alice)}", as_htmx=True)
    await rows.change("update record_copy set expires_at = now()")


async def have_a_copy_for_staff() -> None:
    await make_copy(
        by=Actor.system("test"),
        client_id=people.client_id("alice"),
        account_id=None,
        for_self=True,
        from_on=None,
        until_on=None,
    )


async def set_the_practice_up() -> None:
    await nobody_works_here()
    ada = Browser()
    await named(ada)
    for path in ("/setup", "/setup/administrator"):
        await ada.open(path, as_htmx=True)


async def pay_by_card() -> None:
    """Have Alice pay a part of her bills, as somebody does who tries the portal out."""
    alice = await people.alice()
    with demo():
        await alice.open(f"{OFFICE}/copay")
        await alice.open(f"{OFFICE}/copay", as_htmx=True)
        await alice.open(PAY, as_htmx=True)
        page = await at_processor(alice, "5")
        await alice.open(page.path, as_htmx=True)
        page = await alice.press("Approve")
        await alice.open(page.path, as_htmx=True)


@pytest.mark.usefixtures("rolled_back")
async def test_every_template_is_rendered(portal: Portal) -> None:
    await open_to("bob", "alice")
    await hold_a_file_back()
    await have_a_change_wait()
    await show_danger()
    await have_forms_signed_and_taken_back()
    await have_a_form_assigned_and_in_a_packet()
    await ask("book", client="bob")
    await ask_about_record()
    alice, nora = await people.alice(), await people.nora()
    others = [await people.nobody(), await people.charlie(), await people.terry(), await people.stan()]
    with rendered() as names:
        await follow_a_link_to_a_record()
        await have_copy(alice)
        await have_a_copy_for_staff()
        await exported("charlie")
        await pay_by_card()
        for browser in (*others, alice, nora):
            await look_at_everything(browser, portal)
        await alice.open("/home")
        await send_everything_empty(alice, portal, Audience.CLIENT)
        await nora.open("/staff/settings")
        await send_everything_empty(nora, portal, Audience.STAFF)
        await take_a_second_step()
        await follow_a_link()
        await invite()
        await look_through_a_form()
        await look_through_a_file()
        await follow_a_notice()
        await set_the_practice_up()
        compose("notices/mail/test", to="alice@example.org", language=Language.ENGLISH)
    written = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html")}
    written = {name for name in written if not MAIL.match(name)}
    assert not written - names, f"No answer holds {sorted(written - names)}: show it, or remove it."
