"""The fields of a chart that clients look after: how each is typed, kept as text, and shown.

A field is declared once; the client's form, what is read from it, the comparison with what the chart holds, the
list of changes and the staff's correction all go by that. The text of a field is one string, "" where nothing is
known: a day as 1988-04-12, codes with a space between them, an address as JSON.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BeforeValidator, create_model

from app.clients.lists.places import COUNTRIES, HOME, STATES
from app.clients.postal import PostalAddress, postal_address
from app.web.forms import BadParts, FilledForm, Form, GroupReader
from app.web.language import Phrase, _l
from app.web.readers.choices import one_from, several_from
from app.web.readers.contact import email as read_email
from app.web.readers.contact import phone as read_phone
from app.web.readers.dates import PARTS as DAY_PARTS
from app.web.readers.dates import day_in_parts
from app.web.readers.names import line as cleaned_line
from app.web.readers.names import name as read_line
from app.web.readers.numbers import masked_ssn, typed_money
from app.web.readers.numbers import money as read_money
from app.web.readers.numbers import ssn as read_ssn
from app.web.templates import day_short, money, phone
from app.web.value_list import Option, ValueList

LONGEST_SEEN = 4000
CHOOSE = _l("Choose one")
NOT_LISTED = "-"
"""What is chosen where the right thing is not on a list."""
Inputs = Mapping[str, Sequence[str]]
"""What stands in the inputs of a field, by their names; several values where check boxes are ticked."""


class Control(StrEnum):
    """How a field is typed."""

    LINE = "line"
    CHOICE = "choice"
    TICKS = "ticks"
    DAY = "day"
    ADDRESS = "address"
    LISTED = "listed"
    """Chosen from a list that is loaded for the page, or typed where it is not on it."""


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    label: Phrase
    reader: BeforeValidator
    control: Control = Control.LINE
    hint: Phrase | str = ""
    text_of: Callable[[Any], str] = str
    """Gives the text of a value that was read."""
    inputs_of: Callable[[str, str], Inputs] | None = None
    """Gives what stands in the inputs of the field of this name for a text; None: the text itself in its only one."""
    shown: Callable[[str], str] = str
    """Words a text for people."""
    choices: Callable[[], Iterable[Option]] | None = None
    type: str = "text"
    inputmode: str = ""
    autocomplete: str = "off"
    most: int = 0
    verbatim: bool = False
    """Whether a phone's keyboard must leave it alone."""
    secret: bool = False
    """Whether it never travels to the browser but masked: left blank, it stays as it is."""
    final: bool = False
    """Whether staff cannot put back what it was before."""
    typed_label: Phrase | str = ""
    """What is typed where it is not on the list, of a field that is LISTED."""

    @property
    def options(self) -> list[Option]:
        return list(self.choices() if self.choices else ())

    def inputs(self, words: str) -> Inputs:
        if self.secret:
            return {}
        return self.inputs_of(self.name, words) if self.inputs_of else {self.name: (words,)}


Fields = tuple[Field, ...]


@lru_cache(maxsize=64)
def form_of(fields: Fields) -> type[Form]:
    """Give the form that reads these fields, and `seen`: what they read when it was made."""
    readers: dict[str, Any] = {field.name: (Annotated[Any, field.reader], ...) for field in fields}
    readers["seen"] = (Annotated[str, BeforeValidator(_as_sent)], ...)
    return create_model("FieldsForm", __base__=Form, **readers)


def _as_sent(raw: Any) -> str:
    """Read `seen`: what nobody typed gets no sentence, and what is forged names no field."""
    return str(raw or "")[:LONGEST_SEEN]


def texts_of(fields: Fields, form: Form) -> dict[str, str]:
    """Give the texts of a form that was read; a secret that was left blank is not among them."""
    texts = {field.name: field.text_of(getattr(form, field.name)) for field in fields}
    blank = {field.name for field in fields if field.secret and not texts[field.name]}
    return {name: text for name, text in texts.items() if name not in blank}


def filled_with(fields: Fields, texts: Mapping[str, str]) -> FilledForm:
    """Give the form as it stands before anybody types: with what is known."""
    inputs: dict[str, Sequence[str]] = {}
    for field in fields:
        inputs |= field.inputs(texts.get(field.name, ""))
    return FilledForm({name: values[0] if values else "" for name, values in inputs.items()}, ticked=inputs)


def _nothing_as_blank(value: Any) -> str:
    return "" if value is None else str(value)


def line(
    name: str,
    label: Phrase,
    *,
    most: int = 100,
    missing: Phrase | None = None,
    hint: Phrase | str = "",
    autocomplete: str = "off",
    reader: BeforeValidator | None = None,
    inputmode: str = "",
    verbatim: bool = False,
) -> Field:
    """Make a field of one line: a name or a title, unless `reader` says otherwise."""
    return Field(
        name,
        label,
        reader or read_line(most=most, missing=missing),
        hint=hint,
        autocomplete=autocomplete,
        most=most,
        inputmode=inputmode,
        verbatim=verbatim,
    )


def email(name: str, label: Phrase, *, hint: Phrase | str = "", own: bool = False) -> Field:
    return Field(
        name,
        label,
        read_email(),
        hint=hint,
        type="email",
        autocomplete="email" if own else "off",
        most=254,
        verbatim=True,
    )


def phone_number(
    name: str,
    label: Phrase,
    *,
    missing: Phrase | None = None,
    hint: Phrase | str = "",
    autocomplete: str = "off",
) -> Field:
    """Make a field of a phone number: kept as E.164, typed and shown as people write it."""
    return Field(
        name,
        label,
        read_phone(missing=missing),
        hint=hint,
        inputs_of=lambda name, text: {name: (phone(text) if text else "",)},
        shown=phone,
        type="tel",
        autocomplete=autocomplete,
        most=60,
    )


