"""What a client fills in to send a copy of the record."""

from typing import Annotated

from app.messages.forms import Once
from app.web.forms import Form, ticked
from app.web.language import _l
from app.web.readers.contact import email

NO_ADDRESS = _l("Type the e-mail address of whoever is to get it.")
NOT_SURE = _l("Tick the box to say that you want to send it.")


class ForSending(Form):
    once: Once
    address: Annotated[str, email(missing=NO_ADDRESS)]
    sure: Annotated[bool, ticked()]
