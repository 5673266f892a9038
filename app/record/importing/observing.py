"""Observations of FHIR R4 US Core, read as facts: vital signs, results, scores of surveys, and the social history."""

from collections.abc import Callable

from app.record.clinical.facts import Kind, Measured, Observation, Part, When
from app.record.importing.clinical_readers import Facts, NotTaken, what_of
from app.record.importing.pieces import (
    Reading,
    Tree,
    all_coded,
    amount,
    coded_at,
    first_code,
    first_of,
    flag_of,
    notes_of,
    number,
    period,
    status_of,
    text_of,
    tree_of,
    trees_of,
    when,
    when_any,
)
from app.record.importing.repairs import Ignored, Repair

STATUSES = frozenset({"registered", "preliminary", "final", "amended", "corrected", "unknown"})
KINDS = {"vital-signs": Kind.VITAL, "social-history": Kind.SOCIAL} | dict.fromkeys(
    ("laboratory", "survey", "imaging", "exam", "procedure", "therapy", "activity", "sdoh"), Kind.RESULT
)
VITAL_CODES = frozenset(
    {
        "85354-9",
        "8480-6",
        "8462-4",
        "8867-4",
        "9279-1",
        "8310-5",
        "8302-2",
        "29463-7",
        "39156-5",
        "59408-5",
        "2708-6",
    }
)
SOCIAL_CODES = frozenset({"72166-2", "11367-0", "74013-4", "76689-9", "86645-9", "82810-3"})
"""LOINC, where an observation has no category: vital signs, and smoking, drinking, sex, pregnancy."""
UNKNOWN = "unknown"
"""Of data-absent-reason."""


def observation(reading: Reading, tree: Tree) -> Facts:
    status = text_of(reading, tree, "status")
    if status == "cancelled":
        raise NotTaken(Ignored.NOT_DONE)
    what = what_of(coded_at(reading, tree, "code"))
    parts = tuple(_parts(reading, tree))
    found = measured(reading, tree)
    if found == Measured() and not parts:
        if "hasMember" in tree:
            return ()  # its members stand under its name
        reading.repaired(Repair.VALUE_MISSING)
        found = Measured(absent=UNKNOWN)
    panel, of = reading.directory.panel(*reading.addresses)
    if of:
        reading.borrowed.add(of)
    fact = Observation(
        what=what,
        status=status_of(reading, status, STATUSES, usual=UNKNOWN),
        found=found,
        parts=parts,
        taken=_taken(reading, tree),
        flag=next(
            (code.code for each in all_coded(reading, tree, "interpretation") for code in each.codes), ""
        ),
        usual=_usual(reading, tree),
        panel=panel,
        note=notes_of(reading, tree),
        panel_of=reading.directory.id_of(of),
    )
    return ((_kind(reading, tree, fact), fact),)


def measured(reading: Reading, tree: Tree) -> Measured:
    """Give the value of an observation, or of one of its components."""
    for name, read in VALUES.items():
        if name in tree:
            return read(reading, tree, name)
    return Measured(absent=first_code(reading, tree, "dataAbsentReason"))


def _quantity(reading: Reading, tree: Tree, name: str) -> Measured:
    return Measured(amount=amount(reading, tree, name))


def _concept(reading: Reading, tree: Tree, name: str) -> Measured:
    concept = coded_at(reading, tree, name)
    return Measured(coded=concept) if concept.words else Measured()


def _text(reading: Reading, tree: Tree, name: str) -> Measured:
    return Measured(text=text_of(reading, tree, name))


def _truth(reading: Reading, tree: Tree, name: str) -> Measured:
    return Measured(text="Yes" if flag_of(reading, tree, name) else "No")


def _number(reading: Reading, tree: Tree, name: str) -> Measured:
    value = number(reading, tree, name)
    return Measured(text=value)


def _range(reading: Reading, tree: Tree, name: str) -> Measured:
    return Measured(text=_span(reading, tree_of(reading, tree, name)))


def _ratio(reading: Reading, tree: Tree, name: str) -> Measured:
    ratio = tree_of(reading, tree, name)
    above, below = amount(reading, ratio, "numerator"), amount(reading, ratio, "denominator")
    words = [f"{each.comparator}{each.value} {each.unit}".strip() for each in (above, below) if each]
    return Measured(text=":".join(words))


def _period(reading: Reading, tree: Tree, name: str) -> Measured:
    days = [each.day.isoformat() for each in period(reading, tree, name) if each]
    return Measured(text=" – ".join(days))


VALUES: dict[str, Callable[[Reading, Tree, str], Measured]] = {
    "valueQuantity": _quantity,
    "valueCodeableConcept": _concept,
    "valueString": _text,
    "valueBoolean": _truth,
    "valueInteger": _number,
    "valueRange": _range,
    "valueRatio": _ratio,
    "valueTime": _text,
    "valueDateTime": _text,
    "valuePeriod": _period,
}


def _parts(reading: Reading, tree: Tree) -> list[Part]:
    parts = []
    for component in trees_of(reading, tree, "component"):
        what, found = coded_at(reading, component, "code"), measured(reading, component)
        if what.words:
            parts.append(Part(what, Measured(absent=UNKNOWN) if found == Measured() else found))
    return parts


def _taken(reading: Reading, tree: Tree) -> When | None:
    taken, _ = when_any(reading, tree, "effective")
    if taken is None:
        taken = when(reading, tree, "issued")
        if taken is not None:
            reading.repaired(Repair.ISSUED_AS_TAKEN)
    return taken


def _usual(reading: Reading, tree: Tree) -> str:
    reference = first_of(reading, tree, "referenceRange")
    return text_of(reading, reference, "text") or _span(reading, reference)


def _span(reading: Reading, tree: Tree) -> str:
    low, high = amount(reading, tree, "low"), amount(reading, tree, "high")
    if low and high:
        return f"{low.value}–{high.value} {high.unit}".strip()
    if low:
        return f"≥ {low.value} {low.unit}".strip()
    return f"≤ {high.value} {high.unit}".strip() if high else ""


def _kind(reading: Reading, tree: Tree, fact: Observation) -> Kind:
    categories = [code.code for each in all_coded(reading, tree, "category") for code in each.codes]
    for category in categories:
        if category in KINDS:
            return KINDS[category]
    reading.repaired(Repair.CATEGORY_MISSING)
    codes = {code.code for code in fact.what.codes}
    if codes & VITAL_CODES:
        return Kind.VITAL
    return Kind.SOCIAL if codes & SOCIAL_CODES else Kind.RESULT
