"""Every letter of the portal, with values as real ones are: for tests of what letters say, and for looking at them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from app.accounts.links.jobs import LoginLink
from app.notices import mail
from app.notices.mail import Mail
from app.notices.preferences import Notice
from app.notices.telling import wording
from app.notices.telling.wording import Waiting
from app.web.language import Language, speaking

LINK = (
    "http://localhost:8000/password/choose/hT5vQ0mK2xW8rJ4cYbN7sL1dZpG6aFeU3iOq9wXvR5tE8yHnB2kMjCg4lS7uPzDa"
)
ENDS = datetime(2026, 12, 2, 15, 4, tzinfo=UTC)
NOTICE = "accounts/mail/notice"


@dataclass(frozen=True)
class Example:
    """A letter as it may go out."""

    name: str
    template: str
    values: dict[str, Any] = field(default_factory=dict)
    waiting: tuple[Notice, ...] = ()
    """Of what a notice tells."""
    discreet: bool = False

    def compose(self, language: Language) -> Mail:
        with speaking(language):
            values = self.values | (self._notice() if self.waiting else {})
        return mail.compose(
            self.template, to="somebody@example.org", language=language, discreet=self.discreet, **values
        )

    def _notice(self) -> dict[str, Any]:
        waiting = [
            Waiting(notice, f"http://localhost:8000/notices/0c0ffee0-0000-4000-8000-00000000000{number}")
            for number, notice in enumerate(self.waiting)
        ]
        return {
            "subject": wording.subject(waiting, discreet=self.discreet),
            "lines": wording.lines(waiting, home="http://localhost:8000/home", discreet=self.discreet),
            "several": len(waiting) > 1 and not self.discreet,
        }


def _notices() -> Iterator[Example]:
    for discreet in (False, True):
        how = "discreet " if discreet else ""
        for notice in Notice:
            yield Example(f"{how}{notice.value}", NOTICE, waiting=(notice,), discreet=discreet)
        yield Example(f"{how}several", NOTICE, waiting=tuple(Notice), discreet=discreet)
        yield Example(f"{how}many", NOTICE, waiting=tuple(Notice) * 3, discreet=discreet)


LOGINS = [LoginLink("river.42", LINK), LoginLink("lake.7", LINK)]
LETTERS = (
    *_notices(),
    Example("test", "notices/mail/test"),
    Example("record sent", "record/mail/link", {"link": LINK, "ends_at": ENDS}),
    Example("contact changed", "changes/mail/contact_changed"),
    Example("e-mail left", "accounts/own/mail/email_left"),
    Example("e-mail taken", "accounts/own/mail/email_taken"),
    Example(
        "new device",
        "accounts/own/mail/new_device",
        {"at": ENDS, "browser": "Firefox, Windows", "path": "/password/forgot"},
    ),
    Example("alert", "accounts/own/mail/alert", {"is_urgent": False}),
    Example("urgent alert", "accounts/own/mail/alert", {"is_urgent": True}),
    Example("password links", "accounts/mail/password_links", {"logins": LOGINS, "ends_at": ENDS}),
    Example(
        "temporary password",
        "accounts/mail/credentials_password",
        {"password": "otter-lantern-9-maple", "ends_at": ENDS},
    ),
    Example(
        "address",
        "accounts/mail/credentials_address",
        {"login": "river.42", "with_password": False, "ends_at": ENDS},
    ),
    Example(
        "address with password",
        "accounts/mail/credentials_address",
        {"login": "river.42", "with_password": True, "ends_at": ENDS},
    ),
    Example("link", "accounts/mail/credentials_link", {"link": LINK, "ends_at": ENDS}),
    Example("password changed", "accounts/mail/password_changed", {"changed_at": ENDS}),
    Example("second step reset", "accounts/second_step/mail/reset", {"door": "/sign-in"}),
)
