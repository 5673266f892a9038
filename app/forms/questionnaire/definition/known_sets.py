"""Value sets of the world that forms refer to without bringing them along."""

from typing import NamedTuple

LOINC = "http://loinc.org"
GENDER = "http://hl7.org/fhir/administrative-gender"
MARITAL = "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus"
NULL_FLAVOR = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor"
YES_NO = "http://terminology.hl7.org/CodeSystem/v2-0136"
DATA_ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
CDC_RACE = "urn:oid:2.16.840.1.113883.6.238"
SNOMED = "http://snomed.info/sct"
ROLES = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"


class Code(NamedTuple):
    code: str
    english: str
    spanish: str
    system: str
    ordinal: int | None = None


def _codes(system: str, *rows: tuple[str, str, str]) -> tuple[Code, ...]:
    return tuple(Code(code, english, spanish, system) for code, english, spanish in rows)


HOW_OFTEN = (
    Code("LA6568-5", "Not at all", "Ningún día", LOINC, 0),
    Code("LA6569-3", "Several days", "Varios días", LOINC, 1),
    Code("LA6570-1", "More than half the days", "Más de la mitad de los días", LOINC, 2),
    Code("LA6571-9", "Nearly every day", "Casi todos los días", LOINC, 3),
)
"""LOINC answer list LL358-3, of the PHQ and the GAD-7, with its scores."""

YES_NO_UNKNOWN = (
    *_codes(YES_NO, ("Y", "Yes", "Sí"), ("N", "No", "No")),
    *_codes(DATA_ABSENT, ("asked-unknown", "Don't know", "No lo sé")),
)
"""FHIR R4, yesnodontknow."""

GENDERS = _codes(
    GENDER,
    ("male", "Male", "Masculino"),
    ("female", "Female", "Femenino"),
    ("other", "Other", "Otro"),
    ("unknown", "Unknown", "No se sabe"),
)

MARITAL_STATUSES = (
    *_codes(
        MARITAL,
        ("A", "Annulled", "Anulado"),
        ("D", "Divorced", "Divorciado o divorciada"),
        ("I", "Interlocutory", "Divorcio aún no definitivo"),
        ("L", "Legally Separated", "Separación legal"),
        ("M", "Married", "Casado o casada"),
        ("C", "Common Law", "Unión libre"),
        ("P", "Polygamous", "Más de un cónyuge"),
        ("T", "Domestic partner", "Pareja de hecho"),
        ("U", "unmarried", "Sin matrimonio en la actualidad"),
        ("S", "Never Married", "Nunca casado o casada"),
        ("W", "Widowed", "Viudo o viuda"),
    ),
    *_codes(NULL_FLAVOR, ("UNK", "unknown", "No se sabe")),
)

UNTOLD = _codes(
    NULL_FLAVOR, ("UNK", "Unknown", "No se sabe"), ("ASKU", "Prefer not to answer", "Prefiero no contestar")
)

RACES = (
    *_codes(
        CDC_RACE,
        ("1002-5", "American Indian or Alaska Native", "Indígena de las Américas o nativo de Alaska"),
        ("2028-9", "Asian", "Asiático"),
        ("2054-5", "Black or African American", "Negro o afroamericano"),
        (
            "2076-8",
            "Native Hawaiian or Other Pacific Islander",
            "Nativo de Hawái o de otra isla del Pacífico",
        ),
        ("2106-3", "White", "Blanco"),
        ("2131-1", "Other Race", "Otra raza"),
    ),
    *UNTOLD,
)
"""US Core, omb-race-category."""

ETHNICITIES = (
    *_codes(
        CDC_RACE,
        ("2135-2", "Hispanic or Latino", "Hispano o latino"),
        ("2186-5", "Not Hispanic or Latino", "Ni hispano ni latino"),
    ),
    *UNTOLD,
)
"""US Core, omb-ethnicity-category."""

SMOKING = _codes(
    SNOMED,
    ("449868002", "Smokes tobacco daily", "Fuma tabaco todos los días"),
    ("428041000124106", "Occasional tobacco smoker", "Fuma tabaco de vez en cuando"),
    ("8517006", "Ex-smoker", "Exfumador o exfumadora"),
    ("266919005", "Never smoked tobacco", "Nunca ha fumado tabaco"),
    ("77176002", "Smoker", "Fumador o fumadora"),
    ("266927001", "Tobacco smoking consumption unknown", "No se sabe si fuma tabaco"),
)

RELATIONSHIPS = _codes(
    ROLES,
    ("MTH", "mother", "Madre"),
    ("FTH", "father", "Padre"),
    ("PRN", "parent", "Padre o madre"),
    ("STPPRN", "step parent", "Padrastro o madrastra"),
    ("GRPRN", "grandparent", "Abuelo o abuela"),
    ("SPS", "spouse", "Cónyuge"),
    ("DOMPART", "domestic partner", "Pareja de hecho"),
    ("SIB", "sibling", "Hermano o hermana"),
    ("CHILD", "child", "Hijo o hija"),
    ("GRNDCHILD", "grandchild", "Nieto o nieta"),
    ("AUNT", "aunt", "Tía"),
    ("UNCLE", "uncle", "Tío"),
    ("COUSN", "cousin", "Primo o prima"),
    ("FAMMEMB", "family member", "Familiar"),
    ("GUARD", "guardian", "Tutor o tutora"),
    ("FRND", "unrelated friend", "Amistad"),
    ("NBOR", "neighbor", "Vecino o vecina"),
    ("ROOM", "Roommate", "Compañero o compañera de vivienda"),
    ("ONESELF", "self", "Yo"),
)

_FHIR = "http://hl7.org/fhir/ValueSet/"
_US_CORE = "http://hl7.org/fhir/us/core/ValueSet/"

KNOWN: dict[str, tuple[Code, ...]] = {
    "http://loinc.org/vs/LL358-3": HOW_OFTEN,
    "https://loinc.org/vs/LL358-3": HOW_OFTEN,
    f"{_FHIR}yesnodontknow": YES_NO_UNKNOWN,
    f"{_FHIR}administrative-gender": GENDERS,
    f"{_FHIR}marital-status": MARITAL_STATUSES,
    f"{_FHIR}relatedperson-relationshiptype": RELATIONSHIPS,
    f"{_US_CORE}omb-race-category": RACES,
    f"{_US_CORE}us-core-race": RACES,
    f"{_US_CORE}omb-ethnicity-category": ETHNICITIES,
    f"{_US_CORE}us-core-ethnicity": ETHNICITIES,
    f"{_US_CORE}birthsex": _codes(
        "http://terminology.hl7.org/CodeSystem/v3-AdministrativeGender",
        ("F", "Female", "Femenino"),
        ("M", "Male", "Masculino"),
    ),
    f"{_US_CORE}us-core-observation-smokingstatus": SMOKING,
    f"{_US_CORE}us-core-smoking-status-observation-codes": SMOKING,
}
"""What each value set holds, by its address."""
