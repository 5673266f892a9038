"""What clients fill in on the pages of documents."""

from typing import Annotated
from uuid import UUID

from app.documents.service import NO_NAME, NO_TYPE
from app.web.forms import Form, identifier, one_of, text

LONGEST_SIGNATURE = 120


class Sending(Form):
    """The files come beside it."""

    document_type: Annotated[UUID, identifier(missing=NO_TYPE)]


class Signing(Form):
    typed_name: Annotated[str, text(most=LONGEST_SIGNATURE, missing=NO_NAME)]


class Answering(Form):
    """The filled document comes beside it; `back` is the page it was sent from."""

    back: Annotated[str, one_of("document", "list")]
