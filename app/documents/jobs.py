"""What follows from documents, done by the worker: staff are told, and clients."""

from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import today
from app.documents import news
from app.documents.service import COMPLETED, UPLOADED, ask_again
from app.files.checking import HELD_BACK
from app.notices.alerts import raise_alerts
from app.notices.outbox import Effects
from app.notices.tables import AlertKind
from app.notices.telling.service import News
from app.staff.rules import PermissionRule
from app.staff.service import told_of

OF_DOCUMENT = "select client from document where id = $1"
OF_FILE = "select id from document where file = $1"


async def tell_of_upload(event: UUID, payload: dict[str, Any]) -> None:
    """Alert those who receive Document Upload alerts of the chart, assigned or all; each once."""
    await _tell(
        event,
        UUID(payload["document"]),
        AlertKind.DOCUMENT_UPLOAD,
        assigned=PermissionRule.ASSIGNED_UPLOAD_ALERT,
        every=PermissionRule.ALL_UPLOAD_ALERTS,
    )


async def tell_of_completion(event: UUID, payload: dict[str, Any]) -> None:
    """Alert those who receive QnA Form Completed alerts to a document that was signed or acknowledged."""
    await _tell(
        event,
        UUID(payload["document"]),
        AlertKind.DOCUMENT_COMPLETED,
        assigned=PermissionRule.ASSIGNED_FORM_ALERTS,
        every=PermissionRule.ALL_FORM_ALERTS,
    )


async def tell_of_held_back(event: UUID, payload: dict[str, Any]) -> None:
    """Alert those who receive Document Upload alerts of the chart to a file that was held back.

    What it was sent back for is to be completed again.
    """
    await ask_again(UUID(payload["file"]))
    (row,) = await db.rows(OF_FILE, UUID(payload["file"]))
    await _tell(
        event,
        row["id"],
        AlertKind.DOCUMENT_HELD_BACK,
        assigned=PermissionRule.ASSIGNED_UPLOAD_ALERT,
        every=PermissionRule.ALL_UPLOAD_ALERTS,
    )


async def _tell(
    event: UUID, document_id: UUID, kind: AlertKind, *, assigned: PermissionRule, every: PermissionRule
) -> None:
    (row,) = await db.rows(OF_DOCUMENT, document_id)
    told = await told_of(client_id=row["client"], assigned=assigned, every=every, today=today())
    await raise_alerts(
        event=event, kind=kind, client_id=row["client"], object_id=row["client"], recipients=told
    )


NEWS: News = news.NEWS
EFFECTS: Effects = {
    UPLOADED: tell_of_upload,
    COMPLETED: tell_of_completion,
    HELD_BACK: tell_of_held_back,
    **news.EFFECTS,
}
