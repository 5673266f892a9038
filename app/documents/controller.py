"""The client's pages of documents: the lists, each document, and sending."""

from collections.abc import Awaitable
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.accounts.pages import page_tabs, portal_page
from app.accounts.sessions import CurrentChart
from app.activity import service as activity
from app.activity.refusals import NotFound, Unfit
from app.documents import service
from app.documents.attached import attached_file
from app.documents.forms import Answering, Sending, Signing
from app.documents.listing import document_of, documents_of, sent_lately, types_to_choose
from app.documents.rules import Ask, Standing, check_can_complete
from app.documents.sending import Outcome, send_files
from app.documents.shelf import Entry, entry_of, shelf_sent, shelves_of
from app.documents.viewing import page_numbers
from app.files.rules import ACCEPTED, ALLOWED, LARGEST_BYTES, MEDIA_TYPES, SENTENCES
from app.web.downloads import file_answer, picture_answer
from app.web.forms import BLANK, FilledForm, filled, parse
from app.web.language import gettext
from app.web.pages import see, wants_fragment
from app.web.panel import Bar
from app.web.request import Request
from app.web.security import Audience
from app.web.uploads import SentFile, sent_files

LARGEST_FORM, LARGEST_ANSWER = 63_000_000, 21_000_000
"""Bytes of a form with files: three of the largest, and one."""
SLOW = {"body_seconds": 600}
LISTS, UPLOAD = "/documents", "/documents/upload"


