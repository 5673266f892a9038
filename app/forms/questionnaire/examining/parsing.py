"""From a file to JSON that can be worked with, or the sentence that says why not."""

import json
from collections.abc import Iterator
from typing import Any

from app.web.language import Phrase, _l

LARGEST_BYTES = 5_000_000
DEEPEST = 60
MOST_ITEMS = 3_000
HIGHEST = 10**15

NOT_TEXT = _l("This file is not text in UTF-8, so it cannot be read as a form.")
TOO_LARGE = _l("This file is larger than 5 MB. A form has no more than that.")
NO_JSON = _l("This file is not JSON, or it is damaged.")
TOO_DEEP = _l("This file is nested too deeply to be a form.")
ODD_NUMBER = _l("This file has a number that no computer can keep.")
TWICE = _l("This file says the same thing twice in one place, so that it is not clear which holds.")
NO_FORM = _l("This file is not a FHIR Questionnaire. A form has “resourceType”: “Questionnaire”.")


class Refused(ValueError):
    """The file is no form, for all that its sentences say."""

    def __init__(self, *sentences: Phrase | str) -> None:
        self.sentences = tuple(dict.fromkeys(map(str, sentences)))
        super().__init__(*self.sentences)


def parsed(raw: str | bytes) -> dict[str, Any]:
    """Read a Questionnaire as JSON; raises Refused."""
    text = _text(raw)
    if len(text) > LARGEST_BYTES:
        raise Refused(TOO_LARGE)
    try:
        found = json.loads(
            text, object_pairs_hook=_object, parse_constant=_no_number, parse_float=_number, parse_int=_whole
        )
    except RecursionError:
        raise Refused(TOO_DEEP) from None
    except Refused:
        raise
    except ValueError:
        raise Refused(NO_JSON) from None
    if not isinstance(found, dict) or found.get("resourceType") != "Questionnaire":
        raise Refused(NO_FORM)
    if _depth(found) > DEEPEST:
        raise Refused(TOO_DEEP)
    return found


def _text(raw: str | bytes) -> str:
    if len(raw) > LARGEST_BYTES:
        raise Refused(TOO_LARGE)
    try:
        return raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw.removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise Refused(NOT_TEXT) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refused(TWICE)
    return found


def _no_number(_: str) -> float:
    raise Refused(ODD_NUMBER)


def _number(digits: str) -> float:
    number = float(digits)
    if not abs(number) < HIGHEST:
        raise Refused(ODD_NUMBER)
    return number


def _whole(digits: str) -> int:
    if len(digits) > 16 or abs(int(digits)) >= HIGHEST:
        raise Refused(ODD_NUMBER)
    return int(digits)


def _depth(found: Any) -> int:
    level, layer = 0, [found]
    while layer:
        level += 1
        layer = [inner for one in layer for inner in _inner(one) if isinstance(inner, (dict, list))]
    return level


def _inner(one: Any) -> Iterator[Any]:
    yield from one.values() if isinstance(one, dict) else one
