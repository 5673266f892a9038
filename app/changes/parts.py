"""Parts of a chart that clients look after: each is handed in by the package that owns its rows."""

import base64
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from app.changes.fields import Field, Fields, day
from app.changes.rules import Section
from app.encryption import mac
from app.web.forms import FilledForm
from app.web.language import Phrase, _l

Texts = Mapping[str, str]
"""Fields of a part by name, each as its text."""


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields that stand under one heading in the form and on the page."""

    title: Phrase | str
    fields: Fields
    folded: bool = False
    """Whether the form shows them only to whoever wants to tell more."""
    name: str = ""
    """By which a style sheet knows the group in the form."""
    hint: Phrase | str = ""

    def refused_in(self, form: FilledForm) -> bool:
        """Whether one of its inputs has a sentence beside it; those of an address begin with the field's name."""
        return any(
            name == field.name or name.startswith(f"{field.name}_")
            for name in form.sentences
            for field in self.fields
        )


@dataclass(frozen=True)
class Part:
    """Fields that are changed together, of one row: the subject. A chart may have several of them, as of contacts."""

    name: str
    section: Section
    title: Phrase
    groups: tuple[FieldGroup, ...]
    read: Callable[[UUID, UUID], Awaitable[Texts | None]]
    """Gives the texts of a client's subject; None: the client has no such row."""
    write: Callable[[UUID, UUID, Texts], Awaitable[None]]
    """Gives fields of a client's subject these texts, and makes the row where there is none."""
    called: Callable[[Texts], str] = lambda _texts: ""
    """Names a subject where a chart has several."""
    needed: tuple[str, ...] = ()
    """Fields without which no subject can be added."""
    ends: bool = False
    """Whether a subject is ended on a day, by an act of its own and not by its form."""
    told: frozenset[str] = frozenset()
    """Fields whose change is told to the e-mail address that was on file before, so that a stranger's is noticed."""
    tells_all: bool = False
    """Whether that is done for every field."""

    @cached_property
    def typed(self) -> Fields:
        """The fields of its form."""
        return tuple(field for group in self.groups for field in group.fields)

    @cached_property
    def fields(self) -> Fields:
        return (*self.typed, ENDING) if self.ends else self.typed

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    def tells_of(self, name: str) -> bool:
        return self.tells_all or name in self.told

    def field(self, name: str) -> Field:
        return self._by_name[name]

    def shown(self, name: str, text: str) -> str:
        return self.field(name).shown(text)


Parts = Mapping[str, Part]


def by_name(parts: Iterable[Part]) -> Parts:
    return {part.name: part for part in parts}


ENDED = "ended_on"
"""The field by which a subject that a chart has several of is ended."""
ENDING = day(ENDED, _l("Ended on"))
DIGEST_BYTES = 9


def seen_in(part: Part, subject: UUID, texts: Texts) -> str:
    """Give what a form carries so that it can be told later which fields have changed since: no value can be read from it."""
    return ",".join(f"{field.name}={digest(part, subject, field.name, texts)}" for field in part.fields)


def changed_since(part: Part, subject: UUID, seen: str, texts: Texts) -> frozenset[str]:
    """Give the fields of which `texts` says otherwise than the form that carried `seen`; all where that is not to be made out."""
    before = _digests(seen)
    return frozenset(
        field.name
        for field in part.fields
        if before.get(field.name) != digest(part, subject, field.name, texts)
    )


def seen_again(part: Part, subject: UUID, seen: str, texts: Texts, names: Iterable[str]) -> str:
    """Give `seen` as if the form had been made in the knowledge of what `texts` say of the fields `names`."""
    known = _digests(seen) | {name: digest(part, subject, name, texts) for name in names}
    return ",".join(f"{field.name}={known[field.name]}" for field in part.fields if field.name in known)


def _digests(seen: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in seen.split(",") if "=" in pair)


def digest(part: Part, subject: UUID, field: str, texts: Texts) -> str:
    found = mac("seen in a form", part.name, str(subject), field, texts.get(field, ""))
    return base64.urlsafe_b64encode(found[:DIGEST_BYTES]).decode()
