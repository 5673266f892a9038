"""What was put right in a file while it was read, and what of it was not taken: each named, and counted in the report."""

from enum import StrEnum

from app.web.language import Phrase, _l


class Repair(StrEnum):
    """Something that was not as it should be, and could be read all the same."""

    ID_FROM_ADDRESS = "id_from_address"
    ID_FROM_CONTENT = "id_from_content"
    DATE_DROPPED = "date_dropped"
    TIME_DROPPED = "time_dropped"
    TEXT_UNWRAPPED = "text_unwrapped"
    UNDERSCORES = "underscores"
    SHORTENED = "shortened"
    NUMBER_AS_TEXT = "number_as_text"
    STATUS_MISSING = "status_missing"
    CATEGORY_MISSING = "category_missing"
    VALUE_MISSING = "value_missing"
    DIRECTIONS_WORDED = "directions_worded"
    ISSUED_AS_TAKEN = "issued_as_taken"
    ATTACHMENT_DROPPED = "attachment_dropped"
    SSN_DROPPED = "ssn_dropped"
    SSN_MASKED = "ssn_masked"
    UNKNOWN_REFERENCE = "unknown_reference"


class Ignored(StrEnum):
    """Why a resource is not taken."""

    NOT_KEPT = "not_kept"
    TWICE = "twice"
    OF_SOMEBODY_ELSE = "of_somebody_else"
    PROPOSED = "proposed"
    NOT_DONE = "not_done"
    RULED_OUT = "ruled_out"
    NAMELESS = "nameless"
    PSYCHOTHERAPY_NOTE = "psychotherapy_note"
    VERY_RESTRICTED = "very_restricted"


REPAIRS: dict[Repair, Phrase] = {
    Repair.ID_FROM_ADDRESS: _l("It had no id: the one of its address was taken."),
    Repair.ID_FROM_CONTENT: _l("It had no id: one was made from what it says."),
    Repair.DATE_DROPPED: _l("A date that does not exist was left out."),
    Repair.TIME_DROPPED: _l("A time without a time zone: only its day was taken."),
    Repair.TEXT_UNWRAPPED: _l("A text that stood in the words of a program was taken out of them."),
    Repair.UNDERSCORES: _l("Words joined by underscores were taken apart."),
    Repair.SHORTENED: _l("A very long text was shortened."),
    Repair.NUMBER_AS_TEXT: _l("A number that was written as a text was read as a number."),
    Repair.STATUS_MISSING: _l("It had no status, or one that FHIR does not know: the usual one was taken."),
    Repair.CATEGORY_MISSING: _l("It had no category: one was chosen by its code."),
    Repair.VALUE_MISSING: _l("It had no value and no reason for that: it stands as unknown."),
    Repair.DIRECTIONS_WORDED: _l("How a medicine is taken was put into words from single values."),
    Repair.ISSUED_AS_TAKEN: _l("It did not say when it was taken: the day it was issued stands there."),
    Repair.ATTACHMENT_DROPPED: _l("An attached file that is no plain text was left out."),
    Repair.SSN_DROPPED: _l("A Social Security number was left out: it is never taken from a file."),
    Repair.SSN_MASKED: _l("A Social Security number in a text was cut down to its last four digits."),
    Repair.UNKNOWN_REFERENCE: _l("It names something that is not in the file: that name is missing."),
}
IGNORED: dict[Ignored, Phrase] = {
    Ignored.NOT_KEPT: _l("The portal keeps nothing of this kind."),
    Ignored.TWICE: _l("It stands in the file twice: the first was taken."),
    Ignored.OF_SOMEBODY_ELSE: _l("It is not about this patient."),
    Ignored.PROPOSED: _l("It was only proposed."),
    Ignored.NOT_DONE: _l("It was called off or not done."),
    Ignored.RULED_OUT: _l("It was ruled out."),
    Ignored.NAMELESS: _l("It does not say what it is."),
    Ignored.PSYCHOTHERAPY_NOTE: _l(
        "A psychotherapy note: never taken, as it is outside of a client's right of access."
    ),
    Ignored.VERY_RESTRICTED: _l("Marked as very restricted: never taken."),
}
NEVER_TAKEN = frozenset({Ignored.PSYCHOTHERAPY_NOTE, Ignored.VERY_RESTRICTED})
"""45 CFR 164.524(a)(1)(i), and the confidentiality V of HL7: what was taken before leaves the record as well."""
