"""A value in every encrypted column of the record."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from app.record.clinical.facts import Kind
from app.record.rules import ImportState, RequestKind
from app.record.tables import (
    ClinicalEntry,
    ClinicalImport,
    RecordCopy,
    RecordExport,
    RecordRequest,
    RecordSending,
)
from tests import people, rows
from tests.record import kept


async def put(words: str) -> None:
    """Have Alice ask about her record, be given copies of it, and send them; `words` stand wherever somebody wrote any."""
    now = datetime.now(UTC)
    hers: dict[str, Any] = {"client": people.client_id("alice"), "account": people.account_id("alice")}
    entry = await kept.keep(Kind.PROBLEM, kept.problem(words))
    reason = ClinicalEntry.withheld_reason.seal(words, row=entry)
    await rows.change("update clinical_entry set withheld_reason = $1 where id = $2", reason, entry)
    brought = ClinicalImport(
        id=uuid4(),
        client=hers["client"],
        source="E",
        state=ImportState.REFUSED,
        begun_at=now,
        begun_by_name="T",
    )
    await _insert(brought, words, "data_key", "report", "fault")
    request = RecordRequest(
        id=uuid4(),
        **hers,
        kind=RequestKind.AMENDMENT,
        by_self=True,
        asked_by_name="A",
        asked_at=now,
        due_on=date(2030, 1, 1),
    )
    await _insert(request, words, "words", "answer", "disagreement")
    copy = RecordCopy(id=uuid4(), **hers, for_self=True, made_at=now, made_by_name="A", expires_at=now)
    await _insert(copy, words, "content")
    asked: dict[str, Any] = {"language": "en", "asked_at": now}
    sending = RecordSending(id=uuid4(), **hers, **asked, copy=copy.id, sent_by_name="A", expires_at=now)
    await _insert(sending, words, "address")
    export = RecordExport(id=uuid4(), **hers, **asked, asked_by_name="A", for_self=True)
    await _insert(export, words, "data_key")


async def _insert(row: Any, words: str, *columns: str) -> None:
    for name in columns:
        setattr(row, name, getattr(type(row), name).seal(words, row=row.id))
    await type(row).insert(row)
