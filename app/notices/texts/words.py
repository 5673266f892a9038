"""What somebody means who answers a text, and what they are told; English and Spanish.

Carriers and courts ask that every plain way of saying stop is heard (47 CFR 64.1200(a)(10)): in doubt it is one.
Nothing here says whose portal it is, or what it is about: others may read it.
"""

import re
import unicodedata
from dataclasses import dataclass

from app.notices.tables import TextMeaning
from app.web.language import Language, _l

STOPPED = _l("You get no more texts. To get them again, sign in at %(portal)s and agree to them anew.")
HELP = _l("We text you only when something waits at %(portal)s. To get help, open it: a phone number stands there. Reply STOP to opt out.")  # fmt: skip
NOBODY_READS = _l("Nobody reads answers to this number. To write to us, sign in at %(portal)s. If you are in danger, call 911. Reply STOP to opt out.")  # fmt: skip
"""To anything else: whoever writes must not wait for an answer that never comes."""
ANSWERS = {TextMeaning.STOP: STOPPED, TextMeaning.HELP: HELP, TextMeaning.OTHER: NOBODY_READS}

STOP_OF_CARRIERS = frozenset(["stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"])
STOP_IN_SPANISH = frozenset(
    ["alto", "parar", "pare", "para", "detener", "cancelar", "baja", "fin", "terminar", "salir", "no mas"]
)
STOP_ALONE = STOP_OF_CARRIERS | STOP_IN_SPANISH | {"unsub", "remove", "remove me", "no more"}
STOP_FIRST = frozenset(["stop", "stopall", "unsubscribe", "optout", "alto", "parar"])
STOP_WITHIN = (
    "opt out", "please stop", "stop texting", "stop sending", "stop these", "no more texts", "no more messages",
    "do not text", "dont text", "dejen de", "deje de", "no mas mensajes", "no mas textos", "no me envien",
)  # fmt: skip
HELP_IN_SPANISH = frozenset(["ayuda", "informacion"])
HELP_ALONE = frozenset(["help", "info"]) | HELP_IN_SPANISH


@dataclass(frozen=True, slots=True)
class Heard:
    """What a text means, and the language it is in where its words tell that."""

    meaning: TextMeaning
    language: Language | None = None


def heard(text: str) -> Heard:
    """Say what a text means, whatever its capitals, accents and marks."""
    words = _plain(text)
    if words in STOP_ALONE or words.partition(" ")[0] in STOP_FIRST or _says_within(words):
        return Heard(TextMeaning.STOP, Language.SPANISH if words in STOP_IN_SPANISH else None)
    if words in HELP_ALONE:
        return Heard(TextMeaning.HELP, Language.SPANISH if words in HELP_IN_SPANISH else None)
    return Heard(TextMeaning.OTHER)


def is_stop_of_carriers(text: str) -> bool:
    """Whether a text is one of the words that carriers act on and answer themselves."""
    return _plain(text) in STOP_OF_CARRIERS


def _says_within(words: str) -> bool:
    return any(f" {phrase} " in f" {words} " for phrase in STOP_WITHIN)


def _plain(text: str) -> str:
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text).casefold()
        if not unicodedata.combining(letter)
    )
    return " ".join(re.sub(r"[^\w\s]", " ", bare.replace("'", "").replace("’", "")).split())
