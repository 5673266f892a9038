"""Every page in light and dark, English and Spanish, on a phone and a desk: axe finds no fault, nothing is cut off.

With SCREENSHOTS naming a folder, each page is looked at in every language, width and scheme, and a picture of each is
put there; else in those in which it can go wrong by itself.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pytest
from playwright.sync_api import Browser, Locator, expect

from app.billing.demo import payment_id, refund_id, statement_id
from app.demo import demo_id
from app.forms.demo import form_id
from app.information.demo import demo_request
from tests.appointments.booked import CANCELLED, OFFICE, VIDEO
from tests.appointments.booked import PATH as APPOINTMENTS
from tests.information.contacts import DIEGO
from tests.information.contacts import PAGE as CONTACTS
from tests.insurance.policies import SECONDARY
from tests.journeys.begun import begin_drafts, raise_alerts
from tests.journeys.changing import change, review_first
from tests.journeys.filled_forms import forget_forms, send_form
from tests.journeys.person import SCHEMES, Look, Person, Scheme
from tests.journeys.places import FOLDED, OF_CHARTS, RECORD, Place
from tests.journeys.practice import (
    CARD,
    CLOSED_THREAD,
    GUARDIANS_THREAD,
    NOTED_THREAD,
    SAVED_REPLY,
    THREAD,
    TO_FILL,
    TO_SIGN,
)
from tests.journeys.server import Server
from tests.journeys.sight import FIND_TOO_WIDE
from tests.journeys.visitor import Visitor
from tests.people import client_id

pytestmark = pytest.mark.browser

Meet = Callable[[str, str], Person]

WIDTHS = (320, 390, 1280)
TOLD_APART: dict[str, tuple[tuple[int, Scheme], ...]] = {
    "en": ((320, "light"), (1280, "light"), (1280, "dark")),
    "es": ((320, "light"),),
}
"""The narrowest phone is where words do not fit, and Spanish ones first; colours are the same in every language."""
BILLING = "/billing"
FULL, REPLY, NEW = "main .button.full:not(.soft)", "#send", "#send-new"
WRITE_NOTE, PASS_ON = (f".beside > :nth-child({number}) > summary" for number in (1, 2))
FOLDED_IN_FORM = "main form > .folded > summary"
SETTING = "session_idle_minutes"
MAXS_ACCESS = f"/staff/clients/{demo_id('client', 'max')}/access"
ALICES_CHANGES, BOBS_CHANGES = (f"/staff/clients/{client_id(name)}/changes" for name in ("alice", "bob"))
PHQ, GAD, CONSENT = (f"/forms/{form_id(key)}" for key in ("phq-9", "gad-7", "consent-to-treatment"))
BOBS_PHQ = f"/forms/{form_id('phq-9', 'bob')}"
REGISTRATION = f"/forms/{form_id('patient-registration', 'max')}"
BOBS_CHART = f"/staff/clients/{client_id('bob')}"
ALICES_BILLING, CHARLIES_BILLING = (
    f"/staff/clients/{client_id(name)}/billing" for name in ("alice", "charlie")
)
ALICES_VOIDING = f"{ALICES_BILLING}/statements/{statement_id('partly')}/voiding"
ALICES_REFUND = f"{ALICES_BILLING}/payments/{payment_id('part')}/refund"
ALICES_TAKING_OUT = f"{ALICES_BILLING}/payments/{payment_id('cash')}/voiding"
ENTRY = f"/staff/clients/{client_id('alice')}/forms/entry/{form_id('phq-9')}"
WAITS = "[aria-labelledby=waiting-title] a"
LIBRARY, PHQ_9 = "/staff/forms", uuid5(NAMESPACE_URL, "urn:client-portal:form:phq-9|1.0.0")
ALICES_FORMS = f"/staff/clients/{client_id('alice')}/portal/forms"
GONE = "/documents/00000000-0000-4000-8000-000000000000"
NOWHERE = "/messages/00000000-0000-4000-8000-000000000000"


PLACES = (
    Place("sign-in", "/sign-in"),
    Place("sign-in-errors", "/sign-in", sends=FULL),
    Place("staff-sign-in", "/staff/sign-in"),
    Place("development-outbox", "/development/outbox"),
    Place("no-such-page", "/nowhere", status=404),
    Place("home", "/home", who="alice"),
    Place("threads", "/messages", who="alice"),
    Place("thread", THREAD, who="alice"),
    Place("thread-errors", THREAD, who="alice", sends=REPLY),
    Place("new", "/messages/new", who="alice"),
    Place("thread-closed", CLOSED_THREAD, who="alice"),
    Place("new-errors", "/messages/new", who="alice", sends=NEW),
    Place("threads-read", "/messages", who="gina"),
    Place("new-draft", "/messages/new", who="gina"),
    Place("thread-draft", GUARDIANS_THREAD, who="gina"),
    Place("activity", "/activity", who="alice"),
    Place("activity-chosen", "/activity?kind=signing-in&since=2026-01-01", who="alice", opens=FOLDED),
    Place("activity-none", "/activity?until=2000-01-01", who="alice"),
    Place("activity-errors", "/activity?since=2026-11-20&until=2026-11-10", who="alice", status=422),
    Place("forms", "/forms", who="alice"),
    Place("form", PHQ, who="alice"),
    Place("form-begun", GAD, who="alice"),
    Place("form-errors", f"{REGISTRATION}?page=1", who="gina", empties="#i7e1", sends="#go-on"),
    Place("form-registration", f"{REGISTRATION}?page=3", who="gina"),
    Place("form-review", f"{GAD}/review", who="alice"),
    Place("form-consent", CONSENT, who="alice"),
    Place("form-sent", BOBS_PHQ, who="bob"),
    Place("documents", "/documents", who="alice"),
    Place("documents-errors", "/documents", who="alice", sends=".answer button"),
    Place("documents-empty", "/documents", who="charlie", languages=("es",)),
    Place("document-to-sign", TO_SIGN, who="alice"),
    Place("document-to-sign-errors", TO_SIGN, who="alice", sends="#sign"),
    Place("document-to-fill", TO_FILL, who="alice", languages=("en",)),
    Place("document-picture", CARD, who="alice", languages=("en",)),
    Place("document-gone", GONE, who="alice", status=404),
    Place("upload", "/documents/upload", who="alice"),
    Place("basic", "/information/basic", who="alice"),
    Place("basic-errors", "/information/basic/edit", who="alice", empties="#first_name", sends="#save"),
    Place(
        "identity-errors", "/information/basic/identity", who="alice", empties="#born_on_day", sends="#save"
    ),
    Place("details", "/information/details", who="alice"),
    Place("details-form", "/information/details/edit", who="alice", opens=FOLDED),
    Place("contacts", CONTACTS, who="alice"),
    Place("contacts-empty", CONTACTS, who="charlie", languages=("es",)),
    Place("contact-new", f"{CONTACTS}/legal-guardian/new", who="alice", opens=FOLDED_IN_FORM),
    Place("contact-new-errors", f"{CONTACTS}/emergency-contact/new", who="alice", sends="#save"),
    Place("contact", f"{CONTACTS}/{DIEGO}", who="alice", languages=("en",)),
    Place("contact-ending", f"{CONTACTS}/{DIEGO}/ending", who="alice"),
    Place("messaging", "/information/messaging", who="alice"),
    Place("messaging-texts", "/information/messaging", who="bob", opens="#texts .folded > summary"),
    Place("messaging-edit", "/information/messaging/edit", who="alice", opens=FOLDED),
    Place("messaging-edit-agreed", "/information/messaging/edit", who="bob", opens=FOLDED),
    Place(
        "messaging-edit-errors",
        "/information/messaging/edit",
        who="alice",
        ticks="#channel",
        sends="#save",
    ),
    Place("messaging-missing", "/information/messaging", who="gina"),
    Place("insurance", "/insurance", who="alice", opens=FOLDED),
    Place("insurance-empty", "/insurance", who="charlie", languages=("es",)),
    Place("insurance-new", "/insurance/new", who="alice"),
    Place("insurance-new-errors", "/insurance/new", who="alice", sends="#save"),
    Place("insurance-policy", f"/insurance/{SECONDARY}", who="alice"),
    Place(
        "insurance-policy-errors",
        f"/insurance/{SECONDARY}",
        who="alice",
        empties="#subscriber_name",
        sends="#save",
    ),
    Place("insurance-ending", f"/insurance/{SECONDARY}/ending", who="alice"),
    Place("insurance-card", f"/insurance/{SECONDARY}/cards/front", who="alice"),
    Place("insurance-card-errors", f"/insurance/{SECONDARY}/cards/front", who="alice", sends="#send-photo"),
    Place("appointments", APPOINTMENTS, who="alice"),
    Place("appointments-empty", APPOINTMENTS, who="charlie", languages=("es",)),
    Place("appointment", OFFICE, who="alice"),
    Place("appointment-video", VIDEO, who="alice", languages=("es",)),
    Place("appointment-cancelled", CANCELLED, who="alice", languages=("es",)),
    Place("appointments-past", f"{APPOINTMENTS}/past", who="alice", languages=("es",)),
    Place("appointment-new", f"{APPOINTMENTS}/new", who="alice"),
    Place("appointment-move", f"{OFFICE}/move", who="alice", languages=("es",)),
    Place("appointment-cancellation", f"{OFFICE}/cancellation", who="alice", languages=("es",)),
    Place("payments", BILLING, who="alice", opens=".earlier > summary"),
    Place("payments-none", BILLING, who="charlie", languages=("es",)),
    Place("payments-history", f"{BILLING}/history", who="alice"),
    Place("payments-history-none", f"{BILLING}/history", who="charlie", languages=("es",)),
    Place("statement", f"{BILLING}/statements/{statement_id('partly')}", who="alice"),
    Place(
        "statement-overdue", f"{BILLING}/statements/{statement_id('overdue')}", who="alice", languages=("es",)
    ),
    Place("receipt", f"{BILLING}/receipts/{payment_id('check')}", who="alice"),
    Place("receipt-demo", f"{BILLING}/receipts/{payment_id('part')}", who="alice", languages=("en",)),
    Place("receipt-refund", f"{BILLING}/receipts/{refund_id('check')}", who="alice", languages=("es",)),
    Place("pay", "/billing/pay", who="alice", ticks="#how-other"),
    Place("pay-errors", "/billing/pay", who="alice", ticks="#how-other", sends="#go-on"),
    Place("pay-nothing", "/billing/pay", who="charlie", languages=("es",)),
    Place("copay", f"{OFFICE}/copay", who="alice"),
    *RECORD,
    *OF_CHARTS,
    Place("password-change", "/password/change", who="alice"),
    Place("password-change-errors", "/password/change", who="alice", sends=FULL),
    Place("charts", "/account/chart", who="gina"),
    Place("access", "/account/access", who="gina"),
    Place("not-yours", NOWHERE, who="alice", status=404),
    Place("home-empty", "/home", who="charlie", languages=("es",)),
    Place("threads-empty", "/messages", who="charlie", languages=("es",)),
    Place("home-guardian", "/home", who="gina", languages=("en",)),
    Place("staff-inbox", "/staff", who="terry"),
    Place("staff-inbox-all", "/staff", who="nora"),
    Place("staff-inbox-empty", "/staff?show=late", who="dana", languages=("es",)),
    Place("staff-inbox-alarm", "/staff", who="dana"),
    Place("staff-agenda", "/staff/appointments", who="nora"),
    Place("staff-appointments", f"{BOBS_CHART}/appointments", who="nora"),
    Place("staff-appointment", f"{BOBS_CHART}/appointments", who="nora", opens="#past .filed h3 a"),
    Place("staff-appointment-errors", f"{BOBS_CHART}/appointments/new", who="nora", sends="#book"),
    Place("staff-appointments-import", "/staff/appointments/import", who="nora"),
    Place("staff-charts-import", "/staff/clients/import?what=contacts", who="nora", languages=("es",)),
    Place("staff-billing", "/staff/billing", who="nora", opens=FOLDED),
    Place("staff-billing-aged", "/staff/billing/aged", who="nora"),
    Place("staff-billing-import", "/staff/billing/import?what=payments", who="nora", languages=("es",)),
    Place("staff-chart-billing", ALICES_BILLING, who="nora"),
    Place("staff-chart-billing-empty", CHARLIES_BILLING, who="nora", languages=("es",)),
    Place("staff-statements", f"{ALICES_BILLING}/statements", who="nora", languages=("es",)),
    Place("staff-statement", f"{ALICES_BILLING}/statements/{statement_id('partly')}", who="nora"),
    Place("staff-statement-errors", f"{ALICES_BILLING}/statements/new", who="nora", sends="#post"),
    Place("staff-statement-voiding", ALICES_VOIDING, who="nora", sends="#void", languages=("es",)),
    Place("staff-payment", f"{ALICES_BILLING}/payments/{payment_id('check')}", who="nora"),
    Place("staff-payment-errors", f"{ALICES_BILLING}/payments/new", who="nora", sends="#enter"),
    Place("staff-refund-errors", ALICES_REFUND, who="nora", sends="#give-back"),
    Place("staff-payment-voiding", ALICES_TAKING_OUT, who="nora", languages=("es",)),
    Place("staff-forms", f"{BOBS_CHART}/forms", who="nora"),
    Place("staff-response", f"{BOBS_CHART}/forms", who="nora", opens=".filed h3 a"),
    Place("staff-thread-of-documents", f"{BOBS_CHART}/documents", who="dana"),
    Place("staff-entry", ENTRY, who="nora"),
    Place("staff-entry-errors", ENTRY, who="nora", sends="#enter"),
    Place("safety-persons", "/staff/forms/safety", who="nora"),
    Place("all-alerts", "/staff/alerts/all", who="terry"),
    Place("all-alerts-empty", "/staff/alerts/all", who="dana", languages=("es",)),
    Place("staff-messages", "/staff/messages", who="nora"),
    Place("clients", "/staff/clients", who="nora"),
    Place("new-client", "/staff/clients/new", who="nora"),
    Place("new-client-errors", "/staff/clients/new", who="nora", sends="#add-client"),
    Place("portal-tab", f"/staff/clients/{client_id('bob')}/portal", who="nora"),
    Place("portal-notices", f"/staff/clients/{client_id('alice')}/portal/notices", who="nora"),
    Place("portal-tab-guardian", f"/staff/clients/{client_id('max')}/portal", who="nora"),
    Place(
        "portal-tab-errors",
        f"/staff/clients/{client_id('bob')}/portal",
        who="nora",
        empties="#login",
        sends="#save-login",
    ),
    Place(
        "sign-in-sheet", f"/staff/clients/{client_id('alice')}/portal/sheet", who="nora", languages=("en",)
    ),
    Place("own-safe-word", "/account/safe-word", who="alice"),
    Place("own-safe-word-errors", "/account/safe-word", who="alice", sends="#save-own-safe-word"),
    Place("library", LIBRARY, who="nora"),
    Place("library-new", f"{LIBRARY}/new", who="nora"),
    Place("library-new-errors", f"{LIBRARY}/new", who="nora", sends="#look"),
    Place("library-form", f"{LIBRARY}/{PHQ_9}", who="nora"),
    Place("library-form-marking", f"{LIBRARY}/{PHQ_9}?question=44250-9", who="nora"),
    Place("library-form-errors", f"{LIBRARY}/{PHQ_9}?question=44250-9", who="nora", sends="#mark"),
    Place("library-preview", f"{LIBRARY}/{PHQ_9}/preview", who="nora"),
    Place("library-several", f"{LIBRARY}/{PHQ_9}/several?whom=everybody", who="nora"),
    Place("packets-errors", f"{LIBRARY}/packets", who="nora", opens=FOLDED, sends="#save-packet"),
    Place("assigning", ALICES_FORMS, who="nora", opens=f"#form-{form_id('gad-7')} summary"),
    Place("assigning-errors", ALICES_FORMS, who="nora", sends="#plan"),
    Place("taking-back", f"{ALICES_FORMS}/{form_id('gad-7')}/taking-back", who="nora"),
    Place(
        "taking-back-errors", f"{ALICES_FORMS}/{form_id('gad-7')}/taking-back", who="nora", sends="#take-back"
    ),
    Place("staff-new", "/staff/messages/new", who="terry"),
    Place("staff-new-errors", "/staff/messages/new", who="terry", sends=NEW),
    Place("staff-thread", f"/staff{THREAD}", who="terry"),
    Place("staff-thread-note", f"/staff{NOTED_THREAD}?saved_reply={SAVED_REPLY}", who="terry"),
    Place(
        "staff-thread-note-errors", f"/staff{NOTED_THREAD}", who="terry", opens=WRITE_NOTE, sends="#save-note"
    ),
    Place("staff-thread-pass-on", f"/staff{NOTED_THREAD}", who="nora", opens=PASS_ON),
    Place("staff-thread-closed", f"/staff{CLOSED_THREAD}", who="nora"),
    Place("staff-thread-errors", f"/staff{THREAD}", who="terry", sends=REPLY),
    Place("staff-password-change", "/staff/password/change", who="terry"),
    Place("staff-access", MAXS_ACCESS, who="nora"),
    Place("staff-access-new", f"{MAXS_ACCESS}/new", who="nora"),
    Place("staff-access-new-errors", f"{MAXS_ACCESS}/new", who="nora", sends="main form button"),
    Place("staff-access-discharge", f"{MAXS_ACCESS}/discharge", who="nora"),
    Place("changes", ALICES_CHANGES, who="nora"),
    Place("changes-empty", f"/staff/clients/{client_id('charlie')}/changes", who="nora", languages=("es",)),
    Place("change", f"{ALICES_CHANGES}/{demo_request()}", who="nora"),
    Place("changes-waiting", BOBS_CHANGES, who="nora"),
    Place("change-waiting-errors", BOBS_CHANGES, who="nora", opens=WAITS, sends="#decisions"),
    Place("settings", "/staff/settings", who="nora"),
    Place("setting", f"/staff/settings/{SETTING}", who="nora"),
    Place(
        "setting-errors",
        f"/staff/settings/{SETTING}",
        who="nora",
        empties=f"#{SETTING}",
        sends=f"#save-{SETTING}",
    ),
    Place("mend", "/staff/mend", who="nora"),
    Place("rights", "/staff/rights", who="nora", opens="[aria-labelledby=profile-2] summary"),
    Place("rights-none", "/staff/rights", who="stan", languages=("es",)),
    Place("components", "/staff/components", who="nora"),
    Place("components-errors", "/staff/components/errors", who="nora"),
    Place("staff-not-allowed", "/staff", who="stan", status=403),
)
EVERY = [(place, language) for place in PLACES for language in place.languages]


@pytest.mark.parametrize(
    ("place", "language"), EVERY, ids=[f"{place.name}, {language}" for place, language in EVERY]
)
def test_a_page_is_whole_and_clear(meet: Meet, place: Place, language: str) -> None:
    person = meet(place.who, language)
    if language == "es" and "en" in place.languages and "SCREENSHOTS" not in os.environ:
        check_room(person, place)
        return
    person.open(place.path, status=place.status)
    do(person, place)
    assert person.page.locator("html").get_attribute("lang") == language

    for width, scheme in looks(language):
        person.page.set_viewport_size({"width": width, "height": 900})
        person.page.emulate_media(color_scheme=scheme)
        picture(person, f"{place.name}-{language}-{scheme}-{width}")
        person.check_sight()


def check_room(person: Person, place: Place) -> None:
    """Check that a page has room for its words in Spanish: what else could be wrong with it, its English twin shows."""
    person.page.set_viewport_size({"width": min(WIDTHS), "height": 900})
    answer = person.page.goto(place.path)
    assert answer is not None
    assert answer.status == place.status
    do(person, place)
    assert person.page.locator("html").get_attribute("lang") == "es"
    assert person.page.evaluate(FIND_TOO_WIDE) == []
    person.noticed.check(place.status)


def do(person: Person, place: Place) -> None:
    """Do on a page what is done there before it is looked at."""
    if place.opens:
        person.page.locator(place.opens).click()
    if place.empties:
        person.page.locator(place.empties).fill("")
    if place.ticks:
        person.page.locator(place.ticks).check()
    if place.sends:
        person.act_on(person.page.locator(place.sends), Locator.click, status=422)
        expect(person.page.locator(".error-summary")).to_be_visible()


def looks(language: str) -> Iterable[tuple[int, Scheme]]:
    """Give the widths and schemes in which a page is looked at."""
    if "SCREENSHOTS" in os.environ:
        return product(WIDTHS, SCHEMES)
    return TOLD_APART[language]


@pytest.fixture(scope="module")
def acquainted(chromium: Browser, server: Server) -> Iterator[Meet]:
    """Keep a browser for each language and everybody's session for the length of this file: a new one takes its time."""
    browsers: dict[str, Person] = {}
    sessions: dict[str, Mapping[str, str]] = {"": {}}
    server.forget_drafts()
    begin_drafts(Visitor(server, "gina"))
    raise_alerts(server)
    forget_forms(server, "bob")
    send_form(Visitor(server, "bob"), BOBS_PHQ)
    with review_first(server):
        change(Visitor(server, "bob"), preferred_name="Bobby", phone="312 555 0199", address_city="Evanston")

    def meet(who: str, language: str) -> Person:
        if language not in browsers:
            browsers[language] = Person(chromium, server, Look(language=language))
        if who not in sessions:
            sessions[who] = Visitor(server, who).cookies
        browsers[language].context.clear_cookies()
        browsers[language].bring(sessions[who])
        return browsers[language]

    yield meet
    for person in browsers.values():
        person.context.close()


@pytest.fixture
def meet(acquainted: Meet, server: Server) -> Iterator[Meet]:
    """Meet somebody whose browser has forgotten what other tests made it complain of."""
    server.excuse()

    def anew(who: str, language: str) -> Person:
        person = acquainted(who, language)
        person.noticed.forget()
        return person

    yield anew
    assert server.faults() == []


def picture(person: Person, name: str) -> None:
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        person.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
