"""What a client can narrow their own log down to."""

from dataclasses import dataclass
from enum import StrEnum

from app.activity.kinds import Kind
from app.web.language import Phrase, _l


class Category(StrEnum):
    """What a client can narrow their log down to; the values stand in addresses."""

    SIGNING_IN = "signing-in"
    MESSAGES = "messages"
    DOCUMENTS = "documents"
    INFORMATION = "information"
    FORMS = "forms"
    APPOINTMENTS = "appointments"
    BILLING = "billing"
    RECORD = "record"
    CHART = "chart"
    CHANGES = "changes"
    ACCESS = "access"
    DOWNLOADS = "downloads"


@dataclass(frozen=True, slots=True)
class CategoryMeaning:
    """What a category is called, and which kinds it takes in."""

    name: Phrase
    kinds: tuple[Kind, ...]
    area: str = ""
    """The panel it is about: its lines are kept from whoever may not open that; "" for lines about the chart itself."""


CATEGORIES: dict[Category, CategoryMeaning] = {
    Category.SIGNING_IN: CategoryMeaning(
        _l("Signing in and out"),
        (
            Kind.SIGNED_IN,
            Kind.SIGN_IN_FAILED,
            Kind.SIGNED_OUT,
            Kind.SECOND_STEP_FAILED,
            Kind.RECOVERY_CODE_USED,
            Kind.CONFIRMATION_FAILED,
            Kind.CREDENTIALS_EMAILED,
            Kind.LOGIN_REPLACED,
            Kind.PASSWORD_LINK_EMAILED,
            Kind.PASSWORD_LINK_ASKED,
            Kind.PASSWORD_CHOSEN_BY_LINK,
            Kind.NEW_DEVICE_USED,
            Kind.DEVICE_SIGNED_OUT,
            Kind.SIGNED_OUT_EVERYWHERE,
        ),
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
            Kind.CHART_OPENED,
        ),
        area="messages",
    ),
    Category.DOCUMENTS: CategoryMeaning(
        _l("Documents"),
        (
            Kind.DOCUMENT_UPLOADED,
            Kind.DOCUMENT_ACKNOWLEDGED,
            Kind.DOCUMENT_SIGNED,
            Kind.DOCUMENT_DOWNLOADED,
            Kind.DOCUMENT_VIEWED,
            Kind.DOCUMENT_REOPENED,
            Kind.DOCUMENT_SHARED,
            Kind.DOCUMENT_ASKED_FOR,
            Kind.DOCUMENT_RENAMED,
            Kind.DOCUMENT_WITHDRAWN,
            Kind.DOCUMENT_OPENED_BY_STAFF,
            Kind.DOCUMENT_REMOVED,
        ),
        area="documents",
    ),
    Category.INFORMATION: CategoryMeaning(
        _l("Your information"),
        (
            Kind.INFORMATION_CHANGED,
            Kind.INFORMATION_SENT,
            Kind.INFORMATION_DECIDED,
            Kind.INFORMATION_PUT_BACK,
            Kind.TEXTS_AGREED,
            Kind.TEXTS_STOPPED,
        ),
        area="information",
    ),
    Category.FORMS: CategoryMeaning(
        _l("Forms"),
        (
            Kind.FORM_ASSIGNED,
            Kind.FORM_TAKEN_BACK,
            Kind.FORM_STARTED,
            Kind.FORM_SENT,
            Kind.FORM_CORRECTED,
            Kind.FORM_VIEWED,
            Kind.FORM_DOWNLOADED,
            Kind.FORM_ENTERED,
            Kind.FORM_REMINDED,
            Kind.FORM_SET_ASIDE,
            Kind.FORM_ASKED_ANEW,
            Kind.FORM_REPEAT_CHANGED,
        ),
        area="forms",
    ),
    Category.APPOINTMENTS: CategoryMeaning(
        _l("Appointments"),
        (
            Kind.APPOINTMENT_BOOKED,
            Kind.APPOINTMENT_MOVED,
            Kind.APPOINTMENT_CHANGED,
            Kind.APPOINTMENT_CANCELLED,
            Kind.APPOINTMENT_ASKED_FOR,
            Kind.CANCELLATION_ASKED_FOR,
            Kind.MOVE_ASKED_FOR,
            Kind.ASKING_WITHDRAWN,
            Kind.ASKING_DECLINED,
            Kind.CALENDAR_DOWNLOADED,
        ),
        area="appointments",
    ),
    Category.BILLING: CategoryMeaning(
        _l("Billing"),
        (
            Kind.STATEMENT_POSTED,
            Kind.STATEMENT_VOIDED,
            Kind.STATEMENT_VIEWED,
            Kind.STATEMENT_DOWNLOADED,
            Kind.PAYMENT_BEGUN,
            Kind.PAYMENT_MADE,
            Kind.PAYMENT_NOT_MADE,
            Kind.PAYMENT_FAILED,
            Kind.PAYMENT_ENTERED,
            Kind.PAYMENT_VOIDED,
            Kind.CREDIT_GIVEN,
            Kind.REFUND_ASKED,
            Kind.REFUND_MADE,
            Kind.REFUND_NOT_MADE,
            Kind.PAYMENT_DISPUTED,
            Kind.RECEIPT_VIEWED,
            Kind.RECEIPT_DOWNLOADED,
        ),
        area="billing",
    ),
    Category.RECORD: CategoryMeaning(
        _l("Your record"),
        (
            Kind.RECORD_IMPORTED,
            Kind.RECORD_ASKED_FOR,
            Kind.RECORD_COPIED,
            Kind.RECORD_RELEASED,
            Kind.RECORD_NOT_RELEASED,
            Kind.RECORD_VIEWED,
            Kind.RECORD_DOWNLOADED,
            Kind.RECORD_SENT,
            Kind.RECORD_NOT_SENT,
            Kind.RECORD_OPENED_BY_LINK,
            Kind.RECORD_LINK_ENDED,
            Kind.AMENDMENT_ASKED_FOR,
            Kind.AMENDMENT_ACCEPTED,
            Kind.AMENDMENT_DECLINED,
            Kind.DISAGREEMENT_STATED,
            Kind.RESTRICTION_ASKED_FOR,
            Kind.RESTRICTION_ACCEPTED,
            Kind.RESTRICTION_DECLINED,
            Kind.RESTRICTION_ENDED,
            Kind.RECORD_REQUEST_WITHDRAWN,
            Kind.RECORD_OPENED_BY_STAFF,
            Kind.EXPORT_ASKED_FOR,
            Kind.EXPORT_MADE,
            Kind.EXPORT_DOWNLOADED,
        ),
        area="record",
    ),
    Category.CHART: CategoryMeaning(
        _l("Chart opened by your practice"), (Kind.CHART_SEEN, Kind.PORTAL_SEEN_AS_CLIENT)
    ),
    Category.CHANGES: CategoryMeaning(
        _l("Changes"),
        (
            Kind.PASSWORD_CHANGED,
            Kind.LANGUAGE_CHANGED,
            Kind.PASSKEY_ADDED,
            Kind.PASSKEY_RENAMED,
            Kind.PASSKEY_REMOVED,
            Kind.AUTHENTICATOR_ADDED,
            Kind.AUTHENTICATOR_REMOVED,
            Kind.RECOVERY_CODES_MADE,
            Kind.DEVICES_FORGOTTEN,
            Kind.SECOND_STEP_RESET,
            Kind.SIGN_IN_EMAIL_CHANGED,
            Kind.CLIENT_ADDED,
            Kind.CHART_EMAIL_CHANGED,
            Kind.LOGIN_ADDED,
            Kind.LOGIN_CHANGED,
            Kind.LOGIN_PASSWORD_RESET,
            Kind.LOGIN_SIGNED_OUT,
            Kind.SAFE_WORD_SET,
            Kind.SAFE_WORD_CHECKED,
        ),
    ),
    Category.ACCESS: CategoryMeaning(
        _l("Who may open the chart"),
        (
            Kind.CHART_CHOSEN,
            Kind.ACCESS_GIVEN,
            Kind.ACCESS_CHANGED,
            Kind.ACCESS_KEPT,
            Kind.ACCESS_ENDED,
            Kind.ACCESS_END_ASKED,
            Kind.DISCHARGE_CHANGED,
        ),
    ),
    Category.DOWNLOADS: CategoryMeaning(_l("Downloads"), (Kind.ACTIVITY_DOWNLOADED,)),
}
"""In the order of the list; every kind that is worded for clients stands in one of them."""
