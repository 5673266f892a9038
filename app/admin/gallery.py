"""What the gallery shows the components with: made up, and in every state a page may find them in."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from app.accounts.own.service import OpenSession
from app.clients.postal import PostalAddress
from app.documents.attached import Attached
from app.files.tables import FileState
from app.web.forms import FilledForm
from app.web.language import gettext
from app.web.readers.dates import in_parts

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
WRONG = (
    "text",
    "password",
    "area",
    "select",
    "choice",
    "ticks",
    "day",
    "address_line1",
    "address_state",
    "address_country",
)
LONG_ADDRESS = (
    "https://portal.example.org/a/very/long/address/that/somebody/has/copied/into/a/message?and=more&of=it"
)


@dataclass(frozen=True, slots=True)
class SampleMessage:
    id: UUID
    sender: str
    body: str
    sent_at: datetime
    mine: bool = False
    unread: bool = False
    attachments: tuple[Attached, ...] = ()


def sample_attachments() -> tuple[Attached, ...]:
    return (
        Attached(uuid4(), "refill.pdf", FileState.CLEAN, is_back=False),
        Attached(uuid4(), f"{LONG_WORD}.jpg", FileState.CHECKING, is_back=False),
    )


@dataclass(frozen=True, slots=True)
class SampleDraft:
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class SampleReply:
    id: int
    title: str
    body: str


SAMPLE_REPLIES = (
    SampleReply(1, "Refill sent", "Your refill is at the pharmacy."),
    SampleReply(2, LONG_WORD, LONG_WORD),
)


def sample_messages(now: datetime) -> tuple[SampleMessage, ...]:
    """Give a message of each look: theirs and new, mine, and one of long words."""
    spanish = "Buenos días. ¿Podría renovar mi receta? Muchas gracias, señora Núñez."
    texts = (
        (
            "Terry Tran, LCSW",
            "Good morning. Your refill is at the pharmacy.\n\nTake one in the evening.",
            False,
            True,
        ),
        ("Alice Anderson", "Thank you!", True, False),
        ("Charlie Castillo", spanish, True, False),
        (LONG_WORD, f"{LONG_WORD}\n{LONG_ADDRESS}", False, False),
    )
    return tuple(
        SampleMessage(
            UUID(int=number),
            sender,
            body,
            now,
            mine=mine,
            unread=unread,
            attachments=() if mine else sample_attachments(),
        )
        for number, (sender, body, mine, unread) in enumerate(texts, 1)
    )


def filled_form() -> FilledForm:
    """Give a form as somebody has filled it in."""
    return FilledForm(
        {
            "filled_text": "Alice",
            "filled_area": f"Good morning.\n{LONG_WORD}",
            "filled_select": "two",
            "filled_choice": "two",
            **in_parts("filled_day", date(1988, 4, 12)),
            **PostalAddress("Calle de Alcalá 12", "Madrid", postal_code="28014", country="ES").typed(
                "filled_address"
            ),
        },
        ticked={"filled_ticks": ("one", "two")},
    )


def wrong_form() -> FilledForm:
    """Give a form of which every field was refused."""
    typed = {"wrong_text": LONG_WORD, "wrong_area": "\u2026", "wrong_select": "one", "wrong_day_year": "88"}
    sentence = gettext("This needs another look.")
    names = [f"wrong_{name}" for name in WRONG]
    return FilledForm(typed).refused(**dict.fromkeys(names, sentence))


def sample_sessions(now: datetime) -> tuple[OpenSession, ...]:
    return (
        OpenSession("1", "Chrome on Android", "203.0.113.0/24", now, now, is_this=True),
        OpenSession("2", LONG_WORD, "2001:db8:1::/48", now, now, is_this=False, half=True),
        OpenSession("3", "Firefox", "", now, now, is_this=False),
    )
