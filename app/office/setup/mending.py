"""What is still open of setting the practice up, for the page of things to mend."""

from typing import Any

from app.accounts.second_step.setting_up import PATH, STILL_OPEN, still_open
from app.web.language import gettext
from app.web.panel import Mend, Mending


def mends(row: dict[str, Any] | None) -> list[Mend]:
    """Say what is still open."""
    found, open_ones = still_open(row), list[str]()
    if found.second_step:
        open_ones.append(gettext("The first administrator has no second step yet."))
    if found.mail:
        open_ones.append(gettext("Nobody has tried yet whether e-mails arrive."))
    if found.first_client:
        open_ones.append(gettext("There is no client yet."))
    return [Mend(sentence=each, path=PATH, label=gettext("Go on setting up")) for each in open_ones]


MENDINGS = (Mending(statement=STILL_OPEN, mends=mends),)
