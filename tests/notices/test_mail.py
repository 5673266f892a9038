"""E-mail over a real mail server: one recipient, both parts, once; refused for good, for now, and by nobody there."""

import re
from email import message_from_bytes, policy
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from app import config, db
from app.addresses import MailSecurity, MailServer
from app.notices import mail, outbox
from app.notices.mail import Mail, NotTaken, Undeliverable
from app.notices.outbox import Sending
from app.notices.sent import letters_sent, remove_old
from app.practice.settings import load_settings
from app.web.language import Language
from tests import rows
from tests.environment import configured
from tests.mail_server import MAIL_FROM, PASSWORD, USERNAME, Inbox, certificate, mail_server, sending_to

pytestmark = pytest.mark.usefixtures("restored")

ADDRESS = "charlie@example.org"
DUE = "update outbox_message set due_at = now()"
TELLING = re.compile(r"counsel|therap|behavio|mental|psych|clinic|LCSW|Tran\b|988", re.IGNORECASE)
"""What would tell others which kind of practice somebody goes to, or to whom."""


def letter(to: str = ADDRESS, language: Language = Language.ENGLISH) -> Mail:
    return mail.compose("notices/mail/test", to=to, language=language)


async def send_test(message_id: UUID, _payload: object) -> None:
    await mail.send(letter(), message_id=message_id)


EFFECTS: outbox.Effects = {"test": Sending(send_test)}


async def add() -> UUID:
    async with db.transaction():
        return await outbox.add(kind="test", payload={})


async def left() -> int:
    count: int = await rows.value("select count(*) from outbox_message where done_at is null")
    return count


async def test_a_letter_arrives_in_two_parts_for_exactly_one_recipient() -> None:
    row = await add()
    with mail_server() as inbox, sending_to(inbox):
        assert await outbox.deliver_all(effects=EFFECTS) == 1
    (received,) = inbox.letters
    assert received.recipients == [ADDRESS]
    assert received.message["To"] == ADDRESS
    assert not {"Cc", "Bcc", "Reply-To"} & set(received.message.keys())
    assert received.message["From"] == f"Sunrise <{MAIL_FROM}>"
    assert received.message["Message-ID"] == f"<{row}@localhost>"
    assert received.message["Subject"] == "A test of your e-mail"
    assert received.message["Auto-Submitted"] == "auto-generated"
    assert "The portal can reach this address." in received.part("html")
    assert "Open the portal:\nhttp://localhost:8000\n" in received.part("plain")
    assert "<" not in received.part("plain")


async def test_a_letter_tells_nobody_what_kind_of_practice_it_is() -> None:
    with mail_server() as inbox, sending_to(inbox):
        await mail.send(letter(), message_id=uuid4())
        await mail.send(letter(language=Language.SPANISH), message_id=uuid4())
    for received in inbox.letters:
        headers = " ".join(str(received.message[name]) for name in ("From", "To", "Subject"))
        found = TELLING.search(headers + received.part("plain") + received.part("html"))
        assert not found, f"The letter says {found}."


async def test_without_a_name_of_its_own_a_letter_comes_from_a_client_portal() -> None:
    await rows.change("update system_setting set value = null where name = 'mail_name'")
    await rows.change("update settings_version set version = version + 1")
    await load_settings()
    assert mail.as_message(letter(), uuid4())["From"].startswith("Client portal <")


@pytest.mark.parametrize(("language", "sender"), [("en", "Client portal"), ("es", "Portal de clientes")])
async def test_a_discreet_letter_says_nothing_of_the_practice(language: str, sender: str) -> None:
    discreet = mail.compose("notices/mail/test", to=ADDRESS, language=Language(language), discreet=True)
    message = mail.as_message(discreet, uuid4())
    (author,) = message["From"].addresses
    assert author.display_name == sender
    for part in (discreet.subject, discreet.text, discreet.html):
        assert not re.search(r"Sunrise|555|\bMonday|\bAM\b|lunes", part)
    assert "911" in discreet.text
    assert "Sunrise" in letter().html
    assert "555" in letter().text


async def test_a_letter_is_in_the_language_of_its_reader() -> None:
    spanish = mail.as_message(letter(language=Language.SPANISH), uuid4())
    assert spanish["Content-Language"] == "es"
    assert spanish["Subject"] == "Una prueba de su correo"
    assert "¿Preguntas?" in letter(language=Language.SPANISH).text


