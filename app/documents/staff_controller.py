"""The chart's tab Documents: the thread Documents Updated via Portal, the portal folder, and each document."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.charts import chart_for_staff, open_chart
from app.accounts.pages import chart_page, staff_page
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import NotFound, StateForbids, Unfit
from app.documents import staff_service
from app.documents.listing import DocumentLine, types_to_choose
from app.documents.rules import can_ask, check_can_withdraw, is_shared
from app.documents.staff_forms import AskForm, NewDocument, TitleForm, ask_choices, asked_of, wanting
from app.documents.staff_service import RULE, Sharing, document_for
from app.documents.staff_thread import documents_shown, kept_line, reviewed
from app.files import service as files
from app.files.rules import ACCEPTED, ALLOWED, LARGEST_BYTES, MEDIA_TYPES, FileKind, Unacceptable
from app.staff.rules import Action, may
from app.web.downloads import file_answer, picture_answer
from app.web.forms import BLANK, FilledForm, filled, parse
from app.web.language import gettext
from app.web.pages import see
from app.web.panel import Filed, Panels
from app.web.request import Request
from app.web.security import Audience
from app.web.uploads import SentFile, sent_files

LARGEST_FORM = LARGEST_BYTES + 1_000_000
"""Bytes of a form with one file."""
UPLOAD_SECONDS = 600
MOST_FILED = 50
"""Of what a panel files in the thread; the others stand on its own tab."""
Here = FromPath[UUID]


class ChartDocumentsController(Controller):
    path = "/staff/clients/{client_id:uuid}/documents"
    opt = {"audience": Audience.STAFF}

    @get("/", name="documents.staff.documents")
    async def documents(self, request: Request, staff: CurrentStaff, client_id: Here) -> Response[Any]:
        return await _tab(request, staff, client_id)

    @post(
        "/",
        name="documents.staff.documents.post",
        status_code=303,
        request_max_body_size=LARGEST_FORM,
        opt={"body_seconds": UPLOAD_SECONDS},
    )
    async def add(self, request: Request, staff: CurrentStaff, client_id: Here) -> Response[Any]:
        await chart_for_staff(staff=staff, client_id=client_id, rule=RULE, action=Action.CREATE)
        data = await request.form()
        form, sent = parse(NewDocument, data), sent_files(data, "file")
        refused = wanting(form, typed=filled(data), has_file=bool(sent))
        if isinstance(form, FilledForm) or refused.errors:
            return await _tab(request, staff, client_id, form=refused, status=422)
        try:
            new = await _sharing(sent[0], form)
            await staff_service.add_document(staff=staff, client_id=client_id, new=new)
        except Unfit as why:
            refused = filled(data).refused(**{why.field: why.sentence})
            return await _tab(request, staff, client_id, form=refused, status=422)
        except Unacceptable as why:
            refused = filled(data).refused(file=why.sentence)
            return await _tab(request, staff, client_id, form=refused, status=why.status)
        said = gettext("The document is added. The client sees it once it has been checked.")
        kept = gettext("The document is added to the chart. The client does not see it.")
        return see(_address(client_id), flash=said if form.shared else kept)

    @get("/{document_id:uuid}", name="documents.staff.document")
    async def document(
        self, request: Request, staff: CurrentStaff, client_id: Here, document_id: Here
    ) -> Response[Any]:
        return await _document_page(request, staff, client_id, document_id)

    @get("/{document_id:uuid}/file", name="documents.staff.file")
    async def file(self, staff: CurrentStaff, client_id: Here, document_id: Here) -> Response[Any]:
        document, opened = await staff_service.open_as_staff(
            staff=staff, client_id=client_id, document_id=document_id
        )
        if opened is None:
            raise _not_there(staff, document)
        return file_answer(
            opened.parts, name=opened.name, media_type=MEDIA_TYPES[opened.kind], size=opened.size_bytes
        )

    @get("/{document_id:uuid}/picture", name="documents.staff.picture")
    async def picture(
        self, request: Request, staff: CurrentStaff, client_id: Here, document_id: Here
    ) -> Response[Any]:
        """Show a document that is a picture, or a page of one that is a PDF."""
        document, picture = await staff_service.picture_as_staff(
            staff=staff, client_id=client_id, document_id=document_id, page=_page_number(request)
        )
        if picture is None:
            raise _not_there(staff, document)
        if isinstance(picture, bytes):
            return picture_answer(picture, name="page.jpg")
        media_type = MEDIA_TYPES[picture.kind]
        return file_answer(
            picture.parts, name=picture.name, media_type=media_type, size=picture.size_bytes, shown=True
        )

    @post("/{document_id:uuid}/review", name="documents.staff.review", status_code=303)
    async def review(self, staff: CurrentStaff, client_id: Here, document_id: Here) -> Response[Any]:
        await staff_service.review(staff=staff, client_id=client_id, document_id=document_id)
        return see(f"{_address(client_id)}#document-{document_id}", flash=gettext("Marked as reviewed."))

    @post("/{document_id:uuid}/sharing", name="documents.staff.sharing", status_code=303)
    async def share(
        self, request: Request, staff: CurrentStaff, client_id: Here, document_id: Here
    ) -> Response[Any]:
        return await _asked(
            request,
            staff,
            client_id,
            document_id,
            action=Action.CREATE,
            change=staff_service.share,
            said=gettext("The document is in the portal folder."),
        )

    @post("/{document_id:uuid}/asking", name="documents.staff.asking", status_code=303)
    async def ask(
        self, request: Request, staff: CurrentStaff, client_id: Here, document_id: Here
    ) -> Response[Any]:
        return await _asked(
            request,
            staff,
            client_id,
            document_id,
            action=Action.MODIFY,
            change=staff_service.ask_for,
            said=gettext("What the client is asked to do is saved."),
        )

    @post("/{document_id:uuid}/title", name="documents.staff.title", status_code=303)
    async def rename(
        self, request: Request, staff: CurrentStaff, client_id: Here, document_id: Here
    ) -> Response[Any]:
        form = parse(TitleForm, await request.form())
        await document_for(staff, client_id, document_id, Action.MODIFY)
        if isinstance(form, FilledForm):
            return await _document_page(request, staff, client_id, document_id, form=form, status=422)
        await staff_service.rename(
            staff=staff, client_id=client_id, document_id=document_id, title=form.title
        )
        return see(f"{_address(client_id)}/{document_id}", flash=gettext("The title is changed."))

    @get("/{document_id:uuid}/withdrawal", name="documents.staff.withdrawal")
    async def confirm(
        self, request: Request, staff: CurrentStaff, client_id: Here, document_id: Here
    ) -> Response[Any]:
        document = await document_for(staff, client_id, document_id, Action.DELETE)
        check_can_withdraw(document.facts)
        return staff_page(
            request, staff, "documents/staff/withdrawal", document=document, path=_address(client_id)
        )

    @post("/{document_id:uuid}/withdrawal", name="documents.staff.withdrawal.post", status_code=303)
    async def withdraw(self, staff: CurrentStaff, client_id: Here, document_id: Here) -> Response[Any]:
        await staff_service.withdraw(staff=staff, client_id=client_id, document_id=document_id)
        said = gettext("The document is taken back. The client cannot open it any more.")
        return see(_address(client_id), flash=said)


async def _asked(
    request: Request,
    staff: CurrentStaff,
    client_id: UUID,
    document_id: UUID,
    *,
    action: Action,
    change: Callable[..., Awaitable[None]],
    said: str,
) -> Response[Any]:
    """Share a document, or change what is asked, by the form that both send."""
    data = await request.form()
    form = parse(AskForm, data)
    await document_for(staff, client_id, document_id, action)
    if isinstance(form, FilledForm):
        return await _document_page(request, staff, client_id, document_id, form=form, status=422)
    try:
        await change(
            staff=staff, client_id=client_id, document_id=document_id, ask=form.ask, due_on=form.due_on
        )
    except StateForbids as why:
        refused = filled(data).refused(**{_field_of(why): why.sentence})
        return await _document_page(request, staff, client_id, document_id, form=refused, status=422)
    return see(_address(client_id), flash=said)


def _address(client_id: UUID) -> str:
    return f"/staff/clients/{client_id}/documents"


def _not_there(staff: CurrentStaff, document: DocumentLine) -> NotFound:
    return NotFound(
        by=staff.actor, object_kind="document", object_id=document.id, client_id=document.client_id
    )


def _field_of(why: StateForbids) -> str:
    return why.field if isinstance(why, Unfit) else "ask"


def _page_number(request: Request) -> int:
    """Read which page of a PDF is asked for: the first where none is, 0 for what is no number."""
    asked = request.query_params.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 4 else 0


def _allowed(staff: CurrentStaff) -> dict[str, bool]:
    """Give what the rule of the portal folder lets a staff member do."""
    return {
        "may_share": may(staff.permissions, RULE, Action.CREATE),
        "may_change": may(staff.permissions, RULE, Action.MODIFY),
        "may_withdraw": may(staff.permissions, RULE, Action.DELETE),
    }


async def _sharing(sent: SentFile, form: NewDocument) -> Sharing:
    """Take the file in that came with the form; raises Unacceptable."""
    taken = await files.take_in(sent.parts, name=sent.name)
    return Sharing(taken, form.title, form.document_type, form.shared, form.ask, form.due_on)


async def _filed(panels: Panels, staff: CurrentStaff, client_id: UUID) -> tuple[Filed, ...]:
    """Ask the panels what they file in the thread: the newest of each."""
    asked = [panel.filed for panel in panels if panel.filed is not None]
    found = [await filed(staff=staff, client_id=client_id, most=MOST_FILED) for filed in asked]
    return tuple(line for lines in found for line in lines)


async def _tab(
    request: Request, staff: CurrentStaff, client_id: UUID, *, form: FilledForm = BLANK, status: int = 200
) -> Response[Any]:
    chart, lines = await staff_service.thread_of(staff=staff, client_id=client_id)
    types = await types_to_choose(by_client=False)
    filed = await _filed(request.app.state.panels, staff, client_id)
    return chart_page(
        request,
        staff,
        chart,
        "documents/staff/documents",
        tab="documents",
        status=status,
        path=_address(client_id),
        shown=documents_shown(lines, filed),
        older_filed=len(filed) >= MOST_FILED,
        form=form,
        types=[("", gettext("Choose what it is")), *((each.id, each.name) for each in types)],
        asks=ask_choices(),
        allowed_files=ALLOWED,
        accepted=ACCEPTED,
        **_allowed(staff),
    )


async def _document_page(
    request: Request,
    staff: CurrentStaff,
    client_id: UUID,
    document_id: UUID,
    *,
    form: FilledForm | None = None,
    status: int = 200,
) -> Response[Any]:
    document = await document_for(staff, client_id, document_id, Action.VIEW)
    chart = await open_chart(staff=staff, client_id=client_id, rule=RULE)
    page = min(max(_page_number(request), 1), max(document.file.pages, 1))
    return chart_page(
        request,
        staff,
        chart,
        "documents/staff/document",
        tab="documents",
        status=status,
        path=_address(client_id),
        document=document,
        kept=kept_line(document),
        seen_by_client=document.facts.from_client or is_shared(document.facts),
        reviewed=reviewed(document),
        form=FilledForm({**asked_of(document).typed, **form.typed}, form.sentences)
        if form
        else asked_of(document),
        asks=ask_choices(),
        may_ask=can_ask(document.facts),
        is_pdf=document.file.kind is FileKind.PDF,
        page=page,
        page_before=page - 1,
        page_after=page + 1 if page < document.file.pages else 0,
        **_allowed(staff),
    )
