"""Inviting several at once: who is offered, what came of each, and for whose charts."""

import pytest

from tests import people, rows
from tests.accounts.links.mailbox import deliver, mailbox
from tests.accounts.links.test_credentials import FORM, without_account
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")

PATH = "/staff/clients/invitations"


async def chosen(browser: Browser, *names: str) -> str:
    """Send a selection by hand; give where it leads."""
    await browser.open(PATH)
    fields = "".join(f"&client={people.client_id(name)}" for name in names)
    answer = await browser.send("POST", PATH, headers=FORM, content=f"_csrf={browser.token}{fields}".encode())
    assert answer.status_code == 303
    return answer.headers["location"]


async def test_those_who_cannot_sign_in_yet_are_offered() -> None:
    nora = await people.nora()
    await without_account()
    page = await nora.open(PATH)
    page.shows("Can be invited", "Charlie Castillo, 1003", "charlie@example.org")
    page.lacks("Alice", "Bob")
    await nora.press("Email Client Credential", client=str(people.client_id("charlie")))
    with mailbox() as inbox:
        await deliver(inbox)
    page = await nora.open(PATH)
    page.shows("Nobody can be invited right now.", "The invitation is on its way and still works.")


BY_E_MAIL = "update portal_account set login_typed = false where username = 'charlie'"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ([], "The login was typed by hand: hand it over"),
        (
            [BY_E_MAIL, "update client set email = '' where number = 1003"],
            "No e-mail address is on file. Add it on the Client Portal tab.",
        ),
        (
            [BY_E_MAIL, "update client set email = 'two@at@x' where number = 1003"],
            "The e-mail address on file cannot be sent to.",
        ),
        (
            ["update portal_account set suspended_at = now() where username = 'charlie'"],
            "This login is suspended.",
        ),
        (
            ["update portal_account set active = false where username = 'charlie'"],
            "until Active is checked",
        ),
    ],
)
async def test_who_cannot_be_invited_is_named_with_the_reason(changes: list[str], says: str) -> None:
    for change in changes:
        await rows.change(change)
    nora = await people.nora()
    page = await nora.open(PATH)
    page.shows("Cannot be invited", "Charlie Castillo, 1003", says)
    page.shows("Max Grant, 1004", "Gina Grant opens this chart")
    page.lacks("Everybody has signed in", "Alice", "Bob")
    page = await nora.follow("Charlie Castillo, 1003")
    assert page.path == f"/staff/clients/{people.client_id('charlie')}/portal"


async def test_a_login_typed_by_hand_can_be_replaced_from_the_list() -> None:
    nora = await people.nora()
    await nora.open(PATH)
    page = await nora.press("Use e-mailed credentials instead")
    page.shows("Two e-mails are on their way to charlie@example.org.", "Invited")


async def test_only_when_everybody_has_signed_in_nobody_is_left() -> None:
    await rows.change("update portal_account set last_sign_in_at = now()")
    await rows.change("update client set discharged_on = created_at where number = 1004")
    page = await (await people.nora()).open(PATH)
    page.shows("Everybody has signed in")
    page.lacks("Cannot be invited")


async def test_a_selection_shows_who_was_sent_to_and_why_others_were_not() -> None:
    await without_account("charlie")
    await without_account("bob")
    await rows.change("update client set email = '' where number = 1002")
    nora = await people.nora()
    with mailbox() as inbox:
        progress = await chosen(nora, "charlie", "bob", "alice", "alice")
        page = await nora.open(progress)
        page.shows("Sent: 0", "Waiting: 3", "Not sent: 0")
        assert page.find("#progress")["hx-trigger"] == "every 2s"
        letters = await deliver(inbox)
        page = await nora.open(progress)
    page.shows("Sent: 2", "Waiting: 0", "Not sent: 1", "There is no e-mail address on file.")
    assert not page.find("#progress").has_attr("hx-trigger")
    assert sorted(letter.recipients[0] for letter in letters) == [
        "alice@example.org",
        "charlie@example.org",
        "charlie@example.org",
    ]


async def test_an_address_that_is_refused_is_named_there() -> None:
    await without_account("charlie")
    nora = await people.nora()
    with mailbox() as inbox:
        progress = await chosen(nora, "charlie")
        inbox.answers_to_recipients = ["550 No such mailbox"] * 2
        await deliver(inbox)
    (await nora.open(progress)).shows("Not sent: 1", "The e-mail could not be delivered.")


async def test_nobody_chosen_is_said() -> None:
    await without_account("charlie")
    nora = await people.nora()
    await nora.open(PATH)
    page = await nora.press("Email Client Credential", status=422)
    page.shows("Choose at least one client.")


async def test_charts_that_are_not_open_are_not_invited() -> None:
    await rows.change(
        "insert into profile_rule (id, profile, rule, can_create, can_modify, can_view, can_delete)"
        " select gen_random_uuid(), id, 'Portal accounts', true, true, true, true from profile where name = 'Clinician'"
    )
    await without_account("charlie")
    dana = await people.dana()
    (await dana.open(PATH)).lacks("Charlie")
    fields = f"&client={people.client_id('bob')}&client={people.client_id('charlie')}"
    answer = await dana.send("POST", PATH, headers=FORM, content=f"_csrf={dana.token}{fields}".encode())
    assert answer.status_code == 404
    assert await rows.value("select count(*) from invitation") == 0


async def test_the_progress_is_for_who_asked_and_who_has_the_rule() -> None:
    await without_account("charlie")
    nora, stan = await people.nora(), await people.stan()
    progress = await chosen(nora, "charlie")
    assert (await stan.send("GET", progress)).status_code == 403
    assert (await stan.send("GET", PATH)).status_code == 403
