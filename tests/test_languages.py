"""Everything the portal says can be said in Spanish."""

import io
import re
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from app.web.language import Language, ngettext, preferred, speaking
from app.web.language import gettext as _

ROOT = Path(__file__).parents[1]
PLACEHOLDER = re.compile(r"%\(\w+\)s")
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "_l": None}


def spanish() -> Catalog:
    return read_po(io.BytesIO((ROOT / "locale" / "es.po").read_bytes()), locale="es")


def texts(value: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def extracted() -> set[tuple[str, ...]]:
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    found = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS)
    return {texts(message) for _file, _line, message, _comments, _context in found}


def test_every_text_of_the_portal_stands_in_the_spanish_catalogue() -> None:
    known = {texts(message.id) for message in messages(spanish())}

    assert extracted() - known == set(), "run pybabel extract, and translate what is new in locale/es.po"
    assert known - extracted() == set(), "these texts are gone: remove them from locale/es.po"


def test_no_translation_is_missing_or_doubtful() -> None:
    for message in messages(spanish()):
        assert all(texts(message.string)), message.id
        assert not message.fuzzy, message.id


def test_a_translation_fills_in_what_the_english_fills_in() -> None:
    for message in messages(spanish()):
        for english, translated in zip(texts(message.id), texts(message.string), strict=True):
            assert set(PLACEHOLDER.findall(english)) == set(PLACEHOLDER.findall(translated)), message.id


def test_one_is_counted_otherwise_than_many() -> None:
    with speaking(Language.SPANISH):
        assert (
            ngettext("%(count)s unread message", "%(count)s unread messages", 1)
            == "%(count)s mensaje sin leer"
        )
        assert (
            ngettext("%(count)s unread message", "%(count)s unread messages", 2)
            == "%(count)s mensajes sin leer"
        )
        assert _("Messages") == "Mensajes"


def test_the_browsers_first_known_wish_is_granted() -> None:
    assert preferred("fr-CA, es-MX;q=0.9, en;q=0.8") is Language.SPANISH
    assert preferred("en;q=0.2, es;q=0.9") is Language.SPANISH
    assert preferred("fr, de") is Language.ENGLISH
    assert preferred("es;q=0") is Language.ENGLISH
    assert preferred(";;;q=x,,") is Language.ENGLISH
