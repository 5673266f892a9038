"""How a resource is marked: what is never taken, what is kept from representatives, what 42 CFR Part 2 covers."""

import re
from collections.abc import Collection

from app.record.importing.directory import Labels
from app.record.importing.pieces import Reading, Tree, all_coded, coded_at, text_of, tree_of, trees_of
from app.record.importing.repairs import Ignored

PSYCHOTHERAPY_NOTES = frozenset({"PSYTHPN"})
"""HL7 v3 ActCode: psychotherapy notes, which are outside of the right of access (45 CFR 164.524(a)(1)(i))."""
CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
VERY_RESTRICTED = "V"
PART_2 = "42CFRPart2"
SENSITIVE = frozenset(
    {"ETH", "ETHUD", "OPIOIDUD", "SUD", "ALC", "BH", "MH", "PSY", "COGN", "DVD", "EMOTDIS", "SCA", "SICKLE"}
    | {"HIV", "STD", "SEX", "SDV", "VIO", "GDIS", "MST", "PREGNANT", "ADOL", "TBOO", "IDS", "SPI"}
)
"""HL7 v3 ActCode, InformationSensitivityPolicy: what the client alone should read. R, restricted, is ordinary here."""
NOTE_WORDS = re.compile(r"\b(psychotherapy|process)\s+(process\s+)?notes?\b", re.IGNORECASE)
WITH_WORDS = frozenset({"DocumentReference", "Observation", "DiagnosticReport", "Composition"})


def labels_of(reading: Reading, resource: Tree, *, of_bundle: Tree, never_shared: Collection[str]) -> Labels:
    """Give how a resource is marked, by itself or with its whole bundle.

    `never_shared`: the names in small letters of the document types that the practice never shares.
    """
    codes = {code for tree in (resource, {"meta": of_bundle}) for code in _codes_of(reading, tree)}
    kinds = {code for _, code in codes}
    never = None
    if kinds & PSYCHOTHERAPY_NOTES or _is_note(reading, resource, never_shared):
        never = Ignored.PSYCHOTHERAPY_NOTE
    elif (CONFIDENTIALITY, VERY_RESTRICTED) in codes:
        never = Ignored.VERY_RESTRICTED
    return Labels(never, own_only=bool(kinds & SENSITIVE), part_2=PART_2 in kinds)


def _codes_of(reading: Reading, tree: Tree) -> list[tuple[str, str]]:
    labels = trees_of(reading, tree_of(reading, tree, "meta"), "security")
    found = [(text_of(reading, each, "system"), text_of(reading, each, "code")) for each in labels]
    for concept in all_coded(reading, tree, "securityLabel"):
        found += [(code.system, code.code) for code in concept.codes]
    return found


def _is_note(reading: Reading, resource: Tree, never_shared: Collection[str]) -> bool:
    """Whether a document or a finding says of itself that it is a psychotherapy note, or what is never shared."""
    kind = resource["resourceType"]
    if kind not in WITH_WORDS:
        return False
    concepts = all_coded(reading, resource, "category")
    concepts += [coded_at(reading, resource, name) for name in ("type", "code") if name in resource]
    words = [text_of(reading, resource, "description")] if kind == "DocumentReference" else []
    for concept in concepts:
        words += [concept.text, *(code.display for code in concept.codes)]
    return any(NOTE_WORDS.search(each) or each.casefold() in never_shared for each in words if each)
