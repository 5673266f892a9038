"""Values to rotate: one of every column, or thousands of messages; rings of keys; the command, run as people run it."""

import base64
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app import config, db, rotation
from app.accounts.own.tables import Draft
from app.accounts.second_step.tables import AuthenticatorApp
from app.activity.actor import Actor
from app.activity.kinds import Kind
from app.activity.service import record
from app.changes.tables import ChangedField, ChangeRequest
from app.config import FieldKey
from app.documents.tables import Document
from app.encryption import Encrypted, derived_key, encrypted_columns
from app.forms.tables import FormAssignment, FormResponse, SafetyEvent
from app.information.tables import ClientInformation
from app.messages.tables import Message, MessageDraft
from app.notices import outbox
from app.notices.tables import Channel, ClientNotice, SentMail, TextMessage
from tests import people, rows
from tests.environment import configured
from tests.forms.safety.danger import begun, events
from tests.forms.safety.danger import save as notice
from tests.rotation import of_record
from tests.servers import ROOT

NEW = FieldKey(2, bytes(range(100, 132)))
CANARY = "canary-of-the-rotation"
COPIED = ("id", "thread", "client", "from_client", "sender_name", "body", "sent_at", "read_at")


@contextmanager
def new_key_first() -> Iterator[tuple[FieldKey, ...]]:
    """Bring in a new key before the one that sealed everything; give the older ones."""
    old = config.current().field_keys
    with configured(field_keys=(NEW, *old)):
        yield old


@contextmanager
def another_secret(key: bytes) -> Iterator[None]:
    """Change SECRET_KEY for a block."""
    with configured(secret_key=key):
        derived_key.cache_clear()
        yield
    derived_key.cache_clear()


async def one_of_each() -> None:
    """Write a value into every column that the demo practice leaves empty."""
    now, account = datetime.now(UTC), people.account_id("alice")
    draft = Draft(account=account, address="/messages/new", kept_at=now)
    draft.fields = Draft.fields.seal_json({"body": CANARY}, row=draft.id)
    app = AuthenticatorApp(account=account, made_at=now)
    app.secret = AuthenticatorApp.secret.seal(CANARY, row=app.id)
    mail = SentMail(sent_at=now)
    mail.letter = SentMail.letter.seal_json({"text": CANARY}, row=mail.id)
    typed = MessageDraft(account=account, client=people.client_id("alice"), saved_at=now)
    typed.subject = MessageDraft.subject.seal(CANARY, row=typed.id)
    typed.body = MessageDraft.body.seal(CANARY, row=typed.id)
    async with db.transaction():
        await Draft.insert(draft)
        await AuthenticatorApp.insert(app)
        await SentMail.insert(mail)
        await MessageDraft.insert(typed)
        document = await rows.value("select id from document limit 1")
        signature = Document.signature.seal_json({"name": CANARY}, row=document)
        await rows.change("update document set signature = $1 where id = $2", signature, document)
        await client_information()
        await forms()
        await notices()
        await of_record.put(CANARY)
        await outbox.add(kind="canary", payload={"text": CANARY})
        await record(by=Actor.system("test"), kind=Kind.ALERT_READ, object_kind="test", detail=CANARY)


async def notices() -> None:
    """Tell Alice of something by a text that is kept."""
    now = datetime.now(UTC)
    notice = ClientNotice(
        client=people.client_id("alice"),
        account=people.account_id("alice"),
        notice="message",
        event=db.new_id(),
        object_id=db.new_id(),
        path="/messages",
        channel=Channel.TEXT,
        created_at=now,
        due_at=now,
    )
    notice.sent_to = ClientNotice.sent_to.seal(CANARY, row=notice.id)
    text = TextMessage(written_at=now)
    text.letter = TextMessage.letter.seal_json({"text": CANARY}, row=text.id)
    await ClientNotice.insert(notice)
    await TextMessage.insert(text)


