"""The audit log in Piccolo Admin: read by those who hold its rule, changed by nobody.

Old and new values stay encrypted and out of it.
"""

from app.activity.tables import AuditEvent
from app.web.admin import AdminPart, AdminTable
from app.web.language import _l

AUDIT_EVENTS = AdminTable(
    table=AuditEvent,
    name="audit_events",
    group=_l("Logs"),
    rule="Audit log",
    columns=(
        AuditEvent.id,
        AuditEvent.at,
        AuditEvent.kind,
        AuditEvent.actor_kind,
        AuditEvent.account,
        AuditEvent.staff,
        AuditEvent.job,
        AuditEvent.client,
        AuditEvent.object_kind,
        AuditEvent.object_id,
        AuditEvent.request_id,
        AuditEvent.network,
    ),
    named_by=(AuditEvent.kind, AuditEvent.at),
    newest_first=AuditEvent.at,
    chart=AuditEvent.client,
    refers={"account": "portal_account", "staff": "staff_member", "client": "client"},
    labels={
        "at": _l("When"),
        "kind": _l("What happened"),
        "actor_kind": _l("Who acted"),
        "account": _l("Portal account"),
        "staff": _l("Staff member"),
        "job": _l("Job of the portal"),
        "object_kind": _l("With what"),
        "object_id": _l("Its id"),
        "request_id": _l("Request"),
        "network": _l("From the network"),
    },
    notes={
        "network": _l("The first part of the address a request came from."),
        "request_id": _l("By which the logs of the server name the request."),
    },
)

ADMIN = AdminPart(tables=(AUDIT_EVENTS,))
