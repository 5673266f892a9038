"""In which list of the client's a form stands."""

from datetime import datetime, timedelta
from enum import StrEnum

from app.forms.rules import Facts

GONE_AFTER = timedelta(days=30)
"""How long the place of a form that was taken back says so."""


class Standing(StrEnum):
    TO_DO = "to_do"
    SENT = "sent"
    TAKEN_BACK = "taken_back"


def standing_of(form: Facts, now: datetime) -> Standing | None:
    """Give the list a form stands in; None: the client sees nothing of it any more. What was sent stays to be read."""
    if form.completed_at is not None:
        return Standing.SENT
    if form.taken_back_at is None:
        return Standing.TO_DO
    return Standing.TAKEN_BACK if now - form.taken_back_at < GONE_AFTER else None
