"""The forms of the page on which staff look at answers."""

from typing import Annotated

from app.web.forms import Form, text
from app.web.language import _l


class SetAsideForm(Form):
    reason: Annotated[str, text(most=500, missing=_l("Say why these answers do not count."), lines=True)]
