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
)

ADMIN = AdminPart(tables=(AUDIT_EVENTS,))
