"""The e-mails of a development: to be read, and their links followed; there is no such page in production."""

from uuid import uuid4

import pytest

from app import config
from app.notices import mail
from app.web.language import Language
from tests import people, rows
from tests.environment import configured
from tests.page import Browser

pytestmark = pytest.mark.usefixtures("rolled_back")


async def send(to: str) -> None:
    letter = mail.compose("notices/mail/test", to=to, language=Language.ENGLISH)
    await mail.send(letter, message_id=uuid4())


async def test_what_was_sent_can_be_read_newest_first_and_its_links_followed() -> None:
    await send("charlie@example.org")
    await rows.change("update sent_mail set sent_at = sent_at - interval '1 hour'")
    await send("alice@example.org")
    page = await (await people.nobody()).open("/development/outbox")
    told = [letter.get_text(" ") for letter in page.all("li.sheet")]
    assert len(told) == 2
    assert ("alice@example.org" in told[0], "charlie@example.org" in told[1]) == (True, True)
    assert "A test of your e-mail" in told[0]
    assert [link["href"] for link in page.all("li.sheet a")] == ["/", "/"]


async def test_only_addresses_of_the_portal_are_links() -> None:
    text = (
        "http://localhost:8000/password/choose/a_b-1\nhttp://localhost:8000.evil.example http://evil.example/"
    )
    letter = mail.Mail(to="alice@example.org", subject="Hello", text=text, html="")
    await mail.send(letter, message_id=uuid4())
    page = await (await people.nobody()).open("/development/outbox")
    assert [link["href"] for link in page.all("li.sheet a")] == ["/password/choose/a_b-1", "/"]


async def test_without_mails_it_says_so() -> None:
    page = await (await people.nobody()).open("/development/outbox")
    page.shows("Nothing was sent yet")


async def test_what_a_mail_says_is_text() -> None:
    letter = mail.Mail(to="alice@example.org", subject="<b>bold</b>", text="<script>x</script>", html="")
    await mail.send(letter, message_id=uuid4())
    page = await (await people.nobody()).open("/development/outbox")
    assert not page.all("li.sheet b, li.sheet script")
    page.shows("<script>x</script>")


async def test_production_has_no_such_page() -> None:
    await send("charlie@example.org")
    browser = Browser()
    with configured(environment=config.Environment.PRODUCTION):
        answer = await browser.send("GET", "/development/outbox")
    assert answer.status_code == 404
    assert "charlie" not in answer.text
