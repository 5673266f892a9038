"""A statement as it is written, and what is refused in one: before anything is posted. Pure: no clock, no rows."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from app.activity.refusals import Unfit
from app.billing.ledger.rules import TO_COME
from app.billing.rules import MOST_STATED_CENTS
from app.web.language import Phrase, _l, gettext
from app.web.templates import money

MOST_LINES = 40
LONGEST_WORDS, LONGEST_NOTE, LONGEST_MEMO, LONGEST_REASON = 200, 500, 200, 300
DIAGNOSIS = re.compile(r"(?<![A-Z0-9])[A-Z][0-9][0-9A-Z]\.[0-9A-Z]{1,4}(?![A-Z0-9])", re.IGNORECASE)
"""A code of ICD-10-CM as it is written, such as F41.1."""

HAS_DIAGNOSIS = _l(
    "This looks like the code of a diagnosis, such as F41.1. Say what was done instead: clients hand bills to others."
)
NO_WORDS = _l("Say what this line is for.")
NO_LINES = _l("Add at least one line.")
TOO_MANY_LINES = _l("A statement has at most 40 lines. Please post two.")
DUE_TOO_EARLY = _l("It cannot be due before the day of the statement.")
NOT_BELOW_ZERO = _l("An amount cannot be below zero.")
INSURED_MORE = _l("What insurance paid is more than the charge.")
MORE_THAN_CHARGED = _l("Insurance and adjustment together are more than the charge.")


def check_words(field: str, words: str, *, most: int, missing: Phrase | None = None) -> None:
    """Raise Unfit(`field`) for words of a bill that name a diagnosis, are too long, or are missing.

    A bill says what was done: clients hand it to employers and tax offices (minimum necessary, 45 CFR 164.502(b)).
    """
    if missing is not None and not words.strip():
        raise Unfit(field, missing)
    if len(words) > most:
        raise Unfit(field, gettext("Use at most %(most)s characters.") % {"most": most})
    if DIAGNOSIS.search(unicodedata.normalize("NFKC", words)):
        raise Unfit(field, HAS_DIAGNOSIS)


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A line of a statement as it is written."""

    service_on: date | None
    words: str
    charge_cents: int
    insurance_cents: int = 0
    adjusted_cents: int = 0

    @property
    def yours_cents(self) -> int:
        """What is left for the client."""
        return self.charge_cents - self.insurance_cents - self.adjusted_cents


@dataclass(frozen=True, slots=True)
class StatementDraft:
    """A statement as it is written."""

    issued_on: date
    due_on: date
    lines: tuple[LineDraft, ...]
    note: str = ""

    @property
    def total_cents(self) -> int:
        return sum(line.yours_cents for line in self.lines)


def check_draft(draft: StatementDraft, *, today: date) -> None:
    """Raise Unfit for a statement that cannot be posted: nobody owes for a day that is still to come.

    The field is `issued_on`, `due_on`, `note` or `lines`, or of line 1 `service_on_1`, `words_1`, `charge_1`,
    `insurance_1` or `adjusted_1`.
    """
    if draft.issued_on > today:
        raise Unfit("issued_on", TO_COME)
    if draft.due_on < draft.issued_on:
        raise Unfit("due_on", DUE_TOO_EARLY)
    check_words("note", draft.note, most=LONGEST_NOTE)
    if not draft.lines:
        raise Unfit("lines", NO_LINES)
    if len(draft.lines) > MOST_LINES:
        raise Unfit("lines", TOO_MANY_LINES)
    for position, line in enumerate(draft.lines, start=1):
        _check_line(position, line, today=today)
    if draft.total_cents > MOST_STATED_CENTS:
        raise Unfit("lines", _at_most_stated())


def _check_line(position: int, line: LineDraft, *, today: date) -> None:
    if line.service_on is not None and line.service_on > today:
        raise Unfit(f"service_on_{position}", TO_COME)
    check_words(f"words_{position}", line.words, most=LONGEST_WORDS, missing=NO_WORDS)
    amounts = {
        "charge": line.charge_cents,
        "insurance": line.insurance_cents,
        "adjusted": line.adjusted_cents,
    }
    for name, cents in amounts.items():
        if cents < 0:
            raise Unfit(f"{name}_{position}", NOT_BELOW_ZERO)
        if cents > MOST_STATED_CENTS:
            raise Unfit(f"{name}_{position}", _at_most_stated())
    if line.insurance_cents > line.charge_cents:
        raise Unfit(f"insurance_{position}", INSURED_MORE)
    if line.yours_cents < 0:
        raise Unfit(f"adjusted_{position}", MORE_THAN_CHARGED)


def _at_most_stated() -> str:
    return gettext("A statement asks for at most %(most)s.") % {"most": money(MOST_STATED_CENTS)}
