"""Values of a form that are written as text where FHIR has them as numbers, or as yes and no."""

from typing import Any

from app.forms.questionnaire.definition.rich_text import UNSHOWN
from app.forms.questionnaire.examining.repairs import Raw, Repairs, name_of
from app.web.language import _l

SPELT = _l("At “%(question)s”: yes or no was written as text.")
AS_NUMBER = _l("At “%(question)s”: the number of “%(part)s” was written as text.")
EXPECTED = _l(
    "At “%(question)s”: a condition expected a number where there is none; it expects what is there now."
)

UNSHOWN_SIGNS = _l("At “%(question)s”: signs that no computer can show were replaced.")

YES_NO_KEYS = (
    "required",
    "repeats",
    "readOnly",
    "experimental",
    "initialSelected",
    "answerBoolean",
    "valueBoolean",
)
NUMBER_KEYS = ("maxLength", "valueInteger", "valueDecimal", "answerInteger", "answerDecimal")
AMOUNTS = ("valueQuantity", "valueDuration", "answerQuantity", "valueAge")
ANSWERS = {
    "date": "answerDate",
    "dateTime": "answerDateTime",
    "time": "answerTime",
    "string": "answerString",
    "text": "answerString",
    "url": "answerString",
}


def spell(repairs: Repairs, form: Raw) -> None:
    """Turn "true" into true and "1" into 1, wherever FHIR wants them so."""
    waiting: list[tuple[Any, str]] = [(form, str(form.get("title") or "?"))]
    while waiting:
        holder, question = waiting.pop()
        if isinstance(holder, list):
            waiting += [(one, question) for one in reversed(holder)]
        elif isinstance(holder, dict):
            question = name_of(holder) or question
            for key in list(holder):
                _spell(repairs, holder, key, question)
                waiting.append((holder[key], question))


def _spell(repairs: Repairs, holder: Raw, key: str, question: str) -> None:
    value = holder[key]
    if isinstance(value, str) and UNSHOWN.search(value):
        holder[key] = UNSHOWN.sub("\ufffd", value)
        repairs.say(UNSHOWN_SIGNS, question=question)
    elif key in YES_NO_KEYS and value in ("true", "false"):
        holder[key] = value == "true"
        repairs.say(SPELT, question=question)
    elif key in NUMBER_KEYS:
        _spell_number(repairs, holder, key, question)
    elif key in AMOUNTS and isinstance(value, dict):
        _spell_number(repairs, value, "value", question)


def _spell_number(repairs: Repairs, holder: Raw, key: str, question: str) -> None:
    number = number_in(holder.get(key))
    if number is not None:
        holder[key] = number
        repairs.say(AS_NUMBER, question=question, part=key)


def number_in(value: Any) -> int | float | None:
    """Read a number that is written as text; None: it is none."""
    if not isinstance(value, str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    if not abs(number) < 10**15:
        return None
    return int(number) if number == int(number) else number


def spell_expected(repairs: Repairs, item: Raw, condition: Raw, question: Raw) -> None:
    """Mend a condition that expects text of a question for days, as if it were a number."""
    key = next((key for key in condition if key.startswith("answer")), "")
    right = ANSWERS.get(question["type"])
    if key in ("answerInteger", "answerDecimal") and isinstance(condition[key], str) and right is not None:
        condition[right] = condition.pop(key)
        repairs.say(EXPECTED, question=name_of(item))
