"""Every step of the source's "Giving a Client Access", and what it says of staff: by the chart, and by Piccolo Admin."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.documents.shelf import pdf
from tests.journeys import source_steps as steps
from tests.journeys.person import Look, Person
from tests.journeys.server import Server, eventually, running
from tests.journeys.source_steps import FORM, Client, picture
from tests.journeys.test_admin import AtDesk, at_desk
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


def test_a_client_is_given_access_through_the_chart(chromium: Browser, portal: Server, inbox: Inbox) -> None:
    nora, terry, client = (Person(chromium, portal, Look()) for _ in range(3))
    nora.come_signed_in("nora")
    terry.come_signed_in("terry")
    paula = Client("Paula", "paula")
    close_contacts(nora)
    chart = add(nora, paula)
    type_a_login(nora, paula)
    set_the_safe_word(nora, paula)
    assign_by_double_click(nora)
    add_document(nora, chart, shared=True)
    steps.come_in(client, paula)
    steps.see_the_document(client)
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


def test_a_client_is_given_access_through_piccolo_admin(
    chromium: Browser, portal: Server, inbox: Inbox
) -> None:
    desk, client = at_desk(Person(chromium, portal, Look()), "nora"), Person(chromium, portal, Look())
    rosa = Client("Rosa", "rosa")
    see_who_answers(desk)
    grant_every_action(desk)
    submit(desk, "change-a-system-setting", "Saved.", setting="-622", value="no")
    number = add_at_desk(desk, rosa)
    give_access(desk, rosa, number)
    add_document(desk.person, desk.person.path.removesuffix("/portal"), shared=False)
    submit(desk, "share-a-document", "in the portal folder", client_number=number, document=steps.DOCUMENT)
    submit(desk, "assign-a-form", "is assigned", client_number=number, title=FORM)
    steps.come_in(client, rosa)
    steps.see_the_document(client)
    steps.fill_in_the_form(client)
    steps.change_the_phone(client)
    steps.write(client)
    steps.upload(client)
    client.open("/information/details")
    assert not client.page.get_by_role("link", name="Edit").count()
    see_the_rows(desk, rosa)
    submit(
        desk, "answer-a-client", "Your answer is sent.", client_number=number, subject="A first question",
        body="Behind the house.",
    )  # fmt: skip
    steps.read_the_answer(client, "Behind the house.")
    submit(
        desk, "send-a-message-to-a-client", "Your message is sent.", client_number=number,
        task_type="Something else", subject="Coming to us", body="The door code is on your card.",
    )  # fmt: skip
    steps.read_the_answer(client, "The door code is on your card.")
    submit(desk, "change-a-system-setting", "Saved.", setting="-687", value="initial_last")
    other = add_at_desk(desk, Client("Pilar", "pilar"))
    submit(desk, "email-client-credential", "pilar@example.org", client_number=other)
    steps.two_letters_to(inbox, "pilar@example.org", login="pprueba")
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


def add_document(nora: Person, chart: str, *, shared: bool) -> None:
    """Add a document, which the client sees only when it was selected to be exposed on the portal."""
    nora.open(f"{chart}/documents")
    nora.page.set_input_files("#file", {"name": "c.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    nora.type("Title", steps.DOCUMENT)
    nora.page.get_by_label("What is it?").select_option("Treatment plan")
    nora.page.get_by_label("Share in the portal folder").set_checked(shared)
    nora.press("Add document")
    nora.shows(steps.DOCUMENT)


def answer(terry: Person, chart: str) -> None:
    terry.open(f"{chart}/messages")
    terry.follow("A first question", within="main")
    terry.type("Your reply", "Behind the house.")
    terry.press("Send")


def send(nora: Person, chart: str) -> None:
    nora.open(f"{chart}/messages")
    nora.follow("Write a message", within="main")
    nora.page.get_by_label("What is it about?").select_option("Something else")
    nora.type("Subject", "Coming to us")
    nora.type("Your message", "The door code is on your card.")
    nora.press("Send message")


def email_the_credentials(nora: Person, inbox: Inbox) -> None:
    """Press Email Client Credential once: two separate e-mails come, with a login by setting -687; again does nothing."""
    portal = nora.path
    nora.open("/staff/settings/credentials_username")
    nora.page.get_by_label("Your value").select_option("first_last")
    nora.press("Save")
    nora.open(portal)
    nora.shows("Tell the client: two e-mails come within five minutes", "spam folder")
    nora.press("Email Client Credential")
    nora.shows("Two e-mails are on their way to pablo@example.org.")
    picture(nora, "credentials-sent")
    steps.two_letters_to(inbox, "pablo@example.org", login="pablo.prueba")
    nora.press("Email Client Credential")
    nora.shows("Please wait five minutes before you send it again.")
    steps.two_letters_to(inbox, "pablo@example.org", login="pablo.prueba")


def see_who_answers(desk: AtDesk) -> None:
    """Verify that the appropriate user group is assigned to the corresponding Task Types in Picklist Management."""
    expect(desk.page.locator("body")).to_contain_text("Picklist Management")
    desk.open("task_types/")
    expect(desk.page.get_by_role("table")).to_contain_text("Billing office")
    picture(desk.person, "admin-task-types")


def grant_every_action(desk: AtDesk) -> None:
    """Assign Create, Modify, View and Delete of the source's rules."""
    desk.open("profile_rules/")
    desk.row("Receives All Client Portal Document Upload Alerts")
    for name in ("can_create", "can_modify", "can_view", "can_delete"):
        desk.page.locator(f"select[name={name}]").select_option("true")
    desk.save()
    picture(desk.person, "admin-rule")
    desk.open("profile_rules/")
    desk.page.get_by_role("link", name="Who may do what").click()
    desk.page.wait_for_url("**/staff/rights")
    desk.page.get_by_text("Your rules").click()
    desk.person.shows(*steps.RULES)
    picture(desk.person, "rights")


