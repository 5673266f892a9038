"""Documents as tests put them into charts, and the files they are made of."""

import io
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pikepdf
from PIL import Image

from app import db
from app.documents.rules import Ask
from app.documents.tables import Document
from app.files import checking, service
from app.files.tables import FileState
from app.notices import outbox
from app.worker import EFFECTS
from tests import people, rows
from tests.page import FORM, Browser

BOUNDARY = "the-line-between"


def pdf(pages: int = 1) -> bytes:
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (120, 80), "teal").save(out, "JPEG")
    return out.getvalue()


def type_id(key: str) -> Any:
    return rows.value("select id from document_type where key = $1", key)


async def put(
    title: str = "School letter",
    *,
    client: str = "alice",
    key: str = "other",
    content: bytes | None = None,
    from_client: bool = True,
    answers: UUID | None = None,
    checked: bool = True,
    **columns: Any,
) -> UUID:
    """Put a document into a chart, by the client unless said otherwise; its file is checked unless said otherwise."""
    name = "a.pdf" if content is None or content.startswith(b"%PDF") else "a.jpg"
    taken = await service.take_in(parts_of(content or pdf()), name=name)
    async with db.transaction():
        file = await service.add(taken, client_id=people.client_id(client), from_client=from_client)
    if checked:
        await checking.check(file)
    return await _document(title, client, key, file, from_client, answers, columns)


async def _document(
    title: str,
    client: str,
    key: str,
    file: UUID,
    from_client: bool,  # noqa: FBT001
    answers: UUID | None,
    columns: dict[str, Any],
) -> UUID:
    document = Document(
        id=db.new_id(),
        client=people.client_id(client),
        file=file,
        document_type=await type_id(key),
        never_shared=key == "psychotherapy_notes",
        from_client=from_client,
        sent_at=columns.pop("sent_at", datetime.now(UTC)),
        sent_by_name=columns.pop("sent_by_name", "Alice Anderson" if from_client else "Terry Tran, LCSW"),
        account=people.account_id(client) if from_client else None,
        staff=None if from_client else people.staff_id("terry"),
        answers=answers,
        **columns,
    )
    document.title = Document.title.seal(title, row=document.id)
    await Document.insert(document)
    found: UUID = document.id
    return found


async def shared(title: str = "Treatment plan", *, ask: Ask = Ask.NOTHING, **columns: Any) -> UUID:
    """Put a document of the practice's into the portal folder."""
    return await put(title, from_client=False, shared_at=datetime.now(UTC), ask=ask, **columns)


async def hold_back(document: UUID, *, reason: str = "malware") -> None:
    await rows.change(
        "update stored_file set state = $2, reason = $3, checked_at = now()"
        " where id = (select file from document where id = $1)",
        document,
        FileState.QUARANTINED.value,
        reason,
    )


async def column(document: UUID, name: str) -> Any:
    return await rows.value(f"select {name} from document where id = $1", document)


async def of_file(document: UUID, name: str) -> Any:
    return await rows.value(
        f"select {name} from stored_file where id = (select file from document where id = $1)", document
    )


def parts_of(content: bytes) -> service.Parts:
    async def give() -> Any:
        yield content

    return give


def tab(client: str = "alice") -> str:
    return f"/staff/clients/{people.client_id(client)}/documents"


async def send_form(
    browser: Browser,
    path: str,
    fields: dict[str, str],
    *,
    file: tuple[str, bytes] | None = None,
) -> Any:
    """Send a form with a file, as browsers do."""
    parts = [f'--{BOUNDARY}\r\ncontent-disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in {"_csrf": browser.token, **fields}.items()]  # fmt: skip
    if file is not None:
        head = f'--{BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="{file[0]}"\r\ncontent-type: application/octet-stream\r\n\r\n'
        parts.append(head.encode() + file[1] + b"\r\n")
    return await browser.send(
        "POST",
        path,
        headers={"content-type": f"multipart/form-data; boundary={BOUNDARY}"},
        content=b"".join(parts) + f"--{BOUNDARY}--\r\n".encode(),
    )


async def post(browser: Browser, path: str, **fields: str) -> int:
    """Post a form that the page may not show; give the status."""
    answer = await browser.send(
        "POST",
        path,
        headers={"content-type": FORM, "accept-encoding": "identity"},
        content=urlencode({"_csrf": browser.token, **fields}).encode(),
    )
    return answer.status_code


async def recorded(kind: str, client: str = "alice") -> int:
    count: int = await rows.value(
        "select count(*) from audit_event where kind = $1 and client = $2", kind, people.client_id(client)
    )
    return count


async def only(name: str, *actions: str) -> Browser:
    """Sign in a staff member whose rule of the portal folder has these actions only."""
    wanted = ", ".join(f"can_{each} = {str(each in actions).lower()}" for each in ("create", "modify", "view", "delete"))  # fmt: skip
    await rows.change(
        f"update profile_rule set {wanted}"
        " where rule = 'Client Documents Create Can Save to Client Portal Folder'"
        " and profile = (select profile from staff_member where id = $1)",
        people.staff_id(name),
    )
    return await people.staff(name)


async def deliver() -> int:
    return await outbox.deliver_all(effects=EFFECTS)
