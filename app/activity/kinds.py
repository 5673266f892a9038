"""Everything the portal records, on one screen: what was done, and how the client's own log words it.

`words` is a sentence about the actor, who is named beside it; None keeps a kind out of the client's log.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.web.language import Phrase, _l


class Kind(StrEnum):
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    PASSWORD_CHANGED = "password_changed"
    LANGUAGE_CHANGED = "language_changed"
    MESSAGE_SENT = "message_sent"
    MESSAGE_ANSWERED = "message_answered"
    MESSAGE_READ = "message_read"
    MESSAGE_UNREAD = "message_unread"
    CHART_OPENED = "chart_opened"
    ALERT_READ = "alert_read"
    ALERT_UNREAD = "alert_unread"
    STAFF_SIGNED_IN = "staff_signed_in"
    STAFF_SIGN_IN_FAILED = "staff_sign_in_failed"
    STAFF_SIGNED_OUT = "staff_signed_out"
    STAFF_PASSWORD_CHANGED = "staff_password_changed"
    ADMINISTRATOR_CREATED = "administrator_created"
    ACCESS_DENIED = "access_denied"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a kind means to the client; `words` None means it stands in the practice's audit log only."""

    words: Phrase | None


KINDS: dict[Kind, Meaning] = {
    Kind.SIGNED_IN: Meaning(_l("Signed in")),
    Kind.SIGN_IN_FAILED: Meaning(_l("Tried to sign in with a wrong password")),
    Kind.SIGNED_OUT: Meaning(_l("Signed out")),
    Kind.PASSWORD_CHANGED: Meaning(_l("Changed the password")),
    Kind.LANGUAGE_CHANGED: Meaning(_l("Changed the language")),
    Kind.MESSAGE_SENT: Meaning(_l("Sent a message")),
    Kind.MESSAGE_ANSWERED: Meaning(_l("Sent you a message")),
    Kind.MESSAGE_READ: Meaning(_l("Marked a message as read")),
    Kind.MESSAGE_UNREAD: Meaning(_l("Marked a message as unread")),
    Kind.CHART_OPENED: Meaning(_l("Read your messages in the chart")),
    Kind.ALERT_READ: Meaning(None),
    Kind.ALERT_UNREAD: Meaning(None),
    Kind.STAFF_SIGNED_IN: Meaning(None),
    Kind.STAFF_SIGN_IN_FAILED: Meaning(None),
    Kind.STAFF_SIGNED_OUT: Meaning(None),
    Kind.STAFF_PASSWORD_CHANGED: Meaning(None),
    Kind.ADMINISTRATOR_CREATED: Meaning(None),
    Kind.ACCESS_DENIED: Meaning(None),
}
