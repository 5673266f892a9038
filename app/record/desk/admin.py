"""Requests about the record in Piccolo Admin: only read there; they are answered in the chart."""

from app.record.desk.answering import RULE
from app.record.tables import RecordRequest
from app.web.admin import AdminPart, AdminTable
from app.web.language import _l

REQUESTS = AdminTable(
    table=RecordRequest,
    name="record_requests",
    group=_l("Record"),
    rule=RULE,
    columns=(
        RecordRequest.id,
        RecordRequest.client,
        RecordRequest.kind,
        RecordRequest.state,
        RecordRequest.asked_by_name,
        RecordRequest.by_self,
        RecordRequest.asked_at,
        RecordRequest.from_on,
        RecordRequest.until_on,
        RecordRequest.due_on,
        RecordRequest.reminded_at,
        RecordRequest.answered_at,
        RecordRequest.answered_by_name,
        RecordRequest.ended_at,
    ),
    named_by=(RecordRequest.asked_at,),
    newest_first=RecordRequest.asked_at,
    chart=RecordRequest.client,
    labels={
        "asked_by_name": _l("Asked by"),
        "by_self": _l("By the client themselves"),
        "from_on": _l("Copy from"),
        "until_on": _l("Copy until"),
        "answered_by_name": _l("Answered by"),
    },
)

ADMIN = AdminPart(tables=(REQUESTS,))
