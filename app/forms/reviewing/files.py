"""Answers as a file: a FHIR QuestionnaireResponse."""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

FHIR = "application/fhir+json"


def fhir_parts(response: Mapping[str, Any]) -> tuple[AsyncIterator[bytes], int]:
    """Give a response as the bytes of a file, and how many they are."""
    content = json.dumps(response, ensure_ascii=False, indent=2).encode()

    async def parts() -> AsyncIterator[bytes]:
        yield content

    return parts(), len(content)
