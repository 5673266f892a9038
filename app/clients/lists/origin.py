"""Race and ethnicity as one question (OMB Statistical Policy Directive 15, 2024), and the older codes derived from it."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.web.value_list import ValueList, value_list

INDIGENOUS, ASIAN, BLACK, HISPANIC = "1002-5", "2028-9", "2054-5", "2135-2"
MIDDLE_EASTERN, PACIFIC, WHITE = "2118-8", "2076-8", "2106-3"
DECLINED, UNKNOWN = "ASKU", "UNK"
NOT_HISPANIC = "2186-5"

ORIGINS = value_list(
    (
        (INDIGENOUS, "American Indian or Alaska Native", "Indígena de las Américas o nativo de Alaska"),
        (ASIAN, "Asian", "Asiático"),
        (BLACK, "Black or African American", "Negro o afroamericano"),
        (HISPANIC, "Hispanic or Latino", "Hispano o latino"),
        (MIDDLE_EASTERN, "Middle Eastern or North African", "De Oriente Medio o el norte de África"),
        (PACIFIC, "Native Hawaiian or Pacific Islander", "Nativo de Hawái o isleño del Pacífico"),
        (WHITE, "White", "Blanco"),
        (DECLINED, "I prefer not to answer", "Prefiero no responder"),
        (UNKNOWN, "I do not know", "No lo sé"),
    )
)
"""The seven boxes, by the CDC's codes, and two answers that stand alone (NullFlavor)."""

ALONE = (DECLINED, UNKNOWN)

DETAILS: dict[str, ValueList] = {
    ASIAN: value_list(
        (
            ("2034-7", "Chinese", "Chino"),
            ("2029-7", "Asian Indian", "Indio asiático"),
            ("2036-2", "Filipino", "Filipino"),
            ("2047-9", "Vietnamese", "Vietnamita"),
            ("2040-4", "Korean", "Coreano"),
            ("2039-6", "Japanese", "Japonés"),
        )
    ),
    BLACK: value_list(
        (
            ("2058-6", "African American", "Afroamericano"),
            ("2072-7", "Jamaican", "Jamaiquino"),
            ("2071-9", "Haitian", "Haitiano"),
            ("2065-1", "Nigerian", "Nigeriano"),
            ("2062-8", "Ethiopian", "Etíope"),
            ("somali", "Somali", "Somalí"),
        )
    ),
    HISPANIC: value_list(
        (
            ("2148-5", "Mexican", "Mexicano"),
            ("2180-8", "Puerto Rican", "Puertorriqueño"),
            ("2161-8", "Salvadoran", "Salvadoreño"),
            ("2182-4", "Cuban", "Cubano"),
            ("2184-0", "Dominican", "Dominicano"),
            ("2157-6", "Guatemalan", "Guatemalteco"),
        )
    ),
    MIDDLE_EASTERN: value_list(
        (
            ("2123-8", "Lebanese", "Libanés"),
            ("2121-2", "Iranian", "Iraní"),
            ("2120-4", "Egyptian", "Egipcio"),
            ("2125-3", "Syrian", "Sirio"),
            ("2122-0", "Iraqi", "Iraquí"),
            ("2127-9", "Israeli", "Israelí"),
        )
    ),
    PACIFIC: value_list(
        (
            ("2079-2", "Native Hawaiian", "Nativo de Hawái"),
            ("2080-0", "Samoan", "Samoano"),
            ("2088-3", "Chamorro", "Chamorro"),
            ("2082-6", "Tongan", "Tongano"),
            ("2101-4", "Fijian", "Fiyiano"),
            ("2090-9", "Marshallese", "Marshalés"),
        )
    ),
    WHITE: value_list(
        (
            ("2110-5", "English", "Inglés"),
            ("2112-1", "German", "Alemán"),
            ("2113-9", "Irish", "Irlandés"),
            ("2114-7", "Italian", "Italiano"),
            ("2115-4", "Polish", "Polaco"),
            ("2116-2", "Scottish", "Escocés"),
        )
    ),
}
"""The detailed boxes below each box, by the CDC's codes; it has none for Somali. The first box has a line to write in."""

RACES_OF_1997 = (INDIGENOUS, ASIAN, BLACK, PACIFIC, WHITE)


@dataclass(frozen=True, slots=True)
class CodesOf1997:
    """What CDA and US Core ask for: exactly one race and one ethnicity, either of which may be a null flavor."""

    race: str
    """raceCode."""
    more_races: tuple[str, ...]
    """sdtc:raceCode."""
    ethnicity: str
    """ethnicGroupCode."""


def codes_of_1997(chosen: Iterable[str]) -> CodesOf1997:
    """Derive the codes of OMB 1997 from the boxes of 2024: Middle Eastern or North African counts as White.

    Who ticked other boxes and not Hispanic is not Hispanic; who ticked none is unknown, or declined to answer.
    """
    boxes = [code for code in ORIGINS.codes if code in set(chosen)]
    absent = DECLINED if DECLINED in boxes else UNKNOWN
    answered = [code for code in boxes if code not in ALONE]
    as_white = {WHITE} if MIDDLE_EASTERN in answered else set()
    races = [code for code in RACES_OF_1997 if code in {*answered, *as_white}]
    first, more = (races[0], races[1:]) if races else (absent, [])
    return CodesOf1997(
        race=first,
        more_races=(*more, *(code for code in answered if code == MIDDLE_EASTERN)),
        ethnicity=HISPANIC if HISPANIC in answered else NOT_HISPANIC if answered else absent,
    )
