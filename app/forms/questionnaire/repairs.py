"""What is mended in a form that is not quite FHIR R4, each with a sentence for who brings it in."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from app.forms.questionnaire.extensions import objects, text, value_in
from app.forms.questionnaire.form import Kind
from app.forms.questionnaire.parsing import MOST_ITEMS, Refused
from app.web.language import Phrase, _l

Raw = dict[str, Any]
MOST_LEVELS = 20
LONGEST_LINK_ID = 1_000

TOO_MANY = _l("This form has more questions than can be shown: at most 3,000.")
TOO_MANY_LEVELS = _l("The questions of this form are nested too deeply.")
NO_LINK_ID = _l("A question of this form has no link id, or one that is too long.")
NO_TYPE = _l("The question “%(question)s” has no type that FHIR R4 knows.")
NO_ITEMS = _l("This form has no questions.")
SAME_ID = _l("Two questions have the link id “%(question)s”, and others of the form go by it.")
NO_TARGET = _l("The question “%(question)s” goes by an answer that is not in this form: “%(other)s”.")
NO_CONDITION = _l("The question “%(question)s” has a condition that cannot be read.")

STATUS = _l("The status was missing or unknown; it is a draft now.")
SPELT = _l("At “%(question)s”: yes or no was written as text.")
RENAMED = _l("Two questions had the link id “%(question)s”; the later one is “%(other)s” now.")
EMPTY_GROUP = _l("The group “%(question)s” has no questions; it is a text now.")
FILLED_TEXT = _l("The text “%(question)s” has questions below it; it is a group now.")
BESIDE_TEXT = _l("The text “%(question)s” had texts below it; they follow it now.")
LEFT_OUT = _l("At “%(question)s”: “%(part)s” does not belong there, so it was left out.")
BOTH_LISTS = _l("At “%(question)s”: it has answers of its own and a list elsewhere; its own hold.")
CHOSEN_FIRST = _l("At “%(question)s”: the answer it begins with is marked among its answers now.")
ANY_SUFFICES = _l("At “%(question)s”: it did not say whether one condition suffices; one does now.")
EXISTS = _l(
    "At “%(question)s”: a condition on whether there is an answer did not say which; there must be one."
)
ONE_FIRST = _l("At “%(question)s”: it takes one answer and began with several; it begins with the first.")
WHOLE_ID = _l("The link id of “%(question)s” was a number; it is text now.")

YES_NO_KEYS = (
    "required",
    "repeats",
    "readOnly",
    "experimental",
    "initialSelected",
    "answerBoolean",
    "valueBoolean",
)
OPERATORS = ("exists", "=", "!=", ">", "<", ">=", "<=")
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


class Repairs:
    """Mends a form in place and keeps what it did, each once."""

    def __init__(self, form: Raw) -> None:
        self.form = form
        self.done: list[str] = []

    def all(self) -> None:
        """Mend all that can be; raises Refused for what cannot."""
        if self.form.get("status") not in ("draft", "active", "retired", "unknown"):
            self.form["status"] = "draft"
            self.say(STATUS)
        self._spell(self.form, "")
        items = self._checked_items()
        self._name(items)
        for repair in ITEM_REPAIRS:
            for item in list(walked(self.form)):
                repair(self, item)
        self._check_conditions()

    def say(self, sentence: Phrase, **words: str) -> None:
        said = str(sentence) % {key: _short(word) for key, word in words.items()} if words else str(sentence)
        if said not in self.done:
            self.done.append(said)

    def _checked_items(self) -> list[Raw]:
        _check_levels(self.form, level=0)
        items = list(walked(self.form))
        if not items:
            raise Refused(NO_ITEMS)
        if len(items) > MOST_ITEMS:
            raise Refused(TOO_MANY)
        for item in items:
            self._check_item(item)
        return items

    def _check_item(self, item: Raw) -> None:
        link_id = item.get("linkId")
        if isinstance(link_id, int) and not isinstance(link_id, bool):
            item["linkId"] = link_id = str(link_id)
            self.say(WHOLE_ID, question=name_of(item))
        if not isinstance(link_id, str) or not link_id.strip() or len(link_id) > LONGEST_LINK_ID:
            raise Refused(NO_LINK_ID)
        if item.get("type") not in set(Kind):
            raise Refused(str(NO_TYPE) % {"question": _short(name_of(item))})

    def _spell(self, holder: Any, question: str) -> None:
        """Turn "true" into true, wherever yes or no is asked for."""
        if isinstance(holder, list):
            for one in holder:
                self._spell(one, question)
        if not isinstance(holder, dict):
            return
        question = name_of(holder) or question
        for key, value in list(holder.items()):
            if key in YES_NO_KEYS and value in ("true", "false"):
                holder[key] = value == "true"
                self.say(SPELT, question=question)
            elif isinstance(value, (dict, list)):
                self._spell(value, question)

    def _name(self, items: list[Raw]) -> None:
        """Give a link id that occurs twice another name, unless something goes by it."""
        counted = Counter(item["linkId"] for item in items)
        seen: set[str] = set()
        for item in items:
            link_id = item["linkId"]
            if link_id in seen:
                if any(question == link_id for _, _, question in self._targets()):
                    raise Refused(str(SAME_ID) % {"question": _short(link_id)})
                number = next(n for n in range(2, MOST_ITEMS + 3) if f"{link_id}-{n}" not in counted)
                item["linkId"] = f"{link_id}-{number}"
                counted[item["linkId"]] += 1
                self.say(RENAMED, question=link_id, other=item["linkId"])
            seen.add(item["linkId"])

    def _targets(self) -> Iterator[tuple[Raw, Raw, str]]:
        for item in walked(self.form):
            yield from ((item, one, text(one.get("question"))) for one in objects_of(item, "enableWhen"))

    def _check_conditions(self) -> None:
        known = {item["linkId"] for item in walked(self.form)}
        for item, condition, question in self._targets():
            if question not in known:
                raise Refused(str(NO_TARGET) % {"question": _short(name_of(item)), "other": _short(question)})
            if condition.get("operator") not in OPERATORS or value_in(condition, "answer") is None:
                raise Refused(str(NO_CONDITION) % {"question": _short(name_of(item))})


def walked(holder: Raw) -> Iterator[Raw]:
    for item in objects_of(holder, "item"):
        yield item
        yield from walked(item)


def objects_of(holder: Raw, key: str) -> list[Raw]:
    return [one for one in objects(holder.get(key)) if isinstance(one, dict)]


def _check_levels(holder: Raw, *, level: int) -> None:
    if level > MOST_LEVELS:
        raise Refused(TOO_MANY_LEVELS)
    for item in objects_of(holder, "item"):
        _check_levels(item, level=level + 1)


def name_of(item: Raw) -> str:
    """Give what a question is called in a sentence: its words, or its link id."""
    if "linkId" not in item:
        return ""
    return text(item.get("text")).strip() or str(item["linkId"])


def _short(words: str) -> str:
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= 60 else f"{one_line[:59]}…"


def _drop(repairs: Repairs, item: Raw, *keys: str) -> None:
    for key in keys:
        if key in item:
            del item[key]
            repairs.say(LEFT_OUT, question=name_of(item), part=key)


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


ITEM_REPAIRS: tuple[Callable[[Repairs, Raw], None], ...] = (
    _groups,
    _texts,
    _lists,
    _lengths,
    _first_answers,
    _behaviour,
)
