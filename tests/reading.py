"""A reader by itself, as a form of one field uses it; and every reader there is."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Annotated, Any

from litestar.datastructures import FormMultiDict
from pydantic import BeforeValidator, create_model

from app.clients.lists.languages import LANGUAGES
from app.clients.lists.origin import ALONE, ORIGINS
from app.clients.postal import postal_address
from app.web.forms import FilledForm, Form, GroupReader, parse, text
from app.web.readers.choices import one_from, several_from
from app.web.readers.contact import email, phone
from app.web.readers.dates import day, day_in_parts
from app.web.readers.names import name, number_on_card
from app.web.readers.numbers import money, npi, ssn

EVERY_READER: Mapping[str, Callable[[], BeforeValidator]] = {
    "text": lambda: text(most=200),
    "lines": lambda: text(most=5000, lines=True),
    "name": name,
    "number on a card": number_on_card,
    "email": email,
    "phone": phone,
    "day": day,
    "day in parts": lambda: day_in_parts(past=True),
    "Social Security number": ssn,
    "NPI": npi,
    "money": money,
    "address": postal_address,
    "one of a list": lambda: one_from(LANGUAGES),
    "several of a list": lambda: several_from(ORIGINS, alone=ALONE),
}


class Refused(dict[str, str]):
    """The sentences by the names of the inputs they stand at."""


def read(reader: BeforeValidator, typed: str | tuple[str, ...] = "", **parts: str) -> Any:
    """Give the value of a field `it`, or what it is refused with; `parts` are the inputs of a group."""
    form = _form_of(reader)
    values = (typed,) if isinstance(typed, str) else typed
    sent = [("it", value) for value in values] + [(f"it_{part}", value) for part, value in parts.items()]
    found = parse(form, FormMultiDict(sent))
    return Refused(found.sentences) if isinstance(found, FilledForm) else found.it  # type: ignore[attr-defined]


@lru_cache(maxsize=64)
def _form_of(reader: BeforeValidator) -> type[Form]:
    return create_model("OneField", __base__=Form, it=(Annotated[Any, reader], ...))


def refused(reader: BeforeValidator, typed: str) -> str:
    """Give the sentence by which what was typed is refused."""
    found = read(reader, typed)
    assert isinstance(found, Refused), found
    return found["it"]


def outcomes(reader: BeforeValidator, typed: str) -> Iterator[Any]:
    """Read a text as a field, and for a group in each of its inputs alone and in all at once."""
    if not (isinstance(reader, GroupReader) and reader.parts):
        yield read(reader, typed)
        return
    for part in reader.parts:
        yield read(reader, **{part: typed})
    yield read(reader, **dict.fromkeys(reader.parts, typed))


def check_outcomes(reader: BeforeValidator, typed: str) -> None:
    """Check that a text gives values, or sentences that say something and do not repeat it."""
    for outcome in outcomes(reader, typed):
        if isinstance(outcome, Refused):
            assert outcome
            for sentence in outcome.values():
                assert sentence.endswith("."), sentence
                assert len(typed) < 4 or typed not in sentence
