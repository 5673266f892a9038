"""What the gallery shows the components with: made up, and in every state a page may find them in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.web.forms import FilledForm
from app.web.language import gettext

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
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
        SampleMessage(UUID(int=number), sender, body, now, mine=mine, unread=unread)
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
        }
    )


def wrong_form() -> FilledForm:
    """Give a form of which every field was refused."""
    typed = {"wrong_text": LONG_WORD, "wrong_area": "\u2026", "wrong_select": "one"}
    sentence = gettext("This needs another look.")
    names = ("wrong_text", "wrong_password", "wrong_area", "wrong_select", "wrong_choice")
    return FilledForm(typed).refused(**dict.fromkeys(names, sentence))