def choice(
    name: str,
    label: Phrase,
    values: ValueList,
    *,
    missing: Phrase | None = None,
    hint: Phrase | str = "",
    blank: Phrase = CHOOSE,
    first: Sequence[str] | None = None,
    autocomplete: str = "off",
) -> Field:
    """Make a field of one value from a list."""
    return Field(
        name,
        label,
        one_from(values, missing=missing),
        Control.CHOICE,
        hint=hint,
        shown=values.label,
        choices=lambda: [("", str(blank)), *values.options(first=first)],
        autocomplete=autocomplete,
    )


def ticks(
    name: str, label: Phrase, values: ValueList, *, hint: Phrase | str = "", alone: Sequence[str] = ()
) -> Field:
    """Make a field of several values from a list; those of `alone` go with no other."""
    return Field(
        name,
        label,
        several_from(values, alone=alone),
        Control.TICKS,
        hint=hint,
        text_of=" ".join,
        inputs_of=lambda name, text: {name: text.split()},
        shown=lambda text: ", ".join(values.label(code) for code in text.split()),
        choices=values.options,
    )


def listed(
    name: str,
    label: Phrase,
    *,
    typed_label: Phrase,
    missing: Phrase,
    untyped: Phrase,
    most: int = 100,
    hint: Phrase | str = "",
) -> Field:
    """Make a field of a name from a list of the practice's, or of one that is typed: its text is the name either way.

    The page that shows it hands in the list by `with_options`. `untyped`: what is said where neither is given though
    the list was said not to have it.
    """

    def read(raw: Any) -> str:
        chosen = cleaned_line(raw.get("chosen", ""), most=most)
        if chosen not in ("", NOT_LISTED):
            return chosen
        try:
            typed = cleaned_line(raw.get("typed", ""), most=most)
        except ValueError as why:
            raise BadParts({"typed": str(why)}) from None
        if not typed:
            raise BadParts({"typed": untyped} if chosen else {"chosen": missing})
        return typed

    return Field(
        name,
        label,
        GroupReader(read, parts=("chosen", "typed")),
        Control.LISTED,
        hint=hint,
        inputs_of=lambda name, text: {f"{name}_chosen": (text,), f"{name}_typed": ("",)},
        most=most,
        typed_label=typed_label,
    )


def with_options(field: Field, names: Iterable[str], *, now: str, other: Phrase) -> Field:
    """Give a field that is LISTED with the names to choose from; `now`, what it holds, stays one of them."""
    known = list(names)
    offered = known if now in ("", *known) else [*known, now]
    options = [("", str(CHOOSE)), *((name, name) for name in offered), (NOT_LISTED, str(other))]
    return replace(field, choices=lambda: options)


def typed_alone(field: Field) -> Field:
    """Give a field that is LISTED as one of a line, where there is no list to choose from."""
    return line(field.name, field.label, most=field.most)


def amount(name: str, label: Phrase, *, missing: Phrase | None = None, hint: Phrase | str = "") -> Field:
    """Make a field of an amount of money: typed in dollars, kept as cents."""
    return Field(
        name,
        label,
        read_money(missing=missing),
        hint=hint,
        text_of=_nothing_as_blank,
        inputs_of=lambda name, text: {name: (typed_money(int(text)) if text else "",)},
        shown=lambda text: money(int(text)) if text else "",
        inputmode="decimal",
        most=20,
    )


def day(
    name: str,
    label: Phrase,
    *,
    past: bool = False,
    missing: Phrase | None = None,
    hint: Phrase | str = "",
    birthday: bool = False,
) -> Field:
    """Make a field of a day, typed in three inputs."""
    return Field(
        name,
        label,
        day_in_parts(past=past, missing=missing),
        Control.DAY,
        hint=hint,
        text_of=_nothing_as_blank,
        inputs_of=_day_inputs,
        shown=lambda text: day_short(date.fromisoformat(text)) if text else "",
        autocomplete="bday" if birthday else "off",
    )


def _day_inputs(name: str, text: str) -> Inputs:
    if not text:
        return {f"{name}_{part}": ("",) for part in DAY_PARTS}
    on = date.fromisoformat(text)
    return {f"{name}_month": (str(on.month),), f"{name}_day": (str(on.day),), f"{name}_year": (str(on.year),)}


def address(name: str, label: Phrase, *, missing: Phrase | None = None, own: bool = False) -> Field:
    """Make a field of a postal address, typed in its lines and kept as JSON."""
    return Field(
        name,
        label,
        postal_address(missing=missing),
        Control.ADDRESS,
        text_of=text_of_address,
        inputs_of=_address_inputs,
        shown=lambda text: ", ".join(address_of(text).lines) if text else "",
        autocomplete="on" if own else "off",
    )


def text_of_address(address: PostalAddress | None) -> str:
    if address is None:
        return ""
    return json.dumps(asdict(address), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def address_of(text: str) -> PostalAddress:
    return PostalAddress(**json.loads(text))


def _address_inputs(name: str, text: str) -> Inputs:
    blank = PostalAddress(line1="", city="")
    typed = (address_of(text) if text else blank).typed(name)
    return {part: (value,) for part, value in typed.items()}


def states() -> list[Option]:
    return list(STATES.options())


def countries() -> list[Option]:
    """Give the countries, ours first."""
    return list(COUNTRIES.options(first=(HOME,)))


def social_security_number(name: str, label: Phrase, *, hint: Phrase | str = "") -> Field:
    """Make the field of an SSN: never shown but by its last four digits."""
    return Field(
        name, label, read_ssn(), hint=hint, shown=masked_ssn, inputmode="numeric", most=11, secret=True
    )