def submit(desk: AtDesk, form: str, says: str, **values: str) -> str:
    """Fill in a form of the admin; give what it says then."""
    desk.open(f"forms/{form}/")
    for name in ("active", "change_password_at_next_login"):
        for ticked in desk.page.locator(f"form select[name={name}]").all():
            expect(ticked).to_have_value("true")
    for name, value in values.items():
        if name == "task_type":
            desk.page.locator(f"form select[name={name}]").select_option(label=value)
        else:
            desk.page.locator(f"form [name={name}]").fill(value)
    picture(desk.person, f"admin-form-{form}")
    desk.page.get_by_role("button", name="Submit").click()
    said = desk.page.locator("#success_message")
    expect(said).to_contain_text(says)
    return said.inner_text()


def add_at_desk(desk: AtDesk, client: Client) -> str:
    """Begin a chart; give its number."""
    said = submit(
        desk, "add-a-client", "The client is added", first_name=client.first_name, last_name="Prueba",
        email=client.email, clinician="Terry Tran",
    )  # fmt: skip
    return said.partition("number ")[2].split(".")[0]


def give_access(desk: AtDesk, client: Client, number: str) -> None:
    """Give login, password and safe word; the chart, one link away from the row, has the web address to hand out."""
    submit(
        desk, "give-a-client-access-to-the-client-portal", "Saved.", client_number=number, login=client.login,
        password=client.password, safe_word=client.safe_word,
    )  # fmt: skip
    submit(desk, "check-a-safe-word", "Yes", client_number=number, said=client.safe_word.lower())
    desk.open("forms/email-client-credential/")
    desk.page.locator("form [name=client_number]").fill(number)
    desk.page.get_by_role("button", name="Submit").click()
    expect(desk.page.locator("body")).to_contain_text("typed by hand")
    desk.person.noticed.check(422)
    to_the_chart(desk, "clients/", number)
    desk.person.follow("Client Portal", within="main")
    desk.person.shows("Web address", desk.person.server.url.partition("//")[2])


def to_the_chart(desk: AtDesk, table: str, words: str) -> None:
    desk.open(table)
    desk.row(words)
    desk.page.get_by_role("link", name="Open the chart").click()
    desk.page.wait_for_url("**/staff/clients/*")


def see_the_rows(desk: AtDesk, client: Client) -> None:
    """See in the tables what the client did, and the thread of documents one link away."""
    for table in ("changes_by_clients/", "sent_forms/", "conversations/", "documents/", "alerts/"):
        eventually(
            lambda table=table: client.name in words_of(desk, table),  # type: ignore[misc]  # bound at once
            within=steps.ALERT_SECONDS,
            otherwise=f"{table} does not show {client.name}",
        )
        picture(desk.person, f"admin-{table[:-1]}")
    desk.open("documents/")
    desk.page.locator("td", has_text=client.name).get_by_role("link", name="Chart").first.click()
    desk.page.wait_for_url("**/staff/clients/*")
    desk.person.follow("Documents Updated via Portal", within="main")
    desk.person.shows("Documents Updated via Portal", FORM, "card.pdf")


def words_of(desk: AtDesk, table: str) -> str:
    desk.open(table)
    return desk.page.get_by_role("table").inner_text()
