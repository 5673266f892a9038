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
    NEW_DEVICE_USED = "new_device_used"
    DEVICE_SIGNED_OUT = "device_signed_out"
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    SIGN_IN_EMAIL_CHANGED = "sign_in_email_changed"
    STAFF_NEW_DEVICE_USED = "staff_new_device_used"
    STAFF_DEVICE_SIGNED_OUT = "staff_device_signed_out"
    STAFF_SIGNED_OUT_EVERYWHERE = "staff_signed_out_everywhere"
    CHART_CHOSEN = "chart_chosen"
    ACCESS_GIVEN = "access_given"
    ACCESS_CHANGED = "access_changed"
    ACCESS_KEPT = "access_kept"
    ACCESS_ENDED = "access_ended"
    ACCESS_END_ASKED = "access_end_asked"
    DISCHARGE_CHANGED = "discharge_changed"
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
    DOCUMENT_UPLOADED = "document_uploaded"
    DOCUMENT_ACKNOWLEDGED = "document_acknowledged"
    DOCUMENT_SIGNED = "document_signed"
    DOCUMENT_DOWNLOADED = "document_downloaded"
    DOCUMENT_VIEWED = "document_viewed"
    DOCUMENT_REOPENED = "document_reopened"
    DOCUMENT_SHARED = "document_shared"
    DOCUMENT_KEPT = "document_kept"
    DOCUMENT_ASKED_FOR = "document_asked_for"
    DOCUMENT_RENAMED = "document_renamed"
    DOCUMENT_WITHDRAWN = "document_withdrawn"
    DOCUMENT_REVIEWED = "document_reviewed"
    DOCUMENT_OPENED_BY_STAFF = "document_opened_by_staff"
    DOCUMENT_CHECKED_AGAIN = "document_checked_again"
    DOCUMENT_REMOVED = "document_removed"
    INFORMATION_CHANGED = "information_changed"
    INFORMATION_SENT = "information_sent"
    INFORMATION_DECIDED = "information_decided"
    INFORMATION_PUT_BACK = "information_put_back"
    TEXTS_AGREED = "texts_agreed"
    TEXTS_STOPPED = "texts_stopped"
    FORM_ASSIGNED = "form_assigned"
    FORM_TAKEN_BACK = "form_taken_back"
    FORM_STARTED = "form_started"
    FORM_SENT = "form_sent"
    FORM_CORRECTED = "form_corrected"
    FORM_VIEWED = "form_viewed"
    FORM_DOWNLOADED = "form_downloaded"
    FORM_ENTERED = "form_entered"
    FORM_REMINDED = "form_reminded"
    FORM_SET_ASIDE = "form_set_aside"
    FORM_ASKED_ANEW = "form_asked_anew"
    FORM_REPEAT_CHANGED = "form_repeat_changed"
    FORM_LIBRARY_CHANGED = "form_library_changed"
    APPOINTMENT_BOOKED = "appointment_booked"
    APPOINTMENT_MOVED = "appointment_moved"
    APPOINTMENT_CHANGED = "appointment_changed"
    APPOINTMENT_CANCELLED = "appointment_cancelled"
    APPOINTMENT_ASKED_FOR = "appointment_asked_for"
    CANCELLATION_ASKED_FOR = "cancellation_asked_for"
    MOVE_ASKED_FOR = "move_asked_for"
    ASKING_WITHDRAWN = "asking_withdrawn"
    ASKING_DECLINED = "asking_declined"
    CALENDAR_DOWNLOADED = "calendar_downloaded"
    APPOINTMENTS_IMPORTED = "appointments_imported"
    STATEMENT_POSTED = "statement_posted"
    STATEMENT_VOIDED = "statement_voided"
    STATEMENT_VIEWED = "statement_viewed"
    STATEMENT_DOWNLOADED = "statement_downloaded"
    PAYMENT_BEGUN = "payment_begun"
    PAYMENT_MADE = "payment_made"
    PAYMENT_NOT_MADE = "payment_not_made"
    PAYMENT_FAILED = "payment_failed"
    PAYMENT_ENTERED = "payment_entered"
    PAYMENT_VOIDED = "payment_voided"
    CREDIT_GIVEN = "credit_given"
    REFUND_ASKED = "refund_asked"
    REFUND_MADE = "refund_made"
    REFUND_NOT_MADE = "refund_not_made"
    PAYMENT_DISPUTED = "payment_disputed"
    RECEIPT_VIEWED = "receipt_viewed"
    RECEIPT_DOWNLOADED = "receipt_downloaded"
    COPAY_FREED = "copay_freed"
    BILLING_IMPORTED = "billing_imported"
    BILLING_EXPORTED = "billing_exported"
    VENDOR_EVENT_SEEN = "vendor_event_seen"
    RECORD_IMPORTED = "record_imported"
    RECORD_ASKED_FOR = "record_asked_for"
    RECORD_COPIED = "record_copied"
    RECORD_RELEASED = "record_released"
    RECORD_NOT_RELEASED = "record_not_released"
    RECORD_VIEWED = "record_viewed"
    RECORD_DOWNLOADED = "record_downloaded"
    RECORD_SENT = "record_sent"
    RECORD_NOT_SENT = "record_not_sent"
    RECORD_OPENED_BY_LINK = "record_opened_by_link"
    RECORD_LINK_ENDED = "record_link_ended"
    AMENDMENT_ASKED_FOR = "amendment_asked_for"
    AMENDMENT_ACCEPTED = "amendment_accepted"
    AMENDMENT_DECLINED = "amendment_declined"
    DISAGREEMENT_STATED = "disagreement_stated"
    RESTRICTION_ASKED_FOR = "restriction_asked_for"
    RESTRICTION_ACCEPTED = "restriction_accepted"
    RESTRICTION_DECLINED = "restriction_declined"
    RESTRICTION_ENDED = "restriction_ended"
    RECORD_REQUEST_WITHDRAWN = "record_request_withdrawn"
    RECORD_ENTRY_MARKED = "record_entry_marked"
    RECORD_OPENED_BY_STAFF = "record_opened_by_staff"
    EXPORT_ASKED_FOR = "export_asked_for"
    EXPORT_MADE = "export_made"
    EXPORT_NOT_MADE = "export_not_made"
    EXPORT_DOWNLOADED = "export_downloaded"
    ALERT_MAIL_CHANGED = "alert_mail_changed"
    CHART_OPENED = "chart_opened"
    CHART_SEEN = "chart_seen"
    PORTAL_SEEN_AS_CLIENT = "portal_seen_as_client"
    CHARTS_IMPORTED = "charts_imported"
    PRACTICE_SET_UP = "practice_set_up"
    LOGO_CHANGED = "logo_changed"
    REPORT_DOWNLOADED = "report_downloaded"
    CLIENT_ADDED = "client_added"
    CHART_EMAIL_CHANGED = "chart_email_changed"
    LOGIN_ADDED = "login_added"
    LOGIN_CHANGED = "login_changed"
    LOGIN_PASSWORD_RESET = "login_password_reset"
    LOGIN_SIGNED_OUT = "login_signed_out"
    SAFE_WORD_SET = "safe_word_set"
    SAFE_WORD_CHECKED = "safe_word_checked"
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
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_RENAMED = "passkey_renamed"
    PASSKEY_REMOVED = "passkey_removed"
    PASSKEY_OFFER_ANSWERED = "passkey_offer_answered"
    AUTHENTICATOR_ADDED = "authenticator_added"
    AUTHENTICATOR_REMOVED = "authenticator_removed"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"
    DEVICES_FORGOTTEN = "devices_forgotten"
    SECOND_STEP_FAILED = "second_step_failed"
    SECOND_STEP_RESET = "second_step_reset"
    IDENTITY_CONFIRMED = "identity_confirmed"
    CONFIRMATION_FAILED = "confirmation_failed"
    CREDENTIALS_EMAILED = "credentials_emailed"
    LOGIN_REPLACED = "login_replaced"
    PASSWORD_LINK_EMAILED = "password_link_emailed"
    PASSWORD_LINK_ASKED = "password_link_asked"
    PASSWORD_CHOSEN_BY_LINK = "password_chosen_by_link"
    ADMIN_ROWS_LISTED = "admin_rows_listed"
    ADMIN_ROW_READ = "admin_row_read"
    ADMIN_ROW_ADDED = "admin_row_added"
    ADMIN_ROW_CHANGED = "admin_row_changed"
    ADMIN_ROW_DELETED = "admin_row_deleted"
    SETTING_CHANGED = "setting_changed"
    FORM_REVIEWED = "form_reviewed"
    SAFETY_NOTICED = "safety_noticed"
    SAFETY_TOLD = "safety_told"
    SAFETY_ESCALATED = "safety_escalated"
    SAFETY_ACKNOWLEDGED = "safety_acknowledged"
    SAFETY_DONE_NOTED = "safety_done_noted"
    SAFETY_PERSONS_CHANGED = "safety_persons_changed"
    FIELD_KEYS_ROTATED = "field_keys_rotated"
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
    Kind.NEW_DEVICE_USED: Meaning(_l("Used a new phone, computer or browser to sign in")),
    Kind.DEVICE_SIGNED_OUT: Meaning(_l("Signed out another phone, computer or browser")),
    Kind.SIGNED_OUT_EVERYWHERE: Meaning(_l("Signed out everywhere")),
    Kind.SIGN_IN_EMAIL_CHANGED: Meaning(_l("Changed the e-mail of the sign-in")),
    Kind.STAFF_NEW_DEVICE_USED: Meaning(None),
    Kind.STAFF_DEVICE_SIGNED_OUT: Meaning(None),
    Kind.STAFF_SIGNED_OUT_EVERYWHERE: Meaning(None),
    Kind.CHART_CHOSEN: Meaning(_l("Opened this chart")),
    Kind.ACCESS_GIVEN: Meaning(_l("Let somebody open this chart")),
    Kind.ACCESS_CHANGED: Meaning(_l("Changed what somebody may open in this chart")),
    Kind.ACCESS_KEPT: Meaning(_l("Let a guardian go on opening this chart")),
    Kind.ACCESS_ENDED: Meaning(_l("Ended somebody's access to this chart")),
    Kind.ACCESS_END_ASKED: Meaning(_l("Asked to end somebody's access to this chart")),
    Kind.DISCHARGE_CHANGED: Meaning(_l("Changed the day of discharge")),
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
    Kind.DOCUMENT_UPLOADED: Meaning(_l("Sent a document")),
    Kind.DOCUMENT_ACKNOWLEDGED: Meaning(_l("Said that a document was read")),
    Kind.DOCUMENT_SIGNED: Meaning(_l("Signed a document")),
    Kind.DOCUMENT_DOWNLOADED: Meaning(_l("Downloaded a document")),
    Kind.DOCUMENT_VIEWED: Meaning(_l("Looked at a document")),
    Kind.DOCUMENT_REOPENED: Meaning(
        _l("Asked again for a document, as the file sent back could not be accepted")
    ),
    Kind.DOCUMENT_SHARED: Meaning(_l("Shared a document with you")),
    Kind.DOCUMENT_KEPT: Meaning(None),
    Kind.DOCUMENT_ASKED_FOR: Meaning(_l("Changed what you are asked to do with a document")),
    Kind.DOCUMENT_RENAMED: Meaning(_l("Renamed a document")),
    Kind.DOCUMENT_WITHDRAWN: Meaning(_l("Took a document back")),
    Kind.DOCUMENT_REVIEWED: Meaning(None),
    Kind.DOCUMENT_OPENED_BY_STAFF: Meaning(_l("Opened a document in the chart")),
    Kind.DOCUMENT_CHECKED_AGAIN: Meaning(None),
    Kind.DOCUMENT_REMOVED: Meaning(_l("Removed a file that was held back")),
    Kind.INFORMATION_CHANGED: Meaning(_l("Changed what the chart says about you")),
    Kind.INFORMATION_SENT: Meaning(_l("Sent a change of the chart, which the practice looks at first")),
    Kind.INFORMATION_DECIDED: Meaning(_l("Decided about a change that was sent")),
    Kind.INFORMATION_PUT_BACK: Meaning(_l("Put back a change of the chart")),
    Kind.TEXTS_AGREED: Meaning(_l("Agreed to text messages")),
    Kind.TEXTS_STOPPED: Meaning(_l("Stopped text messages")),
    Kind.FORM_ASSIGNED: Meaning(_l("Asked you to fill in a form")),
    Kind.FORM_TAKEN_BACK: Meaning(_l("Took a form back")),
    Kind.FORM_STARTED: Meaning(_l("Began to fill in a form")),
    Kind.FORM_SENT: Meaning(_l("Sent a form")),
    Kind.FORM_CORRECTED: Meaning(_l("Sent corrected answers to a form")),
    Kind.FORM_VIEWED: Meaning(_l("Looked at the answers to a form")),
    Kind.FORM_DOWNLOADED: Meaning(_l("Downloaded the answers to a form")),
    Kind.FORM_ENTERED: Meaning(_l("Entered the answers to a form for you")),
    Kind.FORM_REMINDED: Meaning(_l("Reminded you of a form")),
    Kind.FORM_SET_ASIDE: Meaning(_l("Set the answers to a form aside, as they were entered in error")),
    Kind.FORM_ASKED_ANEW: Meaning(_l("Changed by when a form is due, or whether it is required")),
    Kind.FORM_REPEAT_CHANGED: Meaning(_l("Changed which form comes again and again")),
    Kind.FORM_LIBRARY_CHANGED: Meaning(None),
    Kind.APPOINTMENT_BOOKED: Meaning(_l("Booked an appointment")),
    Kind.APPOINTMENT_MOVED: Meaning(_l("Moved an appointment")),
    Kind.APPOINTMENT_CHANGED: Meaning(_l("Changed an appointment")),
    Kind.APPOINTMENT_CANCELLED: Meaning(_l("Cancelled an appointment")),
    Kind.APPOINTMENT_ASKED_FOR: Meaning(_l("Asked for an appointment")),
    Kind.CANCELLATION_ASKED_FOR: Meaning(_l("Asked to cancel an appointment")),
    Kind.MOVE_ASKED_FOR: Meaning(_l("Asked to move an appointment")),
    Kind.ASKING_WITHDRAWN: Meaning(_l("Took back what was asked about an appointment")),
    Kind.ASKING_DECLINED: Meaning(_l("Left an appointment as it was")),
    Kind.CALENDAR_DOWNLOADED: Meaning(_l("Added an appointment to a calendar")),
    Kind.APPOINTMENTS_IMPORTED: Meaning(None),
    Kind.STATEMENT_POSTED: Meaning(_l("Sent you a statement")),
    Kind.STATEMENT_VOIDED: Meaning(_l("Took a statement back")),
    Kind.STATEMENT_VIEWED: Meaning(_l("Looked at a statement")),
    Kind.STATEMENT_DOWNLOADED: Meaning(_l("Downloaded a statement")),
    Kind.PAYMENT_BEGUN: Meaning(_l("Began a payment")),
    Kind.PAYMENT_MADE: Meaning(_l("Paid")),
    Kind.PAYMENT_NOT_MADE: Meaning(_l("Did not finish a payment")),
    Kind.PAYMENT_FAILED: Meaning(_l("A payment did not go through")),
    Kind.PAYMENT_ENTERED: Meaning(_l("Entered a payment taken at the office")),
    Kind.PAYMENT_VOIDED: Meaning(_l("Took out a payment that was entered by mistake")),
    Kind.CREDIT_GIVEN: Meaning(_l("Gave you a credit")),
    Kind.REFUND_ASKED: Meaning(_l("Asked for a refund to you")),
    Kind.REFUND_MADE: Meaning(_l("Refunded a payment")),
    Kind.REFUND_NOT_MADE: Meaning(_l("Could not refund a payment")),
    Kind.PAYMENT_DISPUTED: Meaning(_l("Had a bank ask for a payment back")),
    Kind.RECEIPT_VIEWED: Meaning(_l("Looked at a receipt")),
    Kind.RECEIPT_DOWNLOADED: Meaning(_l("Downloaded a receipt")),
    Kind.COPAY_FREED: Meaning(None),
    Kind.BILLING_IMPORTED: Meaning(None),
    Kind.BILLING_EXPORTED: Meaning(None),
    Kind.VENDOR_EVENT_SEEN: Meaning(None),
    Kind.RECORD_IMPORTED: Meaning(_l("Brought your record up to date")),
    Kind.RECORD_ASKED_FOR: Meaning(_l("Asked for a copy of the record")),
    Kind.RECORD_COPIED: Meaning(_l("Made a copy of the record")),
    Kind.RECORD_RELEASED: Meaning(_l("Released a copy of the record to you")),
    Kind.RECORD_NOT_RELEASED: Meaning(_l("Did not release a copy of the record")),
    Kind.RECORD_VIEWED: Meaning(_l("Looked at a copy of the record")),
    Kind.RECORD_DOWNLOADED: Meaning(_l("Downloaded a copy of the record")),
    Kind.RECORD_SENT: Meaning(_l("Sent a copy of the record")),
    Kind.RECORD_NOT_SENT: Meaning(_l("Could not send a copy of the record")),
    Kind.RECORD_OPENED_BY_LINK: Meaning(_l("A copy of the record was opened by the link that was sent")),
    Kind.RECORD_LINK_ENDED: Meaning(_l("Took back the link to a copy of the record")),
    Kind.AMENDMENT_ASKED_FOR: Meaning(_l("Asked to change something in the record")),
    Kind.AMENDMENT_ACCEPTED: Meaning(_l("Agreed to change the record")),
    Kind.AMENDMENT_DECLINED: Meaning(_l("Did not agree to change the record")),
    Kind.DISAGREEMENT_STATED: Meaning(_l("Disagreed with that answer, which stands with the record")),
    Kind.RESTRICTION_ASKED_FOR: Meaning(_l("Asked to keep something of the record from others")),
    Kind.RESTRICTION_ACCEPTED: Meaning(_l("Agreed to keep something of the record from others")),
    Kind.RESTRICTION_DECLINED: Meaning(_l("Did not agree to keep something of the record from others")),
    Kind.RESTRICTION_ENDED: Meaning(_l("Ended what was kept from others")),
    Kind.RECORD_REQUEST_WITHDRAWN: Meaning(_l("Took back what was asked about the record")),
    Kind.RECORD_ENTRY_MARKED: Meaning(None),
    Kind.RECORD_OPENED_BY_STAFF: Meaning(_l("Read your record in the chart")),
    Kind.EXPORT_ASKED_FOR: Meaning(_l("Asked for everything in this portal as one file")),
    Kind.EXPORT_MADE: Meaning(_l("Made one file of everything in this portal")),
    Kind.EXPORT_NOT_MADE: Meaning(None),
    Kind.EXPORT_DOWNLOADED: Meaning(_l("Downloaded everything in this portal as one file")),
    Kind.ALERT_MAIL_CHANGED: Meaning(None),
    Kind.CHART_OPENED: Meaning(_l("Read your messages in the chart")),
    Kind.CHART_SEEN: Meaning(_l("Opened your chart")),
    Kind.PORTAL_SEEN_AS_CLIENT: Meaning(_l("Looked at the portal as you see it")),
    Kind.CHARTS_IMPORTED: Meaning(None),
    Kind.PRACTICE_SET_UP: Meaning(None),
    Kind.LOGO_CHANGED: Meaning(None),
    Kind.REPORT_DOWNLOADED: Meaning(None),
    Kind.CLIENT_ADDED: Meaning(_l("Began your chart")),
    Kind.CHART_EMAIL_CHANGED: Meaning(_l("Changed the e-mail address in the chart")),
    Kind.LOGIN_ADDED: Meaning(_l("Made a login for the portal")),
    Kind.LOGIN_CHANGED: Meaning(_l("Changed a login for the portal")),
    Kind.LOGIN_PASSWORD_RESET: Meaning(_l("Gave out a new password for the portal")),
    Kind.LOGIN_SIGNED_OUT: Meaning(_l("Ended every sign-in of a login for the portal")),
    Kind.SAFE_WORD_SET: Meaning(_l("Set the safe word")),
    Kind.SAFE_WORD_CHECKED: Meaning(_l("Checked the safe word with a caller")),
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
    Kind.PASSKEY_ADDED: Meaning(_l("Added a passkey")),
    Kind.PASSKEY_RENAMED: Meaning(_l("Gave a passkey another name")),
    Kind.PASSKEY_REMOVED: Meaning(_l("Removed a passkey")),
    Kind.PASSKEY_OFFER_ANSWERED: Meaning(None),
    Kind.AUTHENTICATOR_ADDED: Meaning(_l("Added an authenticator app")),
    Kind.AUTHENTICATOR_REMOVED: Meaning(_l("Removed the authenticator app")),
    Kind.RECOVERY_CODES_MADE: Meaning(_l("Made new recovery codes")),
    Kind.RECOVERY_CODE_USED: Meaning(_l("Used a recovery code")),
    Kind.DEVICES_FORGOTTEN: Meaning(_l("Asked for the second step on every device again")),
    Kind.SECOND_STEP_FAILED: Meaning(_l("Tried to sign in and did not pass the second step")),
    Kind.SECOND_STEP_RESET: Meaning(_l("Took away the second step of your sign-in")),
    Kind.IDENTITY_CONFIRMED: Meaning(None),
    Kind.CONFIRMATION_FAILED: Meaning(_l("Tried to confirm a change and did not pass")),
    Kind.CREDENTIALS_EMAILED: Meaning(_l("Sent you e-mails with what you need to sign in")),
    Kind.LOGIN_REPLACED: Meaning(_l("Replaced your login by one that is sent by e-mail")),
    Kind.PASSWORD_LINK_EMAILED: Meaning(_l("Sent you an e-mail to choose a new password")),
    Kind.PASSWORD_LINK_ASKED: Meaning(_l("Asked for an e-mail to choose a password")),
    Kind.PASSWORD_CHOSEN_BY_LINK: Meaning(_l("Chose a password by the link in an e-mail")),
    Kind.ADMIN_ROWS_LISTED: Meaning(None),
    Kind.ADMIN_ROW_READ: Meaning(None),
    Kind.ADMIN_ROW_ADDED: Meaning(None),
    Kind.ADMIN_ROW_CHANGED: Meaning(None),
    Kind.ADMIN_ROW_DELETED: Meaning(None),
    Kind.SETTING_CHANGED: Meaning(None),
    Kind.FORM_REVIEWED: Meaning(None),
    Kind.SAFETY_NOTICED: Meaning(None),
    Kind.SAFETY_TOLD: Meaning(None),
    Kind.SAFETY_ESCALATED: Meaning(None),
    Kind.SAFETY_ACKNOWLEDGED: Meaning(None),
    Kind.SAFETY_DONE_NOTED: Meaning(None),
    Kind.SAFETY_PERSONS_CHANGED: Meaning(None),
    Kind.FIELD_KEYS_ROTATED: Meaning(None),
    Kind.ACCESS_DENIED: Meaning(None),
}
