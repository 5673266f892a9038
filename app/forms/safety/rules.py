"""Which answers show that somebody may be in danger: no score and no level of risk, only that a person must look at once.

An answer counts unless it is plainly harmless. What cannot be read that way is looked at by somebody.
Sources: PHQ-9 item 9 (LOINC 44260-8, Kroenke, Spitzer and Williams 2001), whatever the total; PHQ-9 modified for teens,
both questions about suicide; EPDS item 10 (Cox, Holden and Sagovsky 1987); C-SSRS screener, any yes (Posner 2011).
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from app.forms.questionnaire.definition.extensions import ORDINALS, value_in, value_of
from app.forms.questionnaire.form import CHOICES, Form, Item, Kind, Option

LOINC = "http://loinc.org"
QUESTIONS = frozenset(
    {"44260-8", "93246-7", "93247-5", "93248-3", "93249-1", "93250-9", "93267-3", "93269-9"}
)
"""PHQ-9 item 9, and the questions of the C-SSRS screener."""
FORMS = frozenset({"93373-9", "93245-9"})
"""C-SSRS, its screener and its full form: a yes to any question of theirs counts."""
WORDINGS = re.compile(
    r"better off dead|thoughts? of harming myself|harming myself has occurred|thoughts about ending your life"
    r"|tried to kill yourself|wished you were dead|thoughts of killing yourself|how to kill yourself"
    r"|how you might (?:kill yourself|do this)|intention of acting on|to end your life"
    r"|estaría mejor muert[oa]|hacerme daño|hacerse daño|quitarse la vida|estuviera muert[oa]|matarse",
    re.IGNORECASE,
)
"""How the owners of these instruments word the questions: many forms bring no codes."""
HARMLESS = re.compile(
    r"^(?:.*[-–—:]\s*)?(?:no|no, never|never|not at all|nunca|no, nunca|para nada|nada|ningún día)\W*$",
    re.IGNORECASE,
)
YES = re.compile(r"^(?:.*[-–—:]\s*)?(?:yes|sí|si|y)\W*$", re.IGNORECASE)
NOT_AT_ALL, NO_CODE, YES_CODE = "LA6568-5", "LA32-8", "LA33-6"
"""Answers of LOINC that are what they are in whatever words."""
ANSWERED_BY = (*CHOICES, Kind.BOOLEAN, Kind.INTEGER, Kind.DECIMAL)
"""What is asked so that an answer can be told; free text is for the marks of nobody."""

Value = Mapping[str, Any]
Marks = Mapping[str, Collection[str]]
"""The practice's own: by link id the tokens of the answers that count."""
NO_MARKS: Marks = {}


@dataclass(frozen=True, slots=True)
class Hit:
    """A question whose answer counts; `answer` is the same text as long as the answer is the same."""

    link_id: str
    answer: str
    words: str = field(compare=False)
    """What was chosen, as staff read it later, whatever becomes of the answer."""


def is_watched(form: Form, marks: Marks = NO_MARKS) -> bool:
    """Whether an answer to the form can count."""
    return bool(marks) or bool(_watched_by_us(form))


def watched(form: Form) -> frozenset[str]:
    """Give the link ids of the questions that are watched in every practice, whatever it marks."""
    return _watched_by_us(form)


def hits(form: Form, response: Value, marks: Marks = NO_MARKS) -> tuple[Hit, ...]:
    """Give the questions of a QuestionnaireResponse whose answers show that somebody may be in danger."""
    given = _answers(response)
    ours, found = _watched_by_us(form), []
    for item in form.questions:
        values = [
            value
            for value in given.get(item.link_id, ())
            if (item.link_id in ours and _counts(form, item, value))
            or _token(item, value) in marks.get(item.link_id, ())
        ]
        if values:
            words = ", ".join(_in_words(item, value) for value in values)
            found.append(Hit(item.link_id, json.dumps(sorted(map(_said, values))), words))
    return tuple(found)