class DocumentsController(Controller):
    path = LISTS
    opt = {"audience": Audience.CLIENT}

    @get("/", name="documents.documents")
    async def documents(self, request: Request, chart: CurrentChart) -> Response[Any]:
        return await _lists_page(request, chart)

    @get("/upload", name="documents.upload")
    async def upload(self, request: Request, chart: CurrentChart) -> Response[Any]:
        return await _upload_page(request, chart)

    @post(
        "/upload",
        name="documents.upload.post",
        status_code=303,
        opt=SLOW,
        request_max_body_size=LARGEST_FORM,
    )
    async def send(self, request: Request, chart: CurrentChart) -> Response[Any]:
        data = await request.form()
        form, files = parse(Sending, data), sent_files(data, "file")
        if isinstance(form, FilledForm) or not files:
            return await _upload_page(request, chart, form=_unsent(filled(data), form, files), status=422)
        try:
            outcome = await send_files(chart, files, document_type=form.document_type)
        except Unfit as why:
            return await _upload_page(
                request, chart, form=filled(data).refused(**{why.field: why.sentence}), status=422
            )
        if outcome.refused:
            again = filled(data).refused(file=outcome.sentence)
            return await _upload_page(request, chart, form=again, status=outcome.status, outcome=outcome)
        return see(UPLOAD) if wants_fragment(request) else see(UPLOAD, flash=outcome.flash)

    @get("/upload/sent", name="documents.upload.sent", opt={"poll": True})
    async def sent(self, request: Request, chart: CurrentChart) -> Response[Any]:
        """Show what was sent lately, as long as some of it is being checked."""
        if not wants_fragment(request):
            return see(UPLOAD)
        return await portal_page(request, chart, "documents/_sent", here=UPLOAD, sent=await _sent(chart))

    @get("/sent", name="documents.sent", opt={"poll": True})
    async def listed(self, request: Request, chart: CurrentChart) -> Response[Any]:
        """Show the list of what was sent, as long as some of it is being checked."""
        if not wants_fragment(request):
            return see(LISTS)
        few = "few" in request.query_params
        shelf = shelf_sent(chart, await documents_of(chart), few=few)
        return await portal_page(request, chart, "documents/_shelf", here=LISTS, shelf=shelf, alone=not few)

    @get("/{document_id:uuid}", name="documents.document")
    async def document(
        self, request: Request, chart: CurrentChart, document_id: FromPath[UUID]
    ) -> Response[Any]:
        return await _or_gone(request, chart, _document_page(request, chart, document_id))

    @get("/{document_id:uuid}/checked", name="documents.document.checked", opt={"poll": True})
    async def checked(
        self, request: Request, chart: CurrentChart, document_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show a document as soon as its file was checked; nothing until then."""
        document = await document_of(chart, document_id)
        if not wants_fragment(request):
            return see(f"{LISTS}/{document_id}")
        if document.file.state.is_waiting:
            return Response(None, status_code=204)
        return await _document_page(request, chart, document_id)

    @get("/{document_id:uuid}/attached", name="documents.document.attached", opt={"poll": True})
    async def attached(
        self, request: Request, chart: CurrentChart, document_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show how a file under a message stands."""
        document = await document_of(chart, document_id)
        if not wants_fragment(request):
            return see(f"{LISTS}/{document_id}")
        return await portal_page(
            request, chart, "components/_attached", attached=attached_file(document), documents=LISTS
        )

    @get(
        [f"/{{document_id:uuid}}/{form}" for form in ("acknowledgement", "signature", "answer")],
        name="documents.document.form",
    )
    async def form(self, chart: CurrentChart, document_id: FromPath[UUID]) -> Response[Any]:
        """Lead somebody who opens the address of a form to the page it stands on."""
        await document_of(chart, document_id)
        return see(f"{LISTS}/{document_id}")

    @get("/{document_id:uuid}/file", name="documents.document.file")
    async def file(self, request: Request, chart: CurrentChart, document_id: FromPath[UUID]) -> Response[Any]:
        return await _or_gone(request, chart, _file(chart, document_id))

    @get("/{document_id:uuid}/pages/{number:int}", name="documents.document.page")
    async def page(
        self, chart: CurrentChart, document_id: FromPath[UUID], number: FromPath[int]
    ) -> Response[Any]:
        drawn = await service.draw(chart=chart, document_id=document_id, number=number)
        if drawn is None:
            raise _nothing(chart, document_id)
        if isinstance(drawn, bytes):
            return picture_answer(drawn, name=f"{number}.jpg")
        return file_answer(
            drawn.parts,
            name=drawn.name,
            media_type=MEDIA_TYPES[drawn.kind],
            size=drawn.size_bytes,
            shown=True,
        )

    @post("/{document_id:uuid}/acknowledgement", name="documents.document.acknowledgement", status_code=303)
    async def acknowledge(
        self, request: Request, chart: CurrentChart, document_id: FromPath[UUID]
    ) -> Response[Any]:
        return await _or_gone(request, chart, _acknowledge(chart, document_id))

    @post("/{document_id:uuid}/signature", name="documents.document.signature", status_code=303)
    async def sign(self, request: Request, chart: CurrentChart, document_id: FromPath[UUID]) -> Response[Any]:
        return await _or_gone(request, chart, _sign(request, chart, document_id))

    @post(
        "/{document_id:uuid}/answer",
        name="documents.document.answer",
        status_code=303,
        opt=SLOW,
        request_max_body_size=LARGEST_ANSWER,
    )
    async def answer(
        self, request: Request, chart: CurrentChart, document_id: FromPath[UUID]
    ) -> Response[Any]:
        return await _or_gone(request, chart, _answer(request, chart, document_id))


async def _or_gone(request: Request, chart: CurrentChart, answer: Awaitable[Response[Any]]) -> Response[Any]:
    """Answer; where there is no such document for the client, say so within the Library, whatever the reason is."""
    try:
        return await answer
    except NotFound as refusal:
        await activity.record_refusal(refusal)
    return await portal_page(
        request,
        chart,
        "documents/gone",
        status=404,
        here=LISTS,
        tabs=page_tabs(request, chart, Bar.LIBRARY, here=LISTS),
        saving=request.method == "POST",
    )


async def _file(chart: CurrentChart, document_id: UUID) -> Response[Any]:
    _, opened = await service.open_document(chart=chart, document_id=document_id)
    if opened is None:
        raise _nothing(chart, document_id)
    return file_answer(
        opened.parts, name=opened.name, media_type=MEDIA_TYPES[opened.kind], size=opened.size_bytes
    )


async def _acknowledge(chart: CurrentChart, document_id: UUID) -> Response[Any]:
    await service.acknowledge(chart=chart, document_id=document_id)
    return see(f"{LISTS}/{document_id}", flash=gettext("Thank you. Your practice can see that you read it."))


async def _sign(request: Request, chart: CurrentChart, document_id: UUID) -> Response[Any]:
    form = parse(Signing, await request.form())
    if isinstance(form, FilledForm):
        return await _document_page(request, chart, document_id, form=form, status=422)
    await service.sign(chart=chart, document_id=document_id, name=form.typed_name)
    return see(f"{LISTS}/{document_id}", flash=gettext("Thank you. Your signature is saved."))


async def _answer(request: Request, chart: CurrentChart, document_id: UUID) -> Response[Any]:
    data = await request.form()
    back, files = parse(Answering, data), sent_files(data, "file")[:1]
    check_can_complete((await document_of(chart, document_id)).facts, Ask.FILL)
    outcome = await send_files(chart, files, answers=document_id)
    if outcome.taken:
        return see(LISTS, flash=gettext("Sent. This is done. Your file is being checked."))
    again = filled(data).refused(file=outcome.sentence)
    if isinstance(back, Answering) and back.back == "list":
        return await _lists_page(request, chart, form=again, status=outcome.status, at=document_id)
    return await _document_page(request, chart, document_id, form=again, status=outcome.status)


def _unsent(typed: FilledForm, form: Sending | FilledForm, files: tuple[SentFile, ...]) -> FilledForm:
    """Say what is missing: what it is, the file, or both."""
    sentences = dict(form.sentences) if isinstance(form, FilledForm) else {}
    if not files:
        sentences["file"] = Outcome((), (), 422).sentence
    return typed.refused(**sentences)


def _nothing(chart: CurrentChart, document_id: UUID) -> NotFound:
    return NotFound(by=chart.actor, object_kind="document", object_id=document_id, client_id=chart.client_id)


async def _lists_page(
    request: Request,
    chart: CurrentChart,
    *,
    form: FilledForm = BLANK,
    status: int = 200,
    at: UUID | None = None,
) -> Response[Any]:
    """Show the lists; `at` is the document whose form is shown again."""
    only = request.query_params.get("show", "")
    shelves = shelves_of(chart, await documents_of(chart), only=only)
    return await portal_page(
        request,
        chart,
        "documents/documents",
        status=status,
        here=LISTS,
        tabs=page_tabs(request, chart, Bar.LIBRARY, here=LISTS),
        shelves=shelves,
        alone=len(shelves) == 1,
        form=form,
        blank=BLANK,
        at=at,
        allowed=ALLOWED,
        accepted=ACCEPTED,
    )


async def _document_page(
    request: Request,
    chart: CurrentChart,
    document_id: UUID,
    *,
    form: FilledForm = BLANK,
    status: int = 200,
) -> Response[Any]:
    seeing = status == 200
    leafing = "from" in request.query_params
    document = await (
        service.see_document(chart=chart, document_id=document_id, leafing=leafing)
        if seeing
        else document_of(chart, document_id)
    )
    return await portal_page(
        request,
        chart,
        "documents/document",
        status=status,
        here=f"{LISTS}/{document_id}",
        document=document,
        entry=entry_of(chart, document),
        to_do=document.standing is Standing.TO_DO,
        pages=page_numbers(request.query_params.get("from", ""), document.file.pages),
        form=form,
        consent=service.CONSENT,
        allowed=ALLOWED,
        accepted=ACCEPTED,
    )


async def _upload_page(
    request: Request,
    chart: CurrentChart,
    *,
    form: FilledForm = BLANK,
    status: int = 200,
    outcome: Outcome | None = None,
) -> Response[Any]:
    return await portal_page(
        request,
        chart,
        "documents/upload",
        status=status,
        here=UPLOAD,
        tabs=page_tabs(request, chart, Bar.LIBRARY, here=UPLOAD),
        form=form,
        types=await types_to_choose(by_client=True),
        outcome=outcome,
        sent=await _sent(chart),
        allowed=ALLOWED,
        accepted=ACCEPTED,
        largest=LARGEST_BYTES,
        sentences=SENTENCES,
    )


async def _sent(chart: CurrentChart) -> tuple[Entry, ...]:
    return tuple(entry_of(chart, line) for line in await sent_lately(chart))
