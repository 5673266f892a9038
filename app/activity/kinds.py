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
    ACTIVITY_DOWNLOADED = "activity_downloaded"
    MESSAGE_SENT = "message_sent"
    MESSAGE_ANSWERED = "message_answered"
    MESSAGE_READ = "message_read"
    MESSAGE_UNREAD = "message_unread"
    THREAD_STARTED = "thread_started"
    THREAD_ASSIGNED = "thread_assigned"
    THREAD_CLOSED = "thread_closed"
    THREAD_REOPENED = "thread_reopened"
    NOTE_WRITTEN = "note_written"
    CHART_OPENED = "chart_opened"
    ALERT_READ = "alert_read"
    ALERT_UNREAD = "alert_unread"
    ALERT_ACKNOWLEDGED = "alert_acknowledged"
    ALERT_DONE = "alert_done"
    STAFF_SIGNED_IN = "staff_signed_in"
    STAFF_SIGN_IN_FAILED = "staff_sign_in_failed"
    STAFF_SIGNED_OUT = "staff_signed_out"
    STAFF_PASSWORD_CHANGED = "staff_password_changed"
    ADMINISTRATOR_CREATED = "administrator_created"
    STAFF_MEMBER_ADDED = "staff_member_added"
    STAFF_PASSWORD_RESET = "staff_password_reset"
    SIGN_IN_LOCK_LIFTED = "sign_in_lock_lifted"
    ADMIN_ROWS_LISTED = "admin_rows_listed"
    ADMIN_ROW_READ = "admin_row_read"
    ADMIN_ROW_ADDED = "admin_row_added"
    ADMIN_ROW_CHANGED = "admin_row_changed"
    ADMIN_ROW_DELETED = "admin_row_deleted"
    SETTING_CHANGED = "setting_changed"
    ACCESS_DENIED = "access_denied"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a kind means to the client; `words` None means it stands in the practice's audit log only."""

    words: Phrase | None


class Category(StrEnum):
    """What a client can narrow their log down to; the values stand in addresses."""

    SIGNING_IN = "signing-in"
    MESSAGES = "messages"
    CHART = "chart"
    CHANGES = "changes"
    DOWNLOADS = "downloads"


@dataclass(frozen=True, slots=True)
class CategoryMeaning:
    """What a category is called, and which kinds it takes in."""

    name: Phrase
    kinds: tuple[Kind, ...]


CATEGORIES: dict[Category, CategoryMeaning] = {
    Category.SIGNING_IN: CategoryMeaning(
        _l("Signing in and out"), (Kind.SIGNED_IN, Kind.SIGN_IN_FAILED, Kind.SIGNED_OUT)
    ),
    Category.MESSAGES: CategoryMeaning(
        _l("Messages"),
        (
            Kind.MESSAGE_SENT,
            Kind.MESSAGE_ANSWERED,
            Kind.MESSAGE_READ,
            Kind.MESSAGE_UNREAD,
            Kind.THREAD_STARTED,
            Kind.THREAD_ASSIGNED,
            Kind.THREAD_CLOSED,
            Kind.THREAD_REOPENED,
        ),
    ),
    Category.CHART: CategoryMeaning(_l("Chart opened by your practice"), (Kind.CHART_OPENED,)),
    Category.CHANGES: CategoryMeaning(_l("Changes"), (Kind.PASSWORD_CHANGED, Kind.LANGUAGE_CHANGED)),
    Category.DOWNLOADS: CategoryMeaning(_l("Downloads"), (Kind.ACTIVITY_DOWNLOADED,)),
}
"""In the order of the list; every kind that is worded for clients stands in one of them."""

KINDS: dict[Kind, Meaning] = {
    Kind.SIGNED_IN: Meaning(_l("Signed in")),
    Kind.SIGN_IN_FAILED: Meaning(_l("Tried to sign in with a wrong password")),
    Kind.SIGNED_OUT: Meaning(_l("Signed out")),
    Kind.PASSWORD_CHANGED: Meaning(_l("Changed the password")),
    Kind.LANGUAGE_CHANGED: Meaning(_l("Changed the language")),
    Kind.ACTIVITY_DOWNLOADED: Meaning(_l("Downloaded this list as a file")),
    Kind.MESSAGE_SENT: Meaning(_l("Sent a message")),
    Kind.MESSAGE_ANSWERED: Meaning(_l("Sent you a message")),
    Kind.MESSAGE_READ: Meaning(_l("Marked a message as read")),
    Kind.MESSAGE_UNREAD: Meaning(_l("Marked a message as unread")),
    Kind.THREAD_STARTED: Meaning(_l("Wrote to you about something new")),
    Kind.THREAD_ASSIGNED: Meaning(_l("Changed who answers your message")),
    Kind.THREAD_CLOSED: Meaning(_l("Closed a conversation")),
    Kind.THREAD_REOPENED: Meaning(_l("Opened a conversation again")),
    Kind.NOTE_WRITTEN: Meaning(None),
    Kind.CHART_OPENED: Meaning(_l("Read your messages in the chart")),
    Kind.ALERT_READ: Meaning(None),
    Kind.ALERT_UNREAD: Meaning(None),
    Kind.ALERT_ACKNOWLEDGED: Meaning(None),
    Kind.ALERT_DONE: Meaning(None),
    Kind.STAFF_SIGNED_IN: Meaning(None),
    Kind.STAFF_SIGN_IN_FAILED: Meaning(None),
    Kind.STAFF_SIGNED_OUT: Meaning(None),
    Kind.STAFF_PASSWORD_CHANGED: Meaning(None),
    Kind.ADMINISTRATOR_CREATED: Meaning(None),
    Kind.STAFF_MEMBER_ADDED: Meaning(None),
    Kind.STAFF_PASSWORD_RESET: Meaning(None),
    Kind.SIGN_IN_LOCK_LIFTED: Meaning(None),
    Kind.ADMIN_ROWS_LISTED: Meaning(None),
    Kind.ADMIN_ROW_READ: Meaning(None),
    Kind.ADMIN_ROW_ADDED: Meaning(None),
    Kind.ADMIN_ROW_CHANGED: Meaning(None),
    Kind.ADMIN_ROW_DELETED: Meaning(None),
    Kind.SETTING_CHANGED: Meaning(None),
    Kind.ACCESS_DENIED: Meaning(None),
}
