"""What staff do with documents: keep, share, ask for, take back, rename and review them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.charts import StaffChart, chart_for_staff, open_chart
from app.accounts.sessions import CurrentStaff, today
from app.activity import service as activity
from app.activity.kinds import Kind
from app.activity.refusals import NotFound, StateForbids, Unfit
from app.documents.listing import OF_CHART, ONE, DocumentLine, document_line
from app.documents.news import tell_of
from app.documents.rules import (
    HAS_CHANGED,
    NEVER_SHARED,
    Ask,
    check_asked_of_shared,
    check_can_ask,
    check_can_share,
    check_can_withdraw,
    check_due_on,
)
from app.documents.service import NO_TYPE, ONE_VIEW, PAGE_WIDTH
from app.documents.tables import Document
from app.files import service as files
from app.files.service import OpenedFile, TakenIn
from app.files.tables import FileState
from app.notices.alerts import mark_alerts_about
from app.notices.tables import AlertKind
from app.staff.rules import Action, PermissionRule

RULE = PermissionRule.SAVE_TO_PORTAL_FOLDER
ALERTS = (AlertKind.DOCUMENT_UPLOAD, AlertKind.DOCUMENT_COMPLETED, AlertKind.DOCUMENT_HELD_BACK)
TYPE = """
select id, never_shared from document_type
where id = $1 and active and ($2 or key is distinct from 'attachment')
"""


@dataclass(frozen=True, slots=True)
class Sharing:
    """A file that a staff member adds to a chart; `shared`: to the portal folder at once, with what is asked."""

    taken: TakenIn
    title: str
    document_type: UUID
    shared: bool
    ask: Ask
    due_on: date | None
    attached: bool = False
    """Whether it goes with a message."""


async def thread_of(*, staff: CurrentStaff, client_id: UUID) -> tuple[StaffChart, tuple[DocumentLine, ...]]:
    """Give the documents of a chart to a staff member, whose alerts about them are then read.

    Raises NotAllowed, NotFound.
    """
    chart = await open_chart(staff=staff, client_id=client_id, rule=RULE)
    await mark_alerts_about(staff_id=staff.staff_id, object_id=client_id, kinds=ALERTS)
    return chart, tuple(document_line(row) for row in await db.rows(OF_CHART, client_id))


async def add_document(*, staff: CurrentStaff, client_id: UUID, new: Sharing) -> UUID:
    """Add a file to a chart, and share it where that is wanted; give its document.

    Raises NotAllowed, NotFound, Unfit, Unacceptable; the bytes are then swept.
    """
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.CREATE)
    kind = await db.row(TYPE, new.document_type, new.attached)
    if kind is None:
        raise Unfit("document_type", NO_TYPE)
    if kind["never_shared"] and new.shared:
        raise Unfit("document_type", NEVER_SHARED)
    check_asked_of_shared(new.ask, shared=new.shared)
    if new.shared:
        check_due_on(new.due_on, today=today())
    now = datetime.now(UTC)
    async with db.transaction():
        document = Document(
            id=db.new_id(),
            client=client_id,
            file=await files.add(new.taken, client_id=client_id, from_client=False),
            document_type=new.document_type,
            never_shared=kind["never_shared"],
            from_client=False,
            sent_at=now,
            sent_by_name=staff.name,
            staff=staff.staff_id,
            ask=new.ask,
            due_on=_due_on(new.ask, new.due_on) if new.shared else None,
            shared_at=now if new.shared else None,
        )
        document.title = Document.title.seal(new.title or new.taken.name, row=document.id)
        await Document.insert(document)
        await _record(
            staff, Kind.DOCUMENT_SHARED if new.shared else Kind.DOCUMENT_KEPT, document.id, client_id
        )
        if new.shared and not new.attached:
            await tell_of(document.id)
    return document.id


async def share(
    *, staff: CurrentStaff, client_id: UUID, document_id: UUID, ask: Ask, due_on: date | None
) -> None:
    """Put a document of the chart into the portal folder; raises NotAllowed, NotFound, StateForbids, Unfit.

    One that was completed and taken back stays as it was completed.
    """
    document = await document_for(staff, client_id, document_id, Action.CREATE)
    check_can_share(document.facts, held=document.file.state is FileState.QUARANTINED)
    check_due_on(due_on, today=today())
    asked = {Document.ask: ask, Document.due_on: _due_on(ask, due_on)}
    async with db.transaction():
        await _change(
            staff,
            document,
            Kind.DOCUMENT_SHARED,
            {
                Document.shared_at: datetime.now(UTC),
                Document.withdrawn_at: None,
                Document.withdrawn_by_name: "",
                Document.read_at: None,
                **(asked if document.facts.completed_at is None else {}),
            },
            where=Document.shared_at.is_null() | Document.withdrawn_at.is_not_null(),
        )
        await tell_of(document_id)


async def ask_for(
    *, staff: CurrentStaff, client_id: UUID, document_id: UUID, ask: Ask, due_on: date | None
) -> None:
    """Ask the client to complete a shared document, or no longer.

    Raises NotAllowed, NotFound, StateForbids, Unfit.
    """
    document = await document_for(staff, client_id, document_id, Action.MODIFY)
    check_can_ask(document.facts)
    check_due_on(due_on, today=today(), before=document.due_on)
    async with db.transaction():
        await _change(
            staff,
            document,
            Kind.DOCUMENT_ASKED_FOR,
            {Document.ask: ask, Document.due_on: _due_on(ask, due_on)},
            where=Document.completed_at.is_null() & Document.withdrawn_at.is_null(),
        )
        if ask not in (Ask.NOTHING, document.ask):
            await tell_of(document_id)


def _due_on(ask: Ask, due_on: date | None) -> date | None:
    """Give the day something is due; what nothing is asked of has none."""
    return None if ask is Ask.NOTHING else due_on


async def rename(*, staff: CurrentStaff, client_id: UUID, document_id: UUID, title: str) -> None:
    """Give a document another title; raises NotAllowed, NotFound."""
    document = await document_for(staff, client_id, document_id, Action.MODIFY)
    await _change(
        staff, document, Kind.DOCUMENT_RENAMED, {Document.title: Document.title.seal(title, row=document_id)}
    )


async def withdraw(*, staff: CurrentStaff, client_id: UUID, document_id: UUID) -> None:
    """Take a shared document back: it is gone from the portal at once. Raises NotAllowed, NotFound, StateForbids."""
    document = await document_for(staff, client_id, document_id, Action.DELETE)
    check_can_withdraw(document.facts)
    await _change(
        staff,
        document,
        Kind.DOCUMENT_WITHDRAWN,
        {Document.withdrawn_at: datetime.now(UTC), Document.withdrawn_by_name: staff.name},
        where=Document.withdrawn_at.is_null(),
    )


async def review(*, staff: CurrentStaff, client_id: UUID, document_id: UUID) -> None:
    """Say that somebody of the practice has looked at what came in; who said so first stays."""
    document = await document_for(staff, client_id, document_id, Action.VIEW)
    await _change(
        staff,
        document,
        Kind.DOCUMENT_REVIEWED,
        {Document.reviewed_at: datetime.now(UTC), Document.reviewed_by_name: staff.name},
        where=Document.reviewed_at.is_null(),
        may_be_done=True,
    )


async def open_as_staff(
    *, staff: CurrentStaff, client_id: UUID, document_id: UUID
) -> tuple[DocumentLine, OpenedFile | None]:
    """Give a document and its file to a staff member, audited; no file while it is not clean."""
    document = await document_for(staff, client_id, document_id, Action.VIEW)
    opened = await files.open_file(document.file)
    if opened is not None:
        async with db.transaction():
            await _record(staff, Kind.DOCUMENT_OPENED_BY_STAFF, document.id, document.client_id)
    return document, opened


async def picture_as_staff(
    *, staff: CurrentStaff, client_id: UUID, document_id: UUID, page: int
) -> tuple[DocumentLine, OpenedFile | bytes | None]:
    """Give a document as a picture: a page of a PDF that is drawn, else the picture it is; audited once a view.

    None while its file is not clean, or where there is no such page.
    """
    document = await document_for(staff, client_id, document_id, Action.VIEW)
    picture = await files.picture_of(document.file, number=page, width=PAGE_WIDTH)
    if picture is not None:
        async with db.transaction():
            await activity.record_once(
                within=ONE_VIEW,
                by=staff.actor,
                kind=Kind.DOCUMENT_OPENED_BY_STAFF,
                object_kind="document",
                object_id=document.id,
                client_id=document.client_id,
            )
    return document, picture


async def titled(*, staff: CurrentStaff, client_id: UUID, title: str, action: Action) -> tuple[UUID, ...]:
    """Give the documents of a chart that have this title, for somebody who may do this with them.

    Raises NotAllowed, NotFound.
    """
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=action)
    lines = (document_line(row) for row in await db.rows(OF_CHART, client_id))
    return tuple(line.id for line in lines if line.title.casefold() == title.casefold())


async def document_for(
    staff: CurrentStaff, client_id: UUID, document_id: UUID, action: Action
) -> DocumentLine:
    """Give a document of a chart to somebody who may do this with it; raises NotAllowed, NotFound."""
    await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=action)
    row = await db.row(ONE, document_id, client_id)
    if row is None:
        raise NotFound(by=staff.actor, object_kind="document", object_id=document_id, client_id=client_id)
    return document_line(row)


async def _change(
    staff: CurrentStaff,
    document: DocumentLine,
    kind: Kind,
    values: dict[Any, Any],
    *,
    where: Any = None,
    may_be_done: bool = False,
) -> None:
    """Change a document while what was read of it still holds; raises StateForbids when it no longer does."""
    async with db.transaction():
        query = Document.update(values).where(Document.id == document.id)
        changed = await (query if where is None else query.where(where)).returning(Document.id)
        if not changed and not may_be_done:
            raise StateForbids(HAS_CHANGED)
        if changed:
            await _record(staff, kind, document.id, document.client_id)


async def _record(staff: CurrentStaff, kind: Kind, document_id: UUID, client_id: UUID) -> None:
    await activity.record(
        by=staff.actor, kind=kind, object_kind="document", object_id=document_id, client_id=client_id
    )
