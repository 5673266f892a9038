"""What the source's "Giving a Client Access" asks of a client once somebody has let them in, and what staff then see."""

import os
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, expect

from tests.documents.papers import PDF
from tests.journeys.person import Person
from tests.journeys.server import eventually
from tests.journeys.test_getting_in import LINK
from tests.mail_server import Inbox

FORM = "Patient Health Questionnaire (PHQ-2)"
DOCUMENT = "Plan for the spring"
OWN_PASSWORD = "seven green windows in the north"
ALERT_SECONDS = 15
RULES = (
    "Client Documents Create Can Save to Client Portal Folder",
    "Client Portal Can Send Messages to Client",
    "Receives Assigned Client Portal Document Upload Alert",
    "Receives Assigned Client Portal QnA Form Completed Alerts",
    "Receives Client Portal Demographic Update Alert",
    "Receives All Client Portal Document Upload Alerts",
    "Receives All Client Portal QnA Form Completed Alerts",
)
"""The rules that the source asks for, in its words."""
ALERTS = ("Demographic Update", "QnA Form Completed", "Document Upload", "A first question")
SETTINGS = ("-621", "-622", "-623", "-624", "-679", "-687")


@dataclass(frozen=True, slots=True)
class Client:
    """Somebody who is given access in a journey."""

    first_name: str
    login: str
    safe_word: str = "Blue Heron"
    password: str = "four plain words here"

    @property
    def name(self) -> str:
        return f"{self.first_name} Prueba"

    @property
    def email(self) -> str:
        return f"{self.login}@example.org"


def come_in(person: Person, client: Client) -> None:
    """Sign in for the first time: "Change Pwd. Next Login" asks for a password of their own."""
    person.open("/sign-in")
    person.type("Login", client.login)
    person.type("Password", client.password)
    person.press("Sign in")
    assert person.path == "/password/change"
    person.type("New password", OWN_PASSWORD)
    person.press("Save password")
    person.open("/home")
    picture(person, f"{client.login}-home")


def see_the_document(person: Person) -> None:
    """See what the practice shared, once its file has been checked."""
    person.open("/documents")
    person.reload_until(f"main :text('{DOCUMENT}')", within=ALERT_SECONDS)


def fill_in_the_form(person: Person) -> None:
    """Find the assigned form under Complete Forms, answer and send it."""
    person.open("/home")
    person.follow("Complete Forms", within="main")
    person.follow(FORM, within="main")
    for question in person.page.locator("main fieldset:has(input[type=radio])").all():
        question.get_by_role("radio").first.check()
    person.press("Look over my answers")
    person.press("Send my answers")


def change_the_phone(person: Person) -> None:
    person.open("/information/basic")
    person.follow("Edit", within="main")
    person.type("Mobile phone", "312 555 0188")
    person.press("Save")
    person.shows("(312) 555-0188")


def write(person: Person) -> None:
    person.open("/home")
    person.follow("View and Send Messages", within="main")
    person.follow("Send New Message", within="main")
    person.choose("Something else")
    person.type("Subject", "A first question")
    person.type("Your message", "Where do I park?")
    person.press("Send message")


def upload(person: Person) -> None:
    person.open("/documents/upload")
    person.choose("Insurance card")
    person.page.locator("#file").set_input_files(
        FilePayload(name="card.pdf", mimeType="application/pdf", buffer=PDF)
    )
    person.page.locator("#send-files").click()
    expect(person.page.locator("#sent li").first).to_contain_text("card.pdf")


def read_the_answer(person: Person, words: str) -> None:
    """Read a message from the provider, and press Read."""
    person.open("/messages")
    line = f".line:has-text('{words}')"
    person.act_on(person.button("Read", within=line).first, Locator.click)


def see_what_came_of_it(terry: Person, client: Client, chart: str) -> None:
    """See in the chart what the client did; the provider is alerted of each, as the rules of their profile say."""
    terry.open("/staff")
    for words in ALERTS:
        terry.reload_until(f"main li:has-text('{client.name}'):has-text('{words}')", within=ALERT_SECONDS)
    picture(terry, f"{client.login}-alerts")
    terry.open(f"{chart}/changes")
    terry.shows("Mobile phone")
    terry.open(f"{chart}/documents")
    terry.shows("Documents Updated via Portal", FORM, "card.pdf")
    picture(terry, f"{client.login}-documents")


def two_letters_to(inbox: Inbox, address: str, *, login: str) -> None:
    """Wait for two separate e-mails: the login in the one, the link to choose a password in the other."""

    def words() -> list[str]:
        return [each.part("plain") for each in inbox.letters if each.recipients == [address]]

    eventually(lambda: len(words()) == 2, within=ALERT_SECONDS, otherwise="The two letters did not come")
    assert [bool(LINK.search(each)) for each in words()].count(True) == 1
    assert sum(login in each for each in words()) == 1


def picture(person: Person, name: str) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        person.page.screenshot(path=Path(folder) / f"source-{name}.png", full_page=True)
