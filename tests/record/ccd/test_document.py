"""The record as a C-CDA document, element by element; the schema and Schematron are in .ci/conformance/ccd.py."""

import re
from collections import Counter
from datetime import date
from typing import Any

import msgspec
import pytest
from lxml import etree

from app.record.ccd.document import SECTIONS, ccd_of
from app.record.clinical.facts import (
    Allergy,
    Amount,
    Code,
    Coded,
    Encounter,
    Fact,
    Kind,
    Measured,
    Medication,
    Observation,
    Part,
    Plan,
    Problem,
)
from app.record.making.record import Record
from app.record.making.sections import sections_of
from app.web.language import Language, speaking
from tests.record.facts import EMPTY, FULL, LOINC, SNOMED, at, coded, entries_of, on, quantity

V3 = {"c": "urn:hl7-org:v3", "sdtc": "urn:hl7-org:sdtc"}
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
REQUIRED = {"48765-2", "10160-0", "11450-4", "30954-2", "29762-2", "8716-3"}


def tree(record: Record) -> Any:
    return etree.fromstring(ccd_of(record))


def of(*facts: tuple[Kind, Fact]) -> Record:
    return msgspec.structs.replace(EMPTY, entries=entries_of(facts))


def section(document: Any, code: str) -> Any:
    (found,) = document.xpath(f"//c:section[c:code/@code='{code}']", namespaces=V3)
    return found


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("record", [FULL, EMPTY], ids=["one of everything", "nothing"])
def test_every_document_says_what_it_is_and_points_only_to_what_is_there(record: Record) -> None:
    document = tree(record)
    ids = Counter(each.get("ID") for each in document.iter() if each.get("ID"))
    assert set(ids.values()) <= {1}
    assert {each.get("value")[1:] for each in document.iter("{urn:hl7-org:v3}reference")} <= set(ids)
    assert [each for each in document.iter() if "" in each.attrib.values()] == []
    assert {code.get("code") for code in document.findall(".//c:section/c:code", V3)} >= REQUIRED
    for text in document.findall(".//c:section/c:text", V3):
        assert words(text)
    assert document.find("c:confidentialityCode", V3).get("code") == "R"
    assert document.find("c:languageCode", V3).get("code") == "en-US"


def test_templates_are_named_by_their_old_id_and_their_version() -> None:
    newer = ("22.2.500", "22.2.65", "22.4.500", "22.4.500.1", "22.4.202")
    for parent in {each.getparent() for each in tree(FULL).iter("{urn:hl7-org:v3}templateId")}:
        named = [(each.get("root"), each.get("extension")) for each in parent.findall("c:templateId", V3)]
        versioned = {root for root, version in named if version and not root.endswith(newer)}
        assert versioned <= {root for root, version in named if version is None}


def test_the_same_record_gives_the_same_bytes_whoever_reads() -> None:
    made = ccd_of(FULL)
    with speaking(Language.SPANISH):
        assert ccd_of(FULL) == made
    assert ccd_of(msgspec.json.decode(msgspec.json.encode(FULL), type=Record)) == made


def test_the_narrative_says_what_the_sections_say() -> None:
    document = tree(FULL)
    for found in sections_of(FULL):
        if found.kind is None or not found.rows:
            continue
        text = section(document, SECTIONS[found.kind].loinc).find("c:text", V3)
        rows = [[words(cell) for cell in row] for row in text.iter("{urn:hl7-org:v3}tr")]
        wanted = [list(found.columns)]
        for row in found.rows:
            wanted.append([" ".join(cell.split()) for cell in row.cells])
            wanted += [["".join(row.note.splitlines())]] if row.note else []
        assert [["".join(cell.split()) for cell in row] for row in rows] == [
            ["".join(cell.split()) for cell in row] for row in wanted
        ]


def test_nothing_known_is_told_apart_from_known_to_be_none() -> None:
    nothing = section(tree(EMPTY), "48765-2")
    assert nothing.get("nullFlavor") == "NI"
    assert words(nothing.find("c:text", V3)) == "No information."
    assert nothing.find("c:entry", V3) is None
    none = section(
        tree(of((Kind.ALLERGY, Allergy(coded("No known allergy"), "active", none_known=True)))), "48765-2"
    )
    assert none.get("nullFlavor") is None
    observation = none.find(".//c:observation", V3)
    assert observation.get("negationInd") == "true"
    assert observation.find(".//c:playingEntity/c:code", V3).get("nullFlavor") == "NA"


