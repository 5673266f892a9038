"""Every step of the source's "Giving a Client Access", and what it says of staff: by the chart, and by Piccolo Admin."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.journeys import source_steps as steps
from tests.journeys.person import Look, Person
from tests.journeys.server import Server, running
from tests.journeys.source_steps import FORM, Client, picture
from tests.mail_server import MAIL_FROM, Inbox, mail_server

pytestmark = pytest.mark.browser

UNASSIGNED, ASSIGNED = "[aria-labelledby=unassigned-title]", "[aria-labelledby=assigned-title]"


@pytest.fixture(scope="module")
def inbox() -> Iterator[Inbox]:
    with mail_server() as inbox:
        yield inbox


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory, inbox: Inbox) -> Iterator[Server]:
    """Give a portal that sends its mails to the inbox."""
    url = f"smtp+plain://localhost:{inbox.port}"
    with running(tmp_path_factory.mktemp("source"), SMTP_URL=url, MAIL_FROM=MAIL_FROM) as server:
        yield server


def test_a_client_is_given_access_through_the_chart(
    chromium: Browser, portal: Server, inbox: Inbox
) -> None:
    nora, terry, client = (Person(chromium, portal, Look()) for _ in range(3))
    nora.come_signed_in("nora")
    terry.come_signed_in("terry")
    paula = Client("Paula", "paula")
    close_contacts(nora)
    chart = add(nora, paula)
    type_a_login(nora, paula)
    set_the_safe_word(nora, paula)
    assign_by_double_click(nora)
    steps.come_in(client, paula)
    steps.fill_in_the_form(client)
    steps.change_the_phone(client)
    steps.write(client)
    steps.upload(client)
    contacts_are_closed(client)
    steps.see_what_came_of_it(terry, paula, chart)
    answer(terry, chart)
    steps.read_the_answer(client, "Behind the house.")
    send(nora, chart)
    steps.read_the_answer(client, "The door code is on your card.")
    add(nora, Client("Pablo", "pablo"))
    email_the_credentials(nora, inbox)
    assert portal.faults() == []


def close_contacts(nora: Person) -> None:
    """Do not want clients to be able to update their contacts: setting -623."""
    nora.open("/staff/settings")
    nora.shows(*steps.SETTINGS)
    nora.follow("Change Clients update Contacts", within="main")
    nora.page.get_by_label("Your value").select_option("no")
    nora.press("Save")
    picture(nora, "settings")


def contacts_are_closed(client: Person) -> None:
    client.open("/information/contacts")
    assert not client.page.get_by_role("link", name="Add").count()


def add(nora: Person, client: Client, *, email: str = "") -> str:
    """Begin a chart, whose tab Client Portal opens then; give its address."""
    nora.open("/staff/clients/new")
    nora.type("First name", client.first_name)
    nora.type("Last name", "Prueba")
    nora.page.get_by_label("Birth date").fill("1991-02-03")
    nora.type("E-mail address", email or client.email)
    nora.page.get_by_label("Clinician").select_option("Terry Tran")
    nora.press("Add client")
    assert nora.path.endswith("/portal")
    return nora.path.removesuffix("/portal")


def type_a_login(nora: Person, client: Client) -> None:
    """Create Login and Password, Active checked, and Change Pwd. Next Login too; the web address to hand out stands there."""
    picture(nora, "portal-tab-new")
    nora.page.get_by_text("Type a login by hand").click()
    nora.type("Login", client.login)
    nora.type("Password", client.password)
    expect(nora.page.get_by_label("Active")).to_be_checked()
    expect(nora.page.get_by_label("Change Pwd. Next Login")).to_be_checked()
    nora.act_on(nora.page.locator("#save-login"), Locator.click)
    nora.shows("Web address", nora.server.url.partition("//")[2])
    picture(nora, "portal-tab")
    nora.shows("This login was typed by hand")


def set_the_safe_word(nora: Person, client: Client) -> None:
    nora.page.get_by_text("Set a safe word").click()
    nora.type("New safe word", client.safe_word)
    nora.press("Save safe word")
    nora.type("What the caller says", client.safe_word.lower())
    nora.press("Check")
    nora.shows("Yes, that is the safe word.")


def assign_by_double_click(nora: Person) -> None:
    row = nora.page.locator(f"{UNASSIGNED} li", has_text=FORM).locator(".called")
    nora.act_on(nora.button(f"Assign {FORM}", within=UNASSIGNED), lambda _: row.dblclick())
    expect(nora.page.locator(ASSIGNED)).to_contain_text(FORM)


def answer(terry: Person, chart: str) -> None:
    terry.open(f"{chart}/messages")
    terry.follow("A first question", within="main")
    terry.type("Your answer", "Behind the house.")
    terry.press("Send")


def send(nora: Person, chart: str) -> None:
    """Send the client a message; a task type that no user group answers is refused with a sentence naming it."""
    nora.open(f"{chart}/messages")
    nora.follow("Write a message", within="main")
    nora.page.get_by_label("What is it about?").select_option("Something else")
    nora.type("Subject", "Coming to us")
    nora.type("Your message", "The door code is on your card.")
    nora.press("Send message")


def email_the_credentials(nora: Person, inbox: Inbox) -> None:
    """Press Email Client Credential once: two separate e-mails come within five minutes."""
    nora.shows("Tell the client: two e-mails come within five minutes", "spam folder")
    nora.press("Email Client Credential")
    nora.shows("Two e-mails are on their way to pablo@example.org.")
    picture(nora, "credentials-sent")
    steps.two_letters_to(inbox, "pablo@example.org")
