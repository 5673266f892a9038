"""What stands beside the questions of a form."""

from typing import Annotated

from app.accounts.own.drafts import Keeps
from app.forms.filling.fields import MARK
from app.web.forms import Form, text

LONGEST_NAME = 120
LONGEST_DIGEST = 64


class Page(Form):
    """Which page of a form it is, and how far it had come."""

    page: Annotated[str, text(most=10)]
    revision: Annotated[str, text(most=10)]


class Sending(Form):
    """The end of a form: the digest of what its last page showed, and the name by which it is signed."""

    shown: Annotated[str, text(most=LONGEST_DIGEST)]
    typed_name: Annotated[str, text(most=LONGEST_NAME)]


ANSWERS = Keeps(Page, page="/forms/{form_id}", address="/forms/{form_id}", mark=MARK)
"""What is kept of a page of a form that is sent after the session ran out."""