def test_a_problem_without_a_code_of_snomed_keeps_its_icd_code_and_its_words() -> None:
    values = section(tree(FULL), "11450-4").findall(".//c:observation/c:value", V3)
    first, icd_alone, words_alone = (each for each in values if each.find("c:originalText", V3) is not None)
    assert (first.get("code"), first.find("c:translation", V3).get("code")) == ("15639000", "F32.1")
    assert (icd_alone.get("nullFlavor"), icd_alone.find("c:translation", V3).get("code")) == ("OTH", "F41.0")
    assert (words_alone.get("nullFlavor"), words(words_alone)) == ("UNK", "Trouble sleeping")


def test_times_are_as_exact_as_they_are_known_and_instants_by_the_practices_clock() -> None:
    facts = [
        Problem(coded("x"), "active", onset=when) for when in (on(2019), on(2019, 5), on(2019, 5, 6), None)
    ]
    facts.append(Problem(coded("x"), "active", onset=at(2019, 5, 6, 2)))
    document = tree(of(*((Kind.PROBLEM, fact) for fact in facts)))
    lows = document.findall(".//c:observation/c:effectiveTime/c:low", V3)
    assert [low.get("value") or low.get("nullFlavor") for low in lows] == [
        "2019",
        "201905",
        "20190506",
        "UNK",
        "20190505220000-0400",
    ]
    resolved = tree(of((Kind.PROBLEM, Problem(coded("x"), "resolved"))))
    assert resolved.find(".//c:observation/c:effectiveTime/c:high", V3).get("nullFlavor") == "UNK"


def test_a_value_is_a_quantity_only_where_its_unit_is_one() -> None:
    results = [
        Observation(coded("x", LOINC, "1-8"), "final", found)
        for found in (
            quantity("11", "{score}"),
            quantity("5", "strips", ""),
            quantity("about 5", "mg"),
            quantity("0.3", "mmol/L", comparator="<"),
            Measured(text="Negative"),
            Measured(absent="not-asked"),
        )
    ]
    values = tree(of(*((Kind.RESULT, each) for each in results))).findall(
        ".//c:organizer/c:component/c:observation/c:value", V3
    )
    assert [(each.get(TYPE), each.get("value") or words(each), each.get("unit")) for each in values] == [
        ("PQ", "11", "{score}"),
        ("ST", "5 strips", None),
        ("ST", "about 5 mg", None),
        ("IVL_PQ", "", None),
        ("ST", "Negative", None),
        ("CD", "", None),
    ]
    assert values[3].find("c:high", V3).attrib == {"value": "0.3", "unit": "mmol/L", "inclusive": "false"}
    assert values[5].get("nullFlavor") == "NASK"


def test_a_panel_is_one_organizer_and_a_blood_pressure_two_observations() -> None:
    panel = coded("Lipids", LOINC, "57698-3")
    lipids = [
        Observation(
            coded(name, LOINC, code), "final", quantity("5", "mg/dL"), taken=at(2026, 5, 1), panel=panel
        )
        for name, code in (("LDL", "18262-6"), ("HDL", "2085-9"))
    ]
    other = Observation(coded("TSH", LOINC, "3016-3"), "final", quantity("2", "mU/L"), taken=at(2026, 5, 1))
    document = tree(of((Kind.RESULT, lipids[0]), (Kind.RESULT, other), (Kind.RESULT, lipids[1])))
    organizers = section(document, "30954-2").findall("c:entry/c:organizer", V3)
    assert [len(each.findall("c:component", V3)) for each in organizers] == [2, 1]
    pressure = Observation(
        coded("Blood pressure", LOINC, "85354-9"),
        "final",
        Measured(),
        parts=(
            Part(coded("Systolic", LOINC, "8480-6"), quantity("118", "mm[Hg]")),
            Part(coded("Diastolic", LOINC, "8462-4"), quantity("76", "mm[Hg]")),
        ),
    )
    codes = tree(of((Kind.VITAL, pressure))).findall(".//c:organizer/c:component/c:observation/c:code", V3)
    assert [each.get("code") for each in codes] == ["8480-6", "8462-4"]


def test_what_xml_has_no_place_for_is_left_out_and_markup_is_words() -> None:
    odd = Medication(Coded("<script>alert(1)</script>\x00\x0b & \ud800 ]]>"), "active", dose=Amount("1 or 2"))
    document = tree(of((Kind.MEDICATION, odd)))
    cell = section(document, "10160-0").find(".//c:tbody//c:td", V3)
    assert "".join(words(cell).split()) == "<script>alert(1)</script>&]]>"
    assert document.findall(".//c:script", V3) == []


