"""What was asked to be changed in a record, as it goes with copies that hold what it is about (45 CFR 164.526(d))."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from app.encryption import Encrypted
from app.record.asking.words import opened
from app.record.making.record import Amendment
from app.record.rules import RequestState
from app.record.tables import RecordRequest


def amendments_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Amendment, ...]:
    """Make the amendments of rows of record_request, their encrypted columns in hexadecimal."""
    return tuple(_amendment(row) for row in rows)


def _amendment(row: Mapping[str, Any]) -> Amendment:
    state, request = RequestState(row["state"]), UUID(row["id"])
    return Amendment(
        asked_on=date.fromisoformat(row["asked_on"]),
        words=opened(_bytes(row["words"]), row=request).words,
        accepted=None if state.is_open else state is RequestState.ACCEPTED,
        answer=_opened(RecordRequest.answer, row),
        disagreement=_opened(RecordRequest.disagreement, row),
        about=row["about"] or "",
    )


def _opened(column: Encrypted, row: Mapping[str, Any]) -> str:
    stored = _bytes(row[column.name])
    return column.open(stored, row=UUID(row["id"])) if stored else ""


def _bytes(stored: str | None) -> bytes | None:
    return bytes.fromhex(stored) if stored else None
