"""Step: Appointments. A client finds the next one, takes it to a calendar, asks for another time and takes that back."""

import icalendar
import pytest
from playwright.sync_api import expect

from tests.appointments.booked import OFFICE, PATH
from tests.journeys.conftest import Invite
from tests.journeys.person import SCHEMES, Look, Scheme

pytestmark = pytest.mark.browser

PRESSED = "nav, form, button, .back, .skip, .crisis, main .button"


@pytest.mark.parametrize(
    "look",
    [Look(width=390, height=844, scheme="dark"), Look(scripts=False, width=320), Look(language="es")],
    ids=["dark phone", "small phone without scripts", "Spanish"],
)
def test_a_client_asks_for_another_time_and_takes_that_back(invite: Invite, look: Look) -> None:
    words = WORDS[look.language]
    gina = invite("gina", look=look)
    gina.open("/home")
    gina.follow(words["view"], within="#tile-appointments")
    assert gina.path == PATH
    gina.shows("Dana Diaz, PhD", "Main office", "(312) 555-0107")
    gina.follow(words["see"], within=".next")
    gina.follow(words["another"], within="main")
    gina.page.get_by_label(words["monday"]).check()
    gina.page.locator("#words").fill("After half past three, please.")
    gina.press(words["another"])
    gina.shows(words["waits"], words["sent"])
    gina.follow(words["messages"], within="main")
    gina.shows("After half past three, please.", words["monday"])
    gina.open(PATH)
    gina.press(words["back"], within=f"#appointments .asked:has-text('{words['moves']}')")
    gina.shows(words["taken back"])
    gina.open(PATH)
    gina.follow(words["new"], within="main")
    gina.page.get_by_label(words["monday"]).check()
    gina.press(words["send"])
    gina.shows(words["waits"])
    gina.press(words["back"], within=f"#appointments .asked:has-text('{words['waits']}')")
    gina.shows(words["taken back"])


WORDS = {
    "en": {
        "view": "View appointments",
        "see": "See or change it",
        "another": "Ask for another time",
        "monday": "Monday",
        "waits": "Waiting for an answer",
        "sent": "Sent. Your practice will answer.",
        "messages": "Read the messages",
        "moves": "Move the appointment",
        "back": "Take it back",
        "taken back": "You took that back.",
        "new": "Ask for an appointment",
        "send": "Send",
    },
    "es": {
        "view": "Ver las citas",
        "see": "Verla o cambiarla",
        "another": "Pedir otra fecha",
        "monday": "Lunes",
        "waits": "En espera de respuesta",
        "sent": "Enviado. Su consultorio le responderá.",
        "messages": "Leer los mensajes",
        "moves": "Cambiar la cita",
        "back": "Retirarlo",
        "taken back": "Usted lo retiró.",
        "new": "Pedir una cita",
        "send": "Enviar",
    },
}


def test_by_keyboard_alone_an_appointment_is_asked_for(invite: Invite) -> None:
    alice = invite("alice")
    alice.open(PATH)
    link = alice.link("Ask for an appointment", within="main")
    link.focus()
    alice.act_on(link, lambda focused: focused.press("Enter"))
    either = alice.page.get_by_role("radio", name="Either is fine")
    either.focus()
    alice.page.keyboard.press("Space")
    for _ in range(2):
        alice.page.keyboard.press("Tab")
    alice.page.keyboard.press("Space")
    expect(alice.page.get_by_label("Tuesday")).to_be_checked()
    send = alice.button("Send")
    send.focus()
    alice.act_on(send, lambda focused: focused.press("Enter"))
    alice.shows("Sent. Your practice will answer.", "A new appointment")


def test_a_calendar_takes_the_file(invite: Invite) -> None:
    alice = invite("alice")
    alice.open(OFFICE)
    with alice.page.expect_download() as download:
        alice.link("Add to calendar", within="main").click()
    assert download.value.suggested_filename == "appointment.ics"
    (event,) = icalendar.Calendar.from_ical(download.value.path().read_bytes()).walk("VEVENT")
    assert event["SUMMARY"] == "Appointment"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_appointment_on_paper_is_what_there_is_to_know(invite: Invite, scheme: Scheme) -> None:
    alice = invite("alice", look=Look(scheme=scheme))
    for path in (OFFICE, PATH):
        alice.open(path)
        alice.page.emulate_media(media="print")
        alice.shows("Terry Tran, LCSW", "Main office", "8:00 AM to 8:50 AM")
        expect(alice.page.locator(PRESSED).filter(visible=True)).to_have_count(0)
        alice.check_sight()
        alice.page.emulate_media(media="screen")
