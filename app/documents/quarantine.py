"""Files that were held back, and those that wait too long for their check: seen to by staff."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app import config, db
from app.accounts.charts import chart_for_staff
from app.accounts.sessions import CurrentStaff, today
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotAllowed, NotFound, StateForbids
from app.clients.names import full_name
from app.documents.listing import DOCUMENTS, ONE, DocumentLine, document_line
from app.documents.staff_service import RULE
from app.documents.tables import Document
from app.files import service as files
from app.files.rules import TO_STAFF, Reason
from app.staff.rules import Action, may
from app.staff.service import OPEN_CHARTS
from app.web.language import _l, gettext, ngettext
from app.web.panel import Mend, Mending

PATH = "/staff/quarantine"
TOO_LONG = "interval '10 minutes'"
"""How long a file may wait for its check before somebody should look into it."""

FOR_WHOM = _l("Files that were held back are for those who see the portal folder, and for Client Admins.")
NOT_HELD = _l("This file is not held back any more.")
SCANNER_AWAY = _l("The scanner cannot be reached.")
NOT_BEGUN = _l("The check has not begun. Is the worker running?")

HELD = "file.state = 'quarantined' and file.reason <> 'removed'"
WAITING = f"""
file.state in ('received', 'checking') and coalesce(file.checked_at, file.received_at) < now() - {TOO_LONG}
"""

FILES = f"""
with held as ({{documents}} where ({HELD} or {WAITING}) and {{charts}}
  order by coalesce(file.checked_at, file.received_at) desc, document.id limit 100)
select held.*, client.number, client.first_name, client.preferred_name, client.last_name
from held join client on client.id = held.client
"""


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file nobody can open, with whose chart it is in and why."""

    document: DocumentLine
    client_name: str
    client_number: int
    held: bool
    """Whether it was held back; else it waits for its check."""
    why: str

    @property
    def unchecked(self) -> bool:
        """Whether it was held back only because it could not be checked."""
        return self.document.file.reason is Reason.UNCHECKED

    @property
    def chart_path(self) -> str:
        return f"/staff/clients/{self.document.client_id}/documents"


async def held_files(*, staff: CurrentStaff) -> tuple[HeldFile, ...]:
    """Give the files that were held back or wait too long, in the charts open to a staff member. Raises NotAllowed."""
    check_quarantine(staff, Action.VIEW)
    charts, values = "true", tuple[Any, ...]()
    if not staff.permissions.client_admin:
        charts = f"document.client = any(array{OPEN_CHARTS.format(staff='$1', today='$2')})"
        values = (staff.staff_id, today())
    statement = FILES.format(documents=DOCUMENTS, charts=charts)
    found = await db.rows(statement, *values)
    return tuple(_held_file(row) for row in found)


def check_quarantine(staff: CurrentStaff, action: Action) -> None:
    """Raise NotAllowed unless the rule has this action, or the staff member is a Client Admin."""
    if not may_see_to(staff, action):
        raise NotAllowed(by=staff.actor, object_kind="quarantine", sentence=FOR_WHOM)


def may_see_to(staff: CurrentStaff, action: Action) -> bool:
    return staff.permissions.client_admin or may(staff.permissions, RULE, action)


async def held_document(*, staff: CurrentStaff, document_id: UUID, action: Action) -> DocumentLine:
    """Give a document of an open chart whose file was held back; raises NotAllowed, NotFound, StateForbids."""
    check_quarantine(staff, action)
    whose = await db.row("select client from document where id = $1", document_id)
    if whose is None:
        raise NotFound(by=staff.actor, object_kind="document", object_id=document_id)
    if not staff.permissions.client_admin:
        await chart_for_staff(staff=staff, client_id=whose["client"], rule=RULE)
    row = await db.row(f"{ONE} and {HELD}", document_id, whose["client"])
    if row is None:
        raise StateForbids(NOT_HELD)
    return document_line(row)


async def check_again(*, staff: CurrentStaff, document_id: UUID) -> None:
    """Have a file that was held back checked once more; raises NotAllowed, NotFound, StateForbids."""
    document = await held_document(staff=staff, document_id=document_id, action=Action.VIEW)
    async with db.transaction():
        if not await files.check_again(document.file.id):
            raise StateForbids(NOT_HELD)
        await _record(staff, Kind.DOCUMENT_CHECKED_AGAIN, document)


async def remove_for_good(*, staff: CurrentStaff, document_id: UUID) -> None:
    """Remove the bytes of a file that was held back. The document stays, and says so; what it answered is open again.

    Raises NotAllowed, NotFound, StateForbids.
    """
    document = await held_document(staff=staff, document_id=document_id, action=Action.DELETE)
    async with db.transaction():
        place = await files.discard(document.file.id)
        if place is None:
            raise StateForbids(NOT_HELD)
        if document.answers is not None:
            await Document.update({Document.completed_at: None, Document.completed_by_name: ""}).where(
                Document.id == document.answers
            )
        await _record(staff, Kind.DOCUMENT_REMOVED, document)
    await files.remove_bytes(place)


COUNTS = f"""
select json_build_object('held', count(*) filter (where {HELD}), 'waiting', count(*) filter (where {WAITING}))
from stored_file file where file.state <> 'clean'
"""


def _mends(row: Any) -> list[Mend]:
    """Say how many files were held back, and how many wait too long for their check."""
    mends = []
    if row["held"]:
        words = ngettext("%(count)s file was held back.", "%(count)s files were held back.", row["held"])
        mends.append(words % {"count": row["held"]})
    if row["waiting"]:
        words = ngettext(
            "%(count)s file waits for its check: %(why)s",
            "%(count)s files wait for their check: %(why)s",
            row["waiting"],
        )
        mends.append(words % {"count": row["waiting"], "why": _why_waiting()})
    return [Mend(sentence=words, path=PATH, label=gettext("Look at the files")) for words in mends]


MENDINGS = (Mending(statement=COUNTS, mends=_mends),)


def _held_file(row: db.Record) -> HeldFile:
    document = document_line(row)
    held = document.file.reason is not None
    return HeldFile(
        document=document,
        client_name=full_name(
            first_name=row["first_name"], preferred_name=row["preferred_name"], last_name=row["last_name"]
        ),
        client_number=row["number"],
        held=held,
        why=str(TO_STAFF[document.file.reason]) if document.file.reason else _why_waiting(),
    )


def _why_waiting() -> str:
    return str(NOT_BEGUN if config.current().scanner is None else SCANNER_AWAY)


async def _record(staff: CurrentStaff, kind: Kind, document: DocumentLine) -> None:
    await activity.record(
        by=staff.actor,
        kind=kind,
        object_kind="document",
        object_id=document.id,
        client_id=document.client_id,
    )
