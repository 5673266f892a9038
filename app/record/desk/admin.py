"""The tables of the record in Piccolo Admin, only read there; what it says stands in the chart, and is not in them."""

from app.record.desk.admin_forms import FORMS
from app.record.desk.answering import RULE
from app.record.tables import ClinicalImport, RecordCopy, RecordExport, RecordRequest, RecordSending
from app.web.admin import AdminPart, AdminTable
from app.web.language import _l

RECORD = _l("Record")

REQUESTS = AdminTable(
    table=RecordRequest,
    name="record_requests",
    group=RECORD,
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
        "kind": _l("Asked for"),
        "asked_at": _l("Asked"),
        "due_on": _l("Due on"),
        "reminded_at": _l("Staff were reminded"),
        "answered_at": _l("Answered"),
        "ended_at": _l("Ended"),
        "asked_by_name": _l("Asked by"),
        "by_self": _l("By the client themselves"),
        "from_on": _l("Copy from"),
        "until_on": _l("Copy until"),
        "answered_by_name": _l("Answered by"),
    },
)

COPIES = AdminTable(
    table=RecordCopy,
    name="record_copies",
    group=RECORD,
    rule=RULE,
    columns=(
        RecordCopy.id,
        RecordCopy.client,
        RecordCopy.account,
        RecordCopy.for_self,
        RecordCopy.from_on,
        RecordCopy.until_on,
        RecordCopy.made_at,
        RecordCopy.made_by_name,
        RecordCopy.expires_at,
    ),
    named_by=(RecordCopy.made_at,),
    newest_first=RecordCopy.made_at,
    chart=RecordCopy.client,
    refers={"account": "portal_account"},
    labels={
        "account": _l("For whom"),
        "for_self": _l("For the client themselves"),
        "from_on": _l("Copy from"),
        "until_on": _l("Copy until"),
        "made_at": _l("Made"),
        "made_by_name": _l("Made by"),
        "expires_at": _l("Kept until"),
    },
    notes={"account": _l("Blank: it was made for staff.")},
)
SENDINGS = AdminTable(
    table=RecordSending,
    name="links_to_copies",
    group=RECORD,
    rule=RULE,
    columns=(
        RecordSending.id,
        RecordSending.client,
        RecordSending.sent_by_name,
        RecordSending.asked_at,
        RecordSending.sent_at,
        RecordSending.expires_at,
        RecordSending.ended_at,
        RecordSending.opened_at,
        RecordSending.opened_times,
    ),
    named_by=(RecordSending.asked_at,),
    newest_first=RecordSending.asked_at,
    chart=RecordSending.client,
    labels={
        "sent_by_name": _l("Sent by"),
        "asked_at": _l("Asked"),
        "sent_at": _l("Sent"),
        "expires_at": _l("Open until"),
        "ended_at": _l("Ended"),
        "opened_at": _l("First opened"),
        "opened_times": _l("How often opened"),
    },
    notes={"ended_at": _l("Ended in the chart, on its tab Record requests.")},
)
EXPORTS = AdminTable(
    table=RecordExport,
    name="files_of_everything",
    group=RECORD,
    rule=RULE,
    columns=(
        RecordExport.id,
        RecordExport.client,
        RecordExport.asked_by_name,
        RecordExport.state,
        RecordExport.asked_at,
        RecordExport.made_at,
        RecordExport.expires_at,
        RecordExport.size_bytes,
    ),
    named_by=(RecordExport.asked_at,),
    newest_first=RecordExport.asked_at,
    chart=RecordExport.client,
    labels={
        "asked_by_name": _l("Asked by"),
        "asked_at": _l("Asked"),
        "made_at": _l("Made"),
        "expires_at": _l("Kept until"),
        "size_bytes": _l("Size in bytes"),
    },
)
IMPORTS = AdminTable(
    table=ClinicalImport,
    name="clinical_imports",
    group=RECORD,
    rule=RULE,
    columns=(
        ClinicalImport.id,
        ClinicalImport.client,
        ClinicalImport.source,
        ClinicalImport.state,
        ClinicalImport.resources,
        ClinicalImport.begun_at,
        ClinicalImport.begun_by_name,
        ClinicalImport.ended_at,
    ),
    named_by=(ClinicalImport.source, ClinicalImport.begun_at),
    newest_first=ClinicalImport.begun_at,
    chart=ClinicalImport.client,
    labels={
        "source": _l("Came from"),
        "resources": _l("Entries read"),
        "begun_at": _l("Begun"),
        "begun_by_name": _l("Begun by"),
        "ended_at": _l("Ended"),
    },
)

ADMIN = AdminPart(tables=(REQUESTS, COPIES, SENDINGS, EXPORTS, IMPORTS), forms=FORMS)
