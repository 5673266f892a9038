"""Documents of the demo practice, drawn here: a few of everything for Alice, two for Bob."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import pikepdf
from PIL import Image, ImageDraw

from app import db
from app.accounts.sessions import today
from app.documents.rules import Ask
from app.documents.tables import Document
from app.files.demo import DemoFile, add_clean_files
from app.files.rules import FileKind

SPACE = UUID("0c6f6a52-94d0-4b1e-9a63-7d1f7f1f3b48")
OFFICE = "nora"
TYPES = "select key, id from document_type where key is not null"
LETTER_SIZE = (0, 0, 612, 792)


@dataclass(frozen=True)
class Story:
    """One document; `lines` are what it says, `days_ago` when it came. A picture comes from the client."""

    client: str
    title: str
    type_key: str
    lines: tuple[str, ...]
    days_ago: int
    ask: Ask = Ask.NOTHING
    due_in: int | None = None
    completed_days_ago: int | None = None
    read: bool = False
    from_client: bool = False
    kind: FileKind = FileKind.PDF


STORIES = (
    Story(
        "alice",
        "Consent to telehealth",
        "form",
        (
            "Your sessions can take place by video.",
            "You can stop at any time and come to the office instead.",
            "Nobody records a session.",
        ),
        days_ago=2,
        ask=Ask.SIGN,
        due_in=12,
    ),
    Story(
        "alice",
        "How we protect your privacy",
        "letter",
        (
            "This notice says who may see your record, and why.",
            "You can ask for a copy of your record at any time.",
            "You can ask us to correct what is wrong in it.",
        ),
        days_ago=5,
        ask=Ask.ACKNOWLEDGE,
    ),
    Story(
        "alice",
        "Sleep diary",
        "form",
        ("Day        To bed     Asleep     Awake     How I slept", "", "Monday", "Tuesday", "Wednesday"),
        days_ago=6,
        ask=Ask.FILL,
        due_in=-1,
        read=True,
    ),
    Story(
        "alice",
        "Office rules",
        "letter",
        ("Please call a day ahead if you cannot come.", "The door opens at 8 AM."),
        days_ago=70,
        ask=Ask.ACKNOWLEDGE,
        completed_days_ago=68,
        read=True,
    ),
    Story(
        "alice",
        "Letter for your employer",
        "letter",
        ("To whom it may concern:", "Ms. Anderson has an appointment with us on Tuesday mornings."),
        days_ago=21,
        read=True,
    ),
    Story(
        "alice",
        "letter-from-dr-lee.pdf",
        "record",
        ("Lee Family Medicine", "Blood pressure and weight are as they should be."),
        days_ago=30,
        from_client=True,
    ),
    Story(
        "alice",
        "insurance-card.jpg",
        "insurance_card",
        ("EXAMPLE HEALTH PLAN", "Member: ALICE ANDERSON", "Member ID: EXM 0000 1234"),
        days_ago=60,
        from_client=True,
        kind=FileKind.JPEG,
    ),
    Story(
        "bob",
        "How we protect your privacy",
        "letter",
        ("This notice says who may see your record, and why.",),
        days_ago=9,
        ask=Ask.ACKNOWLEDGE,
    ),
    Story("bob", "Breathing exercise", "letter", ("Breathe in for four, out for six.",), days_ago=40),
)


def document_id(title: str, client: str = "alice") -> UUID:
    return uuid5(SPACE, f"{client}:{title}")


async def add_documents(practice: Any) -> None:
    """Add everybody's documents to the demo practice."""
    types = {row["key"]: row["id"] for row in await db.rows(TYPES)}
    files = await add_clean_files([_file(practice, story) for story in STORIES])
    now = datetime.now(UTC)
    await Document.insert(
        *(
            _document(practice, story, file_id, types[story.type_key], now)
            for story, file_id in zip(STORIES, files, strict=True)
        )
    )


def _document(practice: Any, story: Story, file_id: UUID, document_type: UUID, now: datetime) -> Document:
    sent_at, writer = now - timedelta(days=story.days_ago, hours=2), practice.writer_of[story.client]
    document = Document(
        id=document_id(story.title, story.client),
        client=practice.clients[story.client],
        file=file_id,
        document_type=document_type,
        from_client=story.from_client,
        sent_at=sent_at,
        sent_by_name=practice.names[writer if story.from_client else OFFICE],
        account=practice.accounts[writer] if story.from_client else None,
        staff=None if story.from_client else practice.staff[OFFICE],
        ask=story.ask,
        due_on=today() + timedelta(days=story.due_in) if story.due_in is not None else None,
        shared_at=None if story.from_client else sent_at,
        read_at=sent_at + timedelta(hours=3) if story.read else None,
    )
    document.title = Document.title.seal(story.title, row=document.id)
    if story.completed_days_ago is not None:
        document.completed_at = now - timedelta(days=story.completed_days_ago)
        document.completed_by_name = practice.names[writer]
    return document


def _file(practice: Any, story: Story) -> DemoFile:
    content = pdf(story.title, story.lines) if story.kind is FileKind.PDF else picture(story.lines)
    name = story.title if story.from_client else f"{story.title}.pdf"
    return DemoFile(practice.clients[story.client], name, story.kind, content, story.from_client)


def pdf(title: str, lines: tuple[str, ...]) -> bytes:
    """Draw a page with a title and a few lines under it."""
    document = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page = document.add_blank_page(page_size=LETTER_SIZE[2:])
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    words = [_words(title, size=22, y=700)]
    words += [_words(line, size=12, y=655 - 24 * number) for number, line in enumerate(lines)]
    page.Contents = document.make_stream("\n".join(words).encode("latin-1"))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _words(text: str, *, size: int, y: int) -> str:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {size} Tf 72 {y} Td ({escaped}) Tj ET"


def picture(lines: tuple[str, ...]) -> bytes:
    """Draw a card with a few lines on it."""
    card = Image.new("RGB", (860, 540), "#dfe9f2")
    pen = ImageDraw.Draw(card)
    pen.rectangle((0, 0, 860, 120), fill="#1f4e79")
    for number, line in enumerate(lines):
        pen.text((48, 42 + number * 130), line, fill="white" if number == 0 else "#102030", font_size=36)
    written = io.BytesIO()
    card.save(written, "JPEG")
    return written.getvalue()