@lru_cache(maxsize=64)
def _watched_by_us(form: Form) -> frozenset[str]:
    """Give the link ids of the questions that are watched in every practice."""
    codes = _codes(form.definition)
    whole = _is_whole(form)
    return frozenset(
        item.link_id
        for item in form.questions
        if item.kind in ANSWERED_BY
        and (whole or not QUESTIONS.isdisjoint(codes.get(item.link_id, ())) or _is_worded_so(item))
    )


def _is_whole(form: Form) -> bool:
    return any(code in FORMS for system, code in form.codes if system == LOINC)


def _is_worded_so(item: Item) -> bool:
    return WORDINGS.search(item.wording.words) is not None


def _codes(definition: Value) -> dict[str, set[str]]:
    """Give the LOINC codes of each question; many forms have them in the link id alone, as "/44260-8"."""
    found: dict[str, set[str]] = {}
    waiting = list(definition.get("item", ()))
    while waiting:
        item = waiting.pop()
        link_id = item["linkId"]
        codes = {each.get("code") for each in item.get("code", ()) if each.get("system") == LOINC}
        found[link_id] = {str(code) for code in codes} | {link_id.rpartition("/")[2]}
        waiting.extend(item.get("item", ()))
    return found


def _answers(response: Value) -> dict[str, list[Value]]:
    """Give all answers by link id, of every row and at every depth."""
    found: dict[str, list[Value]] = {}
    waiting = list(response.get("item", ()))
    while waiting:
        item = waiting.pop()
        waiting.extend(item.get("item", ()))
        for answer in item.get("answer", ()):
            found.setdefault(item["linkId"], []).append(answer)
            waiting.extend(answer.get("item", ()))
    return found


def _counts(form: Form, item: Item, answer: Value) -> bool:
    """Whether an answer to a question that we watch counts: any that is not plainly harmless, and of C-SSRS any yes."""
    value = _value(answer)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value > 0
    ordinal = _ordinal(item, answer)
    if ordinal is not None:
        return ordinal > 0
    words, code = _words(value), _code(value)
    if _is_whole(form) and not _is_worded_so(item) and item.link_id.rpartition("/")[2] not in QUESTIONS:
        return code == YES_CODE or YES.search(words) is not None
    return bool(words) and code not in (NOT_AT_ALL, NO_CODE) and HARMLESS.search(words) is None


def _ordinal(item: Item, answer: Value) -> float | None:
    """Give what an answer counts in a score, as it says itself or as its option does."""
    for holder in (answer, _option(item, answer) or {}):
        for place in (holder, holder.get("valueCoding")):
            ordinal = value_of(place, *ORDINALS)
            if isinstance(ordinal, int | float):
                return ordinal
    return None


def _option(item: Item, answer: Value) -> Value | None:
    found = _chosen(item, answer)
    return found.value if found else None


def _chosen(item: Item, answer: Value) -> Option | None:
    said = _said(answer)
    return next((option for option in item.options if _said(option.value) == said), None)


def _token(item: Item, answer: Value) -> str | None:
    """Give the token of an answer as the page sends it; None where there is none."""
    value = _value(answer)
    if isinstance(value, bool):
        return str(value).lower()
    found = _chosen(item, answer)
    return found.token if found else None


def _value(answer: Value) -> Any:
    found = value_in(answer)
    return None if found is None else found[1]


def _in_words(item: Item, answer: Value) -> str:
    """Give an answer in English, as far as the form has it so: these words are kept for whoever reads them later."""
    value, option = _value(answer), _chosen(item, answer)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return (option.wording.said_in("en") if option else "") or _words(value)


def _words(value: Any) -> str:
    """Give in what words an answer was given; the code of one that brings none."""
    if isinstance(value, Mapping):
        return str(value.get("display") or value.get("code") or "")
    return "" if value is None else str(value)


def _code(value: Any) -> str:
    return str(value.get("code") or "") if isinstance(value, Mapping) else ""


def _said(answer: Value) -> str:
    """Give what tells an answer from others: of a coding its system and code, and its words where it has no code."""
    value = _value(answer)
    if isinstance(value, Mapping) and "valueCoding" in answer:
        code = value.get("code") or value.get("display")
        return json.dumps([value.get("system", ""), code])
    return json.dumps(value, sort_keys=True, default=str)
