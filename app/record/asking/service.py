"""What clients ask about the record: a copy where staff release it, an amendment, a restriction; and taking it back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart, today
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, StateForbids
from app.notices import outbox
from app.practice.settings import setting
from app.record.asking.words import Wanted, sealed
from app.record.reading.copies import is_own
from app.record.rules import RequestKind, RequestState, due_on
from app.record.tables import RecordRequest
from app.web.language import _l

RECORD_ASKED = "record.asked"
"""The outbox kind of a request that staff are to be told of; its payload names the `request` and its `client`."""

OBJECT = "record_request"
MOST_WAITING = 20
"""Requests of a chart that may wait at a time."""
TOO_MANY = _l("Many requests of yours are waiting already. Please wait for an answer, or call your practice.")
ANSWERED = _l("Your practice has answered this already. Please look at it again.")
NOT_DECLINED = _l("There is nothing to disagree with: your practice did not turn this down.")
STATED = _l("You have said already that you do not agree. It stands with your record.")
KINDS = {
    RequestKind.RECORD: Kind.RECORD_ASKED_FOR,
    RequestKind.AMENDMENT: Kind.AMENDMENT_ASKED_FOR,
    RequestKind.RESTRICTION: Kind.RESTRICTION_ASKED_FOR,
}
ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtextextended('record request ' || $1, 0))"
BEFORE = """
select (select id from record_request where id = $2) as same,
  (select id from record_request where client = $1 and account = $3 and kind = 'record' and state = 'waiting') as copy,
  (select count(*) from record_request where client = $1 and state = 'waiting') as waiting
"""
ABOUT = "select 1 from clinical_entry where id = $1 and client = $2"
WITHDRAW = """
update record_request set state = 'withdrawn'
where id = $1 and client = $2 and account = $3 and state = 'waiting' returning id
"""
STATE = "select kind, state, disagreement is not null as stated from record_request where id = $1 and client = $2 and account = $3"
DISAGREE = """
update record_request set disagreement = $4
where id = $1 and client = $2 and account = $3 and kind = 'amendment' and state = 'declined' and disagreement is null
returning id
"""


@dataclass(frozen=True, slots=True)
class Span:
    """Which days a copy is of; None: from the beginning, until now."""

    from_on: date | None = None
    until_on: date | None = None


WHOLE = Span()


def new_once() -> UUID:
    """Give the id that a form's request will have, so that sending it twice asks once."""
    return db.new_id()


async def ask_for_record(*, chart: CurrentChart, once: UUID, span: Span = WHOLE) -> UUID:
    """Ask for a copy that staff release; give the request: one that waits already, where there is one.

    Staff are told, and have `record_days` days (45 CFR 164.524(b)(2)). Raises StateForbids.
    """
    return await _ask(chart, once, RequestKind.RECORD, span=span)


async def ask_amendment(
    *, chart: CurrentChart, once: UUID, words: str, about: UUID | None = None, about_words: str = ""
) -> UUID:
    """Ask that something in the record is changed (45 CFR 164.526); `about` is the entry, None: of no one entry.

    `about_words` are those the client saw it by.

    Raises NotFound for an entry of another chart, and StateForbids. `once` is the id of the request, made once.
    """
    if about is not None and await db.row(ABOUT, about, chart.client_id) is None:
        raise NotFound(
            by=chart.actor, object_kind="clinical_entry", object_id=about, client_id=chart.client_id
        )
    return await _ask(
        chart, once, RequestKind.AMENDMENT, wanted=Wanted(words, about=about_words), about=about
    )


async def ask_restriction(*, chart: CurrentChart, once: UUID, words: str, whom: str) -> UUID:
    """Ask that something is not used, or not told to somebody (45 CFR 164.522); raises StateForbids."""
    return await _ask(chart, once, RequestKind.RESTRICTION, wanted=Wanted(words, whom))


async def withdraw(*, chart: CurrentChart, request_id: UUID) -> None:
    """Take back what was asked, by who asked it; twice is once. Raises NotFound, and StateForbids once it is answered."""
    async with db.transaction():
        if await db.row(WITHDRAW, *_own(chart, request_id)) is not None:
            await _record(chart, Kind.RECORD_REQUEST_WITHDRAWN, request_id)
            return
    row = await _state(chart, request_id)
    if row["state"] != RequestState.WITHDRAWN:
        raise StateForbids(ANSWERED)


async def state_disagreement(*, chart: CurrentChart, request_id: UUID, words: str) -> None:
    """Say that one does not agree with a declined amendment: it stands with the record (45 CFR 164.526(d)(2)).

    Raises NotFound, and StateForbids where nothing was declined, or it was said before.
    """
    kept = RecordRequest.disagreement.seal(words, row=request_id)
    async with db.transaction():
        if await db.row(DISAGREE, *_own(chart, request_id), kept) is not None:
            await _record(chart, Kind.DISAGREEMENT_STATED, request_id)
            await _tell_staff(chart, request_id)
            return
    row = await _state(chart, request_id)
    raise StateForbids(STATED if row["stated"] else NOT_DECLINED)


async def _ask(
    chart: CurrentChart,
    once: UUID,
    kind: RequestKind,
    *,
    span: Span = WHOLE,
    wanted: Wanted | None = None,
    about: UUID | None = None,
) -> UUID:
    """Write a request down once, and have staff told; give its id."""
    async with db.transaction():
        await db.row(ONE_AT_A_TIME, str(chart.client_id))
        before = await db.row(BEFORE, chart.client_id, once, chart.account.account_id)
        same = _asked_before(before, kind)
        if same is not None:
            return same
        row = RecordRequest(
            id=once,
            client=chart.client_id,
            kind=kind,
            account=chart.account.account_id,
            by_self=is_own(chart),
            asked_by_name=chart.actor.name,
            asked_at=datetime.now(UTC),
            from_on=span.from_on,
            until_on=span.until_on,
            about=about,
            words=sealed(wanted, row=once) if wanted else None,
            due_on=due_on(today(), days=int(setting("record_days"))),
        )
        await RecordRequest.insert(row)
        await _record(chart, KINDS[kind], once)
        await _tell_staff(chart, once)
    return once


def _asked_before(before: db.Record | None, kind: RequestKind) -> UUID | None:
    """Give the request that this one repeats; raises StateForbids where too many wait."""
    if before is None:
        return None
    same: UUID | None = before["same"] or (before["copy"] if kind is RequestKind.RECORD else None)
    if same is None and before["waiting"] >= MOST_WAITING:
        raise StateForbids(TOO_MANY)
    return same


async def _state(chart: CurrentChart, request_id: UUID) -> db.Record:
    row = await db.row(STATE, *_own(chart, request_id))
    if row is None:
        raise NotFound(by=chart.actor, object_kind=OBJECT, object_id=request_id, client_id=chart.client_id)
    return row


def _own(chart: CurrentChart, request_id: UUID) -> tuple[UUID, UUID, UUID]:
    return request_id, chart.client_id, chart.account.account_id


async def _record(chart: CurrentChart, kind: Kind, request_id: UUID) -> None:
    await activity.record(
        by=chart.actor, kind=kind, object_kind=OBJECT, object_id=request_id, client_id=chart.client_id
    )


async def _tell_staff(chart: CurrentChart, request_id: UUID) -> None:
    await outbox.add(kind=RECORD_ASKED, payload={"request": str(request_id), "client": str(chart.client_id)})
