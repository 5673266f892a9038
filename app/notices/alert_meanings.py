"""How each kind of alert reads, where it leads, and which grow as more comes in."""

from dataclasses import dataclass

from app.notices.tables import AlertKind
from app.web.language import Phrase, _l

DOCUMENTS = _l("%(what)s: %(count)s documents")


@dataclass(frozen=True, slots=True)
class AlertMeaning:
    """How an alert reads, and where it leads."""

    words: Phrase
    path: str
    several: Phrase = DOCUMENTS
    """How one reads that tells of more than one event."""
    acknowledging: str = ""
    """Where it is acknowledged, when that takes more than a mark: it then stands first until somebody has done so."""
    named: Phrase | None = None
    """What those of its kind are called in a list of kinds; None: as one of them reads."""

    @property
    def name(self) -> Phrase:
        return self.words if self.named is None else self.named


MEANINGS: dict[AlertKind, AlertMeaning] = {
    AlertKind.MESSAGE: AlertMeaning(_l("New message"), "/staff/messages/{object_id}"),
    AlertKind.MESSAGE_ASSIGNED: AlertMeaning(_l("Passed on to you to answer"), "/staff/messages/{object_id}"),
    AlertKind.ACCESS_END_ASKED: AlertMeaning(
        _l("Somebody asked to end an access to the chart"), "/staff/clients/{object_id}/access"
    ),
    AlertKind.DOCUMENT_UPLOAD: AlertMeaning(_l("Document Upload"), "/staff/clients/{object_id}/documents"),
    AlertKind.DOCUMENT_COMPLETED: AlertMeaning(
        _l("Document completed"), "/staff/clients/{object_id}/documents"
    ),
    AlertKind.DOCUMENT_HELD_BACK: AlertMeaning(_l("File held back"), "/staff/clients/{object_id}/documents"),
    AlertKind.DEMOGRAPHIC_UPDATE: AlertMeaning(
        _l("Demographic Update"), "/staff/clients/{client_id}/changes/{object_id}"
    ),
    AlertKind.FORM_COMPLETED: AlertMeaning(
        _l("QnA Form Completed"), "/staff/clients/{client_id}/forms/{object_id}"
    ),
    AlertKind.FORM_SAFETY: AlertMeaning(
        _l("Somebody may be in danger: look at this now"),
        "/staff/clients/{client_id}/forms/{object_id}",
        several=_l("%(what)s (%(count)s answers)"),
        acknowledging="/staff/clients/{client_id}/forms/{object_id}/acknowledgement",
        named=_l("Somebody may be in danger"),
    ),
    AlertKind.NOTICE_FAILED: AlertMeaning(
        _l("A client could not be told that something waits"),
        "/staff/clients/{object_id}/portal",
        several=_l("%(what)s (%(count)s times)"),
    ),
    AlertKind.PAYMENT: AlertMeaning(
        _l("Payment in the portal"), "/staff/clients/{client_id}/billing/payments/{object_id}"
    ),
    AlertKind.DISPUTE: AlertMeaning(
        _l("A bank asks for a payment back"), "/staff/clients/{client_id}/billing/payments/{object_id}"
    ),
    AlertKind.RECORD_REQUEST: AlertMeaning(
        _l("Request about the record"), "/staff/clients/{client_id}/record/requests/{object_id}"
    ),
}


GROWING = frozenset(
    {
        AlertKind.DOCUMENT_UPLOAD,
        AlertKind.DOCUMENT_COMPLETED,
        AlertKind.DOCUMENT_HELD_BACK,
        AlertKind.FORM_SAFETY,
        AlertKind.NOTICE_FAILED,
    }
)
"""The kinds of which a recipient has one open alert an object, however much comes in."""
