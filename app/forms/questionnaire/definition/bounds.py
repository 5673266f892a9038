"""What answers are held to, as the item says it."""

import re

from app.forms.questionnaire.definition.extensions import Json, named, text, value_in, value_of, values_of
from app.forms.questionnaire.form import Bounds

HIGHEST = 1_000_000
MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+*-]+")


def bounds_of(raw: Json) -> Bounds:
    step = value_of(raw, "questionnaire-sliderStepValue")
    return Bounds(
        least=_bound(raw, "minValue"),
        most=_bound(raw, "maxValue"),
        longest=_count(raw.get("maxLength")),
        shortest=_count(value_of(raw, "minLength")),
        places=_count(value_of(raw, "maxDecimalPlaces")),
        pattern=text(value_of(raw, "regex")),
        pattern_says=text(value_of(raw, "entryFormat")),
        definition=text(raw.get("definition")),
        fewest=_count(value_of(raw, "questionnaire-minOccurs")),
        highest_count=_count(value_of(raw, "questionnaire-maxOccurs")),
        media_types=tuple(
            kind for one in values_of(raw, "mimeType") if MEDIA_TYPE.fullmatch(kind := text(one).lower())
        ),
        largest_bytes=_bytes(value_of(raw, "maxSize")),
        step=str(step) if isinstance(step, (int, float)) and not isinstance(step, bool) and step > 0 else "",
    )


def _bound(raw: Json, name: str) -> Json | None:
    extension = next(named(raw, name), None)
    found = value_in(extension) if extension is not None else None
    return {found[0]: found[1]} if found is not None else None


def _count(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return min(value, HIGHEST) if value >= 0 else None


def _bytes(megabytes: object) -> int | None:
    """Read maxSize, which is in megabytes."""
    if isinstance(megabytes, bool) or not isinstance(megabytes, (int, float)) or not 0 < megabytes < HIGHEST:
        return None
    return int(megabytes * 1_000_000)
