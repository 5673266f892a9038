"""Whether a form keeps to FHIR R4, by the models of `fhir.resources`."""

from typing import Any

from app.forms.questionnaire.repairs import Repairs


def keep_to_standard(form: dict[str, Any], repairs: Repairs) -> None:
    return None
