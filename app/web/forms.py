"""Reading forms: a value of the form's type, or one sentence for each bad field with all that was typed.

A form is a pydantic model whose fields are annotated with a reader, of this module or of `app.web.readers`:

    class NewMessage(Form):
        subject: Annotated[str, text(most=120, missing=_l("Write a short subject."))]

A reader is given the first value sent under the field's name. A GroupReader is given more: all values of a group of
check boxes, or what was typed into several inputs, born_on_month, born_on_day and born_on_year for the field born_on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, TypeVar
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


Sent: TypeAlias = FormMultiDict
"""A form as it was sent."""
FormType = TypeVar("FormType", bound=Form)
Nothing = TypeVar("Nothing")


@dataclass(frozen=True, slots=True)
class GroupReader(BeforeValidator):
    """A reader of more than one value: a mapping from each of `parts` to what was typed there, or all values there are.

    The parts of the field `born_on` are the inputs `born_on_month`, `born_on_day`, and so on.
    """

    parts: tuple[str, ...] = ()
    """None: every value of the one name is read, as a tuple."""


class BadParts(ValueError):
    """Some parts of a group are bad; the other problem a reader may raise is one sentence for all of it."""

    def __init__(self, sentences: Mapping[str, Phrase | str]) -> None:
        super().__init__(*sentences.values())
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form as a template shows it: what was typed, and the sentence beside each bad field."""

    typed: Mapping[str, str] = field(default_factory=dict)
    sentences: Mapping[str, str] = field(default_factory=dict)
    ticked: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """All values of the names of check boxes."""

    def value(self, name: str) -> str:
        return self.typed.get(name, "")

    def has(self, name: str, value: str) -> bool:
        """Whether the check box with this value is ticked."""
        return value in self.ticked.get(name, ())

    def error(self, name: str) -> str:
        return self.sentences.get(name, "")

    @property
    def errors(self) -> list[tuple[str, str]]:
        return list(self.sentences.items())

    def refused(self, **sentences: Phrase | str) -> "FilledForm":
        """Give the same form with the sentences a rule found, keeping what was typed."""
        return replace(self, sentences={name: str(sentence) for name, sentence in sentences.items()})


BLANK = FilledForm()
KEPT_BACK = frozenset({"password", "current_password", "safe_word", "ssn", "_csrf"})
"""Fields that never travel back to the page."""


def asked(request: Request) -> FormMultiDict:
    """Give what stands in the address as the form that led to it."""
    return FormMultiDict(request.query_params.multi_items())


def typed_fields(data: FormMultiDict) -> dict[str, str]:
    """Give the first value of every text field; a name sent twice counts once, everywhere the same."""
    return {name: values[0] for name, values in all_values(data).items()}


def all_values(data: FormMultiDict) -> dict[str, tuple[str, ...]]:
    """Give every value of every text field, for the few names that are those of several check boxes."""
    values: dict[str, list[str]] = {}
    for name, value in data.multi_items():
        if isinstance(value, str):
            values.setdefault(name, []).append(value)
    return {name: tuple(each) for name, each in values.items()}


def filled(data: FormMultiDict) -> FilledForm:
    """Give the form back as it was typed, secrets left out."""
    ticked = {name: values for name, values in all_values(data).items() if name not in KEPT_BACK}
    return FilledForm({name: values[0] for name, values in ticked.items()}, ticked=ticked)


def inputs(form: type[Form]) -> dict[str, bool]:
    """Give the names a form's inputs have, and whether all values of the name are read."""
    names: dict[str, bool] = {}
    for name, reader in _readers(form).items():
        if reader is None or not reader.parts:
            names[name] = reader is not None
        else:
            names |= {f"{name}_{part}": False for part in reader.parts}
    return names


def parse(form: type[FormType], data: FormMultiDict) -> FormType | FilledForm:
    """Read `data` as a `form`: the value, or the filled form with one sentence for each bad field."""
    sent = all_values(data)
    values = {name: _value_sent(sent, name, reader) for name, reader in _readers(form).items()}
    try:
        return form.model_validate(values)
    except ValidationError as problems:
        sentences: dict[str, Phrase | str] = {}
        for problem in problems.errors(include_url=False, include_input=False):
            for name, sentence in _sentences(str(problem["loc"][0]), problem["ctx"]["error"]):
                sentences.setdefault(name, sentence)
        return filled(data).refused(**sentences)


def _readers(form: type[Form]) -> dict[str, GroupReader | None]:
    return {
        name: next((each for each in field.metadata if isinstance(each, GroupReader)), None)
        for name, field in form.model_fields.items()
    }


def _value_sent(sent: Mapping[str, tuple[str, ...]], name: str, reader: GroupReader | None) -> Any:
    if reader is None:
        return sent.get(name, ("",))[0]
    if not reader.parts:
        return sent.get(name, ())
    return {part: sent.get(f"{name}_{part}", ("",))[0] for part in reader.parts}


def _sentences(name: str, problem: Exception) -> list[tuple[str, Phrase | str]]:
    if isinstance(problem, BadParts):
        return [(f"{name}_{part}", sentence) for part, sentence in problem.sentences.items()]
    return [(name, str(problem))]


def text(*, most: int, missing: Phrase | None = None, lines: bool = False) -> BeforeValidator:
    """Read text of at most `most` characters; empty text is refused with `missing`, or allowed without it."""

    def read(raw: Any) -> str:
        return cleaned(raw, most=most, lines=lines) or nothing(missing, "")

    return BeforeValidator(read)


def cleaned(raw: Any, *, most: int, lines: bool = False) -> str:
    """Clean what was typed; raises ValueError with a sentence for odd characters, and for more than `most`."""
    typed = raw if isinstance(raw, str) else ""
    try:
        words = clean_text(typed, lines=lines) if len(typed) <= most * SPARE else typed
    except BadText:
        raise ValueError(ODD_CHARACTERS) from None
    if len(words) > most:
        raise ValueError(gettext("Please use at most %(most)s characters.") % {"most": most})
    return words


def nothing(missing: Phrase | None, value: Nothing) -> Nothing:
    """Give what an empty field means; raises ValueError with `missing` where it must not be empty."""
    if missing is not None:
        raise ValueError(missing)
    return value


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


def ticked() -> BeforeValidator:
    """Read a check box: browsers send nothing for one that is not ticked."""
    return BeforeValidator(bool)


def one_of(*choices: str) -> BeforeValidator:
    """Read one of a few fixed values that buttons send; the first stands for anything else."""

    def read(raw: Any) -> str:
        return raw if raw in choices else choices[0]

    return BeforeValidator(read)