async def test_a_worker_that_died_after_sending_sends_no_second_letter() -> None:
    row = await add()

    async def send_and_die(message_id: UUID, payload: object) -> None:
        await send_test(message_id, payload)
        raise SystemExit

    with mail_server() as inbox, sending_to(inbox):
        with pytest.raises(SystemExit):
            await outbox.deliver(row, effects={"test": Sending(send_and_die)})
        await rows.change(DUE)
        assert await outbox.deliver_all(effects=EFFECTS) == 1
    assert len(inbox.letters) == 1


async def test_a_worker_that_died_before_noting_it_sends_the_same_message_id_again() -> None:
    row = await add()
    with mail_server() as inbox, sending_to(inbox):
        await mail.send(letter(), message_id=row)
        await rows.change("delete from sent_mail")  # it died between the server's yes and its own note
        assert await outbox.deliver_all(effects=EFFECTS) == 1
    assert [received.message["Message-ID"] for received in inbox.letters] == [f"<{row}@localhost>"] * 2


async def test_a_recipient_refused_for_good_is_named_so_and_not_tried_again() -> None:
    row = await add()
    with mail_server() as inbox, sending_to(inbox):
        inbox.answers_to_recipients = ["550 No such mailbox"]
        assert await outbox.deliver(row, effects=EFFECTS)
        assert await outbox.deliver_all(effects=EFFECTS) == 0
        inbox.answers_to_letters = ["554 We do not want it"]
        with pytest.raises(Undeliverable, match="554 We do not want it"):
            await mail.send(letter(), message_id=uuid4())
    assert inbox.letters == []
    assert await rows.value("select fault from outbox_message") == "Undeliverable"
    assert await rows.value("select count(*) from sent_mail") == 0


@pytest.mark.parametrize("answered", ["answers_to_recipients", "answers_to_letters"])
async def test_what_is_refused_for_now_is_sent_later(answered: str) -> None:
    row = await add()
    with mail_server() as inbox, sending_to(inbox):
        setattr(inbox, answered, ["451 Try again later"])
        assert not await outbox.deliver(row, effects=EFFECTS)
        assert await rows.value("select fault from outbox_message") == "NotTaken: 451 Try again later"
        assert await rows.value("select attempts from outbox_message") == 1
        assert await outbox.deliver_all(effects=EFFECTS) == 0
        await rows.change(DUE)
        assert await outbox.deliver_all(effects=EFFECTS) == 1
    assert len(inbox.letters) == 1


async def test_a_mail_server_that_is_away_counts_as_a_try_and_loses_nothing() -> None:
    with mail_server() as inbox, sending_to(inbox):
        pass
    row = await add()
    with sending_to(inbox):
        assert not await outbox.deliver(row, effects=EFFECTS)
    assert await rows.value("select attempts from outbox_message") == 1
    assert await left() == 1


async def test_a_mail_server_is_signed_in_to_over_an_encrypted_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate(tmp_path)))
    with mail_server(starttls=tmp_path) as inbox, sending_to(inbox, server=encrypted(inbox, PASSWORD)):
        await mail.send(letter(), message_id=uuid4())
    assert (len(inbox.letters), inbox.signed_in, inbox.encrypted) == (1, [USERNAME], [True])


async def test_a_wrong_password_and_an_unknown_certificate_are_faults_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted = str(certificate(tmp_path))
    with mail_server(starttls=tmp_path) as inbox:
        with sending_to(inbox, server=encrypted(inbox, PASSWORD)), pytest.raises(NotTaken):
            await mail.send(letter(), message_id=uuid4())
        monkeypatch.setenv("SSL_CERT_FILE", trusted)
        with sending_to(inbox, server=encrypted(inbox, "wrong")), pytest.raises(NotTaken):
            await mail.send(letter(), message_id=uuid4())
    assert inbox.letters == []


async def test_a_server_that_offers_no_encryption_is_not_sent_to_unless_it_was_asked_for() -> None:
    with mail_server() as inbox:
        server = MailServer("localhost", inbox.port, MailSecurity.STARTTLS)
        with sending_to(inbox, server=server), pytest.raises(NotTaken, match="STARTTLS"):
            await mail.send(letter(), message_id=uuid4())
    assert inbox.letters == []


