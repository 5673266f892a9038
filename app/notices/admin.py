"""Alerts, notices to clients and the outbox in Piccolo Admin, for looking only; what is encrypted stays out of it."""

from app.notices.alert_meanings import MEANINGS
from app.notices.tables import Alert, ClientNotice, OutboxMessage
from app.staff.rules import PermissionRule
from app.web.admin import AdminPart, AdminTable
from app.web.language import _l

LOGS = _l("Logs")

ALERTS = AdminTable(
    table=Alert,
    name="alerts",
    group=LOGS,
    rule=PermissionRule.AUDIT,
    columns=(Alert.id, Alert.raised_at, Alert.kind, Alert.recipient, Alert.client, Alert.read_at),
    named_by=(Alert.kind, Alert.raised_at),
    newest_first=Alert.raised_at,
    chart=Alert.client,
    words={"kind": {kind.value: meaning.name for kind, meaning in MEANINGS.items()}},
)

OUTBOX = AdminTable(
    table=OutboxMessage,
    name="outbox_messages",
    group=LOGS,
    rule=PermissionRule.AUDIT,
    columns=(
        OutboxMessage.id,
        OutboxMessage.created_at,
        OutboxMessage.kind,
        OutboxMessage.due_at,
        OutboxMessage.done_at,
        OutboxMessage.attempts,
        OutboxMessage.fault,
    ),
    named_by=(OutboxMessage.kind, OutboxMessage.created_at),
    newest_first=OutboxMessage.created_at,
)

CLIENT_NOTICES = AdminTable(
    table=ClientNotice,
    name="client_notices",
    group=LOGS,
    rule=PermissionRule.AUDIT,
    columns=(
        ClientNotice.id,
        ClientNotice.created_at,
        ClientNotice.notice,
        ClientNotice.client,
        ClientNotice.channel,
        ClientNotice.state,
        ClientNotice.due_at,
        ClientNotice.settled_at,
        ClientNotice.fault,
    ),
    named_by=(ClientNotice.notice, ClientNotice.created_at),
    newest_first=ClientNotice.created_at,
    chart=ClientNotice.client,
)

ADMIN = AdminPart(tables=(ALERTS, CLIENT_NOTICES, OUTBOX))
