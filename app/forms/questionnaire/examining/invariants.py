"""The invariants que-1 to que-13 of FHIR R4's Questionnaire: what breaks one is mended."""

from collections.abc import Callable
from typing import Any

from app.forms.questionnaire.definition.extensions import value_in
from app.forms.questionnaire.examining.repairs import Raw, Repairs, name_of, objects_of
from app.forms.questionnaire.form import Kind
from app.web.language import _l

EMPTY_GROUP = _l("The group “%(question)s” has no questions; it is a text now.")
FILLED_TEXT = _l("The text “%(question)s” has questions below it; it is a group now.")
BOTH_LISTS = _l("At “%(question)s”: it has answers of its own and a list elsewhere; its own hold.")
CHOSEN_FIRST = _l("At “%(question)s”: the answer it begins with is marked among its answers now.")
ANY_SUFFICES = _l("At “%(question)s”: it did not say whether one condition suffices; one does now.")
EXISTS = _l(
    "At “%(question)s”: a condition on whether there is an answer did not say which; there must be one."
)
ONE_FIRST = _l("At “%(question)s”: it takes one answer and began with several; it begins with the first.")

MAY_BE_LONG = ("boolean", "decimal", "integer", "string", "text", "url", "open-choice")
NO_OPTIONS = (
    "group",
    "display",
    "boolean",
    "url",
    "attachment",
    "reference",
    "text",
    "decimal",
    "quantity",
    "dateTime",
)


def _drop(repairs: Repairs, item: Raw, *keys: str) -> None:
    for key in keys:
        if key in item:
            del item[key]
            repairs.left_out(question=name_of(item), part=key)


def _groups(repairs: Repairs, item: Raw) -> None:
    """que-1: a group has items, a text has none."""
    inner = objects_of(item, "item")
    if item["type"] == Kind.GROUP and not inner:
        item["type"] = str(Kind.DISPLAY)
        item.pop("item", None)
        repairs.say(EMPTY_GROUP, question=name_of(item))
        _drop(repairs, item, "required", "repeats", "readOnly", "code", "initial")
    elif item["type"] == Kind.DISPLAY and inner:
        item["type"] = str(Kind.GROUP)
        repairs.say(FILLED_TEXT, question=name_of(item))
    elif item["type"] == Kind.DISPLAY:
        item.pop("item", None)


def _texts(repairs: Repairs, item: Raw) -> None:
    """que-3, que-6, que-8, que-9: what belongs to questions only."""
    if item["type"] == Kind.DISPLAY:
        _drop(repairs, item, "code", "required", "repeats", "readOnly", "initial")
    elif item["type"] == Kind.GROUP:
        _drop(repairs, item, "initial")


def _lists(repairs: Repairs, item: Raw) -> None:
    """que-4 and que-5: one list of answers, and only where answers are chosen."""
    if item["type"] in NO_OPTIONS:
        _drop(repairs, item, "answerOption", "answerValueSet")
    elif item.get("answerOption") and item.get("answerValueSet"):
        del item["answerValueSet"]
        repairs.say(BOTH_LISTS, question=name_of(item))


def _lengths(repairs: Repairs, item: Raw) -> None:
    """que-10."""
    if item["type"] not in MAY_BE_LONG:
        _drop(repairs, item, "maxLength")


def _first_answers(repairs: Repairs, item: Raw) -> None:
    """que-11 and que-13: what a question begins with."""
    initial = objects_of(item, "initial")
    if item.get("answerOption") and initial:
        wanted = [_comparable(one) for one in initial]
        for option in objects_of(item, "answerOption"):
            if _comparable(option) in wanted:
                option["initialSelected"] = True
        del item["initial"]
        repairs.say(CHOSEN_FIRST, question=name_of(item))
    elif len(initial) > 1 and item.get("repeats") is not True:
        item["initial"] = initial[:1]
        repairs.say(ONE_FIRST, question=name_of(item))


def _comparable(holder: Raw) -> tuple[Any, ...]:
    found = value_in(holder)
    if found is None:
        return ()
    key, value = found
    return (key, value.get("code") or value.get("display")) if isinstance(value, dict) else (key, value)


def _behaviour(repairs: Repairs, item: Raw) -> None:
    """que-7 and que-12."""
    conditions = objects_of(item, "enableWhen")
    if len(conditions) > 1 and item.get("enableBehavior") not in ("any", "all"):
        item["enableBehavior"] = "any"
        repairs.say(ANY_SUFFICES, question=name_of(item))
    for condition in conditions:
        if condition.get("operator") == "exists" and not isinstance(condition.get("answerBoolean"), bool):
            for key in [key for key in condition if key.startswith("answer")]:
                del condition[key]
            condition["answerBoolean"] = True
            repairs.say(EXISTS, question=name_of(item))


INVARIANTS: tuple[Callable[[Repairs, Raw], None], ...] = (
    _groups,
    _texts,
    _lists,
    _lengths,
    _first_answers,
    _behaviour,
)
