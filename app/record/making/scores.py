"""Scores of forms that were sent in the portal, as observations of the record."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from app.forms.instruments.known import INSTRUMENTS, LOINC
from app.practice.settings import setting
from app.record.clinical.facts import Amount, Code, Coded, Kind, Measured, Observation, Precision, When
from app.record.making.record import Entry

TOTALS = {
    "phq-9": Code(LOINC, "44261-6", "Patient Health Questionnaire 9 item (PHQ-9) total score [Reported]"),
    "phq-2": Code(LOINC, "55758-7", "Patient Health Questionnaire 2 item (PHQ-2) total score [Reported]"),
    "gad-7": Code(LOINC, "70274-6", "Generalized anxiety disorder 7 item (GAD-7) total score [Reported.PHQ]"),
    "audit-c": Code(LOINC, "75626-2", "Total score [AUDIT-C]"),
    "dast-10": Code(LOINC, "82667-7", "Total score [DAST-10]"),
}
"""The LOINC codes of totals, of those instruments that have one."""
SCORE = "{score}"
"""The UCUM unit of a score."""


def scores_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Entry, ...]:
    """Make entries of rows of form_score with `sent_at`: none unless the practice lets clients see their scores."""
    shows = setting("client_scores")
    return () if shows == "never" else tuple(_entry(row, band=shows == "words") for row in rows)


def _entry(row: Mapping[str, Any], *, band: bool) -> Entry:
    instrument = INSTRUMENTS.get(row["instrument"])
    name = instrument.name if instrument else row["instrument"]
    total = TOTALS.get(row["instrument"])
    forms = tuple(Code(LOINC, code, name) for code in instrument.form_codes) if instrument else ()
    fact = Observation(
        what=Coded(text=name, codes=(total,) if total else ()),
        status="final",
        found=Measured(amount=Amount(value=f"{row['total']:g}", unit=SCORE, code=SCORE)),
        taken=When(datetime.fromisoformat(row["sent_at"]), Precision.INSTANT),
        panel=Coded(text=name, codes=forms),
        note=row["band"] if band else "",
    )
    return Entry(id=row["id"], kind=Kind.RESULT, fact=fact, source="")
