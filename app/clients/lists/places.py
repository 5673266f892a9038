"""Where people live: the states of the United States as the post knows them, and the countries of the world."""

from app.web.language import FORMATS, Language
from app.web.value_list import ValueList, value_list

STATES = value_list(
    (
        ("AL", "Alabama", "Alabama"),
        ("AK", "Alaska", "Alaska"),
        ("AS", "American Samoa", "Samoa Americana"),
        ("AZ", "Arizona", "Arizona"),
        ("AR", "Arkansas", "Arkansas"),
        ("CA", "California", "California"),
        ("CO", "Colorado", "Colorado"),
        ("CT", "Connecticut", "Connecticut"),
        ("DE", "Delaware", "Delaware"),
        ("DC", "District of Columbia", "Distrito de Columbia"),
        ("FM", "Federated States of Micronesia", "Estados Federados de Micronesia"),
        ("FL", "Florida", "Florida"),
        ("GA", "Georgia", "Georgia"),
        ("GU", "Guam", "Guam"),
        ("HI", "Hawaii", "Hawái"),
        ("ID", "Idaho", "Idaho"),
        ("IL", "Illinois", "Illinois"),
        ("IN", "Indiana", "Indiana"),
        ("IA", "Iowa", "Iowa"),
        ("KS", "Kansas", "Kansas"),
        ("KY", "Kentucky", "Kentucky"),
        ("LA", "Louisiana", "Luisiana"),
        ("ME", "Maine", "Maine"),
        ("MH", "Marshall Islands", "Islas Marshall"),
        ("MD", "Maryland", "Maryland"),
        ("MA", "Massachusetts", "Massachusetts"),
        ("MI", "Michigan", "Míchigan"),
        ("MN", "Minnesota", "Minnesota"),
        ("MS", "Mississippi", "Misisipi"),
        ("MO", "Missouri", "Misuri"),
        ("MT", "Montana", "Montana"),
        ("NE", "Nebraska", "Nebraska"),
        ("NV", "Nevada", "Nevada"),
        ("NH", "New Hampshire", "Nuevo Hampshire"),
        ("NJ", "New Jersey", "Nueva Jersey"),
        ("NM", "New Mexico", "Nuevo México"),
        ("NY", "New York", "Nueva York"),
        ("NC", "North Carolina", "Carolina del Norte"),
        ("ND", "North Dakota", "Dakota del Norte"),
        ("MP", "Northern Mariana Islands", "Islas Marianas del Norte"),
        ("OH", "Ohio", "Ohio"),
        ("OK", "Oklahoma", "Oklahoma"),
        ("OR", "Oregon", "Oregón"),
        ("PW", "Palau", "Palaos"),
        ("PA", "Pennsylvania", "Pensilvania"),
        ("PR", "Puerto Rico", "Puerto Rico"),
        ("RI", "Rhode Island", "Rhode Island"),
        ("SC", "South Carolina", "Carolina del Sur"),
        ("SD", "South Dakota", "Dakota del Sur"),
        ("TN", "Tennessee", "Tennessee"),
        ("TX", "Texas", "Texas"),
        ("VI", "U.S. Virgin Islands", "Islas Vírgenes de los EE. UU."),
        ("UT", "Utah", "Utah"),
        ("VT", "Vermont", "Vermont"),
        ("VA", "Virginia", "Virginia"),
        ("WA", "Washington", "Washington"),
        ("WV", "West Virginia", "Virginia Occidental"),
        ("WI", "Wisconsin", "Wisconsin"),
        ("WY", "Wyoming", "Wyoming"),
        ("AA", "Armed Forces Americas", "Fuerzas Armadas, América"),
        ("AE", "Armed Forces Europe", "Fuerzas Armadas, Europa"),
        ("AP", "Armed Forces Pacific", "Fuerzas Armadas, Pacífico"),
    )
)
"""By the codes of the postal service: 50 states, the district, territories, states freely associated, armed forces."""

HOME = "US"
NO_COUNTRIES = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ".split())
"""Regions that babel names and ISO 3166 does not list."""


def _countries(language: Language) -> dict[str, str]:
    names = FORMATS[language].territories
    return {code: names[code] for code in sorted(names) if len(code) == 2 and code not in NO_COUNTRIES}


COUNTRIES = ValueList(
    english=_countries(Language.ENGLISH),
    spanish=_countries(Language.SPANISH),
    unoffered=frozenset("AS FM GU MH MP PR PW VI".split()),
)
"""By ISO 3166; what is a state to the postal service is not offered twice."""
