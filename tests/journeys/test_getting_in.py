"""Charlie's whole way in: invited by e-mail, a password, a passkey, an app, a recovery code."""

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser

from tests.journeys.person import Look, Person
from tests.journeys.server import Server, eventually, running
from tests.journeys.test_passkeys import holding_a_phone
from tests.mail_server import MAIL_FROM, Inbox, mail_server

pytestmark = pytest.mark.browser

LOGIN, PASSWORD = "charlie@example.org", "siete ventanas verdes del norte"
LINK = re.compile(r"http://localhost:\d+(/password/choose/\S+)")
TELLING = ("counsel", "therap", "terapia", "clinic", "clínic", "mental", "behavio", "terry", "tran,", "salud")
"""What a letter about a sign-in must not say: the practice's type, or who looks after the client."""


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with mail_server() as inbox:
        yield inbox


@pytest.fixture
def portal(tmp_path: Path, inbox: Inbox) -> Iterator[Server]:
    """Give a portal that sends its mails to the inbox."""
    url = f"smtp+plain://localhost:{inbox.port}"
    with running(tmp_path, SMTP_URL=url, MAIL_FROM=MAIL_FROM) as server:
        yield server


def test_charlie_gets_in_by_e_mail_and_then_by_each_of_his_second_steps(
    chromium: Browser, portal: Server, inbox: Inbox
) -> None:
    nora, charlie = Person(chromium, portal, Look()), Person(chromium, portal, Look())
    invite_charlie(nora)
    address = two_letters(inbox)

    charlie.open(address)
    assert charlie.path == "/password/choose", "The token stands in no address any more."
    charlie.page.locator("input[name=password]").fill(PASSWORD)
    charlie.press("Guardar la contraseña")
    assert charlie.path == "/home"
    charlie.press("English", within="footer")
    with holding_a_phone(charlie):
        app, codes = add_a_second_step(charlie)

        sign_out(charlie)
        charlie.press("Sign in with a passkey")
        assert charlie.path == "/home"

        by_password(charlie)
        charlie.type("Code of your authenticator app", app.at(int(time.time()) + 30))
        charlie.press("Go on")
        assert charlie.path == "/home"

        by_password(charlie)
        recover(charlie, codes[0])
        assert charlie.path == "/home"

        by_password(charlie)
        recover(charlie, codes[0], status=422)
        assert charlie.path == "/sign-in/second-step"
        charlie.open("/home")
        assert charlie.path.startswith("/sign-in/second-step"), "A used code opens nothing."
    assert portal.faults() == []


def invite_charlie(nora: Person) -> None:
    nora.come_signed_in("nora")
    nora.open("/staff/clients")
    nora.follow("Charlie Castillo", within="main")
    nora.follow("Client Portal", within="main")
    nora.shows("This login was typed by hand")
    nora.press("Use e-mailed credentials instead")
    nora.shows("Two e-mails are on their way to charlie@example.org.")
    picture(nora, "credentials-sent")


def two_letters(inbox: Inbox) -> str:
    """Check the two letters, and give the address that one of them leads to."""
    eventually(lambda: len(inbox.letters) == 2, within=15, otherwise="The two letters did not come")
    words = [letter.part("plain") for letter in inbox.letters]
    for letter, said in zip(inbox.letters, words, strict=True):
        assert letter.recipients == [LOGIN]
        everything = f"{letter.message} {said} {letter.part('html')}".lower()
        assert not [word for word in TELLING if word in everything]
    links = [found.group(1) for said in words if (found := LINK.search(said))]
    assert len(links) == 1, "The link stands in one letter, the login in the other."
    return links[0]


def add_a_second_step(charlie: Person) -> tuple[pyotp.TOTP, list[str]]:
    """Add a passkey and an app; give the app and the recovery codes."""
    charlie.open("/account/second-step")
    charlie.follow("Add a passkey", within="main")
    charlie.type("What do you call this device?", "My phone")
    charlie.press("Add a passkey")
    codes = charlie.page.locator(".codes li").all_inner_texts()
    charlie.press("I have kept them")
    charlie.press("Set up an authenticator app")
    app = pyotp.TOTP(charlie.page.locator(".key").inner_text().replace(" ", ""))
    charlie.type("Code of the app", app.now())
    charlie.press("Finish")
    charlie.open("/account/second-step")
    charlie.shows("My phone", "8 codes left")
    picture(charlie, "second-step")
    return app, codes


def by_password(charlie: Person) -> None:
    """Sign out and in again, as far as the second step."""
    sign_out(charlie)
    charlie.type("Login", LOGIN)
    charlie.type("Password", PASSWORD)
    charlie.press("Sign in")
    assert charlie.path == "/sign-in/second-step"


def recover(charlie: Person, code: str, *, status: int = 200) -> None:
    charlie.page.get_by_text("Use a recovery code").click()
    charlie.type("Recovery code", code)
    charlie.press("Go on", status=status)


def sign_out(charlie: Person) -> None:
    charlie.press("Sign out", within="header")
    assert charlie.path == "/sign-in"


def picture(person: Person, name: str) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        person.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
