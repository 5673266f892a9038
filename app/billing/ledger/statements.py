"""Posting a statement to a client, and taking one back. Each belongs in its caller's transaction, or begins one.

Who may is decided before.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import today
from app.activity import service as activity
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, StateForbids
from app.billing.ledger.drafts import LONGEST_REASON, LineDraft, StatementDraft, check_draft, check_words
from app.billing.ledger.moving import change_sums, hold, move
from app.billing.ledger.rules import NO_REASON, Use, check_can_void_statement
from app.billing.ledger.service import use_credit_of
from app.billing.ledger.taking import check_same
from app.billing.rules import Cause, StatementState
from app.billing.tables import Statement, StatementLine
from app.notices.preferences import Notice
from app.notices.telling.service import tell_client
from app.web.language import _l

__all__ = ["LineDraft", "StatementDraft", "post", "void"]

OBJECT = "statement"
TAKEN_IN = _l("A statement of this number was taken in already.")

POST = """
insert into statement (id, client, number, issued_on, due_on, state, total_cents, paid_cents, owed_cents, note, source,
  external_id, posted_at, posted_by_name, paid_off_at, voided_by_name, void_reason)
values ($1, $2, nextval('statement_number')::integer, $3, $4, 'posted', $5, 0, $5, $6, $7, $8, $9, $10,
  case when $5 = 0 then $9::timestamptz end, '', '')
on conflict do nothing returning id
"""
ONE = "select * from statement where id = $1 and client = $2 for no key update"
OWED = "select owed_cents from statement where id = $1"
PUT_TO = """
select payment, sum(cents)::integer as cents from allocation where statement = $1
group by payment having sum(cents) > 0 order by payment
"""


async def post(
    *,
    by: Actor,
    client_id: UUID,
    draft: StatementDraft,
    source: str = "",
    external_id: str = "",
    told: bool = True,
    once: UUID | None = None,
) -> UUID:
    """Post a statement, once for an id that is given, use what credit there is for it, and give its id.

    `told`: the client is told of it, where anything of it is owed. Raises Unfit for a draft that is not right,
    SentOtherwise for an id under which something else was posted, and StateForbids for what `source` calls `external_id` and was posted before.
    """
    check_draft(draft, today=today())
    now = datetime.now(UTC)
    chosen = once or db.new_id()
    async with db.transaction():
        await hold(client_id)
        if once is not None and await _is_posted(by, client_id, once, draft):
            return once
        row = await db.row(
            POST,
            chosen,
            client_id,
            draft.issued_on,
            draft.due_on,
            draft.total_cents,
            draft.note,
            source,
            external_id,
            now,
            by.name,
        )
        if row is None:
            raise StateForbids(TAKEN_IN)
        await StatementLine.insert(*_lines(chosen, draft))
        await change_sums(client_id, owed=draft.total_cents)
        await use_credit_of(client_id)
        await _record(by, Kind.STATEMENT_POSTED, chosen, client_id, {"cents": draft.total_cents})
        if told:
            await _tell(chosen, client_id)
    return chosen


async def void(*, by: Actor, client_id: UUID, statement_id: UUID, reason: str) -> None:
    """Take a statement back: nothing of it is owed, and what was paid for it pays others, or is credit.

    The client reads the reason. Raises Unfit("reason"), NotFound, and StateForbids for one that was taken back.
    """
    check_words("reason", reason, most=LONGEST_REASON, missing=NO_REASON)
    now = datetime.now(UTC)
    async with db.transaction():
        await hold(client_id)
        row = await db.row(ONE, statement_id, client_id)
        if row is None:
            raise NotFound(by=by, object_kind=OBJECT, object_id=statement_id, client_id=client_id)
        check_can_void_statement(StatementState(row["state"]))
        paid = [
            Use(each["payment"], statement_id, -each["cents"]) for each in await db.rows(PUT_TO, statement_id)
        ]
        await move(client_id, paid, cause=Cause.VOID, at=now)
        columns: dict[Any, Any] = {
            Statement.state: StatementState.VOID,
            Statement.owed_cents: 0,
            Statement.paid_off_at: None,
            Statement.voided_at: now,
            Statement.voided_by_name: by.name,
            Statement.void_reason: reason,
        }
        await Statement.update(columns).where(Statement.id == statement_id)
        await change_sums(client_id, owed=-row["total_cents"])
        await use_credit_of(client_id)
        await _record(by, Kind.STATEMENT_VOIDED, statement_id, client_id, {"reason": reason})


async def _is_posted(by: Actor, client_id: UUID, statement_id: UUID, sent: StatementDraft) -> bool:
    """Whether this form was sent before; raises SentOtherwise, and NotFound for the id of another's statement."""
    kept = await Statement.select().where(Statement.id == statement_id).first()
    if kept is not None and kept["client"] != client_id:
        raise NotFound(by=by, object_kind=OBJECT, object_id=statement_id, client_id=client_id)
    if kept is None:
        return False
    lines = (
        await StatementLine.select()
        .where(StatementLine.statement == statement_id)
        .order_by(StatementLine.position)
    )
    was = StatementDraft(
        issued_on=kept["issued_on"],
        due_on=kept["due_on"],
        note=kept["note"],
        lines=tuple(_draft_of(line) for line in lines),
    )
    check_same(was, sent)
    return True


def _draft_of(line: Mapping[str, Any]) -> LineDraft:
    return LineDraft(
        service_on=line["service_on"],
        words=line["words"],
        charge_cents=line["charge_cents"],
        insurance_cents=line["insurance_cents"],
        adjusted_cents=line["adjusted_cents"],
    )


def _lines(statement_id: UUID, draft: StatementDraft) -> list[StatementLine]:
    return [
        StatementLine(
            statement=statement_id,
            position=position,
            service_on=line.service_on,
            words=line.words,
            charge_cents=line.charge_cents,
            insurance_cents=line.insurance_cents,
            adjusted_cents=line.adjusted_cents,
            yours_cents=line.yours_cents,
        )
        for position, line in enumerate(draft.lines, start=1)
    ]


async def _tell(statement_id: UUID, client_id: UUID) -> None:
    """Have the client told of a new statement, unless credit has paid it already."""
    row = await db.row(OWED, statement_id)
    if row is not None and row["owed_cents"] > 0:
        await tell_client(
            client_id=client_id,
            notice=Notice.BILL,
            object_id=statement_id,
            path=f"/billing/statements/{statement_id}",
            event=statement_id,
        )


async def _record(by: Actor, kind: Kind, statement_id: UUID, client_id: UUID, detail: dict[str, Any]) -> None:
    await activity.record(
        by=by, kind=kind, object_kind=OBJECT, object_id=statement_id, client_id=client_id, detail=detail
    )
