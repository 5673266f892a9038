"""What of a form we pass over, told to who brings it in."""

from collections.abc import Iterator

from app.forms.questionnaire.definition.building import knows_no_answers
from app.forms.questionnaire.definition.extensions import Json, objects, objects_in, text
from app.forms.questionnaire.definition.rich_text import said_shortly
from app.forms.questionnaire.examining.stripping import stripped
from app.forms.questionnaire.form import Form, Item
from app.forms.questionnaire.logic.fhirpath import parsed
from app.forms.questionnaire.logic.patterns import is_readable
from app.web.language import _l

MOST = 100

UNKNOWN_LIST = _l(
    "At “%(question)s”: its list of answers is not known here (%(list)s). People type their answer."
)
NO_LIST = _l("At “%(question)s”: it names no answers to choose from. People type their answer.")
PASSED_OVER = _l("The form uses “%(part)s”, which is passed over.")
OTHER_LANGUAGE = _l("The form has expressions in “%(language)s”, which are passed over.")
NO_EXPRESSION = _l("At “%(question)s”: an expression cannot be read, so it is passed over.")
NO_PATTERN = _l("At “%(question)s”: its pattern cannot be read, so it is passed over.")
MOVING_BOUND = _l("At “%(question)s”: a limit is calculated, which is passed over.")

SUPPORTED = {
    *(
        "questionnaire-itemControl",
        "questionnaire-hidden",
        "questionnaire-choiceOrientation",
        "questionnaire-unit",
    ),
    *(
        "questionnaire-unitOption",
        "questionnaire-displayCategory",
        "questionnaire-optionPrefix",
        "ordinalValue",
    ),
    *(
        "questionnaire-optionExclusive",
        "questionnaire-sliderStepValue",
        "questionnaire-minOccurs",
        "itemWeight",
    ),
    *("questionnaire-maxOccurs", "questionnaire-supportLink", "questionnaire-constraint", "targetConstraint"),
    *(
        "questionnaire-signatureRequired",
        "questionnaire-ordinalValue",
        "valueset-ordinalValue",
        "entryFormat",
    ),
    *(
        "sdc-questionnaire-initialExpression",
        "sdc-questionnaire-calculatedExpression",
        "sdc-questionnaire-openLabel",
    ),
    *("sdc-questionnaire-enableWhenExpression", "sdc-questionnaire-itemMedia", "sdc-questionnaire-shortText"),
    *("sdc-questionnaire-launchContext", "variable", "minValue", "maxValue", "minLength", "maxDecimalPlaces"),
    *(
        "regex",
        "mimeType",
        "maxSize",
        "rendering-xhtml",
        "rendering-markdown",
        "rendering-style",
        "translation",
    ),
}
SAY_NOTHING = {
    *(
        "sdc-questionnaire-assembledFrom",
        "sdc-questionnaire-observationLinkPeriod",
        "lang",
        "content",
        "cqf-library",
    ),
    *("sdc-questionnaire-preferredTerminologyServer", "preferredTerminologyServer", "terminology-server"),
    *("questionnaire-usageMode", "designNote", "questionnaire-definitionBased"),
}
"""What says nothing of how the form is filled in."""


def notes_of(form: Form) -> tuple[str, ...]:
    """Tell, in sentences, what of the form has no effect here."""
    told = dict.fromkeys(
        [
            *stripped(form.definition, _places(form)),
            *_of_items(form),
            *_of_languages(form.definition),
            *_of_extensions(form.definition),
        ]
    )
    return tuple(told)[:MOST]


def _places(form: Form) -> list[tuple[str, Json]]:
    """Give the form and each of its items, with what they are called."""
    items = (
        (text(one.get("text")).strip() or text(one.get("linkId")), one) for one in _raw_items(form.definition)
    )
    return [(form.title.words or form.url, form.definition), *items]


def _of_items(form: Form) -> Iterator[str]:
    raw = {text(one.get("linkId")): one for one in _raw_items(form.definition)}
    for item in form.questions:
        unknown = knows_no_answers(raw[item.link_id], form.definition)
        if unknown:
            sentence = UNKNOWN_LIST if unknown != "-" else NO_LIST
            yield str(sentence) % {"question": _name(item), "list": said_shortly(unknown)}
        if item.bounds.pattern and not is_readable(item.bounds.pattern):
            yield str(NO_PATTERN) % {"question": _name(item)}
        if any(f"_{key}" in one for one in objects(raw[item.link_id].get("extension")) for key in MOVING):
            yield str(MOVING_BOUND) % {"question": _name(item)}
    yield from (str(NO_EXPRESSION) % {"question": name} for name in _unreadable(form))


MOVING = ("valueDate", "valueDateTime", "valueInteger", "valueDecimal", "valueTime")


def _unreadable(form: Form) -> Iterator[str]:
    """Give where expressions stand that are not FHIRPath."""
    named = [
        (form.title.words or form.url, form.rules),
        *((_name(item), item.rules) for item in form.all_items),
    ]
    for name, rules in named:
        expressions = [rules.shown_when, rules.calculated, rules.begins_with]
        expressions += [one for _, one in rules.variables] + [one.expression for one in rules.constraints]
        if any(one and parsed(one) is None for one in expressions):
            yield said_shortly(name)


def _name(item: Item) -> str:
    return said_shortly(item.wording.words.strip() or item.link_id)


def _raw_items(holder: Json) -> Iterator[Json]:
    for item in objects(holder.get("item")):
        yield item
        yield from _raw_items(item)


def _of_languages(definition: Json) -> Iterator[str]:
    for holder in objects_in(definition):
        language = text(holder.get("language"))
        if language and "expression" in holder and language != "text/fhirpath":
            yield str(OTHER_LANGUAGE) % {"language": said_shortly(language)}


def _of_extensions(definition: Json) -> Iterator[str]:
    for holder in (definition, *_raw_items(definition)):
        for extension in objects(holder.get("extension")):
            name = text(extension.get("url")).rstrip("/").rpartition("/")[2]
            if name not in SUPPORTED and name not in SAY_NOTHING:
                yield str(PASSED_OVER) % {"part": said_shortly(name)}
