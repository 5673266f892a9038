"""The points of answers: a QuestionnaireResponse read by the questions of its instrument.

The points of an answer come from its LOINC code where we know that, else from the ordinal value that the answer or
its option carries, else, for a yes or a no, from that. What a form computes itself is not looked at.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.forms.instruments.known import INSTRUMENTS, Instrument
from app.forms.instruments.scoring import Score, Sex, epds_points, turned

Json = Mapping[str, Any]

ORDINALS = frozenset(
    {
        "http://hl7.org/fhir/StructureDefinition/ordinalValue",
        "http://hl7.org/fhir/StructureDefinition/itemWeight",
        "http://hl7.org/fhir/StructureDefinition/questionnaire-ordinalValue",
        "http://hl7.org/fhir/StructureDefinition/valueset-ordinalValue",
    }
)
KNOWN_POINTS = {
    # LL358-3
    "LA6568-5": 0,
    "LA6569-3": 1,
    "LA6570-1": 2,
    "LA6571-9": 3,
    "LA18938-3": 2,  # "more days than not", which LOINC has in place of LA6570-1 for one question
    # LL2179-1, LL2180-9, LL2181-7: AUDIT-C
    "LA6270-8": 0,
    "LA18926-8": 1,
    "LA18927-6": 2,
    "LA18928-4": 3,
    "LA18929-2": 4,
    "LA15694-5": 0,
    "LA15695-2": 1,
    "LA18930-0": 2,
    "LA18931-8": 3,
    "LA18932-6": 4,
    "LA18933-4": 1,
    "LA18876-5": 2,
    "LA18891-4": 3,
    "LA18934-2": 4,
    # LL361-7
    "LA33-6": 1,
    "LA32-8": 0,
}
"""The points of LOINC's answers to the questions of our instruments."""
SAID = {"yes": 1, "y": 1, "true": 1, "sí": 1, "no": 0, "n": 0, "false": 0}
ABLE = re.compile(r"\b(?:always|are you) able to stop\b", re.IGNORECASE)
"""How question 3 of the DAST-10 is asked where a No has the point."""
EPDS_ANSWERS = 4
GATE = "102011-4"
"""The question of the PC-PTSD-5 whether there was such an event: after a No the rest is not asked, and the score is 0."""


@dataclass(frozen=True, slots=True)
class _Question:
    link_id: str
    parent: str
    words: str
    codes: tuple[str, ...]
    options: tuple[Json, ...]
    kind: str

    def has_code(self, code: str) -> bool:
        return code in self.codes or self.link_id.rsplit("/", 1)[-1] == code


def score(key: str, *, questionnaire: Json, response: Json, sex: Sex = Sex.UNKNOWN) -> Score:
    """Score a response by the instrument of this key; its unanswered questions have no points."""
    instrument = INSTRUMENTS[key]
    questions = list(_questions(questionnaire.get("item"), ""))
    answers = dict(_answers(response.get("item")))
    points = [
        None
        if question is None
        else _points_of(instrument, number, question, answers.get(question.link_id, ()))
        for number, question in enumerate(_scored(instrument, questions), 1)
    ]
    if key == "pc-ptsd-5" and _is_gated(questions, answers):
        points = [0] * instrument.items
    return instrument.rule(points, sex)


def _questions(items: Any, parent: str) -> Iterator[_Question]:
    """Give the questions of a form in their order, those below an answer after it."""
    for item in items or ():
        link_id = str(item.get("linkId", ""))
        if item.get("type") not in ("group", "display"):
            yield _Question(
                link_id,
                parent,
                str(item.get("text", "")),
                tuple(str(coding.get("code", "")) for coding in item.get("code") or ()),
                tuple(item.get("answerOption") or ()),
                str(item.get("type", "")),
            )
        yield from _questions(item.get("item"), link_id)


def _answers(items: Any) -> Iterator[tuple[str, Sequence[Json]]]:
    for item in items or ():
        given = item.get("answer") or ()
        if given:
            yield str(item.get("linkId", "")), given
        yield from _answers(item.get("item"))
        for answer in given:
            yield from _answers(answer.get("item"))