def encrypted(inbox: Inbox, password: str) -> MailServer:
    return MailServer("localhost", inbox.port, MailSecurity.STARTTLS, USERNAME, password)


@pytest.mark.parametrize(
    "to",
    [
        "",
        "charlie",
        "charlie@",
        "charlie@example.org, mallory@evil.example",
        "charlie@example.org mallory@evil.example",
        "charlie@example.org\r\nBcc: mallory@evil.example",
        "charlie@example.org\n",
        "Charlie <charlie@example.org>",
        "<charlie@example.org>",
        "chárlie@example.org",
        f"charlie@{'a' * 70}.org",
    ],
)
async def test_what_is_not_one_address_is_never_sent_to(to: str) -> None:
    with mail_server() as inbox, sending_to(inbox), pytest.raises(Undeliverable):
        await mail.send(letter(to=to), message_id=uuid4())
    assert inbox.letters == []


async def test_a_subject_cannot_add_a_header() -> None:
    broken = Mail(to=ADDRESS, subject="Hello\r\nBcc: mallory@evil.example", text="", html="")
    with mail_server() as inbox, sending_to(inbox), pytest.raises(ValueError, match="linefeed"):
        await mail.send(broken, message_id=uuid4())
    assert inbox.letters == []


@pytest.mark.parametrize(
    "name",
    [
        "=?utf-8?q?x=0D=0AReply-To:e@evil.example=0D=0AX:?=",
        "=?utf-8?b?eA0KUmVwbHktVG86ZUBldmlsDQpYOg?=",
        "Sunrise ==?utf-8?q?=0ABcc:e@evil.example?=?=",
        "=\u200b?utf-8?q?x=0D=0ABcc:e@evil.example?=",
        "Sunrise\r\nBcc: e@evil.example",
        'Sunrise" <e@evil.example>, "',
        "Sunrise\u2028Bcc: e@evil.example",
    ],
)
def test_a_name_and_a_subject_stay_words_whatever_mail_programs_would_read_in_them(name: str) -> None:
    line = " ".join(name.split())
    message = mail.as_message(Mail(to=ADDRESS, subject=line, text="", html=""), uuid4())
    del message["From"]
    message["From"] = mail.sender(name, MAIL_FROM)
    received = message_from_bytes(message.as_bytes(policy=policy.SMTP), policy=policy.default)
    assert len(received.keys()) == len(set(received.keys())) == 9
    assert not {"Reply-To", "Bcc"} & set(received.keys())
    (author,) = received["From"].addresses
    assert author.addr_spec == MAIL_FROM
    assert not re.search(r"[\r\n]", author.display_name + received["Subject"])


async def test_a_domain_in_other_letters_is_sent_to_by_its_name_among_machines() -> None:
    with mail_server() as inbox, sending_to(inbox):
        await mail.send(letter(to="charlie@bücher.example"), message_id=uuid4())
    assert inbox.letters[0].recipients == ["charlie@xn--bcher-kva.example"]


async def test_where_mail_is_switched_off_nothing_can_be_delivered() -> None:
    assert mail.is_possible()
    with configured(mail_is_off=True):
        assert not mail.is_possible()
        with pytest.raises(Undeliverable):
            await mail.send(letter(), message_id=uuid4())


async def test_in_a_development_letters_are_kept_to_be_read_and_elsewhere_only_that_they_went() -> None:
    in_production = {"environment": config.Environment.PRODUCTION, "public_url": "https://portal.example"}
    with mail_server() as inbox, sending_to(inbox, **in_production):
        await mail.send(letter(), message_id=uuid4())
    assert inbox.letters[0].message["Message-ID"].endswith("@portal.example>")
    assert await letters_sent() == ()
    assert await rows.value("select count(*) from sent_mail") == 1
    await mail.send(letter(), message_id=uuid4())
    assert [kept.to for kept in await letters_sent()] == [ADDRESS]
    assert b"portal" not in await rows.value("select letter from sent_mail where letter is not null")


async def test_letters_are_forgotten_after_a_month() -> None:
    for days in (29, 31):
        message_id = uuid4()
        await mail.send(letter(), message_id=message_id)
        at = "update sent_mail set sent_at = now() - make_interval(days => $2) where id = $1"
        await rows.change(at, message_id, days)
    await remove_old()
    assert await rows.value("select count(*) from sent_mail") == 1
