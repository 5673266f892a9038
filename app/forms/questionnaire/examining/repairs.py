"""What is mended in a form that is not quite FHIR R4, each with a sentence for who brings it in."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.forms.questionnaire.definition.extensions import objects, text
from app.forms.questionnaire.definition.rich_text import said_shortly
from app.web.language import Phrase, _l

Raw = dict[str, Any]
MOST_SENTENCES = 200

LEFT_OUT = _l("At “%(question)s”: “%(part)s” does not belong there, so it was left out.")


class Repairs:
    """What was mended, and what was noticed, each told once."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.noticed: list[str] = []

    def say(self, sentence: Phrase, **words: str) -> None:
        """Tell of a repair."""
        _add(self.done, sentence, words)

    def notice(self, sentence: Phrase, **words: str) -> None:
        """Tell of what stays as it is."""
        _add(self.noticed, sentence, words)

    def left_out(self, *, question: str, part: str) -> None:
        self.say(LEFT_OUT, question=question, part=part)


def _add(told: list[str], sentence: Phrase, words: Mapping[str, str]) -> None:
    said = (
        str(sentence) % {key: said_shortly(word) for key, word in words.items()} if words else str(sentence)
    )
    if said not in told and len(told) < MOST_SENTENCES:
        told.append(said)


def walked(holder: Raw) -> Iterator[Raw]:
    for item in objects_of(holder, "item"):
        yield item
        yield from walked(item)


def objects_of(holder: Raw, key: str) -> list[Raw]:
    return [one for one in objects(holder.get(key)) if isinstance(one, dict)]


def name_of(item: Raw) -> str:
    """Give what a question is called in a sentence: its words, or its link id."""
    if "linkId" not in item:
        return ""
    return text(item.get("text")).strip() or str(item["linkId"])
