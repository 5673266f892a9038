"""A mail server on this machine, which keeps what it is sent and refuses whom a test tells it to."""

import datetime
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.addresses import MailSecurity, MailServer
from tests.environment import configured

MAIL_FROM = "portal@practice.example"
USERNAME, PASSWORD = "portal", "pass word"


@dataclass
class Received:
    """A letter as it came in: to whom the envelope names, and what it says."""

    recipients: list[str]
    message: EmailMessage

    def part(self, kind: str) -> str:
        """Give the words of its "plain" or "html" part."""
        body = self.message.get_body((kind,))
        assert body is not None, f"The letter has no {kind} part."
        content: str = body.get_content()
        return content.replace("\r\n", "\n")


@dataclass
class Inbox:
    """What has come in, and the answers to the next recipients and letters instead of yes."""

    port: int
    letters: list[Received] = field(default_factory=list)
    answers_to_recipients: list[str] = field(default_factory=list)
    answers_to_letters: list[str] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    """Whom it refuses for good, always."""
    heard: Callable[[int], None] | None = None
    """Is told how many letters there are when another has come in, before that is said to its sender."""
    signed_in: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's names
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.answers_to_recipients:
            return self.answers_to_recipients.pop(0)
        if address in self.unknown:
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        if self.answers_to_letters:
            return self.answers_to_letters.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=policy.default)
        self.letters.append(Received(list(envelope.rcpt_tos), message))
        self.encrypted.append(session.ssl is not None)
        if self.heard is not None:
            self.heard(len(self.letters))
        return "250 OK"

    def authenticate(
        self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any
    ) -> AuthResult:
        who, word = data.login.decode(), data.password.decode()
        self.signed_in.append(who)
        return AuthResult(success=(who, word) == (USERNAME, PASSWORD), handled=False)


@contextmanager
def mail_server(*, starttls: Path | None = None, **options: Any) -> Iterator[Inbox]:
    """Run a mail server; with the certificate in the folder `starttls` it insists on encryption and on a sign-in."""
    inbox = Inbox(port=_free_port())
    if starttls is not None:
        options |= {
            "tls_context": _tls(starttls),
            "require_starttls": True,
            "authenticator": inbox.authenticate,
            "auth_required": True,
        }
    controller = Controller(inbox, hostname="127.0.0.1", port=inbox.port, **options)
    controller.start()
    try:
        yield inbox
    finally:
        controller.stop()


@contextmanager
def sending_to(inbox: Inbox, **changes: Any) -> Iterator[None]:
    """Let the portal send its mails to this server."""
    server = MailServer("localhost", inbox.port, MailSecurity.NONE)
    with configured(mail_server=changes.pop("server", server), mail_from=MAIL_FROM, **changes):
        yield


def certificate(folder: Path) -> Path:
    """Make a certificate for localhost that is its own authority; give its file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    path = folder / "certificate.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return path


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


def _tls(folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context
