"""The fields of Messaging Preferences. Their texts: a channel, a phone number, notices, two hours as "21 8", a zone, "yes"."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Any

from babel.dates import format_time

from app.changes import fields
from app.changes.fields import Field, Inputs
from app.changes.parts import FieldGroup
from app.notices.preferences import Notice
from app.notices.tables import Channel
from app.web.forms import BadParts, GroupReader
from app.web.language import FORMATS, Language, Phrase, _l, gettext
from app.web.readers.choices import NOT_ON_THE_LIST
from app.web.templates import NARROW_SPACE, NO_BREAK
from app.web.value_list import Option, ValueList, value_list

ON = "yes"
NO_CHANNEL = _l("Choose how we should tell you.")
BOTH_HOURS = _l("Choose both hours, or neither.")
NOT_THE_SAME = _l("Choose two different hours.")
NO_HOUR = _l("None")
AS_PRACTICE = _l("The same as your practice")
CHANNELS = value_list(
    [
        (Channel.TEXT.value, "Text message", "Mensaje de texto"),
        (Channel.EMAIL.value, "E-mail", "Correo electrónico"),
    ]
)
NOTICES = value_list(
    [
        (Notice.MESSAGE.value, "New message", "Mensaje nuevo"),
        (Notice.DOCUMENT.value, "Document to look at", "Documento para revisar"),
        (Notice.FORM.value, "Form to fill", "Formulario para llenar"),
        (Notice.APPOINTMENT.value, "Appointments", "Citas"),
        (Notice.BILL.value, "Bill", "Factura"),
        (Notice.RECORD.value, "Answers about your record", "Respuestas sobre su expediente"),
    ]
)
ZONES = value_list(
    [
        ("America/Puerto_Rico", "Puerto Rico, U.S. Virgin Islands", "Puerto Rico, Islas Vírgenes de EE. UU."),
        ("America/New_York", "Eastern Time (New York)", "Hora del este (Nueva York)"),
        ("America/Chicago", "Central Time (Chicago)", "Hora del centro (Chicago)"),
        ("America/Denver", "Mountain Time (Denver)", "Hora de la montaña (Denver)"),
        ("America/Phoenix", "Arizona (Phoenix)", "Arizona (Phoenix)"),
        ("America/Los_Angeles", "Pacific Time (Los Angeles)", "Hora del Pacífico (Los Ángeles)"),
        ("America/Anchorage", "Alaska (Anchorage)", "Alaska (Anchorage)"),
        ("America/Adak", "Aleutian Islands (Adak)", "Islas Aleutianas (Adak)"),
        ("Pacific/Honolulu", "Hawaii (Honolulu)", "Hawái (Honolulu)"),
        ("Pacific/Pago_Pago", "American Samoa", "Samoa Americana"),
        ("Pacific/Guam", "Guam, Northern Mariana Islands", "Guam, Islas Marianas del Norte"),
    ]
)
"""Where clients may live; one name for all places whose clocks have agreed for years."""
DISCREET = value_list([(ON, "Use discreet mode", "Usar el modo discreto")])


def _hours(language: Language) -> Mapping[str, str]:
    words = (format_time(time(hour), "h a", locale=FORMATS[language]) for hour in range(24))
    return {
        str(hour): each.replace(NARROW_SPACE, " ").replace(" ", NO_BREAK) for hour, each in enumerate(words)
    }


HOURS = ValueList(english=_hours(Language.ENGLISH), spanish=_hours(Language.SPANISH))


def channels(*, texts: bool) -> list[Option]:
    """Give what can be chosen to be told by; `texts` says whether any are sent."""
    return [option for option in CHANNELS.options() if texts or option[0] != Channel.TEXT]


def hours() -> list[Option]:
    """Give what can be chosen where quiet hours begin and end."""
    return [("", str(NO_HOUR)), *HOURS.options()]


def _quiet_hours(raw: Any) -> str:
    chosen = (raw["from"], raw["until"])
    if chosen == ("", ""):
        return ""
    for part in ("from", "until"):
        if not raw[part]:
            raise BadParts({part: BOTH_HOURS})
        if raw[part] not in HOURS.codes:
            raise BadParts({part: NOT_ON_THE_LIST})
    if raw["from"] == raw["until"]:
        raise BadParts({"until": NOT_THE_SAME})
    return " ".join(chosen)


def _quiet_inputs(name: str, text: str) -> Inputs:
    since, _, until = text.partition(" ")
    return {f"{name}_from": (since,), f"{name}_until": (until,)}


def _quiet_in_words(text: str) -> str:
    if not text:
        return str(NO_HOUR)
    since, until = text.split()
    return f"{HOURS.label(since)} – {HOURS.label(until)}"


def _notices_in_words(text: str) -> str:
    return ", ".join(NOTICES.label(code) for code in text.split()) or gettext("Nothing")


def _on_or_off(text: str) -> str:
    return gettext("In use") if text == ON else gettext("Not in use")


def _ticks(name: str, label: Phrase, values: ValueList, shown: Any) -> Field:
    return replace(fields.ticks(name, label, values), shown=shown)


CHANNEL = fields.choice("channel", _l("Preferred contact method"), CHANNELS, missing=NO_CHANNEL)
TEXTS = replace(fields.phone_number("texts", _l("Text messages may go to")), inputs_of=None, final=True)
"""The number that consent was given to: never an input but a box to tick, whose value the number is."""
QUIET = Field(
    "quiet",
    _l("Quiet hours"),
    GroupReader(_quiet_hours, parts=("from", "until")),
    inputs_of=_quiet_inputs,
    shown=_quiet_in_words,
)
ZONE = replace(
    fields.choice("zone", _l("Your time zone"), ZONES, blank=AS_PRACTICE),
    shown=lambda code: ZONES.label(code) if code else str(AS_PRACTICE),
)
MORE = (
    _ticks("notices", _l("Tell me about"), NOTICES, _notices_in_words),
    QUIET,
    ZONE,
    _ticks("discreet", _l("Discreet mode"), DISCREET, _on_or_off),
)
GROUPS = (
    FieldGroup(_l("How we tell you"), (CHANNEL, TEXTS)),
    FieldGroup(_l("More choices"), MORE, folded=True),
)
KEPT = (CHANNEL, *MORE)
"""What is kept of a form that comes too late: to agree is an act of its own, done with the words in sight."""
