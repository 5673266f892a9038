"""What a client fills in to ask for a change of the record, or to keep something from others."""

from typing import Annotated
from uuid import UUID

from app.messages.forms import Once
from app.record.asking.words import MOST_OF_WHOM, MOST_OF_WORDS
from app.web.forms import Form, text
from app.web.language import _l
from app.web.readers.choices import row_along

NO_CHANGE = _l("Write what is wrong, and what it should say.")
NO_THING = _l("Write what should be kept back.")
NO_DISAGREEMENT = _l("Write why you do not agree.")


class ForAmendment(Form):
    """`copy` and `kind` say which entries there are to choose from; `about` is the one that was chosen, if any."""

    once: Once
    copy_id: Annotated[UUID | None, row_along()]
    kind: Annotated[str, text(most=20)]
    about: Annotated[UUID | None, row_along()]
    words: Annotated[str, text(most=MOST_OF_WORDS, missing=NO_CHANGE, lines=True)]


class ForRestriction(Form):
    once: Once
    words: Annotated[str, text(most=MOST_OF_WORDS, missing=NO_THING, lines=True)]
    whom: Annotated[str, text(most=MOST_OF_WHOM)]


class ForDisagreement(Form):
    words: Annotated[str, text(most=MOST_OF_WORDS, missing=NO_DISAGREEMENT, lines=True)]
