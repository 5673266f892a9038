"""The forms of the Client Portal tab."""

from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator

from app.web.forms import Form, secret, text, ticked
from app.web.language import _l
from app.web.readers.contact import email

MISSING_LOGIN = _l("Type a login.")
MISSING_SAFE_WORD = _l("Type a safe word.")


def _account(raw: str) -> UUID | None:
    """Read the id of the account a form is about; blank, or none: the client's own."""
    try:
        return UUID(raw)
    except ValueError:
        return None


Account = Annotated[UUID | None, BeforeValidator(_account)]


class SignInForm(Form):
    account: Account
    login: Annotated[str, text(most=100, missing=MISSING_LOGIN)]
    password: str
    make: Annotated[bool, ticked()]
    active: Annotated[bool, ticked()]
    suspended: Annotated[bool, ticked()]
    must_change_password: Annotated[bool, ticked()]


class OfAccount(Form):
    account: Account


class NewSafeWord(Form):
    safe_word: Annotated[str, secret(missing=MISSING_SAFE_WORD)]


class EmailForm(Form):
    email: Annotated[str, email(missing=_l("Type an e-mail address, such as name@example.org."))]


class SaidWord(Form):
    said: Annotated[str, text(most=200, missing=_l("Type what the caller says."))]
