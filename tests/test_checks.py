"""What `check` says about e-mail, before a real mail server and without one."""

import pytest

from app import checks, config
from app.addresses import MailSecurity, MailServer
from app.checks import Finding, Level
from tests.environment import configured
from tests.mail_server import MAIL_FROM, mail_server, sending_to

pytestmark = pytest.mark.usefixtures("portal")


async def found() -> Finding:
    return await checks.mail_server(config.current())


async def test_it_says_where_mails_go_that_go_nowhere() -> None:
    assert await found() == Finding(Level.OK, "mail", "kept for http://localhost:8000/development/outbox")
    with configured(mail_is_off=True):
        assert (await found()).level is Level.WARN


async def test_it_signs_in_to_the_mail_server_and_sends_nothing() -> None:
    with mail_server() as inbox, sending_to(inbox):
        assert await found() == Finding(
            Level.OK, "mail", f"localhost lets us in, mails come from {MAIL_FROM}"
        )
    assert inbox.letters == []


async def test_it_says_when_the_mail_server_is_away_and_what_to_look_at() -> None:
    with mail_server() as inbox:
        pass
    with sending_to(inbox):
        said = await found()
    assert said.level is Level.FAIL
    assert said.says.startswith("localhost does not let us in (")
    assert said.says.endswith("check SMTP_URL.")


async def test_it_warns_of_mails_that_anybody_on_the_way_can_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "THIS_MACHINE", ())
    with mail_server() as inbox, sending_to(inbox):
        said = await found()
    assert (said.level, "unencrypted" in said.says) == (Level.WARN, True)


async def test_a_mail_server_without_the_encryption_it_should_have_is_a_failure() -> None:
    with mail_server() as inbox:
        server = MailServer("localhost", inbox.port, MailSecurity.STARTTLS)
        with sending_to(inbox, server=server):
            assert (await found()).level is Level.FAIL
