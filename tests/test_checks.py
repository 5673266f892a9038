"""What `check` says about e-mail, before a real mail server and without one."""

import pytest

from app import checks, config
from app.addresses import MailSecurity, MailServer
from app.checks import Finding, Level
from tests.environment import configured
from tests.mail_server import MAIL_FROM, mail_server, sending_to
from tests.text_service import ACCOUNT, text_service, texting_by

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


async def of_texts() -> Finding:
    return await checks.text_messages(config.current())


async def test_it_says_where_texts_go_and_signs_in_to_who_sends_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await of_texts()).says == "kept for http://localhost:8000/development/outbox"
    with configured(texts_are_off=True):
        assert await of_texts() == Finding(
            Level.OK, "texts", "SMS_URL is not set: no texts are sent, and clients are not offered them."
        )
    with text_service() as peer:
        peer.answers = [(200, {}), (401, {}), (200, {})]
        with texting_by(peer.twilio):
            found, refused = await of_texts(), await of_texts()
            monkeypatch.setattr(checks, "THIS_MACHINE", ())
            assert (await of_texts()).level is Level.WARN
        assert (found.level, refused.level) == (Level.OK, Level.FAIL)
        assert found.says.endswith("let it send answers and reports to http://localhost:8000/webhooks/texts")
        assert refused.says == "127.0.0.1 does not let us in (It answered 401): check SMS_URL."
        assert [each.path for each in peer.handed] == [f"/2010-04-01/Accounts/{ACCOUNT}.json"] * 3
        monkeypatch.undo()
        with texting_by(peer.gateway):
            assert "is handed texts when there are some" in (await of_texts()).says
    with texting_by(peer.twilio):
        assert "cannot be reached (ConnectError)" in (await of_texts()).says
