"""Reading forms: a value of the form's type, or one sentence for each bad field with all that was typed.

A form is a pydantic model whose fields are annotated with a reader of this module:

    class NewMessage(Form):
        subject: Annotated[str, text(most=120, missing=_l("Write a short subject."))]
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from litestar.datastructures import FormMultiDict
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from app.web.language import Phrase, _l, gettext
from app.web.request import Request
from app.web.text import BadText, clean_text

ODD_CHARACTERS = _l(
    "Some of these characters cannot be shown. Please type the text again, without copying it in."
)


SPARE = 2
"""How much longer than allowed a text is still cleaned: putting a long row of accents in order takes its square."""


class Form(BaseModel):
    """What a form gives when every field is good. Fields it does not name are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)


FormType = TypeVar("FormType", bound=Form)


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form as a template shows it: what was typed, and the sentence beside each bad field."""

    typed: Mapping[str, str] = field(default_factory=dict)
    sentences: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        return self.typed.get(name, "")

    def error(self, name: str) -> str:
        return self.sentences.get(name, "")

    @property
    def errors(self) -> list[tuple[str, str]]:
        return list(self.sentences.items())

    def refused(self, **sentences: Phrase | str) -> "FilledForm":
        """Give the same form with the sentences a rule found, keeping what was typed."""
        return FilledForm(self.typed, {name: str(sentence) for name, sentence in sentences.items()})


BLANK = FilledForm()
KEPT_BACK = frozenset({"password", "current_password", "_csrf"})
"""Fields that never travel back to the page."""


def asked(request: Request) -> FormMultiDict:
    """Give what stands in the address as the form that led to it."""
    return FormMultiDict(request.query_params.multi_items())


def typed_fields(data: FormMultiDict) -> dict[str, str]:
    """Give the first value of every text field; a name sent twice counts once, everywhere the same."""
    typed: dict[str, str] = {}
    for name, value in data.multi_items():
        if isinstance(value, str):
            typed.setdefault(name, value)
    return typed


def filled(data: FormMultiDict) -> FilledForm:
    """Give the form back as it was typed, secrets left out."""
    return FilledForm({name: value for name, value in typed_fields(data).items() if name not in KEPT_BACK})


def parse(form: type[FormType], data: FormMultiDict) -> FormType | FilledForm:
    """Read `data` as a `form`: the value, or the filled form with one sentence for each bad field."""
    typed = typed_fields(data)
    values = {name: typed.get(name, "") for name in form.model_fields}
    try:
        return form.model_validate(values)
    except ValidationError as problems:
        sentences: dict[str, str] = {}
        for problem in problems.errors(include_url=False, include_input=False):
            sentences.setdefault(str(problem["loc"][0]), str(problem["ctx"]["error"]))
        return filled(data).refused(**sentences)


def text(*, most: int, missing: Phrase | None = None, lines: bool = False) -> BeforeValidator:
    """Read text of at most `most` characters; empty text is refused with `missing`, or allowed without it."""

    def read(raw: Any) -> str:
        typed = raw if isinstance(raw, str) else ""
        try:
            words = clean_text(typed, lines=lines) if len(typed) <= most * SPARE else typed
        except BadText:
            raise ValueError(ODD_CHARACTERS) from None
        if missing is not None and not words:
            raise ValueError(missing)
        if len(words) > most:
            raise ValueError(gettext("Please use at most %(most)s characters.") % {"most": most})
        return words

    return BeforeValidator(read)


def secret(*, missing: Phrase) -> BeforeValidator:
    """Read a password as typed: nothing is cleaned away; only its emptiness is refused here."""

    def read(raw: Any) -> str:
        if not raw:
            raise ValueError(missing)
        return str(raw)

    return BeforeValidator(read)


def identifier(*, missing: Phrase) -> BeforeValidator:
    """Read the UUID of a chosen row; anything else is refused with `missing`."""

    def read(raw: Any) -> UUID:
        try:
            return UUID(raw)
        except ValueError:
            raise ValueError(missing) from None

    return BeforeValidator(read)


def one_of(*choices: str) -> BeforeValidator:
    """Read one of a few fixed values that buttons send; the first stands for anything else."""

    def read(raw: Any) -> str:
        return raw if raw in choices else choices[0]

    return BeforeValidator(read)
