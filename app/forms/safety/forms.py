"""The forms about safety: who is told, and what was done."""

from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator

from app.forms.safety.persons import CANNOT_SEE
from app.web.forms import Form, GroupReader, text
from app.web.language import _l


def _person(raw: str) -> UUID | None:
    """Read whom a list names; nobody for an empty choice."""
    try:
        return UUID(raw) if raw else None
    except ValueError:
        raise ValueError(str(CANNOT_SEE)) from None


def _ids(raw: tuple[str, ...]) -> tuple[UUID, ...]:
    """Read the ids that a page sends back; what is none tells of nothing."""
    found = []
    for each in raw[:200]:
        try:
            found.append(UUID(each))
        except ValueError:
            continue
    return tuple(found)


class PersonsForm(Form):
    first: Annotated[UUID | None, BeforeValidator(_person)]
    second: Annotated[UUID | None, BeforeValidator(_person)]


class Acknowledging(Form):
    """`event` are the answers that the page told of."""

    event: Annotated[tuple[UUID, ...], GroupReader(_ids)]


class DoneForm(Form):
    done: Annotated[str, text(most=2000, missing=_l("Write what was done."), lines=True)]