def test_a_protected_record_carries_the_notice_and_no_other_does() -> None:
    notice = section(tree(FULL), "57017-6")
    assert "42 CFR part 2" in words(notice)
    assert notice.find("c:templateId", V3).get("root") == "2.16.840.1.113883.3.3251.1.5"
    assert b"57017-6" not in ccd_of(EMPTY)
    assert "Left out of this copy" in [each.text for each in tree(FULL).findall(".//c:section/c:title", V3)]
    assert b"Left out" not in ccd_of(EMPTY)


def test_who_did_not_say_has_a_race_that_says_so() -> None:
    patient = tree(EMPTY).find(".//c:patient", V3)
    for name in ("administrativeGenderCode", "birthTime", "raceCode", "ethnicGroupCode"):
        assert [each.get("nullFlavor") for each in patient.findall(f"c:{name}", V3)] == ["UNK"]
    patient = tree(FULL).find(".//c:patient", V3)
    assert [each.get("code") for each in patient.findall("c:raceCode", V3)] == ["2106-3"]
    assert [each.get("code") for each in patient.findall("sdtc:raceCode", V3)] == ["2118-8"]


def test_the_days_it_covers_are_those_asked_for_else_from_the_first_fact_on() -> None:
    def covers(record: Record) -> list[str]:
        low, high = tree(record).find(".//c:serviceEvent/c:effectiveTime", V3)
        return [low.get("value"), high.get("value")]

    assert covers(FULL) == ["20090101", "20261123"]
    assert covers(EMPTY) == ["20260101", "20260630"]
    later = msgspec.structs.replace(EMPTY, from_on=None, until_on=date(2027, 1, 1))
    assert covers(later) == ["20261123", "20261123"]


def test_asked_changes_stand_below_their_entry_or_in_a_section_of_their_own() -> None:
    document = tree(FULL)
    assert "It began in 2023." in words(section(document, "11450-4"))
    titles = [each.text for each in document.findall(".//c:section/c:title", V3)]
    own = document.findall(".//c:section", V3)[titles.index("Changes that were asked for")]
    assert re.search(r"I am left-handed\. ?Accepted", words(own))


def test_hostile_words_make_no_attribute_that_the_schema_refuses() -> None:
    person = msgspec.structs.replace(
        FULL.person, phone="+1 <828>", email="a b@x.org", language="e n", gender="\x00"
    )
    document = tree(msgspec.structs.replace(FULL, person=person))
    role = document.find("c:recordTarget/c:patientRole", V3)
    assert [each.get("value") for each in role.findall("c:telecom", V3)] == [
        "tel:+1%3C828%3E",
        "mailto:a%20b@x.org",
    ]
    assert role.find(".//c:languageCommunication", V3) is None
    odd = Problem(Coded("x", (Code(SNOMED, "1 2", "y"), Code("http://example.org", "z"))), "active")
    value = tree(of((Kind.PROBLEM, odd))).find(".//c:observation/c:value", V3)
    assert (value.get("nullFlavor"), value.get("code"), len(value)) == ("UNK", None, 1)


def test_a_visit_that_did_not_take_place_and_a_plan_that_is_over_stand_in_words_alone() -> None:
    visits = [Encounter(coded("Visit"), status) for status in ("planned", "cancelled", "finished")]
    plans = [Plan(coded("Plan"), status) for status in ("completed", "active")]
    document = tree(of(*((Kind.ENCOUNTER, each) for each in visits), *((Kind.PLAN, each) for each in plans)))
    for code, rows in (("46240-8", 3), ("18776-5", 2)):
        found = section(document, code)
        assert len(found.findall(".//c:tbody/c:tr", V3)) == rows
        assert len(found.findall("c:entry", V3)) == 1


def test_an_insurance_says_its_kind_in_two_ways_and_never_who_it_knows_somebody_as() -> None:
    policies = section(tree(FULL), "48768-6").findall(".//c:entryRelationship[@typeCode='COMP']/c:act", V3)
    assert [each.find("c:code", V3).get("code") for each in policies] == ["MCPOL", None]
    translations = [each.find("c:code/c:translation", V3) for each in policies]
    assert [each.get("code") or each.get("nullFlavor") for each in translations] == ["UNK", "2"]
    assert {each.find(".//c:participantRole/c:id", V3).get("nullFlavor") for each in policies} == {"MSK"}
