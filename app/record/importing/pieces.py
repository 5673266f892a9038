"""The small parts that resources are made of, read strictly: what has another type than FHIR R4 says ends the import.

What is only odd is put right, and noted.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from app.record.clinical.facts import Amount, Code, Coded, Precision, When
from app.record.importing.bundle import wrong_shape
from app.record.importing.directory import Directory
from app.record.importing.limits import LONGEST_WORDS
from app.record.importing.refusing import Refused
from app.record.importing.repairs import Repair

Tree: TypeAlias = Mapping[str, Any]

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
"""What no page and no XML holds."""
JOINED = re.compile(r"[A-Za-z0-9]+(_[A-Za-z0-9]+)+")
DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
MOST_CODES = 10
LONGEST_CODE = 100
LONGEST_NUMBER = 40
LARGEST_EXPONENT = 20
MOST_EXAMPLES = 3
EMPTY: Tree = {}


@dataclass(slots=True)
class Reading:
    """What is known and noted while a file is read."""

    directory: Directory
    repairs: Counter[Repair] = field(default_factory=Counter)
    examples: dict[Repair, list[str]] = field(default_factory=dict)
    here: str = ""
    """The resource at hand, as in "Observation 17"."""
    addresses: tuple[str, ...] = ()
    """The ways in which others refer to it."""
    borrowed: set[str] = field(default_factory=set)
    """The resources, as they are referred to, whose words stand in it."""

    def repaired(self, repair: Repair) -> None:
        self.repairs[repair] += 1
        examples = self.examples.setdefault(repair, [])
        if len(examples) < MOST_EXAMPLES and self.here not in examples:
            examples.append(self.here)

    def wrong(self, name: str) -> Refused:
        return wrong_shape(self.here, name)


def tree_of(reading: Reading, tree: Tree, name: str) -> Tree:
    """Give an object of an object; an empty one for none."""
    value = tree.get(name)
    if value is None:
        return EMPTY
    if not isinstance(value, dict):
        raise reading.wrong(name)
    return value


def trees_of(reading: Reading, tree: Tree, name: str) -> list[Tree]:
    """Give a list of objects."""
    value = tree.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise reading.wrong(name)
    return value


def first_of(reading: Reading, tree: Tree, name: str) -> Tree:
    return next(iter(trees_of(reading, tree, name)), EMPTY)


def text_of(reading: Reading, tree: Tree, name: str, *, most: int = LONGEST_WORDS) -> str:
    """Give a text without what cannot be shown, at most `most` characters; "" for none."""
    value = tree.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise reading.wrong(name)
    clean = CONTROLS.sub("", value).strip()
    if len(clean) > most:
        reading.repaired(Repair.SHORTENED)
        clean = f"{clean[: most - 1]}…"
    return clean


def texts_of(reading: Reading, tree: Tree, name: str) -> list[str]:
    value = tree.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise reading.wrong(name)
    return [clean for each in value if (clean := CONTROLS.sub("", each).strip()[:LONGEST_WORDS])]


def flag_of(reading: Reading, tree: Tree, name: str) -> bool:
    value = tree.get(name, False)
    if not isinstance(value, bool):
        raise reading.wrong(name)
    return value


def words_of(reading: Reading, tree: Tree, name: str) -> str:
    """Give a text that people read: identifiers with underscores become words."""
    text = text_of(reading, tree, name)
    if JOINED.fullmatch(text):
        reading.repaired(Repair.UNDERSCORES)
        return text.replace("_", " ")
    return text


def status_of(reading: Reading, value: str, known: frozenset[str], *, usual: str) -> str:
    """Give a status that FHIR knows, else the usual one."""
    if value in known:
        return value
    reading.repaired(Repair.STATUS_MISSING)
    return usual


def code_of(reading: Reading, coding: Tree) -> Code | None:
    """Give a code; None for a coding that names none."""
    code = text_of(reading, coding, "code", most=LONGEST_CODE)
    if not code:
        return None
    return Code(text_of(reading, coding, "system", most=300), code, words_of(reading, coding, "display"))


def coded(reading: Reading, concept: Tree) -> Coded:
    """Give what a CodeableConcept means; one with neither text nor codes is empty."""
    text = words_of(reading, concept, "text")
    codings = trees_of(reading, concept, "coding")[:MOST_CODES]
    codes = tuple(code for coding in codings if (code := code_of(reading, coding)) is not None)
    if not text and not codes:
        text = next((display for coding in codings if (display := words_of(reading, coding, "display"))), "")
    return Coded(text, codes)


def coded_at(reading: Reading, tree: Tree, name: str) -> Coded:
    return coded(reading, tree_of(reading, tree, name))


def all_coded(reading: Reading, tree: Tree, name: str) -> list[Coded]:
    return [coded(reading, concept) for concept in trees_of(reading, tree, name)]


def first_code(reading: Reading, tree: Tree, name: str) -> str:
    """Give the first code of a CodeableConcept; "" for none."""
    return next((code.code for code in coded_at(reading, tree, name).codes), "")


def when(reading: Reading, tree: Tree, name: str) -> When | None:
    """Give a date or a moment as exact as it is written; None for none, and for one that does not exist."""
    written = text_of(reading, tree, name, most=60)
    if not written:
        return None
    try:
        return _when(reading, written)
    except (ValueError, OverflowError):
        reading.repaired(Repair.DATE_DROPPED)
        return None


def _when(reading: Reading, written: str) -> When:
    found = DAY.fullmatch(written)
    if found:
        year, month, day = found.groups()
        precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
        return When(datetime(int(year), int(month or 1), int(day or 1)), precision)  # noqa: DTZ001  # a day has none
    moment = datetime.fromisoformat(written)
    if moment.tzinfo is not None:
        return When(moment, Precision.INSTANT)
    reading.repaired(Repair.TIME_DROPPED)
    return When(moment.replace(hour=0, minute=0, second=0, microsecond=0), Precision.DAY)


def when_any(reading: Reading, tree: Tree, stem: str) -> tuple[When | None, When | None]:
    """Give beginning and end of what FHIR calls stemDateTime, stemPeriod or stemInstant; of a moment, it alone."""
    moment = when(reading, tree, f"{stem}DateTime") or when(reading, tree, f"{stem}Instant")
    return (moment, None) if moment else period(reading, tree, f"{stem}Period")


def period(reading: Reading, tree: Tree, name: str) -> tuple[When | None, When | None]:
    spanned = tree_of(reading, tree, name)
    return when(reading, spanned, "start"), when(reading, spanned, "end")


def number(reading: Reading, tree: Tree, name: str) -> str:
    """Give a number as it was written; "" for none."""
    value = tree.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise reading.wrong(name)
    if isinstance(value, str):
        reading.repaired(Repair.NUMBER_AS_TEXT)
    try:
        exact = Decimal(value)
    except InvalidOperation:
        raise reading.wrong(name) from None
    if not exact.is_finite() or abs(exact.adjusted()) > LARGEST_EXPONENT:
        raise reading.wrong(name)
    return format(exact, "f")[:LONGEST_NUMBER]


def amount(reading: Reading, tree: Tree, name: str) -> Amount | None:
    """Give a Quantity; None for one without a value."""
    quantity = tree_of(reading, tree, name)
    value = number(reading, quantity, "value")
    if not value:
        return None
    code, unit = (text_of(reading, quantity, each, most=LONGEST_CODE) for each in ("code", "unit"))
    comparator = text_of(reading, quantity, "comparator", most=2)
    return Amount(value, unit or code, code, comparator if comparator in ("<", "<=", ">", ">=") else "")


def named(reading: Reading, tree: Tree, name: str) -> str:
    """Give what somebody or something that is referred to is called; "" for none."""
    reference = tree_of(reading, tree, name)
    return called(reading, reference)


def called(reading: Reading, reference: Tree) -> str:
    address = text_of(reading, reference, "reference", most=300)
    if address:
        reading.borrowed.add(address)
    if reading.directory.labels_of(address).never:
        return ""
    found = reading.directory.name(address) if address else ""
    shown = found or text_of(reading, reference, "display")
    if address and not shown:
        reading.repaired(Repair.UNKNOWN_REFERENCE)
    return shown


def notes_of(reading: Reading, tree: Tree) -> str:
    """Give the annotations of a resource, one a line."""
    notes = (text_of(reading, note, "text") for note in trees_of(reading, tree, "note"))
    return "\n".join(note for note in notes if note)
