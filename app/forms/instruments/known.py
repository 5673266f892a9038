"""The instruments that are scored: by what a form is known to be one, and which of its questions count."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.forms.instruments import scoring
from app.forms.instruments.scoring import Band, Rule

LOINC = "http://loinc.org"
OURS = "urn:client-portal:form:"
"""What the addresses of the forms that come with the portal begin with, before the key of the instrument."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    key: str
    name: str
    """As it is called everywhere; it is not translated."""
    rule: Rule
    most: int
    """The points an item can have."""
    items: int
    codes: tuple[str, ...] = ()
    """The LOINC codes of its items in their order; (): they are told by their place in the form alone."""
    form_codes: tuple[str, ...] = ()
    """The LOINC codes by which a form says that it is this instrument."""
    bands: tuple[Band, ...] = ()
    cutoff: int | None = None
    has_total: bool = True

    @property
    def highest(self) -> int:
        """The highest total."""
        return self.most * self.items


PHQ_CODES = (
    "44250-9",
    "44255-8",
    "44259-0",
    "44254-1",
    "44251-7",
    "44258-2",
    "44252-5",
    "44253-3",
    "44260-8",
)
_all = (
    Instrument(
        key="phq-9",
        name="PHQ-9",
        rule=scoring.phq_9,
        most=3,
        items=9,
        codes=PHQ_CODES,
        form_codes=("44249-1",),
        bands=scoring.PHQ_9_BANDS,
        cutoff=10,
    ),
    Instrument(
        key="phq-2",
        name="PHQ-2",
        rule=scoring.phq_2,
        most=3,
        items=2,
        codes=PHQ_CODES[:2],
        form_codes=("55757-9",),
        cutoff=3,
    ),
    Instrument(
        key="gad-7",
        name="GAD-7",
        rule=scoring.gad_7,
        most=3,
        items=7,
        codes=("69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7"),
        form_codes=("69737-5",),
        bands=scoring.GAD_7_BANDS,
        cutoff=10,
    ),
    Instrument(
        key="audit-c",
        name="AUDIT-C",
        rule=scoring.audit_c,
        most=4,
        items=3,
        codes=("68518-0", "68519-8", "68520-6"),
        form_codes=("72109-2",),
    ),
    Instrument(
        key="pc-ptsd-5",
        name="PC-PTSD-5",
        rule=scoring.pc_ptsd_5,
        most=1,
        items=5,
        codes=("102012-2", "102013-0", "102014-8", "102015-5", "102016-3"),
        form_codes=("102010-6",),
        cutoff=4,
    ),
    Instrument(key="pcl-5", name="PCL-5", rule=scoring.pcl_5, most=4, items=20, cutoff=33),
    Instrument(
        key="dast-10",
        name="DAST-10",
        rule=scoring.dast_10,
        most=1,
        items=10,
        form_codes=("82666-9",),
        bands=scoring.DAST_10_BANDS,
        cutoff=3,
    ),
    Instrument(
        key="epds",
        name="EPDS",
        rule=scoring.epds,
        most=3,
        items=10,
        form_codes=("71354-5",),
        bands=scoring.EPDS_BANDS,
        cutoff=10,
    ),
    Instrument(
        key="c-ssrs",
        name="C-SSRS",
        rule=scoring.c_ssrs,
        most=1,
        items=7,
        codes=("93246-7", "93247-5", "93248-3", "93249-1", "93250-9", "93267-3", "93269-9"),
        form_codes=("93373-9",),
        has_total=False,
    ),
    Instrument(key="cage-aid", name="CAGE-AID", rule=scoring.cage_aid, most=1, items=4, cutoff=2),
    Instrument(key="ace", name="ACE", rule=scoring.ace, most=1, items=10, cutoff=4),
    Instrument(key="whodas-12", name="WHODAS 2.0 (12)", rule=scoring.whodas_12, most=4, items=12),
)
INSTRUMENTS: Mapping[str, Instrument] = {each.key: each for each in _all}
BY_FORM_CODE = {code: each.key for each in _all for code in each.form_codes}


def instrument_of(questionnaire: Mapping[str, Any]) -> str:
    """Give the key of the instrument that a Questionnaire says it is, "" for none of ours."""
    url = str(questionnaire.get("url", ""))
    if url.startswith(OURS) and url.removeprefix(OURS) in INSTRUMENTS:
        return url.removeprefix(OURS)
    codes = [
        coding.get("code")
        for coding in questionnaire.get("code") or ()
        if isinstance(coding, dict) and coding.get("system") == LOINC
    ]
    return next((BY_FORM_CODE[code] for code in codes if code in BY_FORM_CODE), "")