async def forms() -> None:
    """Have a form sent that shows danger, and say of it all that can be said."""
    mood = await begun()
    await notice(mood, nine=1)
    event = (await events("id"))[0]["id"]
    response: dict[Any, Any] = {
        column: column.seal(CANARY, row=mood.response)
        for column in (FormResponse.unread, FormResponse.signature, FormResponse.set_aside_reason)
    }
    reason = FormAssignment.taken_back_reason
    await FormResponse.update(response).where(FormResponse.id == mood.response)
    await FormAssignment.update({reason: reason.seal(CANARY, row=mood.assignment)}).where(
        FormAssignment.id == mood.assignment
    )
    said: dict[Any, Any] = {
        column: column.seal(CANARY, row=event) for column in (SafetyEvent.answer, SafetyEvent.done)
    }
    await SafetyEvent.update(said).where(SafetyEvent.id == event)


async def client_information() -> None:
    """Tell all there is to tell of Alice, and have a change of it corrected and declined."""
    alice = people.client_id("alice")
    sealed: dict[Any, Any] = {
        column.name: column.seal(CANARY, row=alice)
        for column in encrypted_columns()
        if column.table_name == "client_information"
    }
    await ClientInformation.update(sealed).where(ClientInformation.id == alice)
    request = ChangeRequest(
        client=alice, section="basic", sent_at=datetime.now(UTC), sent_by_kind="client", sent_by_name="Alice"
    )
    await ChangeRequest.insert(request)
    field = ChangedField(
        request=request.id,
        client=alice,
        part="basic",
        subject=alice,
        act="edit",
        field="email",
        standing="declined",
    )
    for name in ("old_value", "new_value", "kept_value", "reason"):
        setattr(field, name, getattr(ChangedField, name).seal(CANARY, row=field.id))
    await ChangedField.insert(field)


async def fill(count: int) -> list[UUID]:
    """Write so many messages into a thread of Bob's, in one copy; give their ids."""
    now, client = datetime.now(UTC), people.client_id("bob")
    thread = await rows.value("select id from message_thread where client = $1 limit 1", client)
    ids = [db.new_id() for _ in range(count)]
    records = [
        (id_, thread, client, False, "Dana Diaz", Message.body.seal(text_of(id_), row=id_), now, now)
        for id_ in ids
    ]
    async with db.apart() as connection:
        await connection.copy_records_to_table("message", records=records, columns=COPIED)
        await connection.execute("analyze message")
    return ids


def text_of(message: UUID) -> str:
    return f"{CANARY} {message}"


async def texts() -> dict[tuple[str, UUID], str]:
    """Open every value there is, by its column and row; raises Unreadable."""
    return {
        (column.place, row["id"]): column.open(row["sealed"], row=row["id"])
        for column in encrypted_columns()
        for row in await values_of(column)
    }


async def values_of(column: Encrypted) -> list[db.Record]:
    statement = "select id, {0} as sealed from {1} where {0} is not null"
    return list(await db.rows(statement.format(column.name, column.table_name)))


async def rotated() -> tuple[rotation.Walk, list[str]]:
    """Rotate to the end; give what was done, and what could not be opened."""
    walk = rotation.Walk()
    steps = [step async for step in rotation.rotate(walk)]
    return walk, [str(step) for step in steps if not isinstance(step, rotation.Step)]


async def keys_of(*, kept: bool = False) -> set[int | None]:
    """Give the keys that values need: all others', or those of what is kept as it was written."""
    return {each.key for each in await rotation.held() if (each.place in rotation.KEPT) is kept}


def environ(keys: tuple[FieldKey, ...]) -> dict[str, str]:
    """Give the environment of a process that works with our servers and these keys."""
    ours = config.current()
    ring = ",".join(f"{key.id}:{base64.urlsafe_b64encode(key.key).decode()}" for key in keys)
    return os.environ | {
        "DATABASE_URL": str(ours.database_url),
        "REDIS_URL": str(ours.redis_url),
        "SECRET_KEY": ours.secret_key.decode(),
        "FIELD_KEYS": ring,
        "DATA_DIR": str(ours.data_dir),
    }


def command(given: Mapping[str, str], name: str = "rotate-keys") -> subprocess.Popen[str]:
    """Begin a command of the portal."""
    return subprocess.Popen(
        [sys.executable, "-m", "app", name],
        cwd=ROOT,
        env=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
