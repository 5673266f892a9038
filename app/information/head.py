"""How to speak to the client, for the head of their chart: pronouns, language, and whether they need an interpreter."""

from typing import Any
from uuid import UUID

from app.clients.lists.languages import LANGUAGES
from app.clients.lists.person import PRONOUNS
from app.information.tables import ClientInformation
from app.web.language import gettext
from app.web.panel import HeadFact, HeadPart

STATEMENT = """
(select json_build_object('pronouns', known.pronouns, 'details', encode(known.details, 'hex'))
 from client_information known where known.id = chart.id)
"""
NOT_SAID = ("ASKU", "")
"""What somebody answers who would rather not say."""


def facts(client_id: UUID, found: dict[str, Any] | None) -> tuple[HeadFact, ...]:
    if found is None:
        return ()
    details: dict[str, str] = {}
    if found["details"]:
        details = ClientInformation.details.open_json(bytes.fromhex(found["details"]), row=client_id)
    pronouns = "" if found["pronouns"] in NOT_SAID else PRONOUNS.label(found["pronouns"])
    return tuple(HeadFact(words) for words in (pronouns, _speaks(details)) if words)


def _speaks(details: dict[str, str]) -> str:
    language = details.get("language", "")
    words = LANGUAGES.label(language) if language else ""
    if details.get("interpreter") != "yes":
        return words
    if not words:
        return gettext("Needs an interpreter")
    return gettext("%(language)s, needs an interpreter") % {"language": words}


PART = HeadPart("information", STATEMENT, facts)
