"""From a definition to the form: every item with what it says of itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import quote

from app.forms.questionnaire.definition.bounds import bounds_of
from app.forms.questionnaire.definition.extensions import (
    Json,
    control_of,
    expression_of,
    named,
    objects,
    text,
    value_in,
    value_of,
    values_of,
)
from app.forms.questionnaire.definition.rich_text import NO_WORDS, PICTURE, Wording, wording
from app.forms.questionnaire.definition.value_sets import options_of, unknown_set, without_looks
from app.forms.questionnaire.form import (
    CHOICES,
    Aids,
    Condition,
    Constraint,
    Form,
    Ground,
    Item,
    Kind,
    Option,
    Rules,
)
from app.forms.questionnaire.showing.wording import as_offered

AIDS = ("help", "flyover", "legal", "prompt", "unit")
"""Texts below a question that stand beside it, not after it."""
TABLES = ("gtable", "table", "htable", "grid")
SIGNATURE = "questionnaire-signatureRequired"


@dataclass(slots=True)
class _Source:
    """What is known of the whole form while its items are read."""

    definition: Json
    language: str
    pictures: tuple[tuple[str, str], ...]
    numbers: dict[str, int]
    next_number: Iterator[int] = field(default_factory=count)

    def words(self, holder: Any, key: str) -> Wording:
        return wording(holder, key, language=self.language, pictures=self.pictures)


def built(definition: Mapping[str, Any]) -> Form:
    """Make the form of a definition that the gate has passed."""
    source = _Source(
        definition=definition,
        language=text(definition.get("language")) or "en",
        pictures=_pictures(definition),
        numbers={text(item.get("linkId")): number for number, item in enumerate(_pieces(definition))},
    )
    return Form(
        url=text(definition.get("url")),
        version=text(definition.get("version")),
        title=source.words(definition, "title") or Wording(words=text(definition.get("name"))),
        intro=source.words(definition, "description"),
        purpose=source.words(definition, "purpose"),
        copyright=text(definition.get("copyright")),
        language=source.language,
        signed=value_of(definition, SIGNATURE) is not None,
        codes=tuple(
            (text(code.get("system")), text(code.get("code"))) for code in objects(definition.get("code"))
        ),
        items=_items(source, definition, outer=()),
        rules=_rules(source, definition),
        definition=definition,
    )


def _pictures(definition: Json) -> tuple[tuple[str, str], ...]:
    found = []
    for resource in objects(definition.get("contained")):
        if resource.get("resourceType") == "Binary":
            address = f"data:{text(resource.get('contentType'))};base64,{text(resource.get('data'))}"
            if PICTURE.fullmatch(address):
                found.append((f"#{text(resource.get('id'))}", address))
    return tuple(found)


def aid_of(item: Json) -> str:
    """Give which aid of the question above it a text is; "" where it stands for itself."""
    control = control_of(item) if item.get("type") == Kind.DISPLAY else ""
    return control if control in AIDS else ""


def _inner(holder: Json) -> Iterator[Json]:
    return (item for item in objects(holder.get("item")) if not aid_of(item))


def _pieces(holder: Json) -> Iterator[Json]:
    for item in _inner(holder):
        yield item
        yield from _pieces(item)


def _items(source: _Source, holder: Json, *, outer: tuple[Ground, ...]) -> tuple[Item, ...]:
    in_table = control_of(holder) in TABLES
    return tuple(_item(source, item, outer=outer, in_table=in_table) for item in _inner(holder))


def _item(source: _Source, raw: Json, *, outer: tuple[Ground, ...], in_table: bool) -> Item:
    kind, number = Kind(raw["type"]), next(source.next_number)
    repeats = raw.get("repeats") is True and kind not in (Kind.DISPLAY, Kind.BOOLEAN)
    options = options_of(raw, source.definition, words=source.words)
    ground = Ground(number=number, is_numbered=repeats and not options)
    return Item(
        number=number,
        link_id=text(raw["linkId"]),
        step=quote(text(raw["linkId"]), safe="").replace("~", "%7E"),
        kind=kind,
        wording=source.words(raw, "text"),
        prefix=text(raw.get("prefix")),
        control=control_of(raw),
        required=raw.get("required") is True,
        repeats=repeats,
        read_only=raw.get("readOnly") is True,
        hidden=value_of(raw, "questionnaire-hidden") is True,
        across=in_table or value_of(raw, "questionnaire-choiceOrientation") == "horizontal",
        options=options,
        units=_units(raw),
        initial=_initial(raw, options),
        bounds=bounds_of(raw),
        rules=_rules(source, raw),
        aids=_aids(source, raw),
        items=_items(source, raw, outer=(*outer, ground)),
        outer=outer,
    )


def _units(raw: Json) -> tuple[Option, ...]:
    units = [unit for unit in values_of(raw, "questionnaire-unitOption") if isinstance(unit, dict)]
    fixed = value_of(raw, "questionnaire-unit")
    if not units and isinstance(fixed, dict):
        units = [fixed]
    return tuple(
        Option(token=str(place), value={"valueCoding": unit}, wording=Wording(words=unit_words(unit)))
        for place, unit in enumerate(units)
    )


def unit_words(unit: Json) -> str:
    return text(unit.get("display")) or text(unit.get("unit")) or text(unit.get("code"))


def _initial(raw: Json, options: tuple[Option, ...]) -> tuple[Json, ...]:
    chosen = tuple(option.value for option in options if option.chosen_first)
    given = (found for one in objects(raw.get("initial")) if (found := value_in(one)) is not None)
    return chosen or tuple(as_offered({key: without_looks(value)}, options) for key, value in given)


def _rules(source: _Source, raw: Json) -> Rules:
    conditions = tuple(
        condition
        for one in objects(raw.get("enableWhen"))
        if (condition := _condition(source, one)) is not None
    )
    return Rules(
        conditions=conditions,
        any_suffices=raw.get("enableBehavior") == "any",
        shown_when=expression_of(value_of(raw, "sdc-questionnaire-enableWhenExpression")),
        calculated=expression_of(value_of(raw, "sdc-questionnaire-calculatedExpression")),
        begins_with=expression_of(value_of(raw, "sdc-questionnaire-initialExpression")),
        variables=tuple(
            (text(variable.get("name")), expression_of(variable))
            for variable in values_of(raw, "variable")
            if isinstance(variable, dict) and expression_of(variable)
        ),
        constraints=tuple(_constraints(source, raw)),
    )


def _condition(source: _Source, raw: Json) -> Condition | None:
    number, expected = source.numbers.get(text(raw.get("question"))), value_in(raw, "answer")
    if number is None or expected is None:
        return None
    key, value = expected
    return Condition(question=number, operator=text(raw.get("operator")), expected={f"value{key[6:]}": value})


def _constraints(source: _Source, raw: Json) -> Iterator[Constraint]:
    for extension in named(raw, "questionnaire-constraint", "targetConstraint"):
        expression = expression_of(value_of(extension, "expression"))
        human = next((one for one in named(extension, "human")), {})
        if expression:
            yield Constraint(
                expression=expression,
                words=source.words(human, "valueString") or source.words(human, "valueMarkdown"),
                is_error=value_of(extension, "severity") != "warning",
            )


def _aids(source: _Source, raw: Json) -> Aids:
    beside: dict[str, Wording] = {}
    for item in objects(raw.get("item")):
        if aid_of(item):
            beside.setdefault(aid_of(item), source.words(item, "text"))
    unit = value_of(raw, "questionnaire-unit")
    link = text(value_of(raw, "questionnaire-supportLink"))
    hints = (text(value_of(raw, "entryFormat")), beside.get("prompt", NO_WORDS).words)
    return Aids(
        help=beside.get("help") or beside.get("flyover") or NO_WORDS,
        legal=beside.get("legal") or NO_WORDS,
        unit=beside.get("unit", NO_WORDS).words or (unit_words(unit) if isinstance(unit, dict) else ""),
        hint=" ".join(hint for hint in hints if hint),
        link=link if link.startswith("https://") else "",
        image=_media(raw),
        other_label=text(value_of(raw, "sdc-questionnaire-openLabel")),
        short=Wording(words=text(value_of(raw, "sdc-questionnaire-shortText"))),
    )


def _media(raw: Json) -> str:
    media = value_of(raw, "sdc-questionnaire-itemMedia")
    if not isinstance(media, dict):
        return ""
    address = f"data:{text(media.get('contentType'))};base64,{text(media.get('data'))}"
    return address if PICTURE.fullmatch(address) else ""


def knows_no_answers(raw: Json, definition: Json) -> str:
    """Give the value set of a choice that we do not know; "" where its answers are known."""
    return unknown_set(raw, definition) if raw.get("type") in CHOICES else ""
