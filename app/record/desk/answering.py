"""Answering what a client asks about the record: one answer each, whoever is first; and ending a restriction."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from app import db
from app.accounts.charts import StaffChart, chart_for_staff, open_chart
from app.accounts.sessions import CurrentStaff
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, StateForbids
from app.notices.alerts import mark_alerts_about
from app.notices.preferences import Notice
from app.notices.tables import AlertKind
from app.notices.telling.service import tell_client
from app.record.desk.listing import RequestRow, request_of
from app.record.desk.rules import ANSWERED, NOT_IN_FORCE, Verdict, check_can_answer, check_reason
from app.record.reading.copies import make_copy
from app.record.rules import RequestKind
from app.record.tables import RecordRequest
from app.staff.rules import Action, PermissionRule

RULE = PermissionRule.RECORD
OBJECT = "record_request"
ANSWER = """
update record_request set state = $3, answered_at = $4, answered_by_name = $5, staff = $6, answer = $7
where client = $1 and id = $2 and state = 'waiting' returning account, by_self, from_on, until_on
"""
END = """
update record_request set ended_at = $3
where client = $1 and id = $2 and kind = 'restriction' and state = 'accepted' and ended_at is null returning account
"""
WRITTEN: Mapping[tuple[RequestKind, Verdict], Kind] = {
    (RequestKind.RECORD, Verdict.ACCEPT): Kind.RECORD_RELEASED,
    (RequestKind.RECORD, Verdict.DECLINE): Kind.RECORD_NOT_RELEASED,
    (RequestKind.AMENDMENT, Verdict.ACCEPT): Kind.AMENDMENT_ACCEPTED,
    (RequestKind.AMENDMENT, Verdict.DECLINE): Kind.AMENDMENT_DECLINED,
    (RequestKind.RESTRICTION, Verdict.ACCEPT): Kind.RESTRICTION_ACCEPTED,
    (RequestKind.RESTRICTION, Verdict.DECLINE): Kind.RESTRICTION_DECLINED,
}


async def open_request(
    *, staff: CurrentStaff, client_id: UUID, request_id: UUID
) -> tuple[StaffChart, RequestRow]:
    """Show a request, which marks the reader's alerts of it as read; raises NotAllowed, NotFound."""
    chart = await open_chart(staff=staff, client_id=client_id, rule=RULE)
    found = await _request(staff, client_id, request_id)
    await mark_alerts_about(staff_id=staff.staff_id, object_id=request_id, kinds=(AlertKind.RECORD_REQUEST,))
    return chart, found


async def answer(
    *, staff: CurrentStaff, client_id: UUID, request_id: UUID, verdict: Verdict, words: str = ""
) -> RequestKind:
    """Answer a request, once, and tell the client; give what was asked.

    A copy that is released is made as the record stands now, for whoever asked. Raises NotAllowed, NotFound, Unfit
    without a reason for declining, and StateForbids where somebody has answered it already, or the client took it back.
    """
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.MODIFY)
    found = await _request(staff, client_id, request_id)
    check_can_answer(found.state)
    check_reason(verdict, words)
    sealed = RecordRequest.answer.seal(words, row=request_id) if words else None
    async with db.transaction():
        row = await db.row(
            ANSWER,
            client_id,
            request_id,
            verdict.state,
            datetime.now(UTC),
            staff.name,
            staff.staff_id,
            sealed,
        )
        if row is None:
            raise StateForbids(ANSWERED)
        if found.kind is RequestKind.RECORD and verdict is Verdict.ACCEPT:
            await make_copy(
                by=staff.actor,
                client_id=client_id,
                account_id=row["account"],
                for_self=row["by_self"],
                from_on=row["from_on"],
                until_on=row["until_on"],
                request_id=request_id,
            )
        await _record(staff, WRITTEN[found.kind, verdict], client_id, request_id)
        await _tell(client_id, request_id, row["account"])
    return found.kind


async def end_restriction(*, staff: CurrentStaff, client_id: UUID, request_id: UUID) -> None:
    """End a restriction that holds, and tell the client (45 CFR 164.522(a)(2)(iii)).

    Raises NotAllowed, NotFound, and StateForbids where there is nothing in force.
    """
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.MODIFY)
    await _request(staff, client_id, request_id)
    async with db.transaction():
        row = await db.row(END, client_id, request_id, datetime.now(UTC))
        if row is None:
            raise StateForbids(NOT_IN_FORCE)
        await _record(staff, Kind.RESTRICTION_ENDED, client_id, request_id)
        await _tell(client_id, request_id, row["account"])


async def _request(staff: CurrentStaff, client_id: UUID, request_id: UUID) -> RequestRow:
    found = await request_of(client_id, request_id)
    if found is None:
        raise NotFound(by=staff.actor, object_kind=OBJECT, object_id=request_id, client_id=client_id)
    return found


async def _record(staff: CurrentStaff, kind: Kind, client_id: UUID, request_id: UUID) -> None:
    await activity.record(
        by=staff.actor, kind=kind, object_kind=OBJECT, object_id=request_id, client_id=client_id
    )


async def _tell(client_id: UUID, request_id: UUID, account_id: UUID) -> None:
    """Have whoever asked told, each time anew: a restriction that was agreed to may also end."""
    await tell_client(
        client_id=client_id,
        notice=Notice.RECORD,
        object_id=request_id,
        path=f"/record/requests/{request_id}",
        event=db.new_id(),
        needed=True,
        account_id=account_id,
    )
