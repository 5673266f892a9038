"""What the page of the record shows besides its button: what was asked, the copies there are, and where they went."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart, today
from app.record.exporting.service import NEWEST_OF_ACCOUNT, ExportShown, export_shown
from app.record.reading.copies import is_own
from app.record.reading.wording import KINDS, span_words, tag_of
from app.record.rules import RequestKind, RequestState
from app.record.sending.access import SENDER_MAY
from app.record.tables import RecordSending

PATH = "/record"
MOST = 20
"""Of each kind, the newest."""

OVERVIEW = f"""
select json_build_object(
  'requests', (select json_agg(found order by found.asked_at desc, found.id) from (
    select id, kind, state, asked_by_name, by_self, account = $2 as own, asked_at, from_on, until_on, due_on,
      answered_at, ended_at, (select copy.id from record_copy copy where copy.request = record_request.id
        and copy.content is not null and copy.expires_at > now() and copy.account = $2) as copy
    from record_request where client = $1 and ($3 or account = $2) order by asked_at desc, id limit {MOST}) found),
  'copies', (select json_agg(found order by found.made_at desc, found.id) from (
    select id, from_on, until_on, made_at, expires_at from record_copy
    where client = $1 and account = $2 and (not for_self or $3) and content is not null and expires_at > now()
    order by made_at desc, id limit {MOST}) found),
  'sendings', (select json_agg(found order by found.asked_at desc, found.id) from (
    select sending.id, encode(sending.address, 'hex') as address, sending.asked_at, sending.sent_at, sending.fault <> '' as failed,
      sending.expires_at, sending.ended_at, sending.opened_at, sending.opened_times, sending.sent_by_name,
      sending.account = $2 as own, {SENDER_MAY.format(day="$4")} as sender_may
    from record_sending sending where client = $1 and ($3 or account = $2)
    order by asked_at desc, id limit {MOST}) found)) as overview,
  {NEWEST_OF_ACCOUNT} as export
"""
"""Requests and links of whoever asks; the client sees those of their representatives as well, never the other way round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    id: UUID
    kind: RequestKind
    title: str
    tag: tuple[str, str]
    asked_at: datetime
    asked_by: str
    """Who asked, where that was somebody else; "": whoever reads."""
    due_on: date | None
    """Until when it is answered; None: it is."""
    span: str
    copy: UUID | None
    """The copy that answers it, as long as it is kept."""

    @property
    def path(self) -> str:
        return f"{PATH}/requests/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyLine:
    id: UUID
    span: str
    made_at: datetime
    expires_at: datetime

    @property
    def path(self) -> str:
        return f"{PATH}/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingLine:
    """A link that was sent: `works` as long as it can be opened."""

    id: UUID
    address: str
    asked_at: datetime
    sent_by: str
    """Who sent it, where that was somebody else; "": whoever reads."""
    failed: bool
    under_way: bool
    works: bool
    taken_back: bool
    expires_at: datetime
    opened_at: datetime | None
    opened_times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    requests: tuple[RequestLine, ...]
    copies: tuple[CopyLine, ...]
    sendings: tuple[SendingLine, ...]
    export: ExportShown | None
    """The newest export of everything that whoever acts asked for; None: none yet."""

    @property
    def waiting_copy(self) -> RequestLine | None:
        """The copy that staff are yet to release to whoever acts."""
        return next(
            (line for line in self.requests if line.kind is RequestKind.RECORD and self._waits(line)), None
        )

    @staticmethod
    def _waits(line: RequestLine) -> bool:
        return line.due_on is not None and not line.asked_by


async def overview_of(chart: CurrentChart) -> Overview:
    """Give what stands on the page of the record for whoever acts (one statement)."""
    row = await db.row(OVERVIEW, chart.client_id, chart.account.account_id, is_own(chart), today())
    found: dict[str, Any] = json.loads(row["overview"]) if row else {}
    now = datetime.now(UTC)
    return Overview(
        requests=tuple(map(_request, found.get("requests") or ())),
        copies=tuple(map(_copy, found.get("copies") or ())),
        sendings=tuple(_sending(each, now) for each in found.get("sendings") or ()),
        export=export_shown(row["export"]) if row else None,
    )


def _request(row: dict[str, Any]) -> RequestLine:
    kind, state = RequestKind(row["kind"]), RequestState(row["state"])
    from_on, until_on = _day(row["from_on"]), _day(row["until_on"])
    return RequestLine(
        id=UUID(row["id"]),
        kind=kind,
        title=str(KINDS[kind]),
        tag=tag_of(kind, state, ended=row["ended_at"] is not None),
        asked_at=datetime.fromisoformat(row["asked_at"]),
        asked_by="" if row["own"] else row["asked_by_name"],
        due_on=_day(row["due_on"]) if state.is_open else None,
        span=span_words(from_on, until_on) if kind is RequestKind.RECORD else "",
        copy=UUID(row["copy"]) if row["copy"] else None,
    )


def _copy(row: dict[str, Any]) -> CopyLine:
    return CopyLine(
        id=UUID(row["id"]),
        span=span_words(_day(row["from_on"]), _day(row["until_on"])),
        made_at=datetime.fromisoformat(row["made_at"]),
        expires_at=datetime.fromisoformat(row["expires_at"]),
    )


def _sending(row: dict[str, Any], now: datetime) -> SendingLine:
    sending_id, expires_at = UUID(row["id"]), datetime.fromisoformat(row["expires_at"])
    taken_back = row["ended_at"] is not None
    return SendingLine(
        id=sending_id,
        address=RecordSending.address.open(bytes.fromhex(row["address"]), row=sending_id),
        asked_at=datetime.fromisoformat(row["asked_at"]),
        sent_by="" if row["own"] else row["sent_by_name"],
        failed=row["failed"],
        under_way=row["sent_at"] is None and not row["failed"],
        works=not (taken_back or row["failed"]) and expires_at > now and row["sender_may"],
        taken_back=taken_back,
        expires_at=expires_at,
        opened_at=datetime.fromisoformat(row["opened_at"]) if row["opened_at"] else None,
        opened_times=row["opened_times"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
