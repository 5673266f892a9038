"""A value in every encrypted column of the record."""

from datetime import UTC, date, datetime
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

CLIENT, ACCOUNT = people.client_id("alice"), people.account_id("alice")


async def put(words: str) -> None:
    """Have Alice ask about her record, be given copies of it, and send them; `words` stand wherever somebody wrote any."""
    now = datetime.now(UTC)
    await _brought(words, now)
    await _asked(words, now)
    await _taken(words, now)


async def _brought(words: str, now: datetime) -> None:
    entry = await kept.keep(Kind.PROBLEM, kept.problem(words))
    reason = ClinicalEntry.withheld_reason.seal(words, row=entry)
    await rows.change("update clinical_entry set withheld_reason = $1 where id = $2", reason, entry)
    brought = ClinicalImport(
        id=uuid4(), client=CLIENT, source="E", state=ImportState.REFUSED, begun_at=now, begun_by_name="T"
    )
    for name in ("data_key", "report", "fault"):
        setattr(brought, name, getattr(ClinicalImport, name).seal(words, row=brought.id))
    await ClinicalImport.insert(brought)


async def _asked(words: str, now: datetime) -> None:
    request = RecordRequest(
        id=uuid4(),
        client=CLIENT,
        kind=RequestKind.AMENDMENT,
        account=ACCOUNT,
        by_self=True,
        asked_by_name="A",
        asked_at=now,
        due_on=date(2030, 1, 1),
    )
    for name in ("words", "answer", "disagreement"):
        setattr(request, name, getattr(RecordRequest, name).seal(words, row=request.id))
    await RecordRequest.insert(request)


async def _taken(words: str, now: datetime) -> None:
    copy = RecordCopy(
        id=uuid4(),
        client=CLIENT,
        account=ACCOUNT,
        for_self=True,
        made_at=now,
        made_by_name="A",
        expires_at=now,
    )
    copy.content = RecordCopy.content.seal(words, row=copy.id)
    await RecordCopy.insert(copy)
    sending = RecordSending(
        id=uuid4(),
        copy=copy.id,
        client=CLIENT,
        account=ACCOUNT,
        sent_by_name="A",
        language="en",
        asked_at=now,
        expires_at=now,
    )
    sending.address = RecordSending.address.seal(words, row=sending.id)
    await RecordSending.insert(sending)
    export = RecordExport(
        id=uuid4(),
        client=CLIENT,
        account=ACCOUNT,
        asked_by_name="A",
        for_self=True,
        language="en",
        asked_at=now,
    )
    export.data_key = RecordExport.data_key.seal(words, row=export.id)
    await RecordExport.insert(export)
