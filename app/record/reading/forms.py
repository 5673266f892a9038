"""What somebody chooses who wants a copy of the record."""

from datetime import date
from typing import Annotated

from app.web.forms import Form, one_of
from app.web.language import _l
from app.web.readers.dates import day

TURNED_ROUND = _l("This day is before the first one. Please check both.")


class ForCopy(Form):
    """Which days, both or none of them left empty; and what is to be done with the copy."""

    from_on: Annotated[date | None, day(past=True)]
    until_on: Annotated[date | None, day(past=True)]
    then: Annotated[str, one_of("page", "xml", "sending")]

    @property
    def is_turned_round(self) -> bool:
        return self.from_on is not None and self.until_on is not None and self.until_on < self.from_on
