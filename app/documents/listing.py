"""The documents of a chart as rows become lines, for the client's lists and for the chart's thread."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from app import db
from app.accounts.sessions import CurrentChart, today
from app.activity.refusals import NotFound
from app.documents.rules import Ask, Facts, Standing, is_overdue, may_open, standing_of
from app.documents.tables import Document
from app.files.service import FILE_COLUMNS, FileLine, file_line
from app.web.language import Language, current_language, gettext

DOCUMENTS = f"""
select document.id, document.title, document.from_client, document.never_shared, document.sent_at,
  document.sent_by_name, document.answers, document.ask, document.due_on, document.shared_at, document.read_at,
  document.completed_at, document.completed_by_name, document.signature, document.withdrawn_at,
  document.withdrawn_by_name, document.reviewed_at, document.reviewed_by_name, document.client,
  document_type.id as type_id, document_type.key as type_key, document_type.label, document_type.label_es,
  {FILE_COLUMNS}
from document join document_type on document_type.id = document.document_type
join stored_file file on file.id = document.file
"""
OF_CHART = (
    f"{DOCUMENTS} where document.client = $1 order by document.sent_at desc, document.id desc limit 500"
)
"""All of them: a chart holds fewer files."""
SENT_LATELY = f"""
{DOCUMENTS} where document.client = $1 and document.from_client
order by document.sent_at desc, document.id desc limit 5
"""
NAMED = f"{DOCUMENTS} where document.client = $1 and document.id = any($2)"
ONE = f"{DOCUMENTS} where document.id = $1 and document.client = $2"


@dataclass(frozen=True, slots=True)
class Signature:
    """How a document was signed: the name as typed, what was agreed to, and the SHA-256 of the file that was seen.

    `account` is whose sign-in it was; `client` is the one it was signed for, where that is somebody else. Signatures
    of the portal's first days have neither.
    """

    name: str
    consent: str
    sha256: str
    account: str = ""
    client: str = ""


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document, with all that is said of it."""

    id: UUID
    client_id: UUID
    title: str
    type_id: UUID
    type_key: str
    type_name: str
    file: FileLine
    facts: Facts
    standing: Standing | None
    overdue: bool
    sent_at: datetime
    sent_by: str
    answers: UUID | None
    due_on: date | None
    read_at: datetime | None
    completed_by: str
    signature: Signature | None
    withdrawn_by: str
    reviewed_at: datetime | None
    reviewed_by: str

    @property
    def ask(self) -> Ask:
        return self.facts.ask

    @property
    def opens(self) -> bool:
        """Whether the client may open the file."""
        return may_open(self.facts)

    @property
    def signer(self) -> str:
        """Whose account signed, and for whom where that is somebody else."""
        if self.signature is None or not self.signature.client:
            return self.completed_by
        return gettext("%(name)s for %(client)s") % {
            "name": self.completed_by,
            "client": self.signature.client,
        }

    @property
    def is_new(self) -> bool:
        """Whether the client has not opened it yet."""
        return not self.facts.from_client and self.read_at is None


async def documents_of(chart: CurrentChart) -> tuple[DocumentLine, ...]:
    """Give the documents a client sees of a chart, the newest first."""
    return await documents_seen(chart.client_id)


async def documents_seen(client_id: UUID) -> tuple[DocumentLine, ...]:
    """Give the documents that a client sees, the newest first."""
    found = (document_line(row) for row in await db.rows(OF_CHART, client_id))
    return tuple(line for line in found if line.standing is not None)


async def sent_lately(chart: CurrentChart) -> tuple[DocumentLine, ...]:
    """Give the last few documents that came from the client's side, the newest first."""
    return tuple(document_line(row) for row in await db.rows(SENT_LATELY, chart.client_id))


async def names_of(client_id: UUID, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Give what the client's lists call each of these documents: its title, of one that was taken back its type."""
    found = (document_line(row) for row in await db.rows(NAMED, client_id, list(ids)))
    return {
        line.id: line.type_name if line.standing is Standing.TAKEN_BACK else line.title
        for line in found
        if line.standing is not None
    }


async def document_of(chart: CurrentChart, document_id: UUID) -> DocumentLine:
    """Give a document that the client may see; raises NotFound for any other, also one that was taken back."""
    return visible(chart, document_id, await db.row(ONE, document_id, chart.client_id))


def visible(chart: CurrentChart, document_id: UUID, row: db.Record | None) -> DocumentLine:
    """Give the document of a row; raises NotFound where the client may not see it."""
    line = document_line(row) if row else None
    if line is None or line.standing in (None, Standing.TAKEN_BACK):
        raise NotFound(
            by=chart.actor, object_kind="document", object_id=document_id, client_id=chart.client_id
        )
    return line


def document_line(row: db.Record) -> DocumentLine:
    file = file_line(row)
    facts = Facts(
        from_client=row["from_client"],
        never_shared=row["never_shared"],
        clean=file.is_clean,
        ask=Ask(row["ask"]),
        shared_at=row["shared_at"],
        completed_at=row["completed_at"],
        withdrawn_at=row["withdrawn_at"],
    )
    return DocumentLine(
        id=row["id"],
        client_id=row["client"],
        title=Document.title.open(row["title"], row=row["id"]),
        type_id=row["type_id"],
        type_key=row["type_key"] or "",
        type_name=type_name(row),
        file=file,
        facts=facts,
        standing=standing_of(facts, datetime.now(UTC)),
        overdue=is_overdue(facts, due_on=row["due_on"], today=today()),
        sent_at=row["sent_at"],
        sent_by=row["sent_by_name"],
        answers=row["answers"],
        due_on=row["due_on"],
        read_at=row["read_at"],
        completed_by=row["completed_by_name"],
        signature=_signature(row),
        withdrawn_by=row["withdrawn_by_name"],
        reviewed_at=row["reviewed_at"],
        reviewed_by=row["reviewed_by_name"],
    )


def _signature(row: db.Record) -> Signature | None:
    if row["signature"] is None:
        return None
    return Signature(**Document.signature.open_json(row["signature"], row=row["id"]))


def type_name(row: Any) -> str:
    """Give the name of a document's type in the reader's language."""
    spanish = row["label_es"] if current_language() is Language.SPANISH else ""
    return str(spanish or row["label"])


TYPES = """
select id, key, label, label_es, never_shared from document_type
where active and (for_clients or not $1) and key is distinct from 'attachment'
order by position, label
"""


@dataclass(frozen=True, slots=True)
class TypeChoice:
    id: UUID
    key: str
    name: str
    never_shared: bool


async def types_to_choose(*, by_client: bool) -> tuple[TypeChoice, ...]:
    """Give what a document can be: for clients what they send, for staff all but what comes with a message."""
    return tuple(
        TypeChoice(row["id"], row["key"] or "", type_name(row), row["never_shared"])
        for row in await db.rows(TYPES, by_client)
    )