def _scored(instrument: Instrument, questions: Sequence[_Question]) -> Sequence[_Question | None]:
    """Give the instrument's questions in its order: by their codes, or else by their place in the form."""
    coded = [
        next((question for question in questions if question.has_code(code)), None)
        for code in instrument.codes
    ]
    if coded and all(coded):
        return coded
    fit = [question for question in questions if _may_count(instrument, question)]
    beside: dict[str, list[_Question]] = {}
    for question in fit:
        beside.setdefault(question.parent, []).append(question)
    found = next(
        (group for group in beside.values() if len(group) == instrument.items), fit[: instrument.items]
    )
    return found if len(found) == instrument.items else coded or [None] * instrument.items


def _may_count(instrument: Instrument, question: _Question) -> bool:
    """Whether a question can be one of the instrument's: each of its answers has points."""
    if question.kind == "boolean":
        return instrument.most == 1
    if question.kind not in ("choice", "open-choice"):
        return False
    if instrument.key == "epds" and len(question.options) == EPDS_ANSWERS:
        return True
    return all(_point_in(option) is not None for option in question.options)


def _points_of(
    instrument: Instrument, number: int, question: _Question, answers: Sequence[Json]
) -> int | None:
    """Give the points of one question's answer; None: unanswered, or nothing that this instrument knows."""
    if len(answers) != 1:
        return None
    point = _point_in(answers[0])
    if point is None:
        point = _point_of_option(instrument, number, question, answers[0])
    if instrument.key == "dast-10" and number == 3 and ABLE.search(question.words):
        point = turned(_said(answers[0]))
    return point if point is not None and 0 <= point <= instrument.most else None


def _point_of_option(instrument: Instrument, number: int, question: _Question, answer: Json) -> int | None:
    """Give the points that the form's option has, where the answer came without."""
    place = next((place for place, option in enumerate(question.options) if _is_same(option, answer)), None)
    if place is None:
        return None
    point = _point_in(question.options[place])
    if point is None and instrument.key == "epds" and len(question.options) == EPDS_ANSWERS:
        return epds_points([None] * (number - 1) + [place])[-1]
    return point


def _is_same(option: Json, answer: Json) -> bool:
    if "valueCoding" in option and "valueCoding" in answer:
        return bool(option["valueCoding"].get("code") == answer["valueCoding"].get("code"))
    return any(option.get(name) == answer.get(name) is not None for name in ("valueString", "valueInteger"))


def _point_in(node: Json) -> int | None:
    """Give the points that an answer, or an option, has by itself."""
    coding = node.get("valueCoding") or {}
    if coding.get("code") in KNOWN_POINTS:
        return KNOWN_POINTS[coding["code"]]
    extensions = [*(node.get("extension") or ()), *(coding.get("extension") or ())]
    for extension in extensions:
        if extension.get("url") in ORDINALS:
            return _whole(extension.get("valueDecimal", extension.get("valueInteger")))
    return _said(node)


def _said(node: Json) -> int | None:
    """Give 1 for a yes, 0 for a no, and a whole number for itself."""
    if isinstance(node.get("valueBoolean"), bool):
        return int(node["valueBoolean"])
    if "valueInteger" in node:
        return _whole(node["valueInteger"])
    coding = node.get("valueCoding") or {}
    words = (coding.get("display"), coding.get("code"), node.get("valueString"))
    known = [SAID[word.casefold()] for word in words if isinstance(word, str) and word.casefold() in SAID]
    if known:
        return known[0]
    return KNOWN_POINTS.get(coding.get("code", ""))


def _whole(number: Any) -> int | None:
    if isinstance(number, bool) or not isinstance(number, int | float):
        return None
    return int(number) if number == int(number) else None


def _is_gated(questions: Sequence[_Question], answers: Mapping[str, Sequence[Json]]) -> bool:
    gates = [question for question in questions if question.has_code(GATE)]
    return any(_said(answer) == 0 for gate in gates for answer in answers.get(gate.link_id, ()))
