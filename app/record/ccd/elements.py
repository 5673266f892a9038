"""Elements of CDA, made so that what the schema refuses cannot be written: empty attributes, stray characters, open ends."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import NAMESPACE_OID, UUID, uuid5

from lxml import etree

from app.record.ccd.systems import SYSTEMS
from app.record.clinical.facts import Code, Coded, Precision, When
from app.record.making.words import there, zone_of

V3, SDTC, XSI = "urn:hl7-org:v3", "urn:hl7-org:sdtc", "http://www.w3.org/2001/XMLSchema-instance"
NAMESPACES: Any = {None: V3, "sdtc": SDTC, "xsi": XSI}
TYPE = f"{{{XSI}}}type"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LOINC, SNOMED, ICD_10 = "http://loinc.org", "http://snomed.info/sct", "http://hl7.org/fhir/sid/icd-10-cm"
RXNORM, CVX = "http://www.nlm.nih.gov/research/umls/rxnorm", "http://hl7.org/fhir/sid/cvx"
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
DIGITS = {Precision.YEAR: 4, Precision.MONTH: 6, Precision.DAY: 8, Precision.INSTANT: 19}
"""How much is written of a time that is known so exactly."""

Element: TypeAlias = Any
"""An element of lxml: its stubs know no type that both makes and takes children."""
Part: TypeAlias = "Element | str | Iterable[Element] | None"


def clean(words: str) -> str:
    """Take out what XML 1.0 has no place for."""
    return NOT_XML.sub("", words)


def el(tag: str, *parts: Part, **attributes: str | None) -> Element:
    """Make an element of CDA; parts that are None and attributes that are empty are left out.

    `xsi` is the data type of HL7 v3 (xsi:type).
    """
    made = etree.Element(tag if tag.startswith("{") else f"{{{V3}}}{tag}", nsmap=NAMESPACES)
    for name, value in attributes.items():
        words = clean(value or "")
        if words:
            made.set(TYPE if name == "xsi" else name, words)
    for part in parts:
        _put(made, part)
    return made


def _put(made: Element, part: Part) -> None:
    if part is None:
        return
    if isinstance(part, str):
        words = clean(part)
        if len(made):
            made[-1].tail = (made[-1].tail or "") + words
        else:
            made.text = (made.text or "") + words
    elif etree.iselement(part):
        made.append(part)
    else:
        for each in part:
            made.append(each)


def sdtc(tag: str) -> str:
    """Name an element of the extension that HL7's Structured Documents group made."""
    return f"{{{SDTC}}}{tag}"


def template(root: str, *versions: str) -> list[Element]:
    """Name a template: by its bare root, which R1.1 asks for, and by each version of it."""
    return [el("templateId", root=root), *(el("templateId", root=root, extension=each) for each in versions)]


def versioned(root: str, version: str) -> list[Element]:
    """Name a template that R1.1 did not have: by its version alone."""
    return [el("templateId", root=root, extension=version)]


def own_id(entry_id: str, part: str = "") -> Element:
    """Give the id of an entry, or one of a part of it that is always the same."""
    return el("id", root=str(uuid5(UUID(entry_id), part)) if part else entry_id)


def named_id(record_id: str, name: str) -> Element:
    return el("id", root=root_of(record_id, name))


def root_of(*names: str) -> str:
    """Make a UUID that is always the same for the same names."""
    return str(uuid5(NAMESPACE_OID, ":".join(names)))


def code(tag: str, system: str, value: str, display: str = "", *parts: Part, xsi: str = "") -> Element:
    """Make a code of a system that is known by its FHIR address."""
    oid, name = SYSTEMS[system]
    return el(tag, *parts, xsi=xsi, code=value, displayName=display, codeSystem=oid, codeSystemName=name)


def reference(to: str) -> Element:
    """Point to the words of an entry in the narrative of its section."""
    return el("reference", value=f"#{to}")


def text(to: str) -> Element:
    return el("text", reference(to))


def coded(
    tag: str,
    what: Coded,
    *parts: Part,
    to: str = "",
    systems: tuple[str, ...] = (),
    xsi: str = "",
) -> Element:
    """Make a concept: the first code of the first of `systems` that it has, the others as translations.

    Without `systems` any that has an OID may stand first. None fits: a null flavor says whether there are others.
    `to` is where the words stand in the narrative; they stand here as well, for those who do not look there.
    """
    known = [each for each in what.codes if each.system in SYSTEMS and is_code(each.code)]
    main = _first_of(known, systems)
    words = _original(what.words, to)
    others = [_translation(each) for each in known if each is not main]
    if main is None:
        return el(tag, words, *parts, others, xsi=xsi, nullFlavor="OTH" if others else "UNK")
    return code(tag, main.system, main.code, main.display, words, *parts, others, xsi=xsi)


def _original(words: str, to: str) -> Element | None:
    if not words and not to:
        return None
    return el("originalText", words, reference(to) if to else None)


def _first_of(known: list[Code], systems: tuple[str, ...]) -> Code | None:
    if not systems:
        return known[0] if known else None
    return next((each for system in systems for each in known if each.system == system), None)


def _translation(each: Code) -> Element:
    return code("translation", each.system, each.code, each.display)


def is_code(value: str) -> bool:
    return bool(value) and not re.search(r"\s", value)


def moment(tag: str, when: When | None, zone: str, *, absent: str = "UNK", xsi: str = "") -> Element:
    """Make a time as exact as it is known, an instant by the practice's clock; not known: a null flavor."""
    if when is None:
        return el(tag, nullFlavor=absent, xsi=xsi)
    return el(tag, value=written(when, zone), xsi=xsi)


def written(when: When, zone: str) -> str:
    """Write a time as CDA does: the year, month, day, or the second and how far the practice's clock is from UTC."""
    if when.precision is Precision.INSTANT:
        written = written_moment(when.at if when.at.tzinfo else when.at.replace(tzinfo=zone_of(zone)), zone)
    else:
        written = written_day(when.at)
    return written[: DIGITS[when.precision]]


def written_moment(at: datetime, zone: str) -> str:
    """Write an instant by the practice's clock."""
    here = there(at, zone)
    return f"{written_day(here)}{here:%H%M%S%z}"[:19]


def written_day(on: date) -> str:
    return f"{on.year:04}{on.month:02}{on.day:02}"


def span(low: When | None, high: When | None, zone: str, *, is_over: bool = False, xsi: str = "") -> Element:
    """Make a stretch of time: its end is left out while it goes on, and unknown where it is over and does not say when."""
    end = moment("high", high, zone) if high or is_over else None
    return el("effectiveTime", moment("low", low, zone), end, xsi=xsi)
