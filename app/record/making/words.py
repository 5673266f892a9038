"""What the facts of a record say, in the reader's language: days, measured values, and the codes FHIR has for how things stand."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from app.record.clinical.facts import Amount, Measured, Observation, Precision, When
from app.web.language import Language, Phrase, _l, current_language
from app.web.templates import day_as

STATUSES: Mapping[str, Phrase] = {
    "active": _l("Active"),
    "recurrence": _l("Came back"),
    "relapse": _l("Came back"),
    "inactive": _l("Not active"),
    "remission": _l("In remission"),
    "resolved": _l("Over"),
    "on-hold": _l("On hold"),
    "stopped": _l("Stopped"),
    "completed": _l("Done"),
    "cancelled": _l("Canceled"),
    "draft": _l("Draft"),
    "unknown": _l("Not known"),
    "not-done": _l("Not done"),
    "in-progress": _l("In progress"),
    "preparation": _l("Planned"),
    "planned": _l("Planned"),
    "arrived": _l("In progress"),
    "triaged": _l("In progress"),
    "onleave": _l("In progress"),
    "finished": _l("Done"),
    "revoked": _l("Taken back"),
    "proposed": _l("Proposed"),
    "accepted": _l("Agreed"),
    "rejected": _l("Not agreed"),
    "suspended": _l("On hold"),
    "registered": _l("Not final yet"),
    "preliminary": _l("Not final yet"),
    "final": _l("Final"),
    "amended": _l("Changed later"),
    "corrected": _l("Corrected"),
    "current": _l("Current"),
    "superseded": _l("Replaced by a newer one"),
}
"""By the status codes of FHIR R4; a code that is not among them stands for itself."""
SEVERITIES: Mapping[str, Phrase] = {
    "mild": _l("mild"),
    "moderate": _l("moderate"),
    "severe": _l("severe"),
}
CRITICALITIES: Mapping[str, Phrase] = {
    "low": _l("Low"),
    "high": _l("High"),
    "unable-to-assess": _l("Not known"),
}
FLAGS: Mapping[str, Phrase] = {
    "H": _l("high"),
    "HU": _l("very high"),
    "HH": _l("very high"),
    "L": _l("low"),
    "LU": _l("very low"),
    "LL": _l("very low"),
    "A": _l("not as usual"),
    "AA": _l("not as usual at all"),
    "POS": _l("positive"),
    "NEG": _l("negative"),
    "N": _l("as usual"),
}
"""By v3 ObservationInterpretation; others are left to the code."""
ABSENT: Mapping[str, Phrase] = {
    "asked-declined": _l("Not answered by choice"),
    "asked-unknown": _l("Asked, but not known"),
    "not-asked": _l("Not asked"),
    "masked": _l("Not shown"),
    "not-performed": _l("Not done"),
    "not-applicable": _l("Does not apply"),
}
"""By data-absent-reason."""
NOT_KNOWN = _l("Not known")
UNITS = {
    "mm[Hg]": "mmHg",
    "Cel": "°C",
    "[degF]": "°F",
    "[lb_av]": "lb",
    "[oz_av]": "oz",
    "[in_i]": "in",
    "kg/m2": "kg/m²",
    "{score}": "",
    "{#}": "",
    "1": "",
    "10*3/uL": "10³/µL",
    "10*6/uL": "10⁶/µL",
    "10*9/L": "10⁹/L",
    "ug": "µg",
    "ug/dL": "µg/dL",
    "/min": "/min",
}
"""How people read units, where their UCUM code says it otherwise."""
MONTHS = {Language.ENGLISH: "LLLL y", Language.SPANISH: "LLLL 'de' y"}


def said(words: Mapping[str, Phrase], code: str) -> str:
    """Word a code; one that has no words stands for itself."""
    return str(words.get(code, code))


def day_words(when: When | None, zone: str) -> str:
    """Give a moment as exact as it is known; an instant as the day it was at the practice. "": it is not known."""
    if when is None:
        return ""
    if when.precision is Precision.YEAR:
        return str(when.at.year)
    on = day_there(when, zone)
    pattern = MONTHS[current_language()] if when.precision is Precision.MONTH else "medium"
    return day_as(on, pattern)


def day_there(when: When, zone: str) -> date:
    """Give the day of a moment, of an instant at the practice."""
    if when.precision is Precision.INSTANT and when.at.tzinfo is not None:
        return there(when.at, zone).date()
    return when.day


def there(at: datetime, zone: str) -> datetime:
    """Give an instant by the practice's clock; the first and last day that can be written stay what they are."""
    try:
        return at.astimezone(zone_of(zone))
    except OverflowError:
        return at


@lru_cache(maxsize=8)
def zone_of(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def amount_words(amount: Amount) -> str:
    unit = unit_words(amount)
    gap = "" if unit in ("", "%") else " "
    return f"{amount.comparator}{amount.value}{gap}{unit}"


def unit_words(amount: Amount) -> str:
    """Give the unit as people read it: an annotation in braces says what is counted, and is none."""
    unit = amount.unit or amount.code
    if unit in UNITS:
        return UNITS[unit]
    return unit.strip("{}") if unit.startswith("{") and unit.endswith("}") else unit


def measured_words(found: Measured) -> str:
    """Give what was found, else why there is nothing; "" where neither is known."""
    if found.amount is not None:
        return amount_words(found.amount)
    if found.coded is not None and found.coded.words:
        return found.coded.words
    if found.text:
        return found.text
    return said(ABSENT, found.absent) if found.absent in ABSENT else ""


def result_words(seen: Observation) -> str:
    """Give the value of an observation, or of its parts, each with what it is called."""
    whole = measured_words(seen.found)
    parts = [f"{part.what.words}: {measured_words(part.found) or NOT_KNOWN}" for part in seen.parts]
    words = "; ".join(([whole] if whole else []) + parts) or str(NOT_KNOWN)
    return f"{words} ({FLAGS[seen.flag]})" if seen.flag in FLAGS else words
