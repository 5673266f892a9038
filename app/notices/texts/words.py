"""What somebody means who answers a text, and what they are told; English and Spanish.

Every plain way of saying stop is to be heard (47 CFR 64.1200(a)(10)), but no sentence that speaks of something else: whoever
is in need must read of 911, not that texts have ended.
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

LONGEST = 1600
"""The characters of a text that are looked at: no service takes longer ones."""
STOP_OF_CARRIERS = frozenset(["stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"])
STOP_IN_ENGLISH = STOP_OF_CARRIERS | {
    "stop all", "opt out", "opt me out", "unsub", "unsubscribe me", "remove", "remove me", "delete me", "delete my number",
    "remove my number", "take me off", "no more", "enough", "leave me alone", "leave us alone", "cease", "halt",
}  # fmt: skip
STOP_IN_SPANISH = frozenset([
    "alto", "parar", "pare", "paren", "para", "detente", "detener", "detenerse", "detengase", "detenganse", "cancelar",
    "cancele", "cancelen", "baja", "fin", "terminar", "salir", "no mas", "nomas", "ya no", "basta", "basta ya", "ya basta", "suficiente",
    "borrar", "borrame", "borreme", "borrenme", "eliminar", "eliminenme", "quiteme", "quitenme", "saquenme", "desuscribir",
    "desuscribirme", "dejame en paz", "dejeme en paz", "dejenme en paz", "no me molesten",
])  # fmt: skip
COURTESIES = r"(?:please|pls|plz|ok|okay|hi|hello|hey|sorry|just|now|thanks|thank you|por favor|hola|gracias|perdon|disculpe|ya)"
LED_IN = re.compile(rf"^(?:{COURTESIES} )+|(?: {COURTESIES})+$")
NOT_OF_TEXTS = frozenset(["by", "in", "at", "over", "on", "the", "my", "taking", "thinking", "being"])
"""What makes an ordinary sentence of one that begins with "stop": it is of no texts then, unless it names them."""
TEXTS = r"(?:texts?|texting|messages?|messaging|msgs?|sms|notifications?)"
MENSAJES = r"(?:mensajes?|textos?|sms|notificaciones)"
WHOLE_IN_ENGLISH = re.compile(
    r"(?:(?:i think )?(?:you have|you have got|youve got|you got|this is|its|it is) )?(?:the |a )?wrong (?:number|person)"
    r"|(?:do not|dont|never) (?:contact|write|bother) (?:me|us)(?: again| anymore| any more)?"
)
WHOLE_IN_SPANISH = re.compile(
    r"(?:(?:tienen?|tiene usted|este es|es) )?(?:el |un )?numero (?:equivocado|incorrecto)|(?:se )?equivoc\w+ de numero"
)
WITHIN_ENGLISH = re.compile(
    rf"\b(?:(?:stop|end|quit|cancel|cease|halt) (?:(?:all|the|these|this|those|your|my|any|me|us|sending|getting) )*{TEXTS}"
    rf"|no more {TEXTS}|opt out|unsubscribe me|stop sending|(?:do not|dont|never) text"
    rf"|(?:do not|dont) want (?:(?:any|more|to|get|receive|the|these|your) )*{TEXTS}"
    r"|(?:take|remove|delete) (?:me|us|my number|this number) (?:off|from)(?: of)? (?:your|this|the) (?:list|texts|messages))\b"
)
WITHIN_SPANISH = re.compile(
    rf"\b(?:(?:alto|paren?|parar|detener|detengan|cancelar|cancelen) (?:(?:a|con|de|todos|los|estos|sus) )*{MENSAJES}"
    rf"|no mas {MENSAJES}|no (?:quiero|deseo) (?:(?:mas|recibir|los|estos|sus) )*{MENSAJES}"
    r"|(?:deja|dejen?|paren?) de (?:escribir|enviar|mandar|molestar|textear)\w*|no (?:me|nos) (?:envien?|manden?|escriban?)"
    r"|(?:dar|darme|darnos|denme|deme) de baja|(?:borren?|quiten?|saquen?|eliminen?)(?:me|nos) de (?:la|su|esta) lista)\b"
)
HELP_IN_SPANISH = frozenset(["ayuda", "informacion"])
HELP_ALONE = frozenset(["help", "info"]) | HELP_IN_SPANISH


@dataclass(frozen=True, slots=True)
class Heard:
    """What a text means, and the language it is in where its words tell that."""

    meaning: TextMeaning
    language: Language | None = None


def heard(text: str) -> Heard:
    """Say what a text means, whatever its capitals, accents, marks and courtesies."""
    words = _plain(text)[:LONGEST]
    bare = LED_IN.sub("", words)
    if _stops_in_spanish(words) or _stops_in_spanish(bare):
        return Heard(TextMeaning.STOP, Language.SPANISH)
    if _stops_in_english(bare):
        return Heard(TextMeaning.STOP)
    if words in HELP_ALONE:
        return Heard(TextMeaning.HELP, Language.SPANISH if words in HELP_IN_SPANISH else None)
    return Heard(TextMeaning.OTHER)


def is_stop_of_carriers(text: str) -> bool:
    """Whether a text is one of the words that carriers act on and answer themselves."""
    return _plain(text) in STOP_OF_CARRIERS


def _stops_in_spanish(words: str) -> bool:
    is_whole = words in STOP_IN_SPANISH or WHOLE_IN_SPANISH.fullmatch(words)
    return bool(is_whole or WITHIN_SPANISH.search(words))


def _stops_in_english(words: str) -> bool:
    first, _, rest = words.partition(" ")
    begins = first in ("stopall", "unsubscribe") or (
        first == "stop" and rest.partition(" ")[0] not in NOT_OF_TEXTS
    )
    is_whole = words in STOP_IN_ENGLISH or WHOLE_IN_ENGLISH.fullmatch(words)
    return bool(is_whole or begins or WITHIN_ENGLISH.search(words))


def _plain(text: str) -> str:
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text).casefold()
        if not unicodedata.combining(letter)
    )
    words = re.sub(r"[\W_]", " ", bare.replace("'", "").replace("’", "")).split()
    return ("" if all(len(word) == 1 for word in words) else " ").join(words)
