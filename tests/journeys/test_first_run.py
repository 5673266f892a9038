"""The first run, in a portal where nobody works: from the address in the log to the first client, on a phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.files.pictures import png
from tests.journeys.person import Look, Person
from tests.journeys.server import Server, deployed
from tests.mail_server import MAIL_FROM, Inbox, mail_server

pytestmark = pytest.mark.browser

ADDRESS = re.compile(r'"setup": "http://localhost:\d+(/setup/[\w-]+)"')
PASSWORD = "quartz lantern meadow fourteen"


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with mail_server() as inbox:
        yield inbox


@pytest.fixture
def portal(tmp_path: Path, inbox: Inbox) -> Iterator[Server]:
    """Give a portal in which nobody works yet."""
    url = f"smtp+plain://localhost:{inbox.port}"
    with deployed(tmp_path, SMTP_URL=url, MAIL_FROM=MAIL_FROM) as server:
        yield server


def test_ada_sets_her_practice_up_with_the_address_from_the_log(
    chromium: Browser, portal: Server, inbox: Inbox
) -> None:
    (address,) = ADDRESS.findall(portal.log.read_text())
    plain = Person(chromium, portal, Look(scripts=False, scheme="dark"))
    plain.open(address)
    ada = Person(chromium, portal, Look(width=320))
    ada.open(address)
    assert ada.path == "/setup", "The key stands in no address any more."
    ada.press("Save and go on", status=422)
    ada.type("Name of the practice", "Hilltop Behavioral Health")
    ada.type("Phone number", "312 555 0188")
    ada.press("Save and go on")
    plain.open("/setup/administrator")
    for label, text in (
        ("First name", "Ada"),
        ("Last name", "Moreno"),
        ("E-mail address", "ada@example.org"),
        ("Username", "ada"),
        ("Password", PASSWORD),
    ):
        ada.type(label, text)
    ada.press("Make my sign-in")
    assert ada.path == "/staff/setup"
    plain.open("/setup", status=404)

    ada.follow("Set up a second step", within="main")
    ada.open("/staff/mend")
    ada.follow("Go on setting up", within="main .mend >> nth=0")
    ada.press("Send a test e-mail")
    assert [letter.recipients for letter in inbox.letters] == [["ada@example.org"]]
    ada.follow("New client", within="main")
    ada.type("First name", "Ruth")
    ada.type("Last name", "Ames")
    ada.press("Add client")
    ada.open("/staff/mend")
    ada.shows("The first administrator has no second step yet.")
    assert "There is no client yet." not in ada.words
    assert "whether e-mails arrive" not in ada.words
    choose_a_look(ada, plain)
    assert portal.faults() == []


def choose_a_look(ada: Person, plain: Person) -> None:
    """Find the setting by typing, and choose a colour and a logo that are hard to read as they are."""
    ada.open("/staff/settings")
    ada.field("Find a setting").press_sequentially("buttons, links")
    expect(ada.page.locator(".setting")).to_have_count(1)
    expect(ada.field("Find a setting")).to_be_focused()
    ada.check()
    ada.follow("Change Color", within="main")
    ada.type("Your value", "#ffe14d")
    ada.press("Save")
    ada.open("/staff/settings/logo")
    ada.page.set_input_files(
        "#file", {"name": "logo.png", "mimeType": "image/png", "buffer": png((400, 100))}
    )
    ada.press("Use this logo")
    for person, path in ((ada, "/staff/setup"), (ada, "/sign-in"), (plain, "/sign-in")):
        person.open(path)
        person.check_sight()
        assert person.page.evaluate("document.querySelector('.logo').naturalWidth") == 400
        tone = person.page.evaluate(
            "getComputedStyle(document.querySelector('main .button:not(.soft, .plain)')).backgroundColor"
        )
        assert tone == {"light": "rgb(116, 99, 1)", "dark": "rgb(240, 223, 145)"}[person.look.scheme]
