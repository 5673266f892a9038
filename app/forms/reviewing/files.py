"""Answers as a file: a FHIR QuestionnaireResponse."""

from collections.abc import AsyncIterator

from app.forms.printing.paper import fhir_of
from app.forms.reviewing.opened import OpenedResponse

FHIR = "application/fhir+json"


def fhir_parts(opened: OpenedResponse) -> tuple[AsyncIterator[bytes], int]:
    """Give a response as the bytes of a file, and how many they are."""
    content = fhir_of(opened.response, response_id=opened.id, signature=opened.signature)

    async def parts() -> AsyncIterator[bytes]:
        yield content

    return parts(), len(content)
