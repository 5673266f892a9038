"""Documents in Piccolo Admin: what they can be, which there are, and what staff do with one."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from app.accounts.charts import numbered
from app.accounts.sessions import CurrentStaff
from app.activity.refusals import StateForbids
from app.documents import staff_service, staff_thread
from app.documents.rules import Ask
from app.documents.staff_forms import LONGEST_TITLE, DueOn, Title
from app.documents.staff_service import RULE
from app.documents.tables import Document, DocumentType
from app.files.tables import StoredFile
from app.staff.rules import Action, PermissionRule
from app.web.admin import AdminPart, AdminTable, Choices, FormsOf
from app.web.forms import one_of, text
from app.web.language import Phrase, _l, gettext

PICKLISTS = _l("Picklist Management")
DOCUMENTS = _l("Documents")
LARGEST_NUMBER = 2**31 - 1
KNOWN = _l("The portal itself knows this type, so it stays. Untick Active where it is not to be offered.")
NO_DOCUMENT = _l("The chart has no document of this title. Look it up on its tab Documents.")
SEVERAL = _l("The chart has several documents of this title. Please use its tab Documents.")


async def keep_known_types(*, old: dict[str, Any] | None, new: dict[str, Any] | None, **_: object) -> None:
    """Refuse to delete a type that the portal itself knows."""
    if new is None and old is not None and old["key"]:
        raise StateForbids(KNOWN)


OF_TYPES = (
    DocumentType.label,
    DocumentType.label_es,
    DocumentType.for_clients,
    DocumentType.position,
    DocumentType.active,
)
TYPES = AdminTable(
    table=DocumentType,
    name="document_types",
    group=PICKLISTS,
    rule=PermissionRule.PICKLISTS,
    columns=(DocumentType.id, *OF_TYPES, DocumentType.key, DocumentType.never_shared),
    named_by=(DocumentType.label,),
    ordered_by=(DocumentType.position, DocumentType.label),
    creatable=OF_TYPES,
    changeable=OF_TYPES,
    needed=(DocumentType.label,),
    ranges={"position": (0, 9999)},
    deletable=True,
    labels={"label_es": _l("Label in Spanish"), "for_clients": _l("For clients")},
    notes={
        "for_clients": _l("Clients choose it when they send a document."),
        "key": _l("By which the portal knows it."),
        "never_shared": _l("Documents of this type never go into the portal folder."),
    },
    once_written=keep_known_types,
)
FILED = AdminTable(
    table=Document,
    name="documents",
    group=DOCUMENTS,
    rule=RULE,
    columns=(
        Document.id,
        Document.client,
        Document.document_type,
        Document.from_client,
        Document.sent_at,
        Document.sent_by_name,
        Document.ask,
        Document.due_on,
        Document.shared_at,
        Document.read_at,
        Document.completed_at,
        Document.withdrawn_at,
        Document.reviewed_at,
        Document.reviewed_by_name,
    ),
    named_by=(Document.sent_at,),
    newest_first=Document.sent_at,
    chart=Document.client,
)
FILES = AdminTable(
    table=StoredFile,
    name="stored_files",
    group=DOCUMENTS,
    rule=RULE,
    columns=(
        StoredFile.id,
        StoredFile.client,
        StoredFile.kind,
        StoredFile.size_bytes,
        StoredFile.pages,
        StoredFile.from_client,
        StoredFile.state,
        StoredFile.reason,
        StoredFile.received_at,
        StoredFile.checked_at,
    ),
    named_by=(StoredFile.received_at,),
    newest_first=StoredFile.received_at,
    chart=StoredFile.client,
)


class NamedDocument(BaseModel):
    """A document by its client's number and its title: titles are encrypted, so they are looked up in the chart."""

    client_number: int = Field(ge=1, le=LARGEST_NUMBER)
    document: Annotated[str, text(most=LONGEST_TITLE, missing=_l("Type the title of the document."))]


class AskedDocument(NamedDocument):
    ask: Annotated[str, one_of(*Ask)] = Ask.NOTHING.value
    due_on: DueOn = None


class RenamedDocument(NamedDocument):
    title: Title


async def share(*, staff: CurrentStaff, form: AskedDocument) -> str:
    """Put a document into the portal folder; give what the admin says then."""
    found = await _found(staff, form, Action.CREATE)
    await staff_service.share(**found, ask=Ask(form.ask), due_on=form.due_on)
    return gettext("The document is in the portal folder.")


async def ask_for(*, staff: CurrentStaff, form: AskedDocument) -> str:
    found = await _found(staff, form, Action.MODIFY)
    await staff_service.ask_for(**found, ask=Ask(form.ask), due_on=form.due_on)
    return gettext("What the client is asked to do is saved.")


async def rename(*, staff: CurrentStaff, form: RenamedDocument) -> str:
    await staff_service.rename(**await _found(staff, form, Action.MODIFY), title=form.title)
    return gettext("The title is changed.")


async def withdraw(*, staff: CurrentStaff, form: NamedDocument) -> str:
    await staff_service.withdraw(**await _found(staff, form, Action.DELETE))
    return gettext("The document is taken back. The client cannot open it any more.")


async def _found(staff: CurrentStaff, form: NamedDocument, action: Action) -> dict[str, Any]:
    """Give which document is meant, as the services take it; raises NotAllowed, NotFound, StateForbids."""
    client_id = await numbered(staff=staff, number=form.client_number)
    found = await staff_service.titled(staff=staff, client_id=client_id, title=form.document, action=action)
    if len(found) != 1:
        raise StateForbids(SEVERAL if found else NO_DOCUMENT)
    return {"staff": staff, "client_id": client_id, "document_id": found[0]}


WHICH: dict[str, Phrase] = {"client_number": _l("Client number"), "document": _l("Title of the document")}
ASKED: dict[str, Phrase] = {
    **WHICH,
    "ask": _l("What the client is asked to do"),
    "due_on": _l("Due on"),
}
ASKS: dict[str, Choices] = {"ask": {ask.value: words for ask, words in staff_thread.ASKS.items()}}


_form = FormsOf(DOCUMENTS, RULE)

FORMS = (
    _form(
        _l("Share a document"),
        _l("It lies in the client's portal folder then, once its file has been checked."),
        Action.CREATE,
        AskedDocument,
        ASKED,
        share,
        ASKS,
    ),
    _form(
        _l("Mark a document to be completed"),
        _l("What the client is asked to do with a document that is shared; nothing takes it back."),
        Action.MODIFY,
        AskedDocument,
        ASKED,
        ask_for,
        ASKS,
    ),
    _form(
        _l("Rename a document"),
        _l("The practice sees the title, and the client does where the document is shared."),
        Action.MODIFY,
        RenamedDocument,
        {**WHICH, "title": _l("New title")},
        rename,
    ),
    _form(
        _l("Withdraw a document"),
        _l("It is gone from the portal at once. The client reads that you took it back."),
        Action.DELETE,
        NamedDocument,
        WHICH,
        withdraw,
    ),
)

ADMIN = AdminPart(tables=(TYPES, FILED, FILES), forms=FORMS)
