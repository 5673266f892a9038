"""The forms of the client search and of a new client."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator

from app.web.forms import Form, text, ticked
from app.web.language import Language, _l
from app.web.readers.contact import email, phone
from app.web.readers.dates import day
from app.web.readers.names import name

BAD_CLINICIAN = _l("Please choose one of the clinicians on the list.")


def _language(raw: Any) -> Language | None:
    return Language(raw) if raw in set(Language) else None


def _clinician(raw: Any) -> UUID | None:
    if not raw:
        return None
    try:
        return UUID(raw)
    except ValueError:
        raise ValueError(BAD_CLINICIAN) from None


BirthDate = Annotated[date | None, day(past=True)]
Email = Annotated[str, email()]
Phone = Annotated[str, phone()]
FirstName = Annotated[str, name(missing=_l("Type the first name."))]
LastName = Annotated[str, name(missing=_l("Type the last name."))]
PreferredName = Annotated[str, name()]


class SearchForm(Form):
    wanted: Annotated[str, text(most=100)]


class NewClientForm(Form):
    first_name: FirstName
    last_name: LastName
    preferred_name: PreferredName
    born_on: BirthDate
    email: Email
    phone: Phone
    language: Annotated[Language | None, BeforeValidator(_language)]
    clinician: Annotated[UUID | None, BeforeValidator(_clinician)]
    anyway: Annotated[bool, ticked()]
