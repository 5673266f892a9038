"""The languages people in the United States commonly speak, and whether somebody needs an interpreter."""

from app.web.language import FORMATS, Language
from app.web.value_list import ValueList, value_list

CODES = (
    "en es zh yue vi tl ar fr ko ru de ht hi pt it pl ur ja fa gu bn te ta pa el hy he km hmn lo nv so am sw yo ig uk "
    "sr hr bs sq ro hu nl sv da no fi cs sk bg tr th id ms my ne mr ml kn si ps ku ti om rw ln wo ff ilo ceb haw sm to "
    "chk mh ase"
).split()
OUR_WORDS = {
    Language.ENGLISH: {
        "bn": "Bengali",
        "ff": "Fulani",
        "zh": "Chinese (Mandarin)",
        "yue": "Chinese (Cantonese)",
    },
    Language.SPANISH: {
        "ase": "lengua de señas americana (ASL)",
        "gu": "guyaratí",
        "ml": "malayalam",
        "nl": "holandés",
        "pa": "panyabí (punjabi)",
        "ps": "pastún (pashto)",
        "yue": "chino (cantonés)",
        "zh": "chino (mandarín)",
    },
}
"""Where people here say it otherwise than babel does, or babel has no word."""


def _languages(language: Language) -> dict[str, str]:
    names = dict(FORMATS[language].languages.items()) | OUR_WORDS[language]
    return {code: names[code][0].upper() + names[code][1:] for code in CODES}


LANGUAGES = ValueList(english=_languages(Language.ENGLISH), spanish=_languages(Language.SPANISH))
"""By BCP 47, the most common first."""

INTERPRETER = value_list(
    (
        ("yes", "Yes, an interpreter is needed", "Sí, se necesita intérprete"),
        ("no", "No interpreter is needed", "No se necesita intérprete"),
    )
)
