"""The forms that come with the portal, brought into the table of forms after its migrations."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from app import db
from app.forms.instruments.known import instrument_of

DEFINITIONS = Path(__file__).parent / "definitions"
SIGNED = "http://hl7.org/fhir/StructureDefinition/questionnaire-signatureRequired"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
BRING = """
insert into questionnaire
  (id, url, version, title, title_es, definition, notes, instrument, signed, built_in, brought_in_at, brought_in_by_name)
values ($1, $2, $3, $4, $5, $6, '[]', $7, $8, true, $9, '')
on conflict (url, version) do nothing returning title
"""


async def bring_built_in() -> list[str]:
    """Bring in every version that is not there yet; gives their titles.

    One that is there stays as it is: answers are answers to exactly that text, and it may have been retired since. A
    changed definition therefore needs a new version.
    """
    return [title for each in built_in_forms() for title in await _bring(each)]


async def _bring(text: str) -> list[str]:
    form = json.loads(text)
    found = await db.rows(
        BRING,
        uuid5(NAMESPACE_URL, f"{form['url']}|{form['version']}"),
        form["url"],
        form["version"],
        form["title"],
        _spanish(form["_title"]),
        text,
        instrument_of(form),
        any(extension["url"] == SIGNED for extension in form.get("extension", ())),
        datetime.now(UTC),
    )
    return [row["title"] for row in found]


def built_in_forms() -> tuple[str, ...]:
    """Give the definitions as they stand in their files, by name."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted(DEFINITIONS.glob("*.json")))


def _spanish(element: dict[str, Any]) -> str:
    return next(_contents(element), "")


def _contents(element: dict[str, Any]) -> Iterator[str]:
    for extension in element.get("extension", ()):
        if extension["url"] == TRANSLATION:
            parts = {part["url"]: part for part in extension["extension"]}
            if parts["lang"]["valueCode"] == "es":
                yield parts["content"]["valueString"]
